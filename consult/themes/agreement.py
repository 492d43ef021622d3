"""Whether two people who read alone code alike: Krippendorff's alpha, nominal, two values."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

#: Krippendorff, "Content Analysis" (4th ed. 2019), ch. 12: firm from .80, no conclusion under .667.
FIRM, LEAST = 0.80, 0.667


class Firmness(StrEnum):
    """What the agreement on a theme allows."""

    FIRM = "firm"
    TENTATIVE = "tentative"
    REWRITE = "rewrite"
    UNKNOWN = "unknown"


def alpha(units: Iterable[Sequence[object]]) -> float | None:
    """Return Krippendorff's alpha for nominal values.

    Args:
        units: per text the values its coders gave; texts with one coder do not count.

    Returns:
        At most 1; ``None`` where nothing was coded twice or only one value ever occurs, so that
        agreement says nothing.
    """
    observed: dict[tuple[object, object], float] = {}
    totals: dict[object, float] = {}
    for values in units:
        if len(values) < 2:
            continue
        for i, one in enumerate(values):
            totals[one] = totals.get(one, 0) + 1
            for j, other in enumerate(values):
                if i != j:
                    pair = (one, other)
                    observed[pair] = observed.get(pair, 0) + 1 / (len(values) - 1)
    whole = sum(totals.values())
    if len(totals) < 2:
        return None
    apart = sum(count for (one, other), count in observed.items() if one != other)
    expected = sum(a * b for x, a in totals.items() for y, b in totals.items() if x != y)
    return 1 - (whole - 1) * apart / expected


def firmness(value: float | None) -> Firmness:
    """Return what an alpha allows."""
    if value is None:
        return Firmness.UNKNOWN
    if value >= FIRM:
        return Firmness.FIRM
    return Firmness.REWRITE if value < LEAST else Firmness.TENTATIVE
