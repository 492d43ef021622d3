"""Advice about a questionnaire, its rules from lists, its time, and versions beside each other."""

from copy import deepcopy
from typing import Any

import pytest

from consult.core.errors import InvalidError
from consult.core.locales import LANGUAGES
from consult.questionnaires import checks, comparing, rules, timing
from consult.questionnaires import format as own_format
from consult.questionnaires.definition import Definition
from consult.questionnaires.editing import showing
from consult.questionnaires.editing.reuse import starter
from tests import cast


def codes(content: dict[str, Any]) -> list[str]:
    return [found.code for found in checks.findings(own_format.parse(content))]


def one_page(*questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return cast.questionnaire_content() | {"pages": [{"questions": list(questions)} | more]}


def asked(code: str, kind: str = "yes_no", **more: Any) -> dict[str, Any]:
    return {"code": code, "type": kind, "text": cast.text(*[f"{code}?"] * 6)} | more


OWN = asked("own", "long_text", own_topic=True)


def test_a_good_short_questionnaire_gets_no_advice() -> None:
    assert codes(one_page(asked("a"), OWN, asked("age", "age_band", prefer_not=True))) == []


@pytest.mark.trust("R11")
@pytest.mark.parametrize(
    ("questions", "found"),
    [
        ([asked("a")], ["own_topic"]),
        ([asked("age", "age_band"), asked("a"), OWN], ["personal_early"]),
        ([OWN, asked("a", sensitive=True)], ["sensitive_no_way_out"]),
        ([OWN, asked("a", sensitive=True, required=True)], ["sensitive_required"]),
        ([OWN, asked("region", "region", required=True)], ["sensitive_required"]),
        ([OWN, *(asked(f"q{n}") for n in range(13))], []),
        ([OWN, *(asked(f"q{n}") for n in range(14))], ["length"]),
        ([OWN, *(asked(f"q{n}") for n in range(24))], ["length_strong"]),
        ([OWN, *(asked(f"q{n}", "long_text") for n in range(10))], ["time"]),
    ],
)
def test_each_check_warns_of_its_own(questions: list[dict[str, Any]], found: list[str]) -> None:
    assert codes(one_page(*questions)) == found


def test_texts_that_came_back_under_the_wrong_language_are_noticed() -> None:
    spanish = "¿Con quién hablas de las cosas que te pasan por el móvil y en la red?"
    chinese = "你在网上觉得安全吗？"
    brands = {"choices": [{"code": "a", "text": dict.fromkeys(LANGUAGES, "Le Monde du Vélo")}]}
    content = one_page(OWN, asked("a", "single_choice", **brands))
    assert "other_language" not in codes(content)
    said = {"es": spanish, "ru": spanish, "zh": chinese}
    content["pages"][0]["questions"][1]["text"] |= said
    (found,) = (
        one for one in checks.findings(own_format.parse(content)) if one.code == "other_language"
    )
    assert found.params == {"language": "Русский", "other": "Español"}


LONG_WORDS = "Considering international organisational responsibilities, deliberate accordingly. "


def in_english(words: str) -> dict[str, str]:
    return cast.text(*["a?"] * 6) | {"en": words}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("What is your name?", ["asks_personal"]),
        ("Don't you think that games are bad?", ["leading"]),
        ("Are games safe? Or do you worry?", ["hard_words"]),
        (LONG_WORDS * 6, ["reading", "hard_words"]),
    ],
)
def test_words_that_ask_too_much_push_or_are_hard_are_told(words: str, found: list[str]) -> None:
    content = one_page(asked("a", text=in_english(words)), OWN)
    problems = checks.findings(own_format.parse(content))
    assert [one.code for one in problems] == found
    assert {one.params["language"] for one in problems} == {"English"}


def test_a_kind_that_asks_for_an_address_is_not_told_for_that() -> None:
    words = cast.text(*["a?"] * 6) | {"en": "What is your email address?"}
    assert codes(one_page(asked("a", text=words), OWN)) == ["asks_personal"]
    assert codes(one_page(asked("a", "email", text=words), OWN)) == []


def test_a_question_whose_page_excludes_it_is_told() -> None:
    content = one_page(asked("a"), OWN)
    content["pages"].append(
        {
            "show_if": {"question": "a", "equals": "yes"},
            "questions": [asked("b", show_if={"question": "a", "equals": "no"})],
        }
    )
    assert codes(content) == ["unreachable"]


def test_the_starter_set_is_whole_and_asks_hard_things_gently() -> None:
    found = starter()
    assert rules.problems(found) == []
    assert rules.missing_texts(found, LANGUAGES) == []
    assert len(found.by_code) >= 25
    # It reads easily in every language; it is long because it is there to choose from.
    assert {one.code for one in checks.findings(found)} <= {"length_strong", "time"}


def test_reading_takes_longer_with_more_words_and_in_slower_languages() -> None:
    short, long = (
        own_format.parse(one_page(asked("a", text=cast.text(*[words] * 6))))
        for words in ("one two", "one two " * 100)
    )
    assert timing.seconds(short, "en") < timing.seconds(long, "en") < timing.seconds(long, "ar")
    assert timing.minutes(short, "en") == 1


def test_rules_are_put_together_from_lists_and_taken_apart() -> None:
    definition = own_format.parse(cast.questionnaire_content())
    by_code = definition.by_code
    often = showing.test(by_code["seen"], "not-equals", "often")
    worried = showing.test(by_code["worry"], "at_least", "3")
    games = showing.test(by_code["places"], "includes", "games")

    rule = showing.added(None, often, "")
    assert rule == {"not": {"question": "seen", "equals": "often"}}
    rule = showing.added(rule, worried, "")
    rule = showing.added(rule, games, "1+any")
    assert rule == {"all": [often, {"any": [worried, games]}]}
    lines = [(line.path, line.op, line.turned) for line in showing.lines(definition, rule)]
    assert lines == [
        ("", "all", False),
        ("0", "equals", True),
        ("1", "any", False),
        ("1.0", "at_least", False),
        ("1.1", "includes", False),
    ]
    assert showing.switched(rule, "1")["all"][1] == {"all": [worried, games]}
    assert showing.without(showing.without(rule, "1.0"), "0") == games
    assert showing.without(rule, "") is None
    for path in ("7", "0.1", "x"):
        with pytest.raises(InvalidError):
            showing.without(rule, path)
    for operator, value in (("equals", "nothing"), ("at_least", "3"), ("odd", "often")):
        with pytest.raises(InvalidError):
            showing.test(by_code["seen"], operator, value)
    earlier = [question.code for question in showing.earlier(definition, "rank", 0)]
    assert earlier == ["region", "age", "worry", "seen", "places"]


def read(content: dict[str, Any]) -> Definition:
    return own_format.stored(content)


def test_versions_that_differ_in_words_have_the_same_structure() -> None:
    before = cast.questionnaire_content()
    after = deepcopy(before)
    after["pages"][1]["questions"][0]["text"]["en"] = "How much do you worry, online?"
    found = comparing.compare(read(before), read(after))

    assert found.same_structure
    assert [(one.place, one.language) for one in found.texts] == [("question worry, text", "en")]
    pieces = [(piece.kind, piece.text) for piece in found.texts[0].pieces]
    assert pieces == [
        ("same", "How much do you "),
        ("before", "worry"),
        ("after", "worry,"),
        ("same", " online?"),
    ]
    assert comparing.compare(read(before), read(before)).is_same


@pytest.mark.parametrize("change", ["added", "removed", "type", "choice", "rule", "moved"])
def test_what_changes_the_meaning_of_answers_is_no_mending_of_words(change: str) -> None:
    before = cast.questionnaire_content()
    after = deepcopy(before)
    page = after["pages"][1]["questions"]
    if change == "added":
        page.append(asked("new"))
    elif change == "removed":
        del page[0]
    elif change == "type":
        page[0] = asked("worry", "yes_no")
    elif change == "choice":
        del page[1]["choices"][0]
    elif change == "rule":
        page[1]["show_if"] = {"question": "worry", "at_least": 2}
    else:
        page.reverse()
    found = comparing.compare(read(before), read(after))

    assert not found.same_structure
    kinds = {one.kind for one in found.questions}
    expected = {"type": "changed", "choice": "changed", "rule": "changed"}.get(change, change)
    assert expected in kinds
