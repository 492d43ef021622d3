"""Signed notes that travel in the pages of one young person, because there is no cookie.

They keep a band that was told once from being forgotten when another is chosen (TRUST.md R37),
and let an address be left only by somebody who has just sent answers.
"""

import hmac
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from consult.consent.guardians import LOWEST_AGES
from consult.core import ids

#: How long after sending an address may be left: that day and the next.
_LIVES = timedelta(days=1)


@dataclass(frozen=True)
class Ticket:
    """What the page after sending knows: the youngest band told on the way, if any.

    ``name`` is random and stands in no answer.
    """

    band: str | None
    name: str


def issue(secret: bytes, consultation_id: UUID, band: str | None, today: date) -> str:
    """Return the ticket for the page that follows the sending of answers."""
    body = f"{band or ''}.{today.isoformat()}.{ids.new_key()}"
    return f"{body}.{_proof(secret, 'contact ticket', consultation_id, body)}"


def read(secret: bytes, consultation_id: UUID, sent: str, today: date) -> Ticket | None:
    """Return what a ticket says; ``None`` when it is not ours or too old."""
    body, _dot, proof = sent.rpartition(".")
    expected = _proof(secret, "contact ticket", consultation_id, body)
    if not hmac.compare_digest(proof.encode(), expected.encode()):
        return None
    band, day, name = body.split(".")
    if not timedelta() <= today - date.fromisoformat(day) <= _LIVES:
        return None
    return Ticket(band or None, name)


def seen(secret: bytes, consultation_id: UUID, key: str, band: str | None) -> str:
    """Return the note of the youngest band told so far on the pages of one submission key."""
    return f"{band}.{_proof(secret, 'band seen', consultation_id, f'{key}.{band}')}" if band else ""


def read_seen(secret: bytes, consultation_id: UUID, key: str, sent: str) -> str | None:
    """Return the band that a note tells; ``None`` when it is not ours, or of another key."""
    band = sent.partition(".")[0]
    known = band in LOWEST_AGES
    ours = hmac.compare_digest(sent.encode(), seen(secret, consultation_id, key, band).encode())
    return band if known and ours else None


def _proof(secret: bytes, purpose: str, consultation_id: UUID, text: str) -> str:
    return ids.digest(secret, purpose, f"{consultation_id}:{text}")[:32]
