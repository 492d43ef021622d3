"""The claims of a summary with what people made of them, and what is said beside the tables."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.consultations.models import Consultation
from consult.core.db import Base, PrimaryKey
from consult.core.locales import Localized
from consult.summaries.claims.claim import Claim
from consult.summaries.models import Summary


class SummaryClaim(Base):
    """One claim of a summary, in its place, kept or dropped, in its own words or in people's."""

    __tablename__ = "summary_claim"
    __table_args__ = (UniqueConstraint("summary_id", "key"),)

    id: Mapped[PrimaryKey]
    summary_id: Mapped[UUID] = mapped_column(ForeignKey("summary.id", ondelete="CASCADE"))
    key: Mapped[str]
    position: Mapped[int]
    dropped: Mapped[bool] = mapped_column(default=False)
    #: What ``Claim.stored`` gives: values and evidence, as they were drafted or recomputed last.
    claim: Mapped[dict[str, Any]]
    #: People's own words by language; where they are empty, the claim's sentence stands.
    wording: Mapped[Localized]
    #: Goes up with each change, so that nobody overwrites what somebody else wrote meanwhile.
    revision: Mapped[int] = mapped_column(default=0)
    changed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]

    summary: Mapped[Summary] = relationship()
    changed_by: Mapped[Account | None] = relationship()
    comments: Mapped[list["ClaimComment"]] = relationship(
        cascade="all, delete-orphan", order_by="ClaimComment.written_at"
    )

    @property
    def content(self) -> Claim:
        """The claim as it was drafted or recomputed last."""
        return Claim.of(self.claim)


class ClaimComment(Base):
    """What a member of staff says about a claim, until somebody settles it."""

    __tablename__ = "claim_comment"

    id: Mapped[PrimaryKey]
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("summary_claim.id", ondelete="CASCADE"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]
    text: Mapped[str]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    author: Mapped[Account] = relationship(foreign_keys=[author_id])
    resolved_by: Mapped[Account | None] = relationship(foreign_keys=[resolved_by_id])


class YoungSummary(Base):
    """The summary in plain words for young people, where people wrote it anew."""

    __tablename__ = "young_summary"

    summary_id: Mapped[UUID] = mapped_column(
        ForeignKey("summary.id", ondelete="CASCADE"), primary_key=True
    )
    #: One paragraph a line, by language; where it is empty, our own words stand.
    text: Mapped[Localized]
    revision: Mapped[int] = mapped_column(default=0)
    changed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]
    #: SHA-256 of the whole text in all languages as somebody read and approved it.
    approved_digest: Mapped[str | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]

    changed_by: Mapped[Account | None] = relationship(foreign_keys=[changed_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])


class SelfAssessment(Base):
    """What staff say of one consultation about one requirement (``claims.assessment``)."""

    __tablename__ = "self_assessment"
    __table_args__ = (UniqueConstraint("consultation_id", "requirement"),)

    id: Mapped[PrimaryKey]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    requirement: Mapped[str]
    statement: Mapped[Localized]
    revision: Mapped[int] = mapped_column(default=0)
    changed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]

    consultation: Mapped[Consultation] = relationship()
    changed_by: Mapped[Account | None] = relationship()
