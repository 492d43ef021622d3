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
from consult.responses import queries as responses
from consult.responses.models import Care, Response, RestrictedText

#: States in which somebody still has to decide.
OPEN = (Care.WAITING, Care.OPENED)


@dataclass(frozen=True)
class Item:
    """One restricted text as the queue lists it, without its words."""

    row: RestrictedText
    consultation: Consultation
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
    found = [Item(row, of, is_overdue(row, now)) for row, of in session.execute(wanted)]
    return sorted(
        found,
        key=lambda one: (one.row.state not in OPEN, not one.row.urgent, one.row.due_at, one.row.id),
    )


def is_overdue(row: RestrictedText, now: datetime) -> bool:
    """Tell whether nobody decided in time."""
    return row.state in OPEN and now >= row.due_at


def open_count(session: Session, now: datetime) -> tuple[int, int]:
    """Return how many texts are undecided, and how many of them are overdue."""
    undecided = select(func.count()).select_from(RestrictedText)
    mine = undecided.where(RestrictedText.state.in_(OPEN))
    every = session.scalar(mine) or 0
    return every, session.scalar(mine.where(RestrictedText.due_at <= now)) or 0


def by_id(session: Session, item_id: UUID) -> RestrictedText:
    """Return a restricted text.

    Raises:
        NotFoundError: there is none, or its author has withdrawn it.
    """
    found = session.get(RestrictedText, item_id)
    if found is None or found.state is Care.RELEASED:
        message = N_("This text is not here. Its author may have withdrawn it.")
        raise NotFoundError("text_unknown", message)
    return found


def words(keys: Keyring, row: RestrictedText) -> Words:
    """Return the words of a restricted text and of the note about it."""
    place = responses.place_of_restricted(row.id, "note")
    note = responses.safeguarding(keys).unseal(row.note, **place) if row.note else ""
    return Words(responses.restricted_text(keys, row), note)


def neighbours(session: Session, row: RestrictedText) -> Sequence[RestrictedText]:
    """Return the other restricted texts of the same response."""
    wanted = select(RestrictedText).where(
        RestrictedText.response_id == row.response_id, RestrictedText.id != row.id
    )
    return session.scalars(wanted).all()
