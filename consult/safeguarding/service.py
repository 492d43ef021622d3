"""Seeing to a text that may tell of harm: open it, note, resolve it, keep it, or release it."""

import json

from sqlalchemy.orm import Session

from consult.audit import service as audit
from consult.audit.actor import Actor
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, ForbiddenError, InvalidError
from consult.core.locales import N_
from consult.problems import service as problems
from consult.problems.models import RestrictedReport
from consult.responses import queries as responses
from consult.responses.models import Response, RestrictedText
from consult.restricted import sealing
from consult.restricted.models import Care, Restricted

#: How long a note may be, in characters.
LONGEST_NOTE = 4000

_CLOSING = (Care.RESOLVED, Care.KEPT)


def open_(session: Session, row: Restricted, *, actor: Actor) -> None:
    """Note that somebody reads the text and sees to it; later readings are noted too.

    Raises:
        ForbiddenError: no member of staff acts.
    """
    _take(row, actor)
    if row.state is Care.WAITING:
        row.state = Care.OPENED
    session.flush()
    _record(session, row, actor, "open")


def note(session: Session, keys: Keyring, row: Restricted, text: str, *, actor: Actor) -> None:
    """Keep what was done, sealed; it replaces the note before, which its writer had in view.

    Raises:
        InvalidError: the note is too long.
        ForbiddenError: no member of staff acts.
    """
    if len(text) > LONGEST_NOTE:
        message = N_("The note may have at most %(most)s characters.")
        raise InvalidError("note_long", message, most=LONGEST_NOTE)
    _take(row, actor)
    sealing.keep_note(keys, row, text)
    session.flush()
    _record(session, row, actor, "note")


def close(session: Session, row: Restricted, state: Care, *, actor: Actor) -> None:
    """Say that the text was seen to, or that there is nothing to do; it stays restricted.

    Args:
        session: open transaction; the caller commits it.
        row: the text.
        state: resolved, or kept.
        actor: who decides.

    Raises:
        DomainError: another state was asked for.
        ForbiddenError: no member of staff acts.
    """
    if state not in _CLOSING:
        raise DomainError("care_unknown", N_("Choose what is to be done with this text."))
    _take(row, actor)
    row.state = state
    session.flush()
    _record(session, row, actor, state.value)


def release(session: Session, keys: Keyring, row: Restricted, *, actor: Actor) -> None:
    """Put the text back with the others: it was no concern, and is seen to as any other.

    Raises:
        ForbiddenError: no member of staff acts.
    """
    _take(row, actor)
    if isinstance(row, RestrictedReport):
        problems.put_back(keys, row)
    elif isinstance(row, RestrictedText):
        _put_back(session, keys, row)
    row.text, row.state = None, Care.RELEASED
    session.flush()
    _record(session, row, actor, "release")


def _put_back(session: Session, keys: Keyring, row: RestrictedText) -> None:
    """Put a text back among the others of its response."""
    # Two texts of one response released at once must both be there afterwards.
    response = session.get_one(Response, row.response_id, with_for_update=True)
    session.refresh(response)
    texts = responses.texts_of(keys, response) | {row.text_code: sealing.words(keys, row)}
    place = {"table": Response.__tablename__, "row": str(response.id), "column": "texts"}
    response.texts = keys.seal(json.dumps(texts, ensure_ascii=False), **place)


def _take(row: Restricted, actor: Actor) -> None:
    if actor.account_id is None:
        message = N_("Only a member of staff who is signed in sees to these texts.")
        raise ForbiddenError("handler_unknown", message)
    row.handler_id = actor.account_id


def _record(session: Session, row: Restricted, actor: Actor, act: str) -> None:
    # Neither words nor dangers nor whose it was: the trail is kept for ever.
    subject = "problem"
    if isinstance(row, RestrictedText):
        response = session.get_one(Response, row.response_id)
        subject = session.get_one(Consultation, response.consultation_id).slug
    audit.record(session, actor, f"safeguarding.{act}", subject)
