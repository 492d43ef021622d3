"""A meeting's summary: the narrative people write, the quotes they chose, the frozen whole."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.core.db import Base, PrimaryKey
from consult.meetings.models import Document, Meeting
from consult.moderation.models import TextReview


class Summary(Base):
    """What young people said, for one meeting.

    It can be edited until the chair signs it; then ``frozen`` holds everything a paper shows, and
    nothing changes any more.
    """

    __tablename__ = "summary"

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), unique=True)
    title: Mapped[dict[str, str]]
    #: The "Summary" box of the paper, and its numbered paragraphs (one per line), by language.
    abstract: Mapped[dict[str, str]]
    narrative: Mapped[dict[str, str]]
    #: What the group is asked to do: ``information`` or ``action``.
    purpose: Mapped[str] = mapped_column(default="information")
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    #: Canonical JSON of ``paper.Paper``, and its SHA-256.
    frozen: Mapped[str | None] = mapped_column(Text)
    frozen_digest: Mapped[str | None]
    changed_at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship()
    document: Mapped[Document | None] = relationship()
    signed_by: Mapped[Account | None] = relationship()
    quotes: Mapped[list["SummaryQuote"]] = relationship(cascade="all, delete-orphan")


class SummaryQuote(Base):
    """A reviewed text chosen for the summary; goes with the review, and so with the response."""

    __tablename__ = "summary_quote"
    __table_args__ = (UniqueConstraint("summary_id", "review_id"),)

    id: Mapped[PrimaryKey]
    summary_id: Mapped[UUID] = mapped_column(ForeignKey("summary.id", ondelete="CASCADE"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("text_review.id", ondelete="CASCADE"))

    review: Mapped[TextReview] = relationship()
