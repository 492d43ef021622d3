"""The summary in plain words as a document of its own, for those who print and pass it on."""

from pathlib import Path

from consult.core import typesetting
from consult.core.locales import LETTERS, N_, Speaker
from consult.summaries.paper import Paper

_TEMPLATE = Path(__file__).parent / "young.typ"

TITLE = N_("What young people said, in short")
DEMONSTRATION = N_("Demonstration: the answers are made up.")


def pdf(paper: Paper, language: str) -> bytes:
    """Return a signed summary in plain words; the same paper gives the same bytes.

    Args:
        paper: signed; its plain words are there in the language.
        language: one of the six tags.
    """
    say = Speaker(language).gettext
    content = {
        "language": language,
        "title": say(TITLE),
        "notes": [say(DEMONSTRATION)] if paper.demonstration else [],
        "lines": [line for line in paper.for_young[language].splitlines() if line.strip()],
        "document": say("Document %(symbol)s", symbol=f"{paper.symbol}-{LETTERS[language]}"),
    }
    return typesetting.pdf(_TEMPLATE, content).file
