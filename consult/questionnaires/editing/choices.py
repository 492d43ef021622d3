"""Changes of a question's choices, and of the rows of a matrix."""

import re
import unicodedata
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from consult.questionnaires.editing.edits import (
    Content,
    Edit,
    GoneError,
    Values,
    free_code,
    question_of,
)

#: Which list is meant: a question's choices, or a matrix's rows.
PARTS = ("choice", "row")

_NO_CODE = re.compile(r"[^a-z0-9]+", re.ASCII)
#: The product's own codes.
_RESERVED = {"prefer-not-to-say", "prefer-not", "other"}


def listed(question: dict[str, Any], part: str) -> list[dict[str, Any]]:
    """Return the choices (``choice``) or rows (``row``) of a question, to be changed in place."""
    holder = question if part == "choice" else question.setdefault("settings", {})
    found: list[dict[str, Any]] = holder.setdefault("choices" if part == "choice" else "rows", [])
    return found


def made(lines: list[str], language: str, taken: set[str]) -> list[dict[str, Any]]:
    """Return choices out of lines of text, with codes that can be read where the text allows."""
    found = []
    taken = taken | _RESERVED
    for line in lines:
        code = free_code(taken, readable(line) or "c1")
        taken.add(code)
        found.append({"code": code, "text": {language: line}})
    return found


def readable(text: str) -> str:
    """Return a short name out of Latin letters; empty where there are none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NO_CODE.sub("_", plain).strip("_")[:30].strip("_")


def add(code: str, part: str, lines: list[str], language: str) -> Edit:
    """Add choices at the end."""

    def apply(content: Content, _new: Values, _page: int) -> None:
        found = listed(question_of(content, code), part)
        found.extend(made(lines, language, {one["code"] for one in found}))

    return Edit("choice.add", apply, {"code": code, "text": lines[0][:80]})


def move(code: str, part: str, choice: str, step: int) -> Edit:
    """Move a choice up or down."""

    def apply(content: Content, _new: Values, _page: int) -> None:
        found = listed(question_of(content, code), part)
        index = _index(found, choice)
        if 0 <= index + step < len(found):
            found.insert(index + step, found.pop(index))

    return Edit("choice.move", apply, {"code": code, "choice": choice})


def delete(code: str, part: str, choice: str) -> Edit:
    """Take a choice out, unless somebody changed it meanwhile."""

    def apply(content: Content, _new: Values, _page: int) -> None:
        found = listed(question_of(content, code), part)
        del found[_index(found, choice)]

    def read(content: Content, _page: int) -> Mapping[str, Any]:
        found = listed(deepcopy(question_of(content, code)), part)
        return {"whole": found[_index(found, choice)]}

    return Edit(
        "choice.delete",
        apply,
        {"code": code, "choice": choice},
        {"whole": None},
        lambda c, p: dict(read(c, p)),
    )


def _index(found: list[dict[str, Any]], choice: str) -> int:
    for index, one in enumerate(found):
        if one["code"] == choice:
            return index
    raise GoneError(choice)
