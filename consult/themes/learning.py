"""What the codes people gave suggest for other answers: suggestions and an order, never a result.

Softmax regression on the vectors, then two rounds in which its own sharpened guesses on uncoded
answers count a little: with 20 codes a theme that took macro-F1 on six languages from .73 to above
.75 (``tests.bench.themes``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from consult.themes.encoder import Vectors

    Shares = NDArray[np.float64]

#: How far weights may go from nought: the variance of their prior.
_LOOSE = 3.0
#: How much an uncoded answer counts beside a coded one, and how many of them are looked at.
_WEIGHT, _UNCODED = 0.3, 1000
_ROUNDS = 2


@contextmanager
def _one_thread() -> Iterator[None]:
    """Keep small products on one thread: on a busy machine two wait for each other."""
    if find_spec("threadpoolctl") is None:
        yield
        return
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - comes with the extra "themes"

    with threadpool_limits(1):
        yield


@_one_thread()
def shares(vectors: "Vectors", coded: "Sequence[int]", targets: "Shares") -> "Shares":
    """Return, per answer, how near it is to each class; each row adds up to one.

    Args:
        vectors: a row per answer, coded or not.
        coded: places of the coded ones.
        targets: per coded answer its shares of the classes; a row with two themes has ½ in each.
    """
    classes = targets.shape[1]
    if not len(coded) or not classes:
        return np.full((len(vectors), classes), 1 / max(1, classes))
    places = np.asarray(coded)
    wide = vectors.astype(np.float64)  # once, not at each step of the search
    start = np.zeros((vectors.shape[1] + 1, classes))
    weights = _fit(wide[places], targets, np.ones(len(places)), start)
    rest = np.setdiff1d(np.arange(len(vectors)), places)[:_UNCODED]
    if len(rest) and classes > 1:
        both = np.concatenate([wide[places], wide[rest]])
        counts = np.concatenate([np.ones(len(places)), np.full(len(rest), _WEIGHT)])
        for _round in range(_ROUNDS):
            guessed = _softmax(wide[rest], weights) ** 2
            guessed /= guessed.sum(axis=1, keepdims=True)
            weights = _fit(both, np.concatenate([targets, guessed]), counts, weights)
    return _softmax(wide, weights)


def _softmax(vectors: "Shares", weights: "Shares") -> "Shares":
    scores = vectors @ weights[:-1] + weights[-1]
    scores -= scores.max(axis=1, keepdims=True)
    grown = np.exp(scores)
    found: Shares = grown / grown.sum(axis=1, keepdims=True)
    return found


def _fit(vectors: "Shares", targets: "Shares", counts: "Shares", start: "Shares") -> "Shares":
    from scipy.optimize import minimize  # noqa: PLC0415 - a third of a second to load

    each = counts[:, None]

    def loss(flat: "Shares") -> "tuple[float, Shares]":
        weights = flat.reshape(start.shape)
        guessed = _softmax(vectors, weights)
        value = -(each * targets * np.log(guessed + 1e-12)).sum()
        value += (weights[:-1] ** 2).sum() / (2 * _LOOSE)
        off = each * (guessed - targets)
        slope = np.vstack([vectors.T @ off + weights[:-1] / _LOOSE, off.sum(axis=0)])
        return float(value), slope.ravel()

    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 100})
    weights: Shares = np.asarray(found.x).reshape(start.shape)
    return weights


def crossed(
    vectors: "Vectors", coded: "Sequence[int]", targets: "Shares", sample: "Sequence[int]"
) -> "Shares":
    """Return shares in which no answer of the random sample was judged by a model that saw it.

    The estimate corrects the model by what it gets wrong on the sample; on answers it learned from
    it would look better than it is. Five folds, after cross-prediction-powered inference (Zrnic
    and Candès, PNAS 2024).
    """
    position = {place: fold % 5 for fold, place in enumerate(sample)}
    total = np.zeros((len(vectors), targets.shape[1]))
    own = np.zeros_like(total)
    for fold in range(5):
        keep = [i for i, place in enumerate(coded) if position.get(place) != fold]
        found = shares(vectors, [coded[i] for i in keep], targets[keep])
        total += found / 5
        mine = [place for place, its in position.items() if its == fold]
        own[mine] = found[mine]
    total[list(position)] = own[list(position)]
    return total


def most_diverse(vectors: "Vectors", read: "Sequence[int]", open_: "Sequence[int]") -> int:
    """Return the open answer that is least like any that was read."""
    if not len(read):
        centre = vectors[open_].mean(axis=0)
        return int(open_[int(np.argmax(vectors[open_] @ centre))])
    nearest = (vectors[open_] @ vectors[read].T).max(axis=1)
    return int(open_[int(np.argmin(nearest))])


def most_uncertain(found: "Shares", open_: "Sequence[int]") -> int:
    """Return the open answer whose two likeliest classes are the closest."""
    if found.shape[1] < 2:
        return int(open_[0])
    best = np.sort(found[open_], axis=1)[:, -2:]
    return int(open_[int(np.argmin(best[:, 1] - best[:, 0]))])
