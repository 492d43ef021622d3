"""Finding meetings and their papers."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from consult.core.errors import NotFoundError
from consult.core.locales import N_
from consult.meetings.models import AgendaItem, Document, Meeting
from consult.meetings.symbols import BODY, Series


def find(session: Session, number: int) -> Meeting | None:
    """Return the meeting of a number, or ``None``."""
    return session.scalars(
        select(Meeting)
        .filter_by(number=number)
        .options(selectinload(Meeting.documents), selectinload(Meeting.agenda_items))
    ).first()


def by_number(session: Session, number: int) -> Meeting:
    """Return the meeting of a number, with its agenda items and papers.

    Raises:
        NotFoundError: there is none.
    """
    found = find(session, number)
    if found is None:
        message = N_("There is no meeting %(number)s here. Look at the list of meetings.")
        raise NotFoundError("meeting_unknown", message, number=number)
    return found


def all_meetings(session: Session) -> Sequence[Meeting]:
    """Return every meeting with its papers and agenda items, the latest first."""
    return session.scalars(
        select(Meeting)
        .order_by(Meeting.number.desc())
        .options(selectinload(Meeting.documents), selectinload(Meeting.agenda_items))
    ).all()


def document(session: Session, symbol: str) -> Document:
    """Return the paper of a symbol, written in its one canonical way, with its meeting.

    Raises:
        NotFoundError: it is not registered here.
    """
    found = session.scalars(
        select(Document).filter_by(symbol=symbol).options(selectinload(Document.meeting))
    ).first()
    if found is None:
        message = N_("The paper %(symbol)s is not registered here.")
        raise NotFoundError("document_unknown", message, symbol=symbol)
    return found


def agenda_item(session: Session, meeting: Meeting, number: str) -> AgendaItem:
    """Return the agenda item of a number at a meeting.

    Raises:
        NotFoundError: the agenda has none of this number.
    """
    found = session.scalars(
        select(AgendaItem).filter_by(meeting_id=meeting.id, number=number)
    ).first()
    if found is None:
        message = N_("Meeting %(meeting)s has no agenda item %(number)s.")
        raise NotFoundError("agenda_item_unknown", message, meeting=meeting.number, number=number)
    return found


def last_serial(session: Session, meeting: Meeting, series: Series) -> int:
    """Return the highest number taken in a series at a meeting; 0 when there is none."""
    taken = select(func.max(Document.serial)).filter_by(
        body=BODY, meeting_number=meeting.number, series=series
    )
    return session.scalar(taken) or 0
