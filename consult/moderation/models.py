"""What people decided about each free text."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
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
    __table_args__ = (UniqueConstraint("response_id", "text_code"),)

    id: Mapped[PrimaryKey]
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"))
    text_code: Mapped[str]
    decision: Mapped[Decision] = mapped_column(text_enum(Decision))
    #: What is struck: ``{"start": int, "end": int, "reason": str}`` in code points, end excluded.
    redactions: Mapped[list[dict[str, Any]]]
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime]

    response: Mapped[Response] = relationship()
    reviewer: Mapped[Account] = relationship()
