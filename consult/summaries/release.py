"""The one door through which counts leave: disclosure control within a release and between them.

Within a release ``suppression`` hides what could be worked out. Between releases of the same
tables (draft and paper, before and after more answers, a Rev.) a count is either the one released
last or differs by nothing or by at least its threshold from every one released before; a count
that would differ by less is hidden, with further ones where the rest would tell it.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consult.core import clock
from consult.core.errors import DomainError
from consult.core.locales import N_
from consult.meetings.models import Meeting
from consult.summaries import suppression
from consult.summaries.known import Cell, Key, Relation
from consult.summaries.results.models import ReleasedTable
from consult.summaries.snapshots import keeping

#: While answers come in, a new release waits for a quarter more of them: a page that is loaded
#: again and again must not cut a paper into steps of five.
_GROWTH = 4
#: Milliseconds that a page waits until its release is noted; without a note nothing is shown.
_PATIENCE = 10_000
_BETWEEN = "\N{SYMBOL FOR UNIT SEPARATOR}"


class Counts(Protocol):
    """Counts that are released together, and all that a reader knows of how they add up."""

    @property
    def cells(self) -> Mapping[Key, Cell]:
        """Return every count by its name."""
        ...

    @property
    def relations(self) -> Sequence[Relation]:
        """Return how they add up."""
        ...

    @property
    def forced(self) -> Collection[Key]:
        """Return what is hidden whatever its size."""
        ...


@dataclass(frozen=True)
class Released:
    """A release: what it shows, since when, and whether newer answers wait for the next one."""

    shown: Mapping[Key, int]
    released_on: date
    snapshots: Mapping[str, str]
    held: bool = False


def once(
    cells: Iterable[Cell], relations: Iterable[Relation], forced: Collection[Key] = ()
) -> dict[Key, int]:
    """Return what may be shown of counts that are released one time only.

    Args:
        cells: every count that is published together.
        relations: how they add up.
        forced: hidden whatever their size.
    """
    every = list(cells)
    hidden = suppression.choose(every, relations, forced)
    return {cell.key: cell.value for cell in every if cell.published and cell.key not in hidden}


def again(counts: Counts, before: Sequence[Mapping[Key, int]]) -> dict[Key, int]:
    """Return what may be shown after earlier releases of the same tables.

    Args:
        counts: as they are now.
        before: what each earlier release showed.
    """
    near = {
        key
        for shown in before
        for key, was in shown.items()
        if key in counts.cells and 0 < abs(counts.cells[key].value - was) < _apart(counts, key)
    }
    return once(counts.cells.values(), counts.relations, {*counts.forced, *near})


def _apart(counts: Counts, key: Key) -> int:
    return counts.cells[key].smallest


def waits(totals: Sequence[tuple[int, int | None, int]], *, grows: bool) -> bool:
    """Tell whether the last release stands for now.

    Args:
        totals: of each consultation: its responses now, as last released (``None``: hidden or
            not there), and its threshold.
        grows: some of the consultations still take answers.
    """
    for now, was, smallest in totals:
        if not was and now:
            return False  # what was hidden or nobody's stays so until there is enough
        change = abs(now - (was or 0))
        if change >= (max(smallest, (was or 0) // _GROWTH) if grows else smallest):
            return False
    return True


def of(
    session: Session,
    meeting: Meeting,
    tables: str,
    counts: Counts,
    *,
    snapshots: Mapping[str, str],
    totals: Mapping[Key, int],
    grows: bool = False,
) -> Released:
    """Release tables: what may be shown of them now; it is noted before anybody sees it.

    Args:
        session: of a page or an act. In a page, which only reads, the note is written beside it.
        meeting: the tables are for.
        tables: their stable name.
        counts: as they are now.
        snapshots: digest of the snapshot of each consultation, by its slug.
        totals: the number of responses under the name it has among the counts, with its threshold.
        grows: some of the consultations still take answers.

    Raises:
        DomainError: ``release_busy``, the note could not be written.
    """
    past = _past(session, meeting, tables)
    told = _source(snapshots, counts)
    if past:
        last = past[-1]
        shown = _read(last.shown)
        if last.source == told:
            return Released(shown, last.released_on, last.snapshots)
        steps = [
            (counts.cells[key].value, shown.get(key), smallest) for key, smallest in totals.items()
        ]
        if set(snapshots) == set(last.snapshots) and waits(steps, grows=grows):
            return Released(shown, last.released_on, last.snapshots, held=True)
    shown_now = again(counts, [_read(one.shown) for one in past])
    day = clock.today()
    values = {
        "meeting_id": meeting.id,
        "tables": tables,
        "number": len(past) + 1,
        "released_on": day,
        "source": told,
        "snapshots": dict(snapshots),
        "shown": {_BETWEEN.join(key): count for key, count in sorted(shown_now.items())},
    }
    noted = keeping.beside(session, lambda other: _note(other, values), patience=_PATIENCE)
    if not noted:
        message = N_("These tables are being reckoned at this moment. Load the page again.")
        raise DomainError("release_busy", message)
    return Released(shown_now, day, dict(snapshots))


def last(session: Session, meeting: Meeting, tables: str) -> Released | None:
    """Return the last release of some tables, which is older than the answers of now."""
    past = _past(session, meeting, tables)
    if not past:
        return None
    newest = past[-1]
    return Released(_read(newest.shown), newest.released_on, newest.snapshots, held=True)


def _note(session: Session, values: Mapping[str, Any]) -> None:
    session.execute(insert(ReleasedTable).values(**values))


def _past(session: Session, meeting: Meeting, tables: str) -> Sequence[ReleasedTable]:
    mine = select(ReleasedTable).where(
        ReleasedTable.meeting_id == meeting.id, ReleasedTable.tables == tables
    )
    return session.scalars(mine.order_by(ReleasedTable.number)).all()


def _read(stored: Mapping[str, Any]) -> dict[Key, int]:
    return {tuple(name.split(_BETWEEN)): count for name, count in stored.items()}


def _source(snapshots: Mapping[str, str], counts: Counts) -> str:
    """Return what a release is bound to: the answers, and how they are to be hidden."""
    told = [f"{slug} {digest}" for slug, digest in sorted(snapshots.items())]
    told += [f"{_BETWEEN.join(key)} {cell.smallest}" for key, cell in sorted(counts.cells.items())]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
