"""Writing the audit trail."""

import hashlib
import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.models import AuditEntry
from consult.core import clock


def record(session: Session, actor: Actor, act: str, subject: str, **details: Any) -> AuditEntry:
    """Write one line, bound to the line before by its hash; flushes, never commits.

    Args:
        session: open transaction; the caller commits it.
        actor: who did it.
        act: ``feature.verb``, such as ``consultation.open``.
        subject: what it was done to: a slug, a symbol, an e-mail of staff; never a young person.
        details: JSON values that make the line understandable; never free text of answers.
    """
    last = session.scalars(
        select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1).with_for_update()
    ).first()
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


def digest(entry: AuditEntry) -> str:
    """Return the SHA-256 over everything the line says and the digest before it."""
    said = json.dumps(
        [
            entry.number,
            entry.at.isoformat(),
            entry.actor,
            entry.act,
            entry.subject,
            entry.details,
            entry.previous,
        ],
        sort_keys=True,
        ensure_ascii=False,
    )
    return hashlib.sha256(said.encode()).hexdigest()
