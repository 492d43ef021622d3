"""Answers to versions that asked otherwise count together, and tell no hidden count."""

import random
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from consult.questionnaires import combining, rules
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Definition, Page, Question
from consult.summaries import disclosure, era_cells
from consult.summaries.results import crossing
from consult.summaries.snapshots import columns
from consult.summaries.snapshots.columns import Columns, loose
from tests.summaries import audit, cast, versions

#: Without shrinking: it would take minutes, and a seed says enough.
_SLOW = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],
)
_TOTALS = st.sampled_from([0, 2, 4, 7, 20, 60, 150])


_GIVEN = given(
    st.integers(0, 10**6), st.lists(_TOTALS, min_size=2, max_size=3), st.sampled_from([0.2, 0.6])
)


@pytest.mark.slow
@_SLOW
@_GIVEN
def test_counts_are_those_of_each_version_added_up(
    seed: int, totals: list[int], unlikely: float
) -> None:
    asked = versions.series(seed, len(totals))
    found = versions.found(seed, asked, totals, unlikely)
    source = versions.source(asked, found)
    put: Counter[str] = Counter()
    chosen: Counter[tuple[str, Any]] = Counter()
    for name, (_number, own) in asked.items():
        for said, times in _people(found.where("/version", name), own):
            for page in rules.visible(own, said):
                for question in page.questions:
                    put[question.code] += times
            for code, value in said.items():
                for line in value if isinstance(value, list) else [value]:
                    if not isinstance(line, dict):
                        chosen[code, str(line)] += times
    for one in source.counted.questions:
        assert one.asked == put[one.question.code], one.question.code
        if one.question.type in {"single_choice", "yes_no", "scale", "multiple_choice"}:
            (table,) = one.tables
            told = {line.code: line.count for line in table.counts}
            assert told == {code: chosen[one.question.code, code] for code in told}
            given_ = table.base + table.no_answer + table.prefer_not
            assert given_ == one.asked


def _people(found: Columns, own: Definition) -> list[tuple[dict[str, Any], int]]:
    """Return each different answer to a version with how many gave it."""
    codes = [q.code for q in own.questions() if q.code in found]
    return [
        ({c: loose(v) for c, v in zip(codes, path, strict=True) if v is not None}, times)
        for path, times in found.together(codes).items()
    ]


@pytest.mark.slow
@_SLOW
@_GIVEN
@pytest.mark.trust("R29")
def test_no_count_of_any_version_can_be_worked_out(
    seed: int, totals: list[int], unlikely: float
) -> None:
    """Also not by a reader who looks at every question era by era."""
    asked = versions.series(seed, len(totals))
    found = versions.found(seed, asked, totals, unlikely)
    source = versions.source(asked, found)
    paper = disclosure.system([source])
    shown = audit.shown_once(paper)
    every = [(paper, shown)]
    if source.counted.total >= source.smallest:  # else nothing is compared
        below = crossing.crossed(source, crossing.groups(source, found, "stratum"), shown)
        every.append((below, audit.shown_once(below)))
    assert audit.told(every)[1] == []

    with pytest.MonkeyPatch.context() as patched:
        codes = frozenset(source.counted.definition.by_code)
        patched.setattr(era_cells, "apart", lambda _source: codes)
        assert audit.told([(disclosure.system([source]), shown)])[1] == []


def test_numbers_are_compared_in_the_lines_that_all_of_them_give() -> None:
    asked = Definition(
        cast.six("Hours"),
        {},
        ("en",),
        (Page({}, (Question("hours", "number", cast.six("Hours?")),)),),
    )
    hours: dict[str, list[Any]]
    hours = {"open": [1, 2, 2, 3] * 30, "paper": [2] * 25 + [40] * 5, "facilitated": [None] * 20}
    rows: list[columns.SnapshotRow] = [
        ("", ("en", mode, None, None, "open"), {} if n is None else {"hours": n}, [])
        for mode, numbers in hours.items()
        for n in numbers
    ]
    found = columns.gather(["hours"], rows)
    whole = versions.source({"": (1, asked)}, found)
    edges = [line.code for line in whole.counted.questions[0].tables[0].counts]
    by_mode = {
        part.code: part.source.counted.questions[0].tables[0]
        for part in crossing.groups(whole, found, "mode")
    }
    assert all([line.code for line in table.counts] == edges for table in by_mode.values())
    assert sum(line.count for line in by_mode["paper"].counts) == 30
    assert by_mode["paper"].counts[-1].count == 5
    assert not any(line.count for line in by_mode["facilitated"].counts)
    system = crossing.crossed(whole, crossing.groups(whole, found, "mode"), {})
    assert all(("safety", "question", "hours", "0", "row", edge) in system.cells for edge in edges)


@pytest.mark.trust("R29")
def test_a_rule_that_changed_does_not_tell_who_met_it() -> None:
    """Of all who were asked at first, less those asked later, three are left: they said yes."""
    seen = Question("seen", "yes_no", cast.six("Seen?"))
    where = Question("where", "single_choice", cast.six("Where?"), choices=cast.choices("a", "b"))
    told = replace(where, show_if=Condition("equals", question="seen", value="yes"))
    first, second = (
        Definition(cast.six("Both"), {}, ("en",), (Page(cast.six("One"), questions),))
        for questions in ((seen, where), (seen, told))
    )
    asked = {"1": (1, first), "2": (2, second)}
    early = [{"seen": "yes", "where": "a"}] * 30 + [{"seen": "no", "where": "b"}] * 30
    late = [{"seen": "yes", "where": "a"}] * 3 + [{"seen": "no"}] * 57
    strata = ("en", "open", None, None, "open")
    answers: list[tuple[str, dict[str, Any]]] = [("1", one) for one in early]
    answers += [("2", one) for one in late]
    rows: list[columns.SnapshotRow] = [(version, strata, said, []) for version, said in answers]
    source = versions.source(asked, columns.gather(["seen", "where"], rows))
    assert {number: era.total for number, era in source.counted.eras.items()} == {1: 60, 2: 60}
    published = disclosure.publish([source])[1]["safety"]
    (table,) = published.tables["where"]
    # 63 were asked, of whom 60 were everybody: shown, it would tell the three.
    lines = [row.count for row in table.rows]
    assert None in {table.base, table.no_answer, *lines}


def test_versions_that_ask_alike_are_one() -> None:
    draw = random.Random(3)
    before = cast.definition()
    after = versions.changed(draw, before)
    while combining.asks_alike(before, after):
        after = versions.changed(draw, before)
    reworded = Definition(cast.six("Other words"), {}, before.languages, before.pages)
    asked = {"1": (1, before), "2": (2, reworded), "3": (3, after)}
    counted = versions.source(asked, versions.found(1, asked, [20, 20, 20])).counted
    assert {number: era.total for number, era in counted.eras.items()} == {1: 40, 3: 20}
    alike = {"1": (1, before), "2": (2, reworded)}
    assert not versions.source(alike, versions.found(1, alike, [20, 20])).counted.eras


def test_what_nobody_was_asked_yet_is_known_to_be_nobody() -> None:
    before = cast.definition()
    new = Page(cast.six("New"), (Question("extra", "yes_no", cast.six("Extra?")),))
    after = Definition(before.title, {}, before.languages, (*before.pages, new))
    asked = {"1": (1, before), "2": (2, after)}
    source = versions.source(asked, versions.found(1, asked, [80, 0]))
    published = disclosure.publish([source])[1]["safety"]
    (table,) = published.tables["extra"]
    assert (table.base, [row.count for row in table.rows]) == (0, [0, 0])
    assert table.caption["en"].endswith("(asked from version 2 on)")
