"""Who we did not hear from: computed from the released tables of participation (TRUST.md R15)."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.core.locales import Localized
from consult.core.regions import Region
from consult.summaries.paper import Table


@dataclass(frozen=True)
class Silence:
    """Groups nobody answered from, and groups whose number is small or hidden."""

    nobody: tuple[Localized, ...]
    few: tuple[Localized, ...]


def of(table: Table) -> Silence:
    """Return the silent groups of a participation table."""
    return Silence(
        tuple(row.label for row in table.rows if row.count == 0),
        tuple(row.label for row in table.rows if row.count is None),
    )


def regions_heard(table: Table) -> Sequence[str]:
    """Return the regions of the six from which a shown number of young people answered."""
    counts = {row.code: row.count for row in table.rows}
    return [region.value for region in Region if counts.get(region.value)]
