"""Reading what young people say about taking part."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.takingpart.models import TakingPart
from consult.takingpart.rules import QUESTIONS, Faces


def everybody(session: Session, consultation: Consultation) -> Sequence[Faces]:
    """Return the four faces of each young person, in no order."""
    columns = [getattr(TakingPart, question) for question in QUESTIONS]
    rows = session.execute(select(*columns).where(TakingPart.consultation_id == consultation.id))
    return [dict(zip(QUESTIONS, row, strict=True)) for row in rows]
