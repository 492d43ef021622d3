"""What young people read, page by page, in the product's own words."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_file

import consult
from consult.core.locales import Speaker

ROOT = Path(consult.__file__).parent

#: The pages of young people: each name stands for what one of them reads at a time.
PAGES: dict[str, tuple[str, ...]] = {
    "start": ("responses/templates/responses/about.html", "consultations/defaults.py"),
    "before the first question": ("consent/wording.py",),
    "form": ("responses/templates/responses/form.html",),
    "assent": ("responses/templates/responses/assent.html",),
    "words left": ("responses/templates/responses/words_left.html",),
    "no, thank you": ("responses/templates/responses/no_thanks.html",),
    "review": ("responses/templates/responses/review.html",),
    "code": ("responses/templates/responses/sent.html",),
    "I have a code": ("responses/templates/responses/code.html",),
    "my answers": ("responses/templates/responses/answers.html",),
    "deleted": ("responses/templates/responses/withdrawn.html",),
    "not open": ("responses/templates/responses/unavailable.html",),
    "shared parts": ("responses/templates/responses/_parts.html",),
    "refusals": ("responses/service.py",),
    "home": ("public/templates/public/home.html",),
    "error": ("core/templates/core/error.html",),
    "privacy": ("consent/templates/consent/privacy.html",),
}

_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
}
_ENDS = (".", "?", "!", ":")


def messages(path: str) -> Iterator[str | tuple[str, ...]]:
    """Yield the msgids of a file in the order in which they stand."""
    kind = "jinja2" if path.endswith(".html") else "python"
    for _line, message, _notes, _context in extract_from_file(
        kind, ROOT / path, keywords=_KEYWORDS
    ):
        yield tuple(message) if isinstance(message, list | tuple) else message


def sentences(page: str, language: str) -> str:
    """Return the whole text of a page; buttons and headings of a few words are no sentences."""
    said = Speaker(language)
    found = []
    for path in PAGES[page]:
        for message in messages(path):
            if isinstance(message, tuple):
                text = said.ngettext(message[0], message[1], 5)
            else:
                text = said.gettext(message)
            if str(message if isinstance(message, str) else message[0]).endswith(_ENDS):
                found.append(re.sub(r"%\(\w+\)s", "5", text))
    return "\n".join(found)
