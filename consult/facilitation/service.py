"""Entering a group's paper answers, one sheet after another."""

from uuid import UUID

from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.invitations import service as invitations
from consult.invitations.models import Group
from consult.questionnaires.definition import Definition
from consult.responses import service as responses
from consult.responses.models import Mode, Stratum
from consult.responses.rules import Sheet
from consult.responses.service import Receipt


def enter(
    session: Session,
    keys: Keyring,
    group: Group,
    consultation: Consultation,
    *,
    definition: Definition,
    sheet: Sheet,
    submission_key: str,
    language: str,
    may_be_quoted: bool,
    version_id: UUID | None = None,
) -> Receipt:
    """Store one sheet and count it, once, however often it is sent.

    Args:
        session: open transaction; the caller commits it, and rolls it back on any refusal.
        keys: for ``responses.service.receive``.
        group: whose sheet it is.
        consultation: the one the group answers.
        definition: its frozen version.
        sheet: what was typed, without mistakes.
        submission_key: of the page; the same page stores one sheet.
        language: tag of the language the sheet was in.
        may_be_quoted: the author agreed on the sheet that the texts may be quoted.
        version_id: the version the sheet is to, where it is not the consultation's own.

    Raises:
        DomainError: ``group_full``, ``group_closed``, and what ``receive`` raises.
    """
    got = responses.receive(
        session,
        keys,
        consultation,
        definition,
        submission_key=submission_key,
        language=language,
        answers=sheet.answers,
        texts=sheet.texts,
        may_be_quoted=may_be_quoted,
        mode=Mode.FACILITATED,
        stratum=Stratum.INVITED,
        on_page=True,
        version_id=version_id,
    )
    if got.first:
        invitations.count_sheet(session, group)
    return got
