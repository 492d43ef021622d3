"""Changing answers that were sent: the code stays, and so does their being one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.locales import N_
from consult.questionnaires.definition import Definition
from consult.responses import leaving, rows, rules, service
from consult.responses.models import Response

#: Two browsers that change the same answers at once: the later one finds the row of the first.
_TRIES = 10


def replace(
    session: Session,
    keys: Keyring,
    consultation: Consultation,
    definition: Definition,
    *,
    code: str,
    submission_key: str,
    language: str,
    answers: Mapping[str, Any],
    texts: Mapping[str, str],
    may_be_quoted: bool,
    version_id: UUID | None = None,
) -> service.Receipt:
    """Put other answers in the place of those a code stands for.

    The row is a new one under a new key, so everything that hangs on the old one goes with it:
    reviews, quotes, whatever a higher feature stores. Nobody who has the old text open can decide
    on the new one. Call ``core.db.erase_traces`` after the commit, so that no copy is left.

    Args:
        session: open transaction; the caller commits it.
        keys: digest the code and seal the texts.
        consultation: the one answered.
        definition: its frozen version.
        code: as it came with the form.
        submission_key: of the form; tells whether it was opened in time.
        language: tag of the language the questions were read in.
        answers: closed answers by question code, already checked.
        texts: free texts by text code.
        may_be_quoted: the author agreed that the texts may be quoted.
        version_id: the version that was read, where it is not the consultation's own.

    Returns:
        The receipt, with the same code.

    Raises:
        InvalidError: ``receipt_malformed``; ``only_ticks``, a child who only ticks wrote words.
        NotFoundError: ``receipt_unknown``, also when the answers were taken back meanwhile.
        DomainError: ``consultation_not_open``, or ``other_consultation`` when the code belongs to
            another one.
    """
    service.refuse_late(session, keys, consultation, submission_key)
    kept = rules.kept_texts(definition, texts)
    for _try in range(_TRIES):
        old = service.find(session, keys, code)
        if old.consultation_id != consultation.id:
            message = N_("This code belongs to the answers of another consultation.")
            raise DomainError("other_consultation", message)
        session.expunge(old)
        gone = session.execute(delete(Response).where(Response.id == old.id).returning(Response.id))
        if gone.one_or_none() is not None:
            break
    else:
        raise service.unknown()
    leaving.leave(session, old.id)
    service.refuse_words(consultation, definition, answers, kept)
    made = rows.made(
        keys,
        consultation,
        definition,
        submission_digest=old.submission_digest,
        receipt_digest=old.receipt_digest,
        language=language,
        answers=answers,
        texts=kept,
        may_be_quoted=may_be_quoted,
        mode=old.mode,
        stratum=old.stratum,
        version_id=version_id,
    )
    session.execute(insert(Response).values(**made.response))
    rows.add_restricted(session, made)
    return service.Receipt(service.canonical(code), first=True)
