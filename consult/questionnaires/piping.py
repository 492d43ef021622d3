"""Earlier answers in later texts: ``{{code}}`` becomes the words of what was chosen.

``{{code|words}}`` says what stands there while there is no answer: left out, not shown, preferred
not to say, or the whole form on one page, which is the same for everybody. Each language writes
its own words, so that the sentence stays right in it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from babel.lists import format_list

from consult.core.errors import Problem
from consult.core.locales import N_, NAMES, Localized
from consult.questionnaires import types
from consult.questionnaires.conditions import PREFER_NOT
from consult.questionnaires.definition import Definition, Page, Question
from consult.questionnaires.types.base import Answer
from consult.questionnaires.types.kind import in_six

PLACE = re.compile(r"\{\{\s*([A-Za-z0-9_]{1,64})\s*(?:\|([^{}|]*))?\}\}", re.ASCII)


def named(text: str) -> list[str]:
    """Return the codes of the questions whose answers a text shows, in their order."""
    return [found[1] for found in PLACE.finditer(text)]


def filled(question: Question, definition: Definition, answers: Mapping[str, Any]) -> Question:
    """Return a question with earlier answers in its text and hint.

    Args:
        question: of the definition.
        definition: the whole.
        answers: closed values by question code, of questions that are shown only.
    """
    if not _has_places(question):
        return question
    return replace(
        question,
        text=_fill(question.text, definition, answers),
        hint=_fill(question.hint, definition, answers),
    )


def neutral(definition: Definition) -> Definition:
    """Return the questionnaire as it reads without any answer."""
    if not any(_has_places(question) for question in definition.questions()):
        return definition

    def read(page: Page) -> Page:
        return replace(page, questions=tuple(filled(q, definition, {}) for q in page.questions))

    return replace(definition, pages=tuple(read(page) for page in definition.pages))


def problems(definition: Definition) -> Iterator[Problem]:
    """Yield what is wrong with the places for answers, each with its place in words."""
    earlier: set[str] = set()
    for number, page in enumerate(definition.pages, 1):
        yield from _misplaced(page.title, f"page {number}, title")
        for question in page.questions:
            where = f"page {number}, question {question.code}"
            for part, text in types.of(question).texts(question):
                place = f"{where}, {part}"
                if part not in {"text", "hint"}:
                    yield from _misplaced(text, place)
                    continue
                for told in _text_problems(definition, text, earlier):
                    yield replace(told, where=place)
            earlier.add(question.code)


def _has_places(question: Question) -> bool:
    return any("{{" in text for text in (*question.text.values(), *question.hint.values()))


def _fill(text: Localized, definition: Definition, answers: Mapping[str, Any]) -> Localized:
    def words(found: re.Match[str], tag: str) -> str:
        asked = definition.by_code.get(found[1])
        closed = answers.get(found[1])
        if asked and closed is not None and closed != PREFER_NOT:
            lines = types.of(asked).say(asked, Answer(closed), tag)
            if any(lines):
                return format_list(lines, locale=tag if tag in NAMES else "en")
        instead = in_six(N_("your earlier answer"))
        return (found[2] or "").strip() or instead.get(tag, instead["en"])

    return {
        tag: PLACE.sub(lambda found, tag=tag: words(found, tag), told)  # type: ignore[misc]  # tag
        for tag, told in text.items()
    }


def _misplaced(text: Localized, where: str) -> Iterator[Problem]:
    if any("{{" in told for told in text.values()):
        message = N_("An earlier answer can stand only in the text of a question or its hint.")
        yield Problem("pipe_place", message, where=where)


def _text_problems(definition: Definition, text: Localized, earlier: set[str]) -> Iterator[Problem]:
    if any("{{" in PLACE.sub("", told) for told in text.values()):
        message = N_(
            "A place for an earlier answer is written {{code}} or {{code|words without an answer}}."
        )
        yield Problem("pipe_unread", message)
    every = {tag: set(named(told)) for tag, told in text.items()}
    for code in sorted(set().union(*every.values())):
        if code not in earlier:
            message = N_("The text shows the answer to “%(code)s”, which is not asked before it.")
            yield Problem("pipe_unknown", message, {"code": code})
        elif not types.of(definition.by_code[code]).quotable:
            message = N_(
                "The text shows the answer to “%(code)s”. Only a closed answer in a few words can "
                "stand in a text."
            )
            yield Problem("pipe_open", message, {"code": code})
        lacking = [NAMES.get(tag, tag) for tag, codes in every.items() if code not in codes]
        if lacking:
            message = N_("{{%(code)s}} stands in this text, but not in %(languages)s.")
            params = {"code": code, "languages": ", ".join(lacking)}
            yield Problem("pipe_language", message, params)
