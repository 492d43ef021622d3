"""Nothing that is published tells a small count to a reader who follows every way to answer."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from consult.summaries import disclosure, era_cells
from consult.summaries.cells import Source
from consult.summaries.known import Cell, Key
from consult.summaries.results import crossing
from tests.summaries import audit, microdata, versions
from tests.summaries.microdata import Case


def case(seed: int, many: int, modes: tuple[str, ...] = ("open",)) -> Case:
    """Return a small consultation of so many versions."""
    draw = random.Random(seed * 7 + many)
    totals = [draw.choice([3, 7, 12, 20, 40, 60, 150]) for _ in range(many)]
    found = microdata.drawn(seed, totals, draw.choice([0.2, 0.4, 0.7]), modes)
    assert found is not None, "the questionnaire of this seed is too large"
    return found


def read(found: Case, trait: str = "") -> list[str]:
    """Return the small and the hidden counts that a reader of all that is published is told.

    Args:
        found: the consultation.
        trait: by which it is compared too. A hidden count of a comparison may be told when it is
            not small: the whole line below a hidden count is hidden, whatever it is.
    """
    source = versions.source(found.versions, found.columns())
    paper = disclosure.system([source])
    shown = audit.shown_once(paper)
    cells = dict(paper.cells)
    if trait:
        below = crossing.crossed(source, crossing.groups(source, found.columns(), trait), shown)
        shown |= audit.shown_once(below)
        cells = {**below.cells, **cells}
    true = found.true()
    known = {key: count for key, count in shown.items() if microdata.is_reckoned(key)}
    assert {key: true.get(key, 0) for key in known} == known
    reader = microdata.Reader(found)
    reader.sees(known)
    hidden = {key: cell.smallest for key, cell in cells.items() if _is_hidden(source, cell, known)}
    hidden |= {
        key: 5 for key, n in true.items() if "@" in key[0] and _few(n) and source.counted.eras
    }
    told = reader.narrow(
        {(0, key): smallest for key, smallest in hidden.items() if key not in known}
    )
    return [
        f"{key} from {low:.1f} to {high:.1f}"
        for key, low, high in told
        if "/" not in key[0] or _few(true.get(key, 0))
    ]


def _is_hidden(source: Source, cell: Cell, known: dict[Key, int]) -> bool:
    is_told = cell.published and not cell.fixed and "@" not in cell.key[0]
    return is_told and microdata.is_reckoned(cell.key) and cell.key not in known


def _few(count: int) -> bool:
    return 0 < count < 5


#: Rules that look at one answer twice, at "answered", at a region, at the rows of a matrix.
_RULES = [(68, 1), (76, 1), (103, 1), (6, 2), (31, 2), (35, 2), (45, 2), (56, 2)]


@pytest.mark.trust("R29")
@pytest.mark.parametrize(("seed", "many"), [*_RULES, (1, 3), (2, 3), (5, 3)])
def test_no_paper_tells_a_count_to_a_reader_who_follows_every_way_to_answer(
    seed: int, many: int
) -> None:
    assert read(case(seed, many)) == []


@pytest.mark.trust("R29")
@pytest.mark.parametrize(
    ("seed", "many", "trait"), [(9, 1, "region"), (9, 2, "region"), (3, 2, "mode")]
)
def test_nor_does_a_comparison(seed: int, many: int, trait: str) -> None:
    modes = ("open", "paper") if trait == "mode" else ("open",)
    assert read(case(seed, many, modes), trait) == []


def test_this_reader_finds_what_is_told_where_eras_are_not_guarded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guarded = era_cells.of_consultation

    def unguarded(source: Source) -> Iterator[Cell]:
        return (replace(cell, guarded=False) for cell in guarded(source))

    assert read(case(23, 2)) == []
    monkeypatch.setattr(era_cells, "of_consultation", unguarded)
    assert read(case(23, 2)) != []
