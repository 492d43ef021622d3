"""What the group tells young people afterwards, consultation by consultation."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.consultations.models import Consultation
from consult.core.db import Base, PrimaryKey, text_enum
from consult.meetings.models import Document


class Status(StrEnum):
    """What the group did with a recommendation."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not-accepted"


class FollowUp(Base):
    """What we heard, what changed, and when each was told."""

    __tablename__ = "follow_up"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    #: "What we heard", by language.
    heard: Mapped[dict[str, str]]
    heard_on: Mapped[date | None]
    #: When the decisions below were told.
    changed_on: Mapped[date | None]
    #: When all was told and the matter closed.
    archived_on: Mapped[date | None]

    consultation: Mapped[Consultation] = relationship()
    recommendations: Mapped[list["Recommendation"]] = relationship(
        order_by="Recommendation.position", back_populates="follow_up"
    )


class Recommendation(Base):
    """One thing young people asked for, and what the group did with it."""

    __tablename__ = "recommendation"
    __table_args__ = (CheckConstraint("position > 0", name="position"),)

    id: Mapped[PrimaryKey]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("follow_up.consultation_id"))
    position: Mapped[int]
    #: What young people asked for, and why the group decided so, by language.
    asked: Mapped[dict[str, str]]
    reason: Mapped[dict[str, str]]
    #: Empty until the group has decided.
    status: Mapped[Status | None] = mapped_column(text_enum(Status))
    #: The paper that records the decision, and its paragraph as printed there.
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    paragraph: Mapped[str] = mapped_column(default="")

    follow_up: Mapped[FollowUp] = relationship(back_populates="recommendations")
    document: Mapped[Document | None] = relationship()
