"""Earlier answers in later texts."""

import pytest

from consult.questionnaires import piping, rules
from consult.questionnaires.conditions import PREFER_NOT
from consult.questionnaires.definition import Definition, Page, Question
from tests.questionnaires.cast import choices, question

PLACE = question("single_choice", "place")
SEVERAL = question("multiple_choice", "several", other=True)


def _asked(text: dict[str, str], **more: object) -> Definition:
    last = Question("why", "short_text", text, **more)  # type: ignore[arg-type]  # given by tests
    pages = (Page({}, (PLACE, SEVERAL, question("long_text", "words"))), Page({}, (last,)))
    return Definition({"en": "T"}, {}, ("en", "ar"), pages)


def _codes(text: dict[str, str]) -> list[str]:
    return [problem.code for problem in piping.problems(_asked(text))]


def test_the_answer_stands_in_the_language_of_the_page() -> None:
    asked = _asked({"en": "Why {{place|there}}?", "ar": "لماذا {{place|هناك}}؟"})
    last = asked.by_code["why"]
    chosen = piping.filled(last, asked, {"place": "home"}).text
    assert chosen == {"en": "Why home (en)?", "ar": "لماذا home (ar)؟"}
    for nothing in ({}, {"place": PREFER_NOT}):
        assert piping.filled(last, asked, nothing).text == {"en": "Why there?", "ar": "لماذا هناك؟"}
    assert piping.neutral(asked).by_code["why"].text["en"] == "Why there?"


def test_several_answers_are_listed_and_own_words_beside_other_are_not_told() -> None:
    asked = _asked({"en": "Why {{several}}?"})
    given = {"several": ["home", "school", "other"]}
    assert piping.filled(asked.by_code["why"], asked, given).text["en"] == (
        "Why home (en), school (en), and Other?"
    )
    assert piping.filled(asked.by_code["why"], asked, {}).text["en"] == "Why your earlier answer?"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ({"en": "Why {{nowhere}}?"}, "pipe_unknown"),
        ({"en": "Why {{why}}?"}, "pipe_unknown"),
        ({"en": "Why {{words}}?"}, "pipe_open"),
        ({"en": "Why {{place}}?", "ar": "لماذا؟"}, "pipe_language"),
        ({"en": "Why {{place?"}, "pipe_unread"),
    ],
)
def test_a_place_that_cannot_be_filled_is_refused(text: dict[str, str], code: str) -> None:
    assert _codes(text) == [code]
    assert code in {problem.code for problem in rules.problems(_asked(text))}


def test_a_place_stands_in_questions_and_hints_only() -> None:
    asked = _asked({"en": "Why?"}, hint={"en": "Of {{place}}"})
    assert list(piping.problems(asked)) == []
    option = choices("a")[0]
    wrong = Question("last", "single_choice", {"en": "Q"}, choices=(option, option))
    spoiled = Page({"en": "{{place}}"}, (wrong,))
    asked = Definition({"en": "T"}, {}, ("en",), (*asked.pages, spoiled))
    assert [problem.code for problem in piping.problems(asked)] == ["pipe_place"]
