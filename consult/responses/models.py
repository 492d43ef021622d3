"""What one young person answered: one immutable row, without a trail to its author."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.db import Base, text_enum
from consult.core.unordered import UNORDERED
from consult.restricted.models import Restricted


class Mode(StrEnum):
    """How the answers reached us (TRUST.md A3, DESIGN.md §6)."""

    OPEN = "open"
    PAPER = "paper"
    FACILITATED = "facilitated"
    IMPORT = "import"


class Stratum(StrEnum):
    """Whether the answers came with an invitation (TRUST.md B4): the two are told apart always."""

    INVITED = "invited"
    OPEN = "open"


class Response(Base):
    """One young person's answers.

    The key is random and the table keeps no order of arrival (TRUST.md R23); there is a day, but
    no time, no address and no name (R20, R22).
    """

    __tablename__ = "response"
    __table_args__ = (
        Index(None, "consultation_id", "mode"),
        UNORDERED,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("questionnaire_version.id"))
    #: Keyed digest of the client's submission key: the same key is stored once.
    submission_digest: Mapped[str] = mapped_column(unique=True)
    #: Keyed digest of the receipt code.
    receipt_digest: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str]
    mode: Mapped[Mode] = mapped_column(text_enum(Mode))
    #: ITU region and age band when the questionnaire asks for them and they were told.
    region: Mapped[str | None]
    age_band: Mapped[str | None]
    submitted_on: Mapped[date]
    #: The author agreed that the free text may be quoted.
    may_be_quoted: Mapped[bool]
    #: Closed answers by question code; shapes in ``questionnaires/types``.
    answers: Mapped[dict[str, Any]]
    #: Whether a code was used; which one, no table knows (TRUST.md R23).
    stratum: Mapped[Stratum] = mapped_column(text_enum(Stratum), server_default="open")
    #: Which free texts there are: question codes, ``{code}-other`` for "other".
    text_codes: Mapped[list[str]]
    #: Sealed JSON ``{text code: text}``; see ``core.crypto``. Restricted texts are not in it.
    texts: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: What rules found when the texts came, by text code: kinds of personal data, never words.
    #: Orders the review; absent on answers that came before there were rules.
    found: Mapped[dict[str, Any] | None]


class Withdrawal(Base):
    """Marks a submission key whose answers were taken back.

    Without it, a browser that goes back and sends its page again would store them anew.
    """

    __tablename__ = "withdrawal"
    __table_args__ = (UNORDERED,)

    submission_digest: Mapped[str] = mapped_column(primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))


class RestrictedText(Restricted, Base):
    """A free text of an answer that only safeguarding staff read; it is not among the others."""

    __tablename__ = "restricted_text"
    __table_args__ = (
        UniqueConstraint("response_id", "text_code"),
        UNORDERED,
    )

    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"))
    text_code: Mapped[str]

    response: Mapped[Response] = relationship()
