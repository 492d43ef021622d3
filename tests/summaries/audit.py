"""What a reader can work out of several releases together, by linear programming."""

from collections.abc import Mapping, Sequence

from consult.consultations.models import Phase
from consult.core.locales import LANGUAGES
from consult.summaries import disclosure, release, suppression, tallies
from consult.summaries.cells import Source
from consult.summaries.disclosure import System
from consult.summaries.known import Cell, Key, Relation
from consult.summaries.results import crossing
from consult.summaries.snapshots.columns import Columns
from tests.summaries import cast

Shown = Mapping[Key, int]


def source(found: Columns, *, smallest: int = 5) -> Source:
    counted = tallies.of_columns(cast.definition(), found)
    return Source("safety", Phase.BEFORE, smallest, LANGUAGES, counted)


def shown_once(system: System) -> dict[Key, int]:
    return release.once(system.cells.values(), system.relations, system.forced)


def lattice(found: Columns, traits: Sequence[str]) -> list[tuple[System, dict[Key, int]]]:
    """Return the paper's counts and those by each trait, each with what is shown of it."""
    whole = source(found)
    paper = disclosure.system([whole])
    shown = shown_once(paper)
    every = [(paper, shown)]
    for trait in traits:
        below = crossing.crossed(whole, crossing.groups(whole, found, trait), shown)
        every.append((below, shown_once(below)))
    return every


def told(every: Sequence[tuple[System, Shown]]) -> tuple[int, list[str]]:
    """Return how many counts are hidden, and which of them all releases together tell."""
    cells: dict[Key, Cell] = {}
    relations: list[Relation] = []
    shown: dict[Key, int] = {}
    for system, mine in every:
        # A line of the paper stands above its cross-tables too: the paper's own cell counts.
        cells |= {key: cell for key, cell in system.cells.items() if key not in cells}
        relations += system.relations
        shown |= mine
    hidden = {
        key for key, cell in cells.items() if cell.published and not cell.fixed and key not in shown
    }
    found = suppression.exposures(cells.values(), relations, hidden)
    return len(hidden), [f"{one.key} from {one.low} to {one.high}" for one in found]


def steps(before: Shown, after: tuple[System, Shown]) -> tuple[int, list[str]]:
    """Return how many counts grew by less than their threshold, and which of those are told.

    A reader has both releases: what a count grew by is what is shown now less what was shown.
    """
    system, shown = after
    near = {
        key
        for key, was in before.items()
        if key in system.cells and 0 < abs(system.cells[key].value - was) < 5
    }
    hidden = {
        key
        for key, cell in system.cells.items()
        if cell.published and not cell.fixed and key not in shown
    }
    exposed = suppression.exposures(system.cells.values(), system.relations, hidden)
    narrow = {one.key for one in exposed}
    return len(near), [str(key) for key in sorted(near) if key in shown or key in narrow]
