"""Nothing that is published together tells a hidden count; audited from the published tables alone.

The audit below shares no code with the product: it rebuilds, from the questionnaire and the tables
a reader sees, everything such a reader knows, and asks a linear programme for each hidden count.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from consult.consultations.models import Phase
from consult.core.locales import LANGUAGES
from consult.responses.models import Mode, Stratum
from consult.summaries.cells import Source
from consult.summaries.disclosure import Published, percent, publish
from consult.summaries.paper import Table
from tests.summaries import cast


class Reader:
    """Somebody who adds and subtracts everything published."""

    def __init__(self) -> None:
        self.shown: dict[str, int | None] = {}
        self.lines: list[tuple[dict[str, int], bool]] = []

    def sees(self, name: str, count: int | None) -> str:
        self.shown[name] = count
        return name

    def equal(self, whole: list[str], parts: list[str]) -> None:
        self.lines.append((self._signed(whole, parts), True))

    def no_more(self, smaller: list[str], larger: list[str], times: int = 1) -> None:
        self.lines.append((self._signed(smaller, larger * times), False))

    def _signed(self, plus: list[str], minus: list[str]) -> dict[str, int]:
        signed: dict[str, int] = {}
        for name in plus:
            signed[name] = signed.get(name, 0) + 1
        for name in minus:
            signed[name] = signed.get(name, 0) - 1
        for name in signed:
            self.shown.setdefault(name, None)
        return signed

    def intervals(self, names: list[str]) -> Iterator[tuple[str, float, float]]:
        column = {name: place for place, name in enumerate(self.shown)}
        exact = [line for line, is_exact in self.lines if is_exact]
        loose = [line for line, is_exact in self.lines if not is_exact]

        def matrix(lines: list[dict[str, int]]) -> Any:
            found = np.zeros((len(lines), len(column)))
            for row, line in enumerate(lines):
                for name, times in line.items():
                    found[row, column[name]] = times
            return found

        a_eq, a_ub = matrix(exact), matrix(loose)
        bounds = [(0, None) if count is None else (count, count) for count in self.shown.values()]
        for name in names:
            aim = np.zeros(len(column))
            aim[column[name]] = 1
            ends = [
                linprog(s * aim, a_ub, np.zeros(len(loose)), a_eq, np.zeros(len(exact)), bounds)
                for s in (1, -1)
            ]
            assert all(end.status in {0, 3} for end in ends), (name, ends[0].message)
            low = 0.0 if ends[0].fun is None else ends[0].fun
            yield name, low, float("inf") if ends[1].fun is None else -ends[1].fun


def read_table(reader: Reader, name: str, table: Table, asked: str, most: int = 0) -> list[str]:
    base = reader.sees(f"{name}.base", table.base)
    rows = [reader.sees(f"{name}.{row.code}", row.count) for row in table.rows]
    gap = reader.sees(f"{name}.no_answer", table.no_answer)
    refused = reader.sees(f"{name}.prefer_not", table.prefer_not)
    reader.equal([asked], [base, gap, refused])
    if table.adds_up:
        reader.equal([base], rows)
    else:
        reader.no_more([base], rows)
        for row in rows:
            reader.no_more([row], [base])
        if most:
            reader.no_more(rows, [base], most)
    return rows


def read(reader: Reader, slug: str, published: Published) -> None:
    """Take in one consultation of ``cast.definition``."""
    total = reader.sees(f"{slug}.responses", published.responses)
    for stratum, participation in published.participation:
        read_table(reader, f"{slug}.{stratum}", participation, total)
    question = published.tables

    def table(code: str, asked: str, place: int = 0, most: int = 0) -> list[str]:
        name = f"{slug}.{code}.{place}"
        return read_table(reader, name, question[code][place], asked, most)

    seen = table("seen", total)
    where = table("where", seen[0])  # put to those who said yes
    worry = table("worry", total)
    helped = table("help", total, most=2)
    for place in range(3):
        table("order", total, place)
    for choice in ("law", "school", "tools"):
        names = [f"{slug}.order.{place}.{choice}" for place in range(3)]
        reader.no_more(names, [f"{slug}.order.0.base"])
    reader.no_more([f"{slug}.order.1.base"], [f"{slug}.order.0.base"])
    reader.no_more([f"{slug}.order.2.base"], [f"{slug}.order.1.base"])
    # "agree" was put to those who worry much or are helped by teachers.
    agree, worried = f"{slug}.agree.asked", worry[3:5]
    for place in range(2):
        table("agree", agree, place)
    reader.equal([f"{slug}.agree.0.prefer_not"], [f"{slug}.agree.1.prefer_not"])
    reader.no_more(worried, [agree])
    reader.no_more([helped[1]], [agree])
    reader.no_more([agree], [*worried, helped[1]])
    reader.no_more([agree], [total])
    # "calm" was put to the others.
    calm = f"{slug}.calm.asked"
    table("calm", calm)
    reader.equal([total], [calm, *worried])
    # What is not offered was not chosen; every question can be left out.
    for code in ("where", "worry", "order", "calm"):
        for place in range(len(question[code])):
            reader.shown[f"{slug}.{code}.{place}.prefer_not"] = 0
    texts = {code: reader.sees(f"{slug}.{code}.texts", n) for code, n in published.texts.items()}
    reader.no_more([texts["where"]], [where[3]])
    reader.no_more([texts["more"]], [total])
    reader.no_more([texts["how"]], [helped[1]])
    reader.no_more([texts["how"]], worried)


def hidden_by_mistake(sources: list[Source]) -> list[str]:
    """Return what a reader of all that is published can narrow down too far."""
    phases, published = publish(sources)
    reader = Reader()
    read_table(reader, "phases", phases, "everybody")
    for phase in Phase:
        slugs = [source.slug for source in sources if source.phase is phase]
        reader.equal([f"phases.{phase.value}"], [f"{slug}.responses" for slug in slugs])
    for source in sources:
        read(reader, source.slug, published[source.slug])
    protected = [n for n, count in reader.shown.items() if count is None and "asked" not in n]
    protected.remove("everybody")
    return [
        f"{name} from {low} to {high}"
        for name, low, high in reader.intervals(protected)
        if high - low < 5 - 1e-6
    ]


def source(
    slug: str, seed: int, total: int, unlikely: float, phase: Phase = Phase.BEFORE
) -> Source:
    rows = cast.rows(seed, total, unlikely=unlikely)
    return Source(slug, phase, 5, LANGUAGES, cast.counted(rows))


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, 10**6),
    st.integers(0, 60) | st.integers(60, 400),
    st.sampled_from([0.01, 0.03, 0.1, 0.3, 0.8]),
)
def test_no_consultation_gives_a_count_away(seed: int, total: int, unlikely: float) -> None:
    assert hidden_by_mistake([source("one", seed, total, unlikely)]) == []


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.lists(st.integers(0, 40), min_size=2, max_size=4))
def test_no_paper_gives_the_size_of_a_small_consultation_away(seed: int, totals: list[int]) -> None:
    phases = [Phase.BEFORE, Phase.DURING]
    assert not hidden_by_mistake(
        [source(f"c{i}", seed + i, n, 0.2, phases[i % 2]) for i, n in enumerate(totals)]
    )


def test_the_reader_of_this_test_does_find_what_is_hidden_badly() -> None:
    reader = Reader()
    table = publish([source("one", 1, 200, 0.5)])[1]["one"].tables["worry"][0]
    counts = [row.count for row in table.rows]
    assert None not in counts, "the example needs a table without hidden counts"

    rows = read_table(reader, "t", table, reader.sees("all", 200))
    reader.shown[rows[2]] = None

    assert [(low, high) for _, low, high in reader.intervals([rows[2]])] == [(counts[2], counts[2])]


@pytest.mark.trust("R29")
def test_every_small_count_is_hidden_and_a_small_consultation_wholly() -> None:
    raw = source("one", 7, 150, 0.05)
    _, published = publish([raw])

    for one in raw.counted.questions:
        tables = published["one"].tables.get(one.question.code, ())
        for tally, table in zip(one.tables, tables, strict=False):
            for line, row in zip(tally.counts, table.rows, strict=True):
                assert row.count in {None, line.count}
                assert not (row.count and row.count < 5)

    phases, published = publish([source("few", 7, 4, 0.5)])
    everything = [t for tables in published["few"].tables.values() for t in tables]
    everything += [t for _, t in published["few"].participation]
    assert published["few"].responses is None
    assert phases.base is None
    assert all(row.count is None for table in everything for row in table.rows)


def test_a_percentage_stands_only_on_thirty_answers_and_shown_counts() -> None:
    assert percent(15, 30) == 50
    assert percent(1, 200) == 1  # a half goes up
    assert percent(15, 29) is None
    assert percent(None, 100) is None
    assert percent(20, None) is None


def test_a_mean_is_withheld_when_a_line_of_its_table_is_hidden() -> None:
    tables = [
        table
        for seed in range(30)
        for table in publish([source("one", seed, 90, 0.1)])[1]["one"].tables["worry"]
    ]

    assert any(table.mean for table in tables)
    assert all(not t.mean for t in tables if any(row.count is None for row in t.rows))


def test_an_empty_consultation_shows_zeros() -> None:
    _, published = publish([source("none", 1, 0, 0.5)])

    assert published["none"].responses == 0


def test_of_all_counts_that_could_protect_a_small_one_the_smallest_is_hidden() -> None:
    told = {"AFR": 3, "AMS": 114, "ARB": 124, "ASP": 142, "CIS": 63, "EUR": 126}
    rows: list[cast.CountedRow] = [
        ("en", Mode.OPEN, region, None, {"region": region}, [], Stratum.OPEN)
        for region, count in told.items()
        for _ in range(count)
    ]
    counted = cast.counted(rows)

    _, published = publish([Source("one", Phase.BEFORE, 5, LANGUAGES, counted)])

    regions = dict(published["one"].participation)["region"]
    assert [row.code for row in regions.rows if row.count is None] == ["AFR", "CIS"]
