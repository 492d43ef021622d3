"""A meeting's summary: the narrative people write, the quotes they chose, the frozen whole."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, Text, UniqueConstraint
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


class SignedQuote(Base):
    """The words of a quote in a signed paper, sealed beside it.

    The paper holds their seal alone (``sealing``). When their author takes them back, ``words``
    go, and with them the key they were sealed under; the row stays, so that everybody sees that
    there was a quote, and so that a backup does not bring it back.
    """

    __tablename__ = "signed_quote"
    __table_args__ = ({"sqlite_with_rowid": False},)

    seal: Mapped[str] = mapped_column(primary_key=True)
    #: Whose they are. No foreign key: the quote outlives the answers when these are past their
    #: time, and goes when their author wants it.
    response_id: Mapped[UUID | None] = mapped_column(index=True)
    words: Mapped[bytes | None] = mapped_column(LargeBinary)


class EarlierPaper(Base):
    """A signed paper that a revision, addendum or corrigendum followed; it stays readable."""

    __tablename__ = "earlier_paper"

    id: Mapped[PrimaryKey]
    summary_id: Mapped[UUID] = mapped_column(ForeignKey("summary.id"))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), unique=True)
    frozen: Mapped[str] = mapped_column(Text)
    frozen_digest: Mapped[str]
    signed_at: Mapped[datetime]
    signed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    summary: Mapped[Summary] = relationship()
    document: Mapped[Document] = relationship()


class SummaryRevision(Base):
    """The draft of what follows a signed paper: its words anew, its figures as they were signed."""

    __tablename__ = "summary_revision"

    id: Mapped[PrimaryKey]
    summary_id: Mapped[UUID] = mapped_column(ForeignKey("summary.id"), unique=True)
    #: ``REV``, ``ADD`` or ``COR``, as in symbols.
    kind: Mapped[str]
    title: Mapped[dict[str, str]]
    abstract: Mapped[dict[str, str]]
    narrative: Mapped[dict[str, str]]
    purpose: Mapped[str]
    #: Why there is a new paper, by language.
    reason: Mapped[dict[str, str]]
    #: Seals of the quotes that the new paper does not print.
    left_out: Mapped[list[str]]
    changed_at: Mapped[datetime]

    summary: Mapped[Summary] = relationship()
