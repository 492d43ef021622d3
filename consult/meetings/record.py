"""The group's real record: six meetings and the papers known from each."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE, Actor
from consult.core.locales import N_, in_every_language
from consult.meetings import queries, service
from consult.meetings.models import Meeting
from consult.meetings.symbols import Symbol

_FILE = Path(__file__).with_name("record.json")

# The record tells symbols and dates, not subjects; a title is not made up.
_TITLE = N_("Document of the meeting")


def load(session: Session, *, actor: Actor = COMMAND_LINE) -> list[Meeting]:
    """Store the meetings and papers of the record that are not there yet.

    A meeting that staff have changed stays as they left it. Flushes, never commits.

    Returns:
        The meetings of the record, first to last.
    """
    return [_load_meeting(session, told, actor) for told in _read()]


def _read() -> list[dict[str, Any]]:
    meetings: list[dict[str, Any]] = json.loads(_FILE.read_text("utf-8"))["meetings"]
    return meetings


def _load_meeting(session: Session, told: dict[str, Any], actor: Actor) -> Meeting:
    meeting = queries.find(session, told["number"]) or service.add_meeting(
        session,
        told["number"],
        date.fromisoformat(told["starts_on"]),
        date.fromisoformat(told["ends_on"]),
        actor=actor,
    )
    known = {document.symbol for document in meeting.documents}
    for symbol in told["documents"]:
        if symbol not in known:
            service.register_document(
                session,
                meeting,
                Symbol.parse(symbol),
                title=in_every_language(_TITLE),
                languages=["en"],
                address=Symbol.parse(symbol).address,
                actor=actor,
            )
    return meeting
