"""Reading cards: answers that lie near each other, to be read together; aids, never results.

k-means over the vectors, k about √(n/2) and at most 60; each answer is in exactly one card.
UMAP with HDBSCAN scored lower and threw a quarter to a third of the answers away (SUMMARIES.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from consult.themes import lexical

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from consult.themes.encoder import Vectors

#: The most cards of one question.
MOST = 60
#: How many answers near the centre and how many words a card shows.
EXEMPLARS, TERMS = 3, 8
_ROUNDS = 40
_SEED = 20


@dataclass(frozen=True)
class Card:
    """Answers near each other, by their places in what was handed in; the nearest come first.

    ``terms`` has per language the words that mark the card.
    """

    members: tuple[int, ...]
    exemplars: tuple[int, ...]
    terms: tuple[tuple[str, tuple[str, ...]], ...]


def how_many(answers: int) -> int:
    """Return the number of cards for so many answers."""
    return max(1, min(MOST, round(sqrt(answers / 2)))) if answers else 0


def deal(vectors: "Vectors", texts: Sequence[tuple[str, str]]) -> list[Card]:
    """Put each answer into one card, the largest card first; the same answers give the same cards.

    Args:
        vectors: a row of length one per answer.
        texts: language and text per answer.
    """
    count = how_many(len(texts))
    if not count:
        return []
    centres, own = _means(vectors, count)
    everywhere = lexical.counted(texts)
    found = []
    for card in range(len(centres)):
        members = np.flatnonzero(own == card)
        if not len(members):
            continue
        near = members[np.argsort(-(vectors[members] @ centres[card]), kind="stable")]
        inside = lexical.counted(texts[int(place)] for place in members)
        terms = tuple(
            (tag, tuple(marks))
            for tag in sorted(inside)
            if (marks := lexical.keyness(inside[tag], everywhere[tag], TERMS))
        )
        places = tuple(int(place) for place in near)
        found.append(Card(places, places[:EXEMPLARS], terms))
    return sorted(found, key=lambda card: (-len(card.members), card.members))


def _means(vectors: "Vectors", count: int) -> "tuple[Vectors, NDArray[np.int64]]":
    """Return the centres and which of them is nearest to each row (k-means++ start)."""
    centres = _start(vectors, count)
    own = _nearest(vectors, centres)
    for _round in range(_ROUNDS):
        sums = np.zeros_like(centres)
        np.add.at(sums, own, vectors)
        sizes = np.bincount(own, minlength=count)[:, None]
        centres = np.where(sizes > 0, sums / np.maximum(sizes, 1), centres).astype(np.float32)
        moved = _nearest(vectors, centres)
        if (moved == own).all():
            break
        own = moved
    return centres, own


def _start(vectors: "Vectors", count: int) -> "Vectors":
    lot = np.random.default_rng(_SEED)
    chosen = [int(lot.integers(len(vectors)))]
    apart = np.full(len(vectors), np.inf)
    while len(chosen) < count:
        apart = np.minimum(apart, np.maximum(0, 2 - 2 * (vectors @ vectors[chosen[-1]])))
        if apart.sum() <= 0:
            break
        chosen.append(int(lot.choice(len(vectors), p=apart / apart.sum())))
    missing = count - len(chosen)
    return np.concatenate([vectors[chosen], np.zeros((missing, vectors.shape[1]), np.float32)])


def _nearest(vectors: "Vectors", centres: "Vectors") -> "NDArray[np.int64]":
    # |v|² is the same for all centres.
    found: NDArray[np.int64] = np.argmax(vectors @ centres.T - (centres**2).sum(1) / 2, axis=1)
    return found
