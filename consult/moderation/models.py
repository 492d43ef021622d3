"""What people decided about each free text."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.core.db import Base, PrimaryKey, text_enum
from consult.responses.models import Response


class Decision(StrEnum):
    """Whether a free text may be shown to anybody outside the review."""

    QUOTE = "quote"
    QUOTE_REDACTED = "quote-redacted"
    KEEP_BACK = "keep-back"


class TextReview(Base):
    """One decision on one free text; without it the text stays hidden."""

    __tablename__ = "text_review"
    __table_args__ = (
        UniqueConstraint("response_id", "text_code"),
        CheckConstraint("second_reviewer_id <> reviewer_id", name="two_people"),
    )

    id: Mapped[PrimaryKey]
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"))
    text_code: Mapped[str]
    decision: Mapped[Decision] = mapped_column(text_enum(Decision))
    #: What is struck: ``{"start": int, "end": int, "reason": str}`` in code points, end excluded.
    redactions: Mapped[list[dict[str, Any]]]
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime]
    #: Somebody else who read the text and confirmed the decision: without them nothing is quoted
    #: (TRUST.md R28). Deciding anew takes the confirmation away.
    second_reviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]

    response: Mapped[Response] = relationship()
    reviewer: Mapped[Account] = relationship(foreign_keys=[reviewer_id])
    second_reviewer: Mapped[Account | None] = relationship(foreign_keys=[second_reviewer_id])


class TextClaim(Base):
    """Somebody has a text open, so that two people do not read the same one at once."""

    __tablename__ = "text_claim"

    response_id: Mapped[UUID] = mapped_column(
        ForeignKey("response.id", ondelete="CASCADE"), primary_key=True
    )
    text_code: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    until: Mapped[datetime]

    account: Mapped[Account] = relationship()
