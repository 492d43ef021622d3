"""Texts that say nearly the same: found by what they share, sign by sign, in any script.

Each text is a set of runs of five signs. Sets that share most of their runs are found by MinHash
(Broder, "On the resemblance and containment of documents", 1997) and then compared whole.
"""

import zlib
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from consult.screening.folding import fold

#: Shorter texts ("I do not know") are alike by nature; a Chinese sign counts as two.
_SHORTEST = 20
_RUN = 5
#: Share of common runs from which two texts are nearly the same.
_ALIKE = 0.7
#: Eight chances of three hashes each: of texts that share 70 % of their runs 96 in 100 are found.
_BANDS, _ROWS = 8, 3
_PRIME = (1 << 31) - 1


def groups(texts: Sequence[str]) -> list[list[int]]:
    """Return the groups of two or more texts that say nearly the same, by their places."""
    runs = {place: mine for place, text in enumerate(texts) if (mine := _runs(text))}
    leader = {place: place for place in runs}
    for bucket in _buckets(runs):
        first, *others = bucket
        for other in others:
            if _share(runs[first], runs[other]) >= _ALIKE:
                leader[_root(leader, other)] = _root(leader, first)
    found: dict[int, list[int]] = defaultdict(list)
    for place in runs:
        found[_root(leader, place)].append(place)
    return [group for group in found.values() if len(group) > 1]


def _runs(text: str) -> frozenset[int]:
    plain = "".join(sign for sign in fold(text).low if sign.isalnum())
    if sum(2 if sign > "\u2e80" else 1 for sign in plain) < _SHORTEST:
        return frozenset()
    each = (plain[at : at + _RUN] for at in range(max(1, len(plain) - _RUN + 1)))
    return frozenset(zlib.crc32(run.encode()) % _PRIME for run in each)


def _buckets(runs: dict[int, frozenset[int]]) -> list[list[int]]:
    import numpy as np  # noqa: PLC0415 - it takes a while to load; most pages never need it

    factors, terms = (np.array(numbers, np.uint64)[:, None] for numbers in _hashes())
    found: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for place, mine in runs.items():
        hashed = (factors * np.fromiter(mine, np.uint64, len(mine)) + terms) % np.uint64(_PRIME)
        least = hashed.min(axis=1).tolist()
        for band in range(_BANDS):
            found[band, *least[band * _ROWS : (band + 1) * _ROWS]].append(place)
    return [bucket for bucket in found.values() if len(bucket) > 1]


@cache
def _hashes() -> tuple[list[int], list[int]]:
    """Return factors and terms of as many hash functions, the same on every machine."""
    numbers = [zlib.crc32(str(n).encode()) % _PRIME for n in range(2 * _BANDS * _ROWS)]
    return numbers[::2], numbers[1::2]


def _root(leader: dict[int, int], place: int) -> int:
    while leader[place] != place:
        leader[place] = leader[leader[place]]
        place = leader[place]
    return place


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)
