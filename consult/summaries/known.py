"""What a reader knows: counts that are published together, and how they add up."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

#: Names a count within everything that is published together.
Key = tuple[str, ...]

#: How often each relation is looked at, at most, for what fixed counts tell.
_MOST_LOOKS = 20


@dataclass(frozen=True)
class Cell:
    """One count.

    Args:
        key: its name.
        value: how many young people; zero or more.
        smallest: counts from 1 to one below this are hidden.
        cost: what the reader loses when it is hidden; larger is worse.
        fixed: never hidden, because it is shown whatever happens or everybody knows it anyway
            (a question that cannot be skipped has no missing answers).
        published: false for a count that only stands between published ones.
        guarded: not published, but hidden ones beside it must not let it be worked out either.
    """

    key: Key
    value: int
    smallest: int
    cost: float = 1.0
    fixed: bool = False
    published: bool = True
    guarded: bool = False

    @property
    def small(self) -> bool:
        """Whether it could point at somebody."""
        told = self.published or self.guarded
        return told and not self.fixed and 0 < self.value < self.smallest


@dataclass(frozen=True)
class Relation:
    """What a reader knows: the terms add up to zero, or (``at_most``) to no more than zero."""

    terms: tuple[tuple[Key, int], ...]
    at_most: bool = False


def equal(whole: Iterable[Key], parts: Iterable[Key]) -> Relation:
    """Return the relation "these counts together are as many as those"."""
    return Relation((*((key, 1) for key in whole), *((key, -1) for key in parts)))


def at_most(smaller: Iterable[Key], larger: Iterable[Key], times: int = 1) -> Relation:
    """Return the relation "these counts together are no more than ``times`` those"."""
    terms = (*((key, 1) for key in smaller), *((key, -times) for key in larger))
    return Relation(terms, at_most=True)


def settled(cells: Iterable[Cell], relations: Iterable[Relation]) -> dict[Key, Cell]:
    """Return the counts by name, with those fixed that fixed ones tell whatever is hidden.

    Nobody of all is nobody of each group, and a count beside nothing but known ones is known. To
    hide such a count protects nothing, and a programme that had to would find no way and hide
    everything. A small one stays as it is: it must be hidden with what tells it.
    """
    known = {cell.key: cell for cell in cells}
    ends = _ends_of_all(known, [relation for relation in relations if holds(relation, known)])
    told = (key for key, (low, high) in ends.items() if low == high and not known[key].small)
    return known | {key: replace(known[key], fixed=True) for key in told}


def _ends_of_all(
    cells: Mapping[Key, Cell], relations: Sequence[Relation]
) -> dict[Key, tuple[float, float]]:
    """Return how small and how large each count can be, as far as the fixed ones tell.

    One relation after the other narrows its counts, until none narrows any.
    """
    endless = float("inf")
    ends: dict[Key, tuple[float, float]] = {
        key: (cell.value, cell.value) if cell.fixed else (0, endless) for key, cell in cells.items()
    }
    near: dict[Key, list[int]] = defaultdict(list)
    for place, relation in enumerate(relations):
        for key, _times in relation.terms:
            near[key].append(place)
    waiting = dict.fromkeys(range(len(relations)))
    left = _MOST_LOOKS * len(relations)
    while waiting and left:
        left -= 1
        place = next(iter(waiting))
        del waiting[place]
        for key in _narrowed(relations[place], ends):
            waiting |= dict.fromkeys(near[key])
    return ends


def _narrowed(relation: Relation, ends: dict[Key, tuple[float, float]]) -> Iterator[Key]:
    """Narrow the counts of one relation by each other; yield those that are narrower now."""
    for sign in (1,) if relation.at_most else (1, -1):
        terms = [(key, sign * times) for key, times in relation.terms]
        least = [times * ends[key][times < 0] for key, times in terms]
        for place, (key, times) in enumerate(terms):
            rest = sum(least[:place]) + sum(least[place + 1 :])
            low, high = ends[key]
            if rest == -float("inf"):
                continue
            if times > 0 and (most := math.floor(-rest / times)) < high:
                ends[key] = (low, most)
                yield key
            elif times < 0 and (fewest := math.ceil(-rest / times)) > low:
                ends[key] = (fewest, high)
                yield key


def holds(relation: Relation, cells: Mapping[Key, Cell]) -> bool:
    """Tell whether counts add up as a relation says."""
    total = sum(times * cells[key].value for key, times in relation.terms)
    return total <= 0 if relation.at_most else total == 0
