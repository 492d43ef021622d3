"""The kept snapshot of a consultation's closed answers."""

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base


class AnswerSnapshot(Base):
    """The closed answers of one consultation as columns; without a free text.

    Triggers of the database (migration 0110) empty it in the same transaction in which a response
    is deleted or changed, whoever does it: no copy of an answer outlives the answer.
    """

    __tablename__ = "answer_snapshot"
    __table_args__ = ({"sqlite_with_rowid": False},)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    #: Counts the deletions and changes, so that nobody keeps what was read before one of them.
    changes: Mapped[int] = mapped_column(default=0)
    #: Compressed; ``columns.Columns.to_bytes``.
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: How many responses are in it; new ones make it old.
    responses: Mapped[int | None]
