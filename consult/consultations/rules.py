"""When a consultation takes answers."""

from datetime import datetime
from enum import StrEnum

from consult.consultations.models import Consultation


class State(StrEnum):
    """Where a consultation stands; it follows from approval and clock, and is never stored."""

    DRAFT = "draft"
    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


def state(consultation: Consultation, now: datetime) -> State:
    """Return where a consultation stands at ``now``.

    The window is half-open, ``opens_at <= now < closes_at``; closing by hand ends it earlier.
    """
    if consultation.approved_at is None:
        return State.DRAFT
    if now >= consultation.closes_at:
        return State.CLOSED
    if consultation.closed_at is not None and now >= consultation.closed_at:
        return State.CLOSED
    return State.OPEN if now >= consultation.opens_at else State.WAITING


def takes_answers(consultation: Consultation, now: datetime) -> bool:
    """Tell whether a young person may answer at ``now``."""
    return state(consultation, now) is State.OPEN


def asks_code(consultation: Consultation, now: datetime) -> datetime | None:
    """Return until when answers are taken with an invitation code alone; ``None``: not at ``now``.

    It ends by itself (``invited_only``).
    """
    until = consultation.invited_only_until
    return until if until is not None and now < until else None


def ends_at(consultation: Consultation) -> datetime:
    """Return when answering ends or ended: the planned moment, or an earlier one by hand."""
    if consultation.closed_at is None:
        return consultation.closes_at
    return min(consultation.closed_at, consultation.closes_at)
