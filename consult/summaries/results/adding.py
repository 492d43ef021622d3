"""Tables of several consultations together: sums of what each of them released.

A sum is shown only where every part of it is. So a table over several consultations tells nothing
that their own tables do not, whichever are taken together.
"""

from collections.abc import Iterable, Sequence

from consult.summaries.disclosure import percent
from consult.summaries.paper import Row, Table


def plus(counts: Iterable[int | None]) -> int | None:
    """Return the sum; ``None`` where one of the parts is hidden."""
    total = 0
    for count in counts:
        if count is None:
            return None
        total += count
    return total


def together(tables: Sequence[Table]) -> Table:
    """Return one table of several with the same lines; a single one is returned as it is.

    Raises:
        ValueError: there is none.
    """
    if not tables:
        raise ValueError("nothing to add up")
    if len(tables) == 1:
        return tables[0]
    first = tables[0]
    base = plus(table.base for table in tables)
    rows = []
    for code, label in {row.code: row.label for table in tables for row in table.rows}.items():
        lines = [row for table in tables for row in table.rows if row.code == code]
        count = plus(row.count for row in lines)
        rows.append(Row(code, label, count, percent(count, base)))
    return Table(
        first.caption,
        tuple(rows),
        base,
        plus(table.no_answer for table in tables),
        plus(table.prefer_not for table in tables),
        first.adds_up,
    )
