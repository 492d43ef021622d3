"""Raw counts equal those of a few plain lines."""

from collections import Counter
from typing import Any

import pytest

from consult.questionnaires import types
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Choice, Definition, Page, Question
from consult.responses.models import Mode, Stratum
from consult.summaries import audiences, links, tallies
from tests.questionnaires.cast import question
from tests.summaries import cast
from tests.summaries.cast import CountedRow, six


def test_each_question_is_counted_as_a_plain_loop_does() -> None:
    rows = list(cast.rows(seed=1, total=5000, unlikely=0.6))

    counted = cast.counted(rows)

    assert counted.total == 5000
    assert counted.strata["region"] == Counter(row[2] for row in rows)
    assert counted.crossed == Counter((*row[:4], row[6]) for row in rows)
    by_code = {one.question.code: one for one in counted.questions}
    seen = Counter(row[4].get("seen") for row in rows)
    (table,) = by_code["seen"].tables
    assert {line.code: line.count for line in table.counts} == {
        "yes": seen["yes"],
        "no": seen["no"],
    }
    assert (table.no_answer, table.prefer_not) == (seen[None], seen["prefer-not-to-say"])
    assert by_code["more"].texts == sum("more" in row[5] for row in rows)


def test_a_question_is_put_to_those_its_rule_lets_through() -> None:
    rows = list(cast.rows(seed=2, total=800, unlikely=0.6))

    counted = cast.counted(rows)

    asked = {one.question.code: one.asked for one in counted.questions}
    assert asked["seen"] == 800
    assert asked["where"] == sum(row[4].get("seen") == "yes" for row in rows)
    assert asked["calm"] == sum(row[4].get("worry", 0) < 4 for row in rows)


@pytest.mark.parametrize("kind", [name for name, kind in types.REGISTRY.items() if kind.asks])
def test_gathering_equal_answers_changes_no_table(kind: str) -> None:
    one = question(kind, prefer_not=True)
    several: dict[str, list[Any]] = {
        "multiple_choice": [["home"], ["school", "home"]],
        "ranking": [["home", "school", "street"], ["street"]],
        "matrix": [{"parents": "home"}, {"parents": "home", "teachers": "school"}],
        "scale": [1, 5, 3],
        "number": [3, 4.5, 3, 120],
    }
    values = several.get(kind, ["home", "yes", "13-15", "ARB"])
    given = [*values * 7, *values[:1] * 4, "prefer-not-to-say"]
    rows: list[CountedRow] = [
        ("en", Mode.OPEN, None, None, {"q1": value}, [], Stratum.OPEN) for value in given
    ]
    rows += [("en", Mode.OPEN, None, None, {}, [], Stratum.OPEN)] * 3

    counted = cast.counted(rows, _only(one))

    assert counted.questions[0].tables == types.of(one).tally(one, given, len(rows))


def _only(one: Question) -> Definition:
    return Definition(cast.six("t"), cast.six("i"), ("en",), (Page(cast.six("p"), (one,)),))


def _one_town() -> tuple[Definition, tallies.Counted]:
    """Count 9 who said yes, 6 who said no; two towns are offered to those who said yes alone."""
    met = Condition("equals", question="seen", value="yes")
    towns = tuple(
        Choice(code, six(code), rule) for code, rule in (("a", met), ("b", met), ("c", None))
    )
    town = question("single_choice", "town", choices=towns)
    why = question("yes_no", "why", show_if=Condition("equals", question="town", value="a"))
    whole = Definition({}, {}, ("en",), (Page({}, (question("yes_no", "seen"), town, why)),))
    given = [{"seen": "yes", "town": "a", "why": "no"}] * 6
    given += [{"seen": "yes", "town": "b"}] * 3 + [{"seen": "no", "town": "c"}] * 6
    rows: list[CountedRow] = [
        ("en", Mode.OPEN, None, None, answers, [], Stratum.OPEN) for answers in given
    ]
    return whole, cast.counted(rows, whole)


def test_a_question_behind_a_narrowed_choice_is_put_to_those_who_could_make_it() -> None:
    _whole, counted = _one_town()
    assert {one.question.code: one.asked for one in counted.questions}["why"] == 6


def test_readers_know_that_a_narrowed_choice_was_made_by_those_it_was_offered_to() -> None:
    _whole, counted = _one_town()
    town = next(one for one in counted.questions if one.question.code == "town")
    audience = audiences.of("safety", counted, town.question)
    assert audience is not None
    _asked, known = audience.relations(town)
    terms = dict(known.terms)
    rows = [links.table_key("safety", "town", 0, "row", code) for code in ("a", "b")]
    assert known.at_most
    assert {key for key, times in terms.items() if times == 1} == set(rows)
    assert terms[links.table_key("safety", "seen", 0, "row", "yes")] == -1
