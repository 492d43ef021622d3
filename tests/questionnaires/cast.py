"""One question of each kind, with words in the six languages."""

from typing import Any

from consult.core.locales import LANGUAGES, Localized
from consult.questionnaires.definition import Choice, Question


def words(text: str) -> Localized:
    return {tag: f"{text} ({tag})" for tag in LANGUAGES}


def choices(*codes: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, words(code)) for code in codes)


def question(kind: str, code: str = "q1", **more: Any) -> Question:
    """Return a whole question of a kind; ``more`` overrides its parts."""
    parts: dict[str, Any] = {"text": words(f"About {kind}?")}
    if kind in {"single_choice", "multiple_choice", "ranking", "matrix"}:
        parts["choices"] = choices("home", "school", "street", "2")
    if kind == "scale":
        parts["settings"] = {"low": 1, "high": 5, "low_label": words("never")}
    if kind == "date":
        parts["settings"] = {"earliest": "2020-03-01", "latest": "2026-12-31"}
    if kind in {"matrix", "statements"}:
        parts["settings"] = {"rows": choices("parents", "teachers", "3")}
    return Question(code, kind, **{**parts, **more})
