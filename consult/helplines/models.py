"""What staff changed about a country's help lines."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base


class HelpCountry(Base):
    """The help lines of one country as staff keep them; they stand in place of the shipped ones."""

    __tablename__ = "help_country"

    #: ISO 3166-1, two letters.
    code: Mapped[str] = mapped_column(primary_key=True)
    #: ``rules.Line`` as JSON, in the order shown; empty means "none known here".
    lines: Mapped[list[dict[str, Any]]]
    changed_at: Mapped[datetime]
