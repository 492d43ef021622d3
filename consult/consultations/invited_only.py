"""Taking answers with an invitation code alone for a day, while programs send made-up ones."""

from datetime import timedelta

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.models import Consultation
from consult.consultations.rules import State, asks_code, state
from consult.consultations.service import lock
from consult.core import clock
from consult.core.errors import DomainError
from consult.core.locales import N_

#: How long it lasts; whoever needs more begins it anew, and so looks again.
LASTS = timedelta(hours=24)


def begin(session: Session, consultation: Consultation, *, actor: Actor) -> None:
    """Ask for an invitation code with all answers of the next 24 hours; it ends by itself.

    Args:
        session: open transaction; the caller commits it.
        consultation: one that is open.
        actor: who decides so; the trail keeps it.

    Raises:
        DomainError: ``consultation_not_open``.
    """
    lock(session, consultation)
    if state(consultation, clock.now()) is not State.OPEN:
        message = N_("Only a consultation that is open can ask for invitation codes.")
        raise DomainError("consultation_not_open", message)
    consultation.invited_only_until = clock.now() + LASTS
    session.flush()
    until = consultation.invited_only_until.isoformat()
    record(session, actor, "consultation.invited_only", consultation.slug, until=until)


def end(session: Session, consultation: Consultation, *, actor: Actor) -> None:
    """Take answers without a code again; does nothing where none is asked for."""
    lock(session, consultation)
    if asks_code(consultation, clock.now()) is None:
        return
    consultation.invited_only_until = None
    session.flush()
    record(session, actor, "consultation.invited_only_end", consultation.slug)
