"""Taking answers that come with an invitation code: stored and counted together, or neither."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.rules import asks_code
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.locales import N_
from consult.invitations import codes
from consult.questionnaires.definition import Definition
from consult.responses import service
from consult.responses.models import Mode, Stratum
from consult.responses.service import Receipt


def receive(
    session: Session,
    keys: Keyring,
    consultation: Consultation,
    definition: Definition,
    *,
    invitation: str,
    submission_key: str,
    language: str,
    answers: Mapping[str, Any],
    texts: Mapping[str, str],
    may_be_quoted: bool,
    waited: bool = False,
    version_id: UUID | None = None,
) -> Receipt:
    """Store one young person's answers and use their code once; see ``service.receive``.

    A repeated sending uses nothing and gets its receipt, even when the code is used up since.

    Args:
        session: open transaction; the caller commits it, and rolls it back on any refusal.
        keys: digest the code, and what ``service.receive`` needs them for.
        consultation: the one answered.
        definition: its frozen version.
        invitation: the code as typed; blank for none.
        submission_key: the client's key.
        language: tag of the language the questions were read in.
        answers: closed answers by question code.
        texts: free texts by text code.
        may_be_quoted: the author agreed that the texts may be quoted.
        waited: they waited on a phone without a line.
        version_id: as ``service.receive``.

    Raises:
        DomainError: ``invitation_used``; ``invitation_needed``, while only answers with a code are
            taken (``consultations.invited_only``); and what ``service.receive`` raises.
        InvalidError: ``invitation_unknown``, and what ``service.receive`` raises.
    """
    place = codes.place(session, keys, consultation, invitation) if invitation.strip() else None
    got = service.receive(
        session,
        keys,
        consultation,
        definition,
        submission_key=submission_key,
        language=language,
        answers=answers,
        texts=texts,
        may_be_quoted=may_be_quoted,
        mode=Mode.FACILITATED if place and place.in_group else Mode.OPEN,
        stratum=Stratum.INVITED if place else Stratum.OPEN,
        on_page=True,
        waited=waited,
        version_id=version_id,
    )
    if got.first and place:
        codes.use(session, place)
    elif got.first and asks_code(consultation, clock.now()):
        raise DomainError(
            "invitation_needed",
            N_(
                "Your answers are not sent yet. They stay on this page. Type your invitation code "
                "and press “Send”. If you have none, leave this page open and send them later."
            ),
        )
    return got
