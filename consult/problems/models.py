"""A report of a problem and its answer."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base
from consult.core.unordered import UNORDERED


class ProblemReport(Base):
    """What somebody reports, without a trail to its author (TRUST.md R44)."""

    __tablename__ = "problem_report"
    __table_args__ = (UNORDERED,)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    #: Keyed digest of the code under which the answer is read.
    code_digest: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str]
    reported_on: Mapped[date]
    #: Sealed; see ``core.crypto``.
    text: Mapped[bytes] = mapped_column(LargeBinary)
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_on: Mapped[date | None]
