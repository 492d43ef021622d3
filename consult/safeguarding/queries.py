"""The restricted queue: what waits, by when, and the words, for safeguarding staff alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.errors import NotFoundError
from consult.core.locales import N_
from consult.problems.models import RestrictedReport
from consult.responses.models import Response, RestrictedText
from consult.restricted import sealing
from consult.restricted.models import Care, Restricted

#: States in which somebody still has to decide.
OPEN = (Care.WAITING, Care.OPENED)


@dataclass(frozen=True)
class Item:
    """One restricted text as the queue lists it, without its words."""

    row: Restricted
    #: The one that was answered; ``None`` for a reported problem.
    consultation: Consultation | None
    is_overdue: bool


@dataclass(frozen=True)
class Words:
    """What a restricted text says, and what was noted about it."""

    text: str
    note: str


def items(session: Session, now: datetime) -> list[Item]:
    """Return every restricted text: undecided first, urgent first, then by when it is due."""
    wanted = (
        select(RestrictedText, Consultation)
        .join(Response, Response.id == RestrictedText.response_id)
        .join(Consultation, Consultation.id == Response.consultation_id)
        .where(RestrictedText.state != Care.RELEASED)
        .options(joinedload(RestrictedText.handler))
    )
    reports = (
        select(RestrictedReport)
        .where(RestrictedReport.state != Care.RELEASED)
        .options(joinedload(RestrictedReport.handler))
    )
    found = [Item(row, of, is_overdue(row, now)) for row, of in session.execute(wanted)]
    found += [Item(row, None, is_overdue(row, now)) for row in session.scalars(reports)]
    return sorted(
        found,
        key=lambda one: (one.row.state not in OPEN, not one.row.urgent, one.row.due_at, one.row.id),
    )


def is_overdue(row: Restricted, now: datetime) -> bool:
    """Tell whether nobody decided in time."""
    return row.state in OPEN and now >= row.due_at


def open_count(session: Session, now: datetime) -> tuple[int, int]:
    """Return how many texts are undecided, and how many of them are overdue."""
    every = overdue = 0
    for kind in (RestrictedText, RestrictedReport):
        mine = select(func.count()).select_from(kind).where(kind.state.in_(OPEN))
        every += session.scalar(mine) or 0
        overdue += session.scalar(mine.where(kind.due_at <= now)) or 0
    return every, overdue


def by_id(session: Session, item_id: UUID) -> RestrictedText | RestrictedReport:
    """Return a restricted text: of an answer, or of a reported problem.

    Raises:
        NotFoundError: there is none, or its author has withdrawn it.
    """
    found = session.get(RestrictedText, item_id) or session.get(RestrictedReport, item_id)
    if found is None or found.state is Care.RELEASED:
        message = N_("This text is not here. Its author may have withdrawn it.")
        raise NotFoundError("text_unknown", message)
    return found


def words(keys: Keyring, row: Restricted) -> Words:
    """Return the words of a restricted text and of the note about it."""
    return Words(sealing.words(keys, row), sealing.note(keys, row))


def neighbours(session: Session, row: RestrictedText) -> Sequence[RestrictedText]:
    """Return the other restricted texts of the same response."""
    wanted = select(RestrictedText).where(
        RestrictedText.response_id == row.response_id, RestrictedText.id != row.id
    )
    return session.scalars(wanted).all()
