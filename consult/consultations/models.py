"""A consultation, its window and its place in a meeting."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.core.db import Base, PrimaryKey, text_enum
from consult.meetings.models import AgendaItem, Meeting
from consult.questionnaires.models import Questionnaire, QuestionnaireVersion


class Phase(StrEnum):
    """When young people are asked, seen from the meeting."""

    BEFORE = "before"
    DURING = "during"


class Consultation(Base):
    """A set of questions put to young people before or during one meeting."""

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="window"),
        CheckConstraint("smallest_cell >= 3", name="smallest_cell"),
    )

    id: Mapped[PrimaryKey]
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[dict[str, str]]
    #: Why young people are asked, in their words.
    purpose: Mapped[dict[str, str]]
    #: What happens with the answers.
    outcome: Mapped[dict[str, str]]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    agenda_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    phase: Mapped[Phase] = mapped_column(text_enum(Phase))
    questionnaire_id: Mapped[UUID] = mapped_column(ForeignKey("questionnaire.id"))
    #: Set when the consultation is approved; what young people read.
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey("questionnaire_version.id"))
    #: Languages young people may answer in, in the Union's order.
    languages: Mapped[list[str]]
    # What people decided is stored; whether it is open now follows from the clock (rules.py).
    approved_at: Mapped[datetime | None]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    #: When a chair closed it before its time.
    closed_at: Mapped[datetime | None]
    #: When the summary over it was signed; the review of its texts changes no more.
    settled_at: Mapped[datetime | None]
    #: When all its answers were deleted on purpose, some time after the meeting.
    answers_deleted_on: Mapped[date | None]
    #: A count below this could point at one child, so no table shows it.
    smallest_cell: Mapped[int] = mapped_column(default=5)
    #: Who is called when a text tells of harm, and who stands in (TRUST.md R17).
    focal_point_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    deputy_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    #: Children of 10 to 12 may write in their own words; those under 10 never do (TRUST.md R35).
    ten_to_twelve_may_write: Mapped[bool] = mapped_column(default=True)
    #: Answers were made up to show the product; every page and paper says so.
    demonstration: Mapped[bool] = mapped_column(default=False)
    #: After sending, one may leave an e-mail address to hear what came of it.
    contact_offered: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Until then only answers with an invitation code are taken, because of an attack.
    invited_only_until: Mapped[datetime | None]

    impact: Mapped["ImpactRecord | None"] = relationship(back_populates="consultation")
    meeting: Mapped[Meeting] = relationship()
    agenda_item: Mapped[AgendaItem | None] = relationship()
    questionnaire: Mapped[Questionnaire] = relationship()
    focal_point: Mapped[Account | None] = relationship(foreign_keys=[focal_point_id])
    deputy: Mapped[Account | None] = relationship(foreign_keys=[deputy_id])
    version: Mapped[QuestionnaireVersion | None] = relationship()


class AskedVersion(Base):
    """A version of its questionnaire that a consultation put before young people."""

    __tablename__ = "asked_version"

    consultation_id: Mapped[UUID] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), primary_key=True
    )
    version_id: Mapped[UUID] = mapped_column(
        ForeignKey("questionnaire_version.id"), primary_key=True
    )


class ImpactRecord(Base):
    """What asking may do to young people, thought through before a consultation opens (R18)."""

    __tablename__ = "impact_record"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    #: Text by question; the questions are in ``impact.py``.
    answers: Mapped[dict[str, str]]
    #: SHA-256 of the data inventory it was written about.
    inventory_digest: Mapped[str]
    written_on: Mapped[date]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))

    consultation: Mapped[Consultation] = relationship(back_populates="impact")
    written_by: Mapped[Account] = relationship()
