"""The audit trail: one row per act, each bound to the one before."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base


class AuditEntry(Base):
    """One act of staff or of a command; never of a young person."""

    __tablename__ = "audit_entry"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    #: E-mail of the account, or ``command line``.
    actor: Mapped[str]
    act: Mapped[str]
    subject: Mapped[str]
    details: Mapped[dict[str, Any]]
    previous: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
