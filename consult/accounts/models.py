"""Staff accounts, one-time links and server-side sessions."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.db import Base, PrimaryKey, text_enum
from consult.core.regions import Region


class Role(StrEnum):
    """What a member of staff may do (TRUST.md B5)."""

    ADMIN = "admin"
    CHAIR = "chair"
    VICE_CHAIR = "vice-chair"
    SECRETARIAT = "secretariat"
    #: Reads texts that may tell of harm, and sees to them.
    SAFEGUARDING = "safeguarding"


class Account(Base):
    """A member of staff."""

    __tablename__ = "account"

    id: Mapped[PrimaryKey]
    email: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role] = mapped_column(text_enum(Role))
    #: A vice-chair stands for one region.
    region: Mapped[Region | None] = mapped_column(text_enum(Region))
    #: argon2id; absent until the one-time link was used.
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="en")
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    #: The day of the last safeguarding training; without a recent one no raw text is shown.
    trained_on: Mapped[date | None]


class OneTimeLink(Base):
    """A link that lets one account choose its password, once."""

    __tablename__ = "one_time_link"

    id: Mapped[PrimaryKey]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    token_digest: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class StaffSession(Base):
    """A session of staff, kept here so that it ends when it is ended (TRUST.md B2.1)."""

    __tablename__ = "staff_session"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    content: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]

    account: Mapped[Account | None] = relationship()
