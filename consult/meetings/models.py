"""Meetings of the group, their agenda items and numbered documents."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.db import Base, PrimaryKey


class Meeting(Base):
    """One meeting of the group."""

    __tablename__ = "meeting"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="dates"),)

    id: Mapped[PrimaryKey]
    #: The ordinal: 24 for the twenty-fourth meeting.
    number: Mapped[int] = mapped_column(unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    #: Text by language; empty when the record does not tell the place.
    place: Mapped[dict[str, str]]
    #: IANA name; agenda times are read in it.
    time_zone: Mapped[str] = mapped_column(default="Europe/Zurich")

    agenda_items: Mapped[list["AgendaItem"]] = relationship(
        order_by="AgendaItem.position", back_populates="meeting"
    )
    documents: Mapped[list["Document"]] = relationship(
        order_by="Document.symbol", back_populates="meeting"
    )


class AgendaItem(Base):
    """One item of a meeting's agenda."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    #: As printed: ``5`` or ``5.1``.
    number: Mapped[str]
    title: Mapped[dict[str, str]]

    meeting: Mapped[Meeting] = relationship(back_populates="agenda_items")


class Document(Base):
    """A numbered paper of a meeting: one of the group's own, or one this product made."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("body", "meeting_number", "series", "serial", "change"),)

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    #: As printed, without the language letter: ``S26-CLCWGCOP24-C-0004``.
    symbol: Mapped[str] = mapped_column(unique=True)
    sector: Mapped[str]
    year: Mapped[int]
    body: Mapped[str]
    meeting_number: Mapped[int]
    series: Mapped[str]
    serial: Mapped[int]
    #: ``""``, or ``REV1``, ``ADD1``, ``COR1`` and chains of them.
    change: Mapped[str] = mapped_column(default="")
    title: Mapped[dict[str, str]]
    languages: Mapped[list[str]]
    #: Where the paper is kept when it is not one of ours.
    address: Mapped[str | None]
    published_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship(back_populates="documents")
