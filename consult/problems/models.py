"""A report of a problem and its answer."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.db import Base
from consult.core.unordered import UNORDERED
from consult.restricted.models import Restricted


class ProblemReport(Base):
    """What somebody reports, without a trail to its author (TRUST.md R44)."""

    __tablename__ = "problem_report"
    __table_args__ = (UNORDERED,)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    #: Keyed digest of the code under which the answer is read.
    code_digest: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str]
    reported_on: Mapped[date]
    #: Sealed; see ``core.crypto``. Empty while only safeguarding staff read it.
    text: Mapped[bytes] = mapped_column(LargeBinary)
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_on: Mapped[date | None]


class RestrictedReport(Restricted, Base):
    """A report that may tell of harm to its author: it is not among the others."""

    __tablename__ = "restricted_report"
    __table_args__ = (UNORDERED,)

    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("problem_report.id", ondelete="CASCADE"), unique=True
    )

    report: Mapped[ProblemReport] = relationship()
