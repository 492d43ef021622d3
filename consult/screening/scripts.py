"""Which languages' rules a text is read by: those of its scripts, and the form's own."""

import re

_SCRIPTS = (
    (re.compile("[a-z]"), ("en", "fr", "es")),
    (re.compile("[\u0400-\u04ff]"), ("ru",)),
    (re.compile("[\u0600-\u06ff]"), ("ar",)),
    (re.compile("[\u4e00-\u9fff]"), ("zh",)),
)


def languages_in(low: str, language: str) -> list[str]:
    """Return the tags whose rules apply to a folded text, the form's own first."""
    found = [tag for script, tags in _SCRIPTS if script.search(low) for tag in tags]
    return sorted(found, key=lambda tag: tag != language)
