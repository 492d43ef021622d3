"""An e-mail address that was left to hear what came of a consultation.

It stands apart from the answers: no key, code or time is shared with them (TRUST.md R34).
"""

from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, text_enum
from consult.core.unordered import UNORDERED


class Approval(StrEnum):
    """Whether a guardian must agree, and has."""

    NOT_NEEDED = "not-needed"
    WAITING = "waiting"
    GIVEN = "given"


class Contact(Base):
    """One address, usable once no guardian is waited for."""

    __tablename__ = "contact"
    __table_args__ = (UNORDERED,)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    language: Mapped[str]
    #: Sealed under keys of its own; see ``Keyring.for_purpose``.
    address: Mapped[bytes] = mapped_column(LargeBinary)
    approval: Mapped[Approval] = mapped_column(text_enum(Approval))
    #: Keyed digest of the page's ticket: a second press leaves no second address.
    ticket_digest: Mapped[str] = mapped_column(unique=True)
    #: Keyed digests of the codes with which the child takes it back and a guardian decides.
    withdraw_digest: Mapped[str] = mapped_column(unique=True)
    guardian_digest: Mapped[str] = mapped_column(unique=True)
    #: When it goes in any case; ``None``: with the answers to the consultation.
    delete_on: Mapped[date | None]
