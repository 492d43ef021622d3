"""How the lines of the trail are bound to each other."""

import hashlib
import json
from collections.abc import Iterable

from consult.audit.models import AuditEntry


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


def broken(entries: Iterable[AuditEntry]) -> int | None:
    """Return the first number at which the chain does not hold, or ``None``."""
    previous = ""
    for number, entry in enumerate(entries, start=1):
        if entry.number != number:
            return number
        if entry.previous != previous or entry.digest != digest(entry):
            return number
        previous = entry.digest
    return None
