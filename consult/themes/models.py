"""Themes that people wrote, and which person coded which answer how; never a copy of a text."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.consultations.models import Consultation
from consult.core.db import Base, PrimaryKey, text_enum
from consult.core.locales import Localized
from consult.moderation.models import TextReview
from consult.responses.models import Response


class Queue(StrEnum):
    """Why an answer was read: it was drawn by lot, or it teaches the machine most."""

    AUDIT = "audit"
    ACTIVE = "active"


class Outcome(StrEnum):
    """What a person found in an answer."""

    THEMES = "themes"
    NONE = "none"
    UNCLEAR = "unclear"


class Stance(StrEnum):
    """What an answer wants of a theme."""

    FOR = "for"
    AGAINST = "against"
    MIXED = "mixed"


class Codebook(Base):
    """One version of the themes of one question; nothing in it changes once it is published."""

    __tablename__ = "theme_codebook"
    __table_args__ = (UniqueConstraint("consultation_id", "text_code", "number"),)

    id: Mapped[PrimaryKey]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    #: Whose answers: a question code, ``{code}-other`` for "other".
    text_code: Mapped[str]
    number: Mapped[int]
    published_at: Mapped[datetime | None]
    #: The plug-in that may propose labels here; absent: none may (``proposals``).
    proposer: Mapped[str | None]

    consultation: Mapped[Consultation] = relationship()
    themes: Mapped[list["Theme"]] = relationship(
        order_by="Theme.position", cascade="all, delete-orphan", back_populates="codebook"
    )


class Theme(Base):
    """What several answers say; ``included`` and ``excluded`` draw its border."""

    __tablename__ = "theme"

    id: Mapped[PrimaryKey]
    codebook_id: Mapped[UUID] = mapped_column(ForeignKey("theme_codebook.id", ondelete="CASCADE"))
    position: Mapped[int]
    label: Mapped[Localized]
    #: For those who code, in the language they work in.
    definition: Mapped[str]
    included: Mapped[str]
    excluded: Mapped[str]

    codebook: Mapped[Codebook] = relationship(back_populates="themes")
    examples: Mapped[list["ThemeExample"]] = relationship(cascade="all, delete-orphan")


class ThemeExample(Base):
    """A piece of a reviewed text that shows what a theme means; ``stop`` is excluded."""

    __tablename__ = "theme_example"

    id: Mapped[PrimaryKey]
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("text_review.id", ondelete="CASCADE"))
    start: Mapped[int]
    stop: Mapped[int]

    review: Mapped[TextReview] = relationship()


class Reading(Base):
    """One person's reading of one answer."""

    __tablename__ = "theme_reading"
    __table_args__ = (UniqueConstraint("codebook_id", "response_id", "coder_id"),)

    id: Mapped[PrimaryKey]
    codebook_id: Mapped[UUID] = mapped_column(ForeignKey("theme_codebook.id", ondelete="CASCADE"))
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"))
    text_code: Mapped[str]
    coder_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    queue: Mapped[Queue] = mapped_column(text_enum(Queue))
    outcome: Mapped[Outcome] = mapped_column(text_enum(Outcome))

    response: Mapped[Response] = relationship()
    coder: Mapped[Account] = relationship()
    codes: Mapped[list["Code"]] = relationship(cascade="all, delete-orphan")


class Code(Base):
    """A theme that a person found in an answer."""

    __tablename__ = "theme_code"
    __table_args__ = (UniqueConstraint("reading_id", "theme_id"),)

    id: Mapped[PrimaryKey]
    reading_id: Mapped[UUID] = mapped_column(ForeignKey("theme_reading.id", ondelete="CASCADE"))
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    stance: Mapped[Stance | None] = mapped_column(text_enum(Stance))
    #: Where the theme is said: ``{"start": int, "end": int}`` in code points, end excluded.
    spans: Mapped[list[dict[str, Any]]]

    theme: Mapped[Theme] = relationship()
