"""The one act: keep what somebody says about taking part."""

import hashlib
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.errors import DomainError, InvalidError
from consult.core.locales import N_
from consult.takingpart import rules
from consult.takingpart.models import TakingPart
from consult.takingpart.rules import FACES, QUESTIONS


def keep(session: Session, consultation: Consultation, key: str, faces: Mapping[str, str]) -> bool:
    """Store four faces, once per key; there is no audit line, as for answers.

    Args:
        session: open transaction; the caller commits it.
        consultation: about which they are.
        key: of the page, random; it is not the key of the answers.
        faces: number of the face by question, as typed; those left out are absent or empty.

    Returns:
        Whether they were stored now; ``False`` when the same page was sent before.

    Raises:
        DomainError: the consultation takes none any more.
        InvalidError: no face is chosen, or one that is not there.
    """
    if not rules.is_asked(consultation, clock.now()):
        message = N_("The time to tell us how it was is over. Thank you all the same.")
        raise DomainError("taking_part_over", message)
    chosen = {question: faces.get(question, "") for question in QUESTIONS}
    if not any(chosen.values()) or set(chosen.values()) - {"", *map(str, FACES)} or not key:
        raise InvalidError("no_face", N_("Choose at least one face, then send it again."))
    digest = hashlib.sha256(f"{consultation.id}|{key}".encode()).digest()
    row = UUID(bytes=digest[:16], version=4)
    if session.get(TakingPart, row) is not None:
        return False
    session.add(
        TakingPart(
            id=row,
            consultation_id=consultation.id,
            said_on=clock.today(),
            **{question: int(face) if face else None for question, face in chosen.items()},
        )
    )
    session.flush()
    return True
