"""The texts of a questionnaire one by one, each under a key that stays when others move."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from consult.core.locales import LANGUAGES, Localized
from consult.questionnaires.editing import words
from consult.questionnaires.editing.edits import Content, Edit, Values

#: Texts that a young person reads on something to press; a long one breaks it.
PRESSED = frozenset({"choice", "row", "low_label", "high_label"})


@dataclass(frozen=True)
class Text:
    """One text in every language it is there in.

    ``key`` is ``title``, ``introduction``, ``page:q1/title`` (by the page's first question), or
    ``q1/text``, ``q1/hint``, ``q1/choice/CODE``, ``q1/row/CODE``, ``q1/low_label``,
    ``q1/high_label``. ``page`` counts from 1; the title page is 0. ``kind`` is the part without
    its code.
    """

    key: str
    kind: str
    page: int
    text: Localized

    @property
    def owner(self) -> str:
        """Return the code of the question it belongs to, or nothing."""
        first = self.key.partition("/")[0]
        return first if "/" in self.key and ":" not in first else ""

    @property
    def code(self) -> str:
        """Return the code of the choice or row, or nothing."""
        return self.key.split("/", 2)[2] if self.kind in {"choice", "row"} else ""

    def said(self, tag: str) -> str:
        """Return it in a language, empty where it is not there."""
        return self.text.get(tag, "")


def listed(content: Mapping[str, Any]) -> list[Text]:
    """Return every text that is there in some language, in reading order."""
    return [
        Text(place.key, place.part.partition(" ")[0], place.page, place.text)
        for place in _places(content)
        if place.text
    ]


def by_key(content: Mapping[str, Any] | None) -> dict[str, Text]:
    """Return the texts by their keys."""
    return {one.key: one for one in listed(content)} if content else {}


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def first_source(languages: Iterable[str], *, but: str = "") -> str:
    """Return the language of the source where nobody said it: English, else the first.

    Args:
        languages: of the questionnaire.
        but: a language it shall not be.
    """
    known = [tag for tag in languages if tag in LANGUAGES and tag != but]
    return "en" if "en" in known else next(iter(known), "en" if but != "en" else "fr")


def set_texts(
    wanted: Values, act: str = "translate", about: Mapping[str, Any] | None = None
) -> Edit:
    """Change texts by ``key:language``; a language that gets its first text joins the others."""

    def read(content: Content, _page: int) -> dict[str, Any]:
        return {
            f"{place.key}:{tag}": place.text.get(tag, "")
            for place in _places(content)
            for tag in LANGUAGES
        }

    def apply(content: Content, new: Values, _page: int) -> None:
        places = {place.key: place for place in _places(content)}
        for name, value in new.items():
            key, _colon, tag = name.rpartition(":")
            place = places[key]
            words.write(place.holder, {f"{place.part}:{tag}": value})
            if value and tag not in content["languages"]:
                _join(content, tag)

    return Edit(act, apply, about or {}, wanted, read)


def _join(content: Content, tag: str) -> None:
    here = content["languages"]
    others = [one for one in here if one not in LANGUAGES]
    content["languages"] = [one for one in LANGUAGES if one in (*here, tag)] + others


@dataclass(frozen=True)
class _Place:
    """Where a text stands in the content: what holds it, and its name there."""

    key: str
    holder: dict[str, Any]
    part: str
    page: int
    text: Localized


def _places(content: Mapping[str, Any]) -> Iterator[_Place]:
    """Yield every place that has a text or may have one, in reading order."""
    whole = content if isinstance(content, dict) else dict(content)
    yield from _in(whole, "", 0)
    for number, page in enumerate(whole["pages"], 1):
        first = next((question["code"] for question in page["questions"]), f".{number}")
        yield from _in(page, f"page:{first}/", number)
        for question in page["questions"]:
            yield from _in(question, f"{question['code']}/", number)


def _in(holder: dict[str, Any], prefix: str, page: int) -> Iterator[_Place]:
    present = words.read(holder)
    for part in words.parts(holder):
        key = prefix + part.replace(" ", "/", 1)
        text = {tag: present[f"{part}:{tag}"] for tag in LANGUAGES if present[f"{part}:{tag}"]}
        yield _Place(key, holder, part, page, text)
