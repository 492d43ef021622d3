"""Codes on cards, and groups of a partner: how many may use them, never who did.

Nothing here refers to an answer and no answer refers to anything here (TRUST.md R23): an answer
keeps only whether it came with a code. Keys are random, so that rows tell no order.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PrimaryKey, text_enum
from consult.core.regions import Region
from consult.core.unordered import UNORDERED


class Batch(Base):
    """Cards that were printed together, most often for one partner."""

    __tablename__ = "invitation_batch"

    id: Mapped[PrimaryKey]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    #: Keyed digest of the form's key: the same form sent again makes no second batch.
    key_digest: Mapped[str] = mapped_column(unique=True)
    #: Whom the cards are for; a partner's name.
    label: Mapped[str]
    region: Mapped[Region | None] = mapped_column(text_enum(Region))
    codes: Mapped[int]
    #: How many young people may use one card.
    uses: Mapped[int]
    made_on: Mapped[date]
    #: Since when its codes are refused, because they fell into wrong hands.
    ended_on: Mapped[date | None]


class InvitationCode(Base):
    """One card: a keyed digest of its code, and how often it was and may be used."""

    __tablename__ = "invitation_code"
    __table_args__ = (
        CheckConstraint("used >= 0 AND used <= quota", name="quota"),
        UNORDERED,
    )

    digest: Mapped[str] = mapped_column(primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("invitation_batch.id"))
    quota: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)


class Group(Base):
    """Young people of one school, NGO or youth council, which holds their consents.

    The partner attests how many consents it holds (TRUST.md R34, A3); no name of a young person
    and none of the officer is kept.
    """

    __tablename__ = "consent_group"
    __table_args__ = (
        CheckConstraint("headcount >= 1", name="headcount"),
        CheckConstraint(
            "entered >= 0 AND joined >= 0 AND entered + joined <= headcount", name="quota"
        ),
        # Not for its own order: who joins changes it together with the answers that come in.
        {"info": UNORDERED["info"]},
    )

    id: Mapped[PrimaryKey]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    key_digest: Mapped[str] = mapped_column(unique=True)
    partner: Mapped[str]
    region: Mapped[Region | None] = mapped_column(text_enum(Region))
    #: What the person is who attested: "school counsellor", not a name.
    officer_role: Mapped[str]
    headcount: Mapped[int]
    attested_on: Mapped[date]
    #: Young people of the group use this code themselves.
    code_digest: Mapped[str] = mapped_column(unique=True)
    #: The facilitator enters sheets with this one.
    facilitator_digest: Mapped[str] = mapped_column(unique=True)
    #: Sheets that the facilitator entered, and answers that came with the group's code.
    entered: Mapped[int] = mapped_column(default=0)
    joined: Mapped[int] = mapped_column(default=0)
    closed_on: Mapped[date | None]
