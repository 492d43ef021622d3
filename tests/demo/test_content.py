"""The demonstration's own texts: whole in six languages, and personal to nobody."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from consult.core.locales import LANGUAGES
from consult.demo import content

#: One script per language; a sentence in the wrong language does not show its letters.
SCRIPT = {"ar": "[\u0600-\u06ff]", "zh": "[\u4e00-\u9fff]", "ru": "[\u0400-\u04ff]"}


def localized(node: Any) -> Iterator[dict[str, str]]:
    if isinstance(node, dict):
        if set(node) & set(LANGUAGES):
            yield node
        else:
            for value in node.values():
                yield from localized(value)
    elif isinstance(node, list):
        for value in node:
            yield from localized(value)


def test_everything_is_said_in_six_languages_each_in_its_script() -> None:
    said = [*localized(content.questionnaire()), *localized(content.story())]
    assert len(said) > 60
    for text in said:
        assert tuple(text) == LANGUAGES
        for tag in LANGUAGES:
            assert text[tag].strip() == text[tag] != ""
            foreign = [s for other, s in SCRIPT.items() if other != tag]
            assert not any(re.search(script, text[tag]) for script in foreign), text[tag]
            assert re.search(SCRIPT.get(tag, "[A-Za-z]"), text[tag]), text[tag]


def test_nothing_has_to_be_answered() -> None:
    questions = [q for page in content.questionnaire()["pages"] for q in page["questions"]]
    assert len(questions) >= 11
    assert not any(question.get("required") for question in questions)


@pytest.mark.parametrize("code", ["idea", "anything_else", "where", "what_is_it-other"])
def test_made_up_texts_are_there_in_every_language_and_each_is_written_once(code: str) -> None:
    for tag in LANGUAGES:
        written = [entry.text for entry in content.texts()[code][tag]]
        assert len(set(written)) == len(written) >= 4
        script = SCRIPT.get(tag, "[A-Za-z]")
        assert all(re.search(script, text) for text in written)


def test_what_is_struck_stands_in_the_text_once() -> None:
    struck = [
        (entry.text, part)
        for by_language in content.texts().values()
        for entries in by_language.values()
        for entry in entries
        for part in entry.strike
    ]
    assert len(struck) == len(LANGUAGES)
    assert all(text.count(part) == 1 for text, part in struck)


def test_the_notes_claim_no_numbers_and_are_there_in_each_language() -> None:
    notes = content.story()["summary"]["notes"]
    assert len(notes) == 6
    for note in notes:
        assert set(note["text"]) == set(LANGUAGES)
        assert not any(re.search(r"\d|%", text) for text in note["text"].values())
