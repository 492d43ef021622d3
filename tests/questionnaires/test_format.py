"""The JSON format: what is written is read again, and every slip is told with its place."""

# ruff: noqa: E501 - a table of slips, one to a line

import copy
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import consult.questionnaires
from consult.core.errors import InvalidError
from consult.questionnaires import format as own_format
from consult.questionnaires import types
from consult.questionnaires.definition import Definition, Page
from tests.questionnaires.cast import question, words

DESCRIPTION = Path(consult.questionnaires.__file__).with_name("format.md").read_text("utf-8")


@pytest.fixture
def example() -> dict[str, Any]:
    """The example of the description."""
    (text,) = re.findall(r"```json\n(.*?)```", DESCRIPTION, re.DOTALL)
    found: dict[str, Any] = json.loads(text)
    return found


def _told(content: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidError) as refused:
        own_format.parse(content)
    assert str(refused.value)
    return [(problem.where, problem.code) for problem in refused.value.problems]


def test_the_example_of_the_description_is_read_and_written_unchanged(
    example: dict[str, Any],
) -> None:
    assert own_format.dump(own_format.parse(example)) == example


def test_the_description_names_every_type_and_setting() -> None:
    for name, kind in types.REGISTRY.items():
        assert f"| `{name}` |" in DESCRIPTION
        for setting in kind.settings:
            assert f"`{setting}`" in DESCRIPTION


def test_every_kind_of_question_goes_out_and_comes_back() -> None:
    asked = tuple(question(kind, f"q{n}") for n, kind in enumerate(types.REGISTRY))
    whole = Definition(words("All"), words("Hello"), ("en", "ar"), (Page(words("One"), asked),))
    assert own_format.parse(json.loads(json.dumps(own_format.dump(whole)))) == whole


def _changed(content: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    content = copy.deepcopy(content)
    target: Any = content
    *steps, last = [int(s) if s.isdigit() else s for s in path.split("/")]
    for step in steps:
        target = target[step]
    target[last] = value
    return content


@pytest.mark.parametrize(
    ("path", "value", "where", "code"),
    [
        ("pages/0/questions/1/type", "yesno", "page 1, question seen", "type_unknown"),
        ("pages/0/questions/1/code", "a b", "page 1, question 2", "code_shape"),
        ("pages/0/questions/1/code", "age", "page 1, question age", "code_twice"),
        ("pages/1/questions/0/choices/2/text", {}, "page 2, question where, choice 3", "text_missing"),
        ("pages/1/questions/0/choices/2/text", "x", "page 2, question where, choice 3", "text_shape"),
        ("pages/1/questions/0/choices/2/code", "chats", "page 2, question where, choice 3", "code_twice"),
        ("pages/1/questions/0/choices/2/code", "other", "page 2, question where, choice 3", "code_reserved"),
        ("pages/1/questions/0/choices", [], "page 2, question where", "choices_few"),
        ("pages/1/questions/0/settings", {"at_most": 9}, "page 2, question where", "at_most"),
        ("pages/1/questions/1/settings/high", 1, "page 2, question worry", "scale_steps"),
        ("pages/1/questions/1/settings/high", "5", "page 2, question worry", "scale_ends"),
        ("pages/1/questions/2/settings", {}, "page 2, question help", "rows_missing"),
        ("pages/1/questions/2/settings/rows/1/code", "friends", "page 2, question help, row 2", "code_twice"),
        ("pages/0/questions/0/requierd", True, "page 1, question age", "name_unknown"),
        ("pages/0/questions/0/required", "yes", "page 1, question age", "flag_shape"),
        ("pages/0/questions/0/settings", {"low": 1}, "page 1, question age", "setting_unknown"),
        ("pages/0/questions/0/other", True, "page 1, question age", "other_impossible"),
        ("pages/1/show_if", {"question": "who", "equals": "yes"}, "page 2, show_if", "rule_unknown_question"),
        ("pages/1/show_if", {"question": "where", "includes": "games"}, "page 2, show_if", "rule_later"),
        ("pages/1/show_if", {"question": "seen", "equals": "maybe"}, "page 2, show_if", "rule_value"),
        ("pages/1/show_if", {"question": "seen", "at_least": 3}, "page 2, show_if", "rule_operator"),
        ("pages/1/show_if", {"all": []}, "page 2, show_if", "rule_empty"),
        ("pages/1/show_if", {"question": "seen"}, "page 2, show_if", "rule_unread"),
        (
            "pages/1/show_if",
            {"all": [{"question": "seen", "equals": "yes"}, {"question": "seen", "equals": "no"}]},
            "page 2, show_if",
            "rule_never",
        ),
        (
            "pages/2/questions/0/show_if",
            {"all": [{"question": "worry", "at_least": 2}, {"question": "seen", "equals": "no"}]},
            "page 3, question own_topic, show_if",
            "rule_never",
        ),
        ("pages/2/questions/0/show_if", {"question": "own_topic", "answered": True},
         "page 3, question own_topic, show_if", "rule_later"),
        ("languages", ["english"], "languages", "language_unknown"),
        ("languages", [], "languages", "languages_missing"),
        ("format", "limesurvey", "format", "format_unknown"),
        ("pages", {}, "pages", "not_a_list"),
        ("title", {}, "title", "text_missing"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_place(
    example: dict[str, Any], path: str, value: object, where: str, code: str
) -> None:
    assert (where, code) in _told(_changed(example, path, value))


def test_a_rule_inside_many_rules_is_refused_not_followed(example: dict[str, Any]) -> None:
    rule: dict[str, Any] = {"question": "seen", "equals": "yes"}
    for _level in range(500):
        rule = {"not": rule}
    assert _told(_changed(example, "pages/1/show_if", rule))


def test_all_slips_are_told_at_once(example: dict[str, Any]) -> None:
    changed = _changed(example, "pages/0/questions/1/type", "yesno")
    changed = _changed(changed, "pages/1/questions/0/choices/2/text", {})
    assert len(_told(changed)) == 2


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner)),
    max_leaves=6,
)


@settings(deadline=None)
@given(data=st.data(), value=JSON)
def test_whatever_stands_in_the_file_is_read_or_refused(data: st.DataObject, value: object) -> None:
    (text,) = re.findall(r"```json\n(.*?)```", DESCRIPTION, re.DOTALL)
    content: Any = json.loads(text)
    target: Any = content
    while True:
        keys = list(target) if isinstance(target, dict) else list(range(len(target)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if not isinstance(target[key], dict | list) or data.draw(st.integers(0, 5)) == 0:
            target[key] = value
            break
        target = target[key]
    with suppress(InvalidError):
        read = own_format.parse(content)
        assert own_format.parse(own_format.dump(read)) == read
