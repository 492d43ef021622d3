"""Writing the audit trail."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.models import AuditEntry
from consult.audit.rules import digest
from consult.core import clock

#: Any number that no other advisory lock of this database uses.
_TURN = 0x617564697400


def record(session: Session, actor: Actor, act: str, subject: str, **details: Any) -> AuditEntry:
    """Write one line, bound to the line before by its hash; flushes, never commits.

    Args:
        session: open transaction; the caller commits it.
        actor: who did it.
        act: ``feature.verb``, such as ``consultation.open``.
        subject: what it was done to: a slug, a symbol, an e-mail of staff; never a young person.
        details: JSON values that make the line understandable; never free text of answers.
    """
    _wait_for_turn(session)
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1)).first()
    entry = AuditEntry(
        number=last.number + 1 if last else 1,
        at=clock.now(),
        actor=actor.name,
        act=act,
        subject=subject,
        details=details,
        previous=last.digest if last else "",
    )
    entry.digest = digest(entry)
    session.add(entry)
    session.flush()
    return entry


def _wait_for_turn(session: Session) -> None:
    """Let one transaction after the other write its lines; the next waits for this one's end.

    A lock on the newest row is not enough: whoever waited for it would still see that row as
    the newest. On SQLite the transaction holds the only write lock already.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_TURN)))
