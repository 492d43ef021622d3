"""Reading the audit trail, and checking that nobody changed it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.models import AuditEntry
from consult.audit.rules import broken


def lines(session: Session, *, before: int | None = None, limit: int = 50) -> Sequence[AuditEntry]:
    """Return up to ``limit`` lines, newest first, below number ``before`` if given."""
    chosen = select(AuditEntry).order_by(AuditEntry.number.desc()).limit(limit)
    if before is not None:
        chosen = chosen.where(AuditEntry.number < before)
    return session.scalars(chosen).all()


def head(session: Session) -> AuditEntry | None:
    """Return the newest line; its digest stands for all lines before it."""
    return session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1)).first()


def first_broken(session: Session) -> int | None:
    """Return the number of the first line that was changed or is missing, or ``None``.

    Lines cut off at the end cannot be seen from the trail alone: compare :func:`head` with a
    digest that was written down elsewhere.
    """
    every = select(AuditEntry).order_by(AuditEntry.number).execution_options(yield_per=1000)
    with session.scalars(every) as entries:
        return broken(entries)
