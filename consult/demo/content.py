"""What the demonstration says and asks: the questionnaire, the made-up texts, the story around."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class MadeUpText:
    """A free text as a young person might write it.

    ``strike`` lists the parts a reviewer strikes because they name somebody; ``keep_back`` marks
    a text that a reviewer would not show to anybody; ``chosen``, one that the summary quotes.
    """

    text: str
    strike: tuple[str, ...] = ()
    keep_back: bool = False
    chosen: bool = False


@cache
def questionnaire() -> dict[str, Any]:
    """Return the questionnaire in the JSON of ``questionnaires/format.md``."""
    return _read("questionnaire.json")


@cache
def story() -> dict[str, Any]:
    """Return the texts of the agenda item, the two consultations and the summary."""
    return _read("story.json")


@cache
def texts() -> dict[str, dict[str, tuple[MadeUpText, ...]]]:
    """Return the made-up texts by text code and language."""
    return {
        code: {tag: tuple(map(_text, entries)) for tag, entries in by_language.items()}
        for code, by_language in _read("texts.json").items()
    }


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_FOLDER / name).read_text("utf-8"))
    return found


def _text(entry: str | dict[str, Any]) -> MadeUpText:
    if isinstance(entry, str):
        return MadeUpText(entry)
    return MadeUpText(**{**entry, "strike": tuple(entry.get("strike", ()))})
