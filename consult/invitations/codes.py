"""Using a code: whether it is one of ours, and one use of it, never more than it has."""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core import ids
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, InvalidError
from consult.core.locales import N_
from consult.invitations import queries
from consult.invitations.models import Batch, Group, InvitationCode


@dataclass(frozen=True)
class Place:
    """What a code that exists gives: a place among the invited, or in a partner's group."""

    digest: str
    in_group: bool


def card_digest(keys: Keyring, consultation: Consultation, code: str) -> str:
    """Return the digest under which a card's or group's code is stored."""
    return ids.digest(keys.lookup, "invitation", f"{consultation.id}:{code}")


def place(session: Session, keys: Keyring, consultation: Consultation, typed: str) -> Place:
    """Return what a typed code gives; it is not used by that.

    Raises:
        InvalidError: ``invitation_unknown``, no card or group of this consultation has it.
    """
    code = ids.read_code(typed, length=ids.CARD_LENGTH)
    digest = code and card_digest(keys, consultation, code)
    if digest and queries.is_card(session, digest):
        return Place(digest, in_group=False)
    if digest and queries.is_group(session, digest):
        return Place(digest, in_group=True)
    raise InvalidError(
        "invitation_unknown",
        N_(
            "We do not know this invitation code. Compare it with your card, sign by sign. "
            "Or send your answers without it."
        ),
    )


def use(session: Session, taken: Place) -> None:
    """Use a place once; call it in the transaction that stores the answers, after them.

    The condition is in the statement itself, so that of many who come at once only as many get
    through as there are uses left (TRUST.md S12).

    Raises:
        DomainError: ``invitation_used``, nothing is left of it; the caller rolls back.
    """
    if taken.in_group:
        statement = (
            update(Group)
            .where(
                Group.code_digest == taken.digest,
                Group.entered + Group.joined < Group.headcount,
                Group.closed_on.is_(None),
            )
            .values(joined=Group.joined + 1)
        )
    else:
        live = select(Batch.id).where(Batch.ended_on.is_(None))
        statement = (
            update(InvitationCode)
            .where(
                InvitationCode.digest == taken.digest,
                InvitationCode.used < InvitationCode.quota,
                InvitationCode.batch_id.in_(live),
            )
            .values(used=InvitationCode.used + 1)
        )
    if not changed(session, statement):
        raise DomainError(
            "invitation_used",
            N_(
                "This invitation code does not work any more: it was used as often as it may be, "
                "or somebody ended it. Ask who gave it to you. Or send your answers without it."
            ),
        )


def changed(session: Session, statement: Any) -> bool:
    """Run an update and tell whether it met its row."""
    done = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount == 1
