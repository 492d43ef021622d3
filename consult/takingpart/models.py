"""What young people say about taking part, linked to nothing."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base
from consult.core.unordered import UNORDERED


class TakingPart(Base):
    """One young person's four faces: no answer, code or language leads here (TRUST.md R48).

    The key is random and the table keeps no order of arrival.
    """

    __tablename__ = "taking_part"
    __table_args__ = (UNORDERED,)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    said_on: Mapped[date]
    #: Faces from 1 (not at all) to 5 (fully); empty when left out.
    space: Mapped[int | None]
    voice: Mapped[int | None]
    audience: Mapped[int | None]
    influence: Mapped[int | None]
