"""Disclosure control: which published counts to hide so that no small one can be worked out.

Everything that is published together is one linear system: counts are whole numbers from zero up,
and a reader knows how they add up. A hidden count is safe when that system leaves it an interval at
least as wide as the threshold (TRUST.md R29). Small counts are hidden first; for each that the rest
still gives away, an integer programme picks the cheapest further counts to hide. The method is
complementary cell suppression as in Fischetti and Salazar-González, "Solving the cell suppression
problem on tabular data with linear constraints", Management Science 47 (2001), solved one sensitive
cell at a time, and the audit by linear programming of the same paper.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from consult.summaries.known import Cell, Key, Relation, holds, settled

if TYPE_CHECKING:  # numpy and scipy take half a second to load; most pages never need them
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

_TOLERANCE = 1e-6
#: A limit on work that, unlike one on seconds, gives the same result on every machine.
_NODES = 500
#: A choice this near to the cheapest is good enough: proving the last of it takes most of the time.
_GAP = 0.05
#: As many counts are a system that is small enough to look for the cheapest among all of them.
_SMALL = 500


@dataclass(frozen=True)
class Exposure:
    """A hidden count that the published ones narrow down too far."""

    key: Key
    low: float
    high: float


def choose(
    cells: Iterable[Cell], relations: Iterable[Relation], forced: Collection[Key] = ()
) -> set[Key]:
    """Return the counts to hide.

    Args:
        cells: every count that is published together.
        relations: how they add up. One that the counts do not meet is left out: a reader who
            believes it reckons wrongly.
        forced: hidden whatever their size, such as all lines of a table with a small base.

    Returns:
        The keys to hide. Zero and large counts are among them only where they must be.
    """
    by_key = settled(cells, relations)
    hidden: set[Key] = set()
    for part in _parts(by_key, relations):
        start = {
            cell.key
            for cell in part.cells
            if cell.small or (cell.key in forced and not cell.fixed and cell.published)
        }
        hidden |= _protected(part, start)
    return hidden


def exposures(
    cells: Iterable[Cell], relations: Iterable[Relation], hidden: Collection[Key]
) -> list[Exposure]:
    """Return the hidden counts that a reader can narrow to less than their threshold."""
    by_key = {cell.key: cell for cell in cells}
    return [
        found
        for part in _parts(by_key, relations)
        for key in sorted(set(part.place) & set(hidden))
        if (found := _exposure(part, key, hidden)) is not None
    ]


@dataclass(frozen=True)
class _Part:
    """Counts that hang together; nothing outside tells anything about them."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]

    @cached_property
    def place(self) -> dict[Key, int]:
        """Return the column of each count."""
        return {cell.key: place for place, cell in enumerate(self.cells)}

    @cached_property
    def equal(self) -> "csr_array":
        """Return the relations that hold exactly, one a row."""
        return self._matrix(at_most=False)

    @cached_property
    def at_most(self) -> "csr_array":
        """Return the relations that bound from above, one a row."""
        return self._matrix(at_most=True)

    def _matrix(self, *, at_most: bool) -> "csr_array":
        import numpy as np  # noqa: PLC0415 - see the top
        from scipy.sparse import csr_array  # noqa: PLC0415

        lines = [relation for relation in self.relations if relation.at_most == at_most]
        terms = [
            (times, row, self.place[key])
            for row, relation in enumerate(lines)
            for key, times in relation.terms
        ]
        values, rows, columns = np.array(terms, np.int64).reshape(-1, 3).T
        shape = (len(lines), len(self.cells))
        # The same place twice is added up.
        return csr_array((values.astype(float), (rows, columns)), shape=shape)


@dataclass(frozen=True)
class _End:
    """Counts that a reader could take for the true ones; ``at`` is how far the asked one goes."""

    at: float
    counts: "Sequence[float] | NDArray[np.float64]"


def _parts(cells: Mapping[Key, Cell], relations: Iterable[Relation]) -> list[_Part]:
    """Split the system where only fixed counts join it: small programmes are quick ones."""
    parent = {key: key for key in cells}

    def root(key: Key) -> Key:
        while parent[key] != key:
            parent[key] = key = parent[parent[key]]
        return key

    true = [relation for relation in relations if holds(relation, cells)]
    for relation in true:
        joined = [root(key) for key, _ in relation.terms if not cells[key].fixed]
        for key in joined[1:]:
            parent[root(key)] = root(joined[0])
    members: dict[Key, list[Cell]] = defaultdict(list)
    for key, cell in cells.items():
        members[root(key)].append(cell)
    lines: dict[Key, list[Relation]] = defaultdict(list)
    for relation in true:
        unknown = [key for key, _ in relation.terms if not cells[key].fixed]
        if unknown:
            lines[root(unknown[0])].append(relation)
    return [_part(found, lines[name], cells) for name, found in members.items()]


def _part(
    members: Sequence[Cell], relations: Sequence[Relation], cells: Mapping[Key, Cell]
) -> _Part:
    inside = {cell.key for cell in members}
    border = {key for line in relations for key, _ in line.terms} - inside
    return _Part((*members, *(cells[key] for key in sorted(border))), tuple(relations))


def _protected(part: _Part, hidden: set[Key]) -> set[Key]:
    """Hide more counts until none of the hidden ones can be worked out."""
    first = frozenset(hidden)
    safe: set[Key] = set()
    while waiting := sorted(hidden - safe):
        key = waiting[0]
        ends = _ends(part, key, hidden)
        if _wide(part, key, ends) is not None:
            found = _complement(part, key, hidden)
            if found is None and key not in first and _is_told(part, key):
                hidden.discard(key)
                continue
            if found is None:
                return _everything(part)
            more, ends = found
            hidden |= more
        # Hiding more only widens what is left open, so a safe count stays safe. What a reader
        # cannot tell apart for this count is often as far apart for others: they are safe too.
        safe |= {key, *_differ(part, hidden, ends)}
    return hidden


def _differ(part: _Part, hidden: Collection[Key], ends: Sequence[_End]) -> set[Key]:
    """Return the hidden counts that are as far apart as they have to be."""
    return {
        cell.key
        for cell, first, second in zip(part.cells, *(one.counts for one in ends), strict=True)
        if cell.key in hidden and abs(first - second) >= cell.smallest
    }


def _is_told(part: _Part, key: Key) -> bool:
    """Tell whether a count is known whatever is hidden: to show it gives nothing away."""
    low, high = (one.at for one in _ends(part, key, _everything(part)))
    return high - low < _TOLERANCE


def _everything(part: _Part) -> set[Key]:
    return {cell.key for cell in part.cells if cell.published and not cell.fixed}


def _exposure(part: _Part, key: Key, hidden: Collection[Key]) -> Exposure | None:
    return _wide(part, key, _ends(part, key, hidden))


def _wide(part: _Part, key: Key, ends: Sequence[_End]) -> Exposure | None:
    low, high = (one.at for one in ends)
    wide_enough = high - low >= part.cells[part.place[key]].smallest - _TOLERANCE
    return None if wide_enough else Exposure(key, low, high)


def _ends(part: _Part, key: Key, hidden: Collection[Key]) -> list[_End]:
    """Return the smallest and the largest that a hidden count can be for a reader."""
    from scipy.optimize import linprog  # noqa: PLC0415 - see the top

    bounds = [_bounds(cell, hidden) for cell in part.cells]
    ends = []
    for sign in (1, -1):
        aim = [0] * len(part.cells)
        aim[part.place[key]] = sign
        # scipy takes sparse matrices here; its stubs do not know.
        found = linprog(  # type: ignore[call-overload]
            aim,
            A_eq=part.equal,
            b_eq=[0] * part.equal.shape[0],
            A_ub=part.at_most,
            b_ub=[0] * part.at_most.shape[0],
            bounds=bounds,
        )
        # The true counts are a solution, so what has no optimum has no end.
        if found.fun is None or found.x is None:
            ends.append(_End(-sign * float("inf"), [cell.value for cell in part.cells]))
        else:
            ends.append(_End(sign * found.fun, found.x))
    return ends


def _bounds(cell: Cell, hidden: Collection[Key]) -> tuple[float, float]:
    if cell.fixed or (cell.published and cell.key not in hidden):
        return cell.value, cell.value
    return 0, float("inf")


def _complement(
    part: _Part, key: Key, hidden: Collection[Key]
) -> tuple[set[Key], list[_End]] | None:
    """Return the cheapest further counts that leave ``key`` a wide enough interval, and its ends.

    In a large system they are looked for among the counts of the same question first, which takes
    a fraction of the time.
    """
    every = {cell.key for cell in part.cells}
    near = {other for other in every if other[1:3] == key[1:3]}
    small = len(every) <= _SMALL
    found = None if small else _cheapest(part, key, hidden, near)
    return found or _cheapest(part, key, hidden, every)


def _cheapest(
    part: _Part, key: Key, hidden: Collection[Key], among: Collection[Key]
) -> tuple[set[Key], list[_End]] | None:
    """Return the cheapest further counts among some that protect ``key``.

    Two sets of counts are looked for that a reader could not tell from the true ones and in which
    ``key`` differs by its threshold; a count may differ from the true one only if it is hidden.
    Returns ``None`` when there are no such sets.
    """
    import numpy as np  # noqa: PLC0415 - see the top
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
    from scipy.sparse import csr_array, diags_array, hstack  # noqa: PLC0415

    size, endless = len(part.cells), float("inf")
    held = [_bounds(cell, hidden)[1] < endless for cell in part.cells]
    can_hide = [
        is_held and not cell.fixed and cell.key in among
        for is_held, cell in zip(held, part.cells, strict=True)
    ]
    true = np.array([cell.value for cell in part.cells], float)[held]
    held_only = csr_array(np.eye(size)[held])
    swing = 2.0 * max(cell.smallest for cell in part.cells)
    up = csr_array(diags_array(np.full(len(true), swing)) @ held_only)
    # No count falls below nobody; to say so of each keeps the programme small.
    down = csr_array(diags_array(np.minimum(swing, true)) @ held_only)
    # Columns: the first set, the second, and whether a count is hidden in addition.
    rules = []

    def beside(matrix: "csr_array", place: int, more: "csr_array | None" = None) -> "csr_array":
        """Return a matrix over one of the two sets, with one over what is hidden in addition."""
        nothing = csr_array(matrix.shape)
        sets = [matrix, nothing] if place == 0 else [nothing, matrix]
        joined = hstack([*sets, nothing if more is None else more], format="csr")
        return csr_array(joined)

    for place in (0, 1):
        for matrix, low in ((part.equal, 0), (part.at_most, -endless)):
            if matrix.shape[0]:
                rules.append(LinearConstraint(beside(matrix, place), low, 0))
        rules.append(LinearConstraint(beside(held_only, place, -up), -endless, true))
        rules.append(LinearConstraint(beside(held_only, place, down), true, endless))
    apart = np.zeros((1, 3 * size))
    apart[0, part.place[key]], apart[0, size + part.place[key]] = 1, -1
    rules.append(LinearConstraint(apart, part.cells[part.place[key]].smallest, endless))
    found = milp(
        np.array([0.0] * 2 * size + [cell.cost for cell in part.cells]),
        constraints=rules,
        integrality=np.array([0] * 2 * size + [1] * size),
        bounds=Bounds(0, np.array([endless] * 2 * size + [float(can) for can in can_hide])),
        options={"node_limit": _NODES, "mip_rel_gap": _GAP},
    )
    if found.x is None:
        return None
    taken = found.x[2 * size :] > 0.5
    more = {cell.key for cell, take in zip(part.cells, taken, strict=True) if take}
    column = part.place[key]
    less, most = found.x[size : 2 * size], found.x[:size]
    return more, [_End(less[column], less), _End(most[column], most)]
