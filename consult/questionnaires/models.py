"""Questionnaires as they are written, and the versions frozen when a consultation opens."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.db import Base, PrimaryKey


class Questionnaire(Base):
    """A questionnaire that can still change; ``content`` is the JSON of ``format.md``."""

    __tablename__ = "questionnaire"

    id: Mapped[PrimaryKey]
    title: Mapped[dict[str, str]]
    content: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    #: Number of the newest :class:`QuestionnaireRevision`.
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    #: The language that texts are translated from.
    source_language: Mapped[str] = mapped_column(default="en", server_default="en")
    #: Plug-in that may translate its missing texts; off unless a person switched it on.
    translator: Mapped[str | None]


class QuestionnaireRevision(Base):
    """A questionnaire's content after one change, so that it can be undone and looked up."""

    __tablename__ = "questionnaire_revision"
    __table_args__ = (UniqueConstraint("questionnaire_id", "number"),)

    id: Mapped[PrimaryKey]
    questionnaire_id: Mapped[UUID] = mapped_column(ForeignKey("questionnaire.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    #: Stable name of the change, such as ``question.words``, and what it was made to.
    act: Mapped[str]
    about: Mapped[dict[str, Any]]
    #: Name of the actor, as in the audit trail.
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    #: Number of the revision whose content came back with this one.
    restores: Mapped[int | None]


class QuestionnaireVersion(Base):
    """A questionnaire as young people were asked it; never changes."""

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("questionnaire_id", "number"),)

    id: Mapped[PrimaryKey]
    questionnaire_id: Mapped[UUID] = mapped_column(ForeignKey("questionnaire.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    #: SHA-256 of the canonical JSON of ``content``.
    content_digest: Mapped[str]
    frozen_at: Mapped[datetime]
    #: Number of the version whose words it mends; it asks the same, so answers count together.
    corrects: Mapped[int | None]

    questionnaire: Mapped[Questionnaire] = relationship()


class Translation(Base):
    """What is known of one translation of one text, found by the digest of what it says.

    A translation nobody touched since the product notes this has no row; it counts as made from
    the source as it is.
    """

    __tablename__ = "questionnaire_translation"

    questionnaire_id: Mapped[UUID] = mapped_column(ForeignKey("questionnaire.id"), primary_key=True)
    #: As ``translate.texts.Text``.
    key: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    #: SHA-256 of the translation.
    digest: Mapped[str] = mapped_column(primary_key=True)
    #: SHA-256 of the source text it was made from.
    source_digest: Mapped[str]
    #: Plug-in that made it; nothing where a person did.
    translator: Mapped[str | None]
    #: Name of who signed it, as in the audit trail; falls when either text changes.
    signed_by: Mapped[str | None]
    signed_at: Mapped[datetime | None]


class GlossaryTerm(Base):
    """How one language says an official term."""

    __tablename__ = "glossary_term"
    __table_args__ = (UniqueConstraint("term", "language", "text"),)

    id: Mapped[PrimaryKey]
    #: The English name that holds the languages together.
    term: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    note: Mapped[str]
    #: Where it was seen.
    source: Mapped[str]
