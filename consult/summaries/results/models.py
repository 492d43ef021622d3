"""What was released: every count that left, so that a later one gives nobody away."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PrimaryKey


class ReleasedTable(Base):
    """One release of a set of tables that are shown together. Hidden counts are not in it."""

    __tablename__ = "released_table"
    __table_args__ = (UniqueConstraint("meeting_id", "tables", "number"),)

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    #: Which tables: ``paper``, or the consultation and what they are crossed by.
    tables: Mapped[str]
    #: Counts the releases of these tables, from 1.
    number: Mapped[int]
    released_on: Mapped[date]
    #: SHA-256 over the snapshots and the rules of hiding: the same gives the same release.
    source: Mapped[str]
    #: Digest of each consultation's snapshot, by its slug.
    snapshots: Mapped[dict[str, Any]]
    #: The shown counts by name.
    shown: Mapped[dict[str, Any]]
