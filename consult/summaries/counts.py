"""Tables of counts as a paper shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from consult.core.locales import Localized


@dataclass(frozen=True)
class Row:
    """One line of a table.

    ``count`` is ``None`` where it is hidden. ``percent`` is a whole percentage of the table's
    base, ``None`` where it is hidden or the base is under 30 (TRUST.md R30).
    """

    code: str
    label: Localized
    count: int | None
    percent: int | None


@dataclass(frozen=True)
class Table:
    """Counts of one question, or of one matrix row or ranking place.

    ``base``: young people who gave an answer, the whole of every percentage; ``None`` if hidden.
    ``no_answer`` and ``prefer_not`` are counted apart; ``None`` if hidden.
    ``adds_up``: the rows share the base between them (single choice), or do not (multiple).
    ``mean``: of a scale, with one decimal as text, ``""`` where there is none.
    """

    caption: Localized
    rows: tuple[Row, ...]
    base: int | None
    no_answer: int | None
    prefer_not: int | None
    adds_up: bool
    mean: str = ""


def texts_of(table: Table) -> Iterator[Localized]:
    """Yield the words of a table."""
    yield table.caption
    for row in table.rows:
        yield row.label


def read_table(stored: dict[str, Any]) -> Table:
    """Read a table of the canonical JSON."""
    return Table(**{**stored, "rows": tuple(Row(**row) for row in stored["rows"])})
