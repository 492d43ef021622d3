"""Every kind of question reads whatever is sent, and never loses or invents an answer."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.questionnaires import types
from consult.questionnaires.definition import Question
from consult.questionnaires.types.base import PREFER_NOT, Answer
from consult.questionnaires.types.number import plain
from consult.questionnaires.types.typed import Sent
from tests.questionnaires.cast import question

KINDS = sorted(types.REGISTRY)

VALUES = st.one_of(
    st.sampled_from(
        ["", "home", "school", "2", "1", "5", "ARB", "13-15", "yes", "other", "prefer-not-to-say"]
    ),
    st.sampled_from(["٣", "1,000", "1.5", "NaN", "Infinity", "1e5", "9" * 400, "-0", "½", "²"]),
    st.text(st.characters(codec=None, exclude_categories=()), max_size=30),
    st.sampled_from(["\x00", "\ud800", "a\x00b", "\ufeff", "\u202e", "x" * 21_000, "a\r\nb"]),
)


def _names(asked: Question) -> list[str]:
    parts = ["other", "prefer-not", *(c.code for c in asked.choices)]
    parts += [row.code for row in asked.settings.get("rows", ())]
    return [f"q-{asked.code}", *(f"q-{asked.code}-{part}" for part in parts)]


def _asked(kind: str, *, required: bool, generous: bool) -> Question:
    found = types.REGISTRY[kind]
    other = generous and found.may_offer_other
    return question(
        kind,
        required=required and found.asks and not found.contact,
        prefer_not=generous and found.asks,
        other=other,
    )


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)
@given(data=st.data())
def test_whatever_is_sent_is_read_and_carried_along_unchanged(
    kind: str, data: st.DataObject
) -> None:
    asked = _asked(kind, required=data.draw(st.booleans()), generous=data.draw(st.booleans()))
    names = st.sampled_from(_names(asked))
    sent = data.draw(st.dictionaries(names, st.lists(VALUES, max_size=3), max_size=6))

    answer = types.of(asked).read(asked, Sent(sent))

    again = types.of(asked).read(asked, Sent.of(types.of(asked).fields(asked, answer)))
    assert again == answer
    "".join(str(answer)).replace("\ud800", "")
    for text in answer.texts.values():
        assert text.encode()
        assert "\x00" not in text


def _answers(kind: str) -> list[Answer]:
    some: dict[str, list[Any]] = {
        "single_choice": ["home", "2"],
        "multiple_choice": [["home"], ["home", "street", "2"]],
        "scale": [1, 5],
        "ranking": [["street"], ["2", "school", "home", "street"]],
        "matrix": [{"parents": "home"}, {"parents": "2", "3": "home"}],
        "statements": [{"parents": "agree"}, {"parents": "pass", "3": "disagree"}],
        "yes_no": ["yes", "no"],
        "date": ["2020-03-01", "2024-02-29"],
        "number": [0, -7, 2.5, 1.125, 0.0001, 123456789012345],
        "age_band": ["under-10", "25-plus"],
        "region": ["ARB", "EUR"],
    }
    texts = {
        "short_text": ["على الإنترنت"],
        "email": ["سام@example.org"],
        "long_text": ["One.\n\n第二。" + "ё" * 9_000],
    }
    answers = [Answer(value) for value in some.get(kind, ())]
    answers += [Answer(texts={"q1": text}) for text in texts.get(kind, ())]
    if types.REGISTRY[kind].asks:
        answers.append(Answer(PREFER_NOT))
    if types.REGISTRY[kind].may_offer_other:
        several = types.REGISTRY[kind].name == "multiple_choice"
        answers.append(Answer(["other"] if several else "other"))
        answers.append(
            Answer(["home", "other"] if several else "other", {"q1-other": "In the bus; = fun"})
        )
    return [Answer(), *answers]


@pytest.mark.parametrize("kind", KINDS)
def test_the_fields_of_an_answer_give_the_answer_again(kind: str) -> None:
    asked = _asked(kind, required=False, generous=True)
    for answer in _answers(kind):
        fields = Sent.of(types.of(asked).fields(asked, answer))
        assert types.of(asked).read(asked, fields) == answer


@pytest.mark.parametrize("kind", [k for k in KINDS if types.REGISTRY[k].columns(question(k))])
def test_the_cells_of_an_answer_give_it_again(kind: str) -> None:
    asked = _asked(kind, required=False, generous=True)
    for answer in _answers(kind):
        columns = types.of(asked).columns(asked)
        cells = types.of(asked).cells(asked, answer.closed)
        assert len(cells) == len(columns)
        cell = cells[0]
        if kind in {"matrix", "statements"} and answer.closed != PREFER_NOT:
            cell = ";".join(
                f"{column.partition('-')[2]}={chosen}"
                for column, chosen in zip(columns, cells, strict=True)
                if chosen
            )
        assert types.of(asked).from_cell(asked, cell).closed == answer.closed


@pytest.mark.parametrize("kind", KINDS)
def test_every_question_may_be_left_out_even_one_that_asks_for_an_answer(kind: str) -> None:
    found = types.REGISTRY[kind]
    for required in (False, True):
        assert found.read(question(kind, required=required), Sent({})) == Answer()


@pytest.mark.parametrize("kind", [k for k in KINDS if types.REGISTRY[k].asks])
def test_i_prefer_not_to_say_counts_only_where_it_is_offered(kind: str) -> None:
    ways = {"q-q1": ["prefer-not-to-say"], "q-q1-prefer-not": ["yes"]}
    offered = question(kind, prefer_not=True, required=True)
    by_box = types.of(offered).read(offered, Sent({"q-q1-prefer-not": ["yes"]}))
    by_list = types.of(offered).read(offered, Sent({"q-q1": ["prefer-not-to-say"]}))
    assert PREFER_NOT in {by_box.closed, by_list.closed}

    plain_question = question(kind)
    assert types.of(plain_question).read(plain_question, Sent(ways)).closed != PREFER_NOT


@pytest.mark.parametrize(
    ("typed", "whole", "expected"),
    [
        ("12", True, 12),
        ("١٢", True, 12),
        ("۱۲", True, 12),
        ("１２", True, 12),
        ("-3", True, -3),
        ("−3", True, -3),
        ("1,5", False, 1.5),
        ("1.5", False, 1.5),
        ("١٫٥", False, 1.5),
        ("1,000", True, 1000),
        ("1 000", False, 1000),
        ("1\u202f000,25", False, 1000.25),
        ("1.234.567", False, 1234567),
        ("1,234.5", False, 1234.5),
        ("1.234,5", False, 1234.5),
        ("0,125", False, 0.125),
        ("2.0", True, 2),
        ("007", True, 7),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, whole: bool, expected: float) -> None:
    asked = question("number", settings={"whole": whole})
    assert types.of(asked).read(asked, Sent({"q-q1": [typed]})) == Answer(expected)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("NaN", "number_unread"),
        ("Infinity", "number_unread"),
        ("1e3", "number_unread"),
        ("9" * 16, "number_unread"),
        ("9" * 4000, "number_unread"),
        ("twelve", "number_unread"),
        ("1,2,3", "number_unread"),
        ("²", "number_unread"),
        ("1.500", "number_ambiguous"),
        ("101", "number_outside"),
        ("-1", "number_outside"),
    ],
)
def test_what_is_no_number_is_told_and_kept(typed: str, code: str) -> None:
    asked = question("number", settings={"minimum": 0, "maximum": 100})
    answer = types.of(asked).read(asked, Sent({"q-q1": [typed]}))
    assert [p.code for p in answer.problems] == [code]
    assert types.shown(asked, answer).wrote() == typed


@settings(deadline=None)
@given(st.floats(-1e14, 1e14, allow_nan=False).map(lambda x: round(x, 3)))
def test_a_number_written_plainly_is_read_the_same(value: float) -> None:
    asked = question("number")
    found = types.of(asked).read(asked, Sent({"q-q1": [plain(value)]}))
    assert found.problems or found.closed == value


def test_a_text_of_ten_thousand_characters_survives_and_a_longer_one_is_told() -> None:
    asked = question("long_text")
    told = "Слово " * 1_666 + "1234"
    assert types.of(asked).read(asked, Sent({"q-q1": [told]})).texts == {"q1": told}

    answer = types.of(asked).read(asked, Sent({"q-q1": [told + "56789"]}))
    assert [p.code for p in answer.problems] == ["text_long"]
    assert types.shown(asked, answer).wrote() == told + "56789"


def test_an_answer_that_cannot_be_seen_is_no_answer() -> None:
    asked = question("short_text")
    assert types.of(asked).read(asked, Sent({"q-q1": ["\u200b \u200e\u00a0"]})) == Answer()


def test_control_characters_and_stray_halves_are_dropped() -> None:
    asked = question("long_text")
    typed = "a\x00b\ud83d\x07c\r\nd\ufffee\x0b"
    assert types.of(asked).read(asked, Sent({"q-q1": [typed]})).texts == {"q1": "abc\nde"}


def test_too_many_choices_are_told_and_all_are_kept() -> None:
    asked = question("multiple_choice", settings={"at_most": 2})
    answer = types.of(asked).read(asked, Sent({"q-q1": ["home", "school", "street"]}))
    assert [p.code for p in answer.problems] == ["too_many"]
    assert types.shown(asked, answer).chose("street")


def test_two_choices_on_one_place_are_told() -> None:
    asked = question("ranking")
    sent = Sent({"q-q1-home": ["1"], "q-q1-school": ["1"]})
    answer = types.of(asked).read(asked, sent)
    assert [p.code for p in answer.problems] == ["place_twice"]
    assert types.shown(asked, answer).chose("1", "school")


def test_who_writes_beside_other_means_other() -> None:
    asked = question("single_choice", other=True)
    answer = types.of(asked).read(asked, Sent({"q-q1-other": ["In the bus"]}))
    assert answer == Answer("other", {"q1-other": "In the bus"})
    assert types.of(asked).say(asked, answer, "en") == ["Other: In the bus"]


def test_counts_tell_answered_left_out_and_preferred_not_apart() -> None:
    asked = question("multiple_choice", other=True, prefer_not=True)
    (table,) = types.of(asked).tally(
        asked, [["home", "school"], ["home", "other"], PREFER_NOT], asked=5
    )
    assert [(c.code, c.count) for c in table.counts] == [
        ("home", 2),
        ("school", 1),
        ("street", 0),
        ("2", 0),
        ("other", 1),
    ]
    assert (table.base, table.no_answer, table.prefer_not, table.adds_up) == (2, 2, 1, False)


def test_a_scale_has_its_mean_and_a_matrix_a_table_per_row() -> None:
    scale = question("scale")
    (table,) = types.of(scale).tally(scale, [1, 5, 4, PREFER_NOT], asked=4)
    assert table.mean == pytest.approx(10 / 3)
    assert [c.count for c in table.counts] == [1, 0, 0, 1, 1]

    matrix = question("matrix")
    tables = types.of(matrix).tally(
        matrix, [{"parents": "home"}, {"parents": "home", "3": "2"}], asked=3
    )
    assert [(t.base, t.no_answer) for t in tables] == [(2, 1), (0, 3), (1, 2)]
    assert tables[0].caption["fr"] == "About matrix? (fr) – parents (fr)"


def test_each_place_of_a_ranking_is_counted() -> None:
    asked = question("ranking")
    first, second, third = types.of(asked).tally(
        asked, [["home", "school"], ["home"], ["2", "home"]], asked=3
    )
    assert [c.count for c in first.counts] == [2, 0, 0, 1]
    assert (second.base, third.base) == (2, 0)


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), min_size=1, max_size=50))
def test_bands_of_numbers_hold_every_number_once(values: list[float]) -> None:
    asked = question("number", settings={"minimum": -1e6, "maximum": 1e6})
    (table,) = types.of(asked).tally(asked, values, asked=len(values))
    assert sum(c.count for c in table.counts) == len(values)
    assert len(table.counts) <= 13


@settings(deadline=None)
@given(
    st.lists(
        st.integers(-(10**14), 10**14) | st.integers(0, 30) | st.floats(-1e6, 1e6), max_size=80
    )
)
def test_where_nobody_set_a_limit_no_line_tells_an_extreme_number(values: list[float]) -> None:
    asked = question("number")
    (table,) = types.of(asked).tally(asked, values, asked=len(values))

    assert table.mean is None
    assert (table.base, len(table.counts) <= 13) == (len(values), True)
    if len(values) < 20:
        assert table.counts == ()
        return
    assert sum(c.count for c in table.counts) == len(values)
    assert table.counts[0].count >= 10
    assert table.counts[-1].count >= 10
    assert len({c.code for c in table.counts}) == len(table.counts)
