"""Theme counts under the same disclosure control as every other count."""

from dataclasses import dataclass

from consult.core.locales import Localized
from consult.summaries import known, release
from consult.summaries.disclosure import percent
from consult.summaries.known import Cell, Key, Relation
from consult.themes.agreement import Firmness
from consult.themes.counted import Counts, Kind

_BASE: Key = ("themes", "base")
_NONE: Key = ("themes", "none")
_UNCLEAR: Key = ("themes", "unclear")


@dataclass(frozen=True)
class PublishedTheme:
    """What may be shown of a theme; ``None`` stands for a hidden number.

    ``low`` and ``high`` are there for an estimate only.
    """

    label: Localized
    count: int | None
    low: int | None
    high: int | None
    percent: int | None
    firmness: Firmness


@dataclass(frozen=True)
class PublishedThemes:
    """The themes of one question as they may be shown, and in which of the two kinds of words."""

    kind: Kind
    total: int | None
    read: int | None
    themes: tuple[PublishedTheme, ...]


def publish(counts: Counts, smallest: int) -> PublishedThemes | None:
    """Return what may be shown; ``None`` while people have not read enough.

    Args:
        counts: raw, from ``themes.queries.theme_counts``.
        smallest: counts from 1 to one below this are hidden.
    """
    if counts.kind is Kind.UNFINISHED:
        return None
    if 0 < counts.total < smallest:
        shown: set[Key] = set()
    elif counts.kind is Kind.READ:
        cells = _cells(counts, smallest)
        shown = set(release.once(cells, _relations(counts)))
    else:
        # Nothing adds up exactly in an estimate; what is small is hidden all the same.
        shown = {
            _key(i) for i, one in enumerate(counts.themes) if not 0 < _of(one.count) < smallest
        }
        shown.add(_BASE)
    base = counts.total if _BASE in shown else None
    lines = []
    for place, one in enumerate(counts.themes):
        count = one.count if _key(place) in shown else None
        low, high = (
            (one.low, one.high)
            if counts.kind is Kind.ESTIMATED and count is not None
            else (None, None)
        )
        share = percent(count, base)
        lines.append(PublishedTheme(one.label, count, low, high, share, one.firmness))
    read = counts.read if base is not None else None
    return PublishedThemes(counts.kind, base, read, tuple(lines))


def _of(count: int | None) -> int:
    return count or 0


def _key(place: int) -> Key:
    return ("themes", "theme", str(place))


def _cells(counts: Counts, smallest: int) -> list[Cell]:
    """Return the counts; those without a theme and those nobody understands are not published."""
    themes = [
        Cell(_key(place), _of(one.count), smallest) for place, one in enumerate(counts.themes)
    ]
    return [
        Cell(_BASE, counts.total, smallest, fixed=True),
        Cell(_NONE, _of(counts.none), smallest, published=False),
        Cell(_UNCLEAR, _of(counts.unclear), smallest, published=False),
        *themes,
    ]


def _relations(counts: Counts) -> list[Relation]:
    """Return what a reader knows: a theme is in some answers, and each answer is something."""
    themes = [_key(place) for place in range(len(counts.themes))]
    each = [known.at_most([_NONE, _UNCLEAR, theme], [_BASE]) for theme in themes]
    return [*each, known.at_most([_BASE], [_NONE, _UNCLEAR, *themes])]
