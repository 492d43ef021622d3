"""A second view of a table, weighted to given shares of the regions; never in a paper's tables.

Post-stratification of counts that were released: each region's answers get the weight that makes
the region as large as its share. The sample chose itself, so weighting does not make it speak for
all young people, and there are no margins of error; the effective number tells how much is lost
(L. Kish, "Survey Sampling", 1965: (Σw)² / Σw²).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consult.core.locales import Localized
from consult.summaries.disclosure import SMALLEST_BASE
from consult.summaries.paper import Table


@dataclass(frozen=True)
class WeightedLine:
    """One line; ``percent`` is whole, ``None`` where it may not be shown."""

    code: str
    label: Localized
    percent: int | None


@dataclass(frozen=True)
class Weighted:
    """A table in shares.

    ``effective`` is the number of answers that would tell as much if none had a weight, rounded
    down; ``without`` are the regions whose base is hidden or empty: nobody speaks for them here.
    """

    caption: Localized
    lines: tuple[WeightedLine, ...]
    effective: int
    without: tuple[str, ...]


def equal_shares(regions: Sequence[str]) -> dict[str, float]:
    """Return the same share for each."""
    return dict.fromkeys(regions, 1 / len(regions)) if regions else {}


def weighted(tables: Mapping[str, Table], shares: Mapping[str, float]) -> Weighted | None:
    """Return a table weighted by region; ``None`` where no region's base is shown.

    Args:
        tables: the released table of each region, by its code.
        shares: how large each region is to be; scaled to 1 over those that are there.
    """
    bases = {code: tables[code].base or 0 for code in shares if code in tables and shares[code] > 0}
    there = {code: base for code, base in bases.items() if base}
    if not there:
        return None
    whole = sum(shares[code] for code in there)
    share = {code: shares[code] / whole for code in there}
    # With Σw = 1: the answers of a region weigh share / base each.
    effective = 1 / sum(share[code] ** 2 / there[code] for code in there)
    first = tables[next(iter(there))]
    lines = []
    for place, row in enumerate(first.rows):
        counts = {code: tables[code].rows[place].count for code in there}
        known = {code: count for code, count in counts.items() if count is not None}
        enough = effective >= SMALLEST_BASE and len(known) == len(there)
        part = sum(share[code] * count / there[code] for code, count in known.items())
        percent = int(100 * part + 0.5) if enough else None
        lines.append(WeightedLine(row.code, row.label, percent))
    without = tuple(code for code in shares if code not in there)
    return Weighted(first.caption, tuple(lines), int(effective + 1e-9), without)
