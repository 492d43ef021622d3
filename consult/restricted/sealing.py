"""Sealing restricted texts: under keys of safeguarding alone, each for its own row."""

from typing import Any
from uuid import UUID, uuid4

from consult.core import clock
from consult.core.crypto import Keyring
from consult.restricted import rules
from consult.restricted.models import Care, Restricted
from consult.restricted.screening import Seen


def columns(keys: Keyring, kind: type[Restricted], text: str, seen: Seen) -> dict[str, Any]:
    """Return the columns of a new row, but for those that say whose text it is.

    Args:
        keys: seal the text.
        kind: of whose table the row is.
        text: the words.
        seen: what the rules found in them.
    """
    row = uuid4()
    return {
        "id": row,
        "dangers": seen.dangers,
        "urgent": seen.urgent,
        "due_at": rules.due_at(clock.now(), urgent=seen.urgent),
        "state": Care.WAITING,
        "text": _ring(keys).seal(text, **_place(kind, row, "text")),
        "note": None,
        "handler_id": None,
    }


def words(keys: Keyring, row: Restricted) -> str:
    """Return the words of a restricted text; empty once it is back with the others.

    Raises:
        SealError: it does not open with these keys.
    """
    return _unsealed(keys, row, row.text, "text")


def note(keys: Keyring, row: Restricted) -> str:
    """Return what safeguarding staff wrote down; empty where they did not.

    Raises:
        SealError: it does not open with these keys.
    """
    return _unsealed(keys, row, row.note, "note")


def keep_note(keys: Keyring, row: Restricted, typed: str) -> None:
    """Seal a note in the place of the one before; a blank one empties it."""
    place = _place(type(row), row.id, "note")
    row.note = _ring(keys).seal(typed, **place) if typed.strip() else None


def _unsealed(keys: Keyring, row: Restricted, sealed: bytes | None, column: str) -> str:
    return _ring(keys).unseal(sealed, **_place(type(row), row.id, column)) if sealed else ""


def _ring(keys: Keyring) -> Keyring:
    """Return the ring that restricted texts are sealed with: no other opens them."""
    return keys.for_purpose("safeguarding")


def _place(kind: type[Restricted], row: UUID, column: str) -> dict[str, str]:
    return {"table": kind.__tablename__, "row": str(row), "column": column}
