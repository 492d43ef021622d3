"""What every restricted text has, whatever it was written in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from consult.accounts.models import Account
from consult.core.db import text_enum


class Care(StrEnum):
    """Where a restricted text stands."""

    WAITING = "waiting"
    OPENED = "opened"
    #: Somebody saw to it; the text stays restricted.
    RESOLVED = "resolved"
    #: There is nothing to do, but the text stays restricted.
    KEPT = "kept"
    #: It was no concern: the text is back with the others.
    RELEASED = "released"


class Restricted:
    """A text that may tell of harm to its author: only safeguarding staff read it (TRUST.md R40).

    It is taken out of what others read when it is stored, so that no review, result, quote or
    export can hold it, and sealed under a key of its own purpose; see ``restricted.sealing``.
    """

    __tablename__: str

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    #: Dangers the rules pointed at; see ``screening.words``.
    dangers: Mapped[list[str]]
    urgent: Mapped[bool]
    #: By when somebody must have decided; a full hour, so that it tells no moment of arrival.
    due_at: Mapped[datetime]
    state: Mapped[Care] = mapped_column(text_enum(Care))
    #: Sealed; absent once it is back with the others.
    text: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: What safeguarding staff wrote down, sealed.
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
    handler_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    @declared_attr
    def handler(cls) -> Mapped[Account | None]:  # noqa: N805 - a method of the class, as SQLAlchemy has it
        """Who of the safeguarding staff acted last."""
        return relationship()
