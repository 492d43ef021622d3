"""Reading what was told, what is late, and what came of one young person's answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.consultations import rules as consultation_rules
from consult.consultations.models import Consultation
from consult.consultations.rules import State
from consult.core.errors import NotFoundError
from consult.core.locales import N_
from consult.followups import rules
from consult.followups.models import FollowUp, Recommendation
from consult.followups.rules import Standing
from consult.moderation.models import TextReview
from consult.responses.models import Response
from consult.summaries.models import Summary, SummaryQuote
from consult.summaries.paper import Paper


@dataclass(frozen=True)
class Told:
    """A consultation with what was told about it."""

    consultation: Consultation
    follow_up: FollowUp | None
    standing: Standing

    @property
    def undecided(self) -> tuple[Recommendation, ...]:
        """Return the recommendations without a status although the day for it is past."""
        if self.follow_up is None or self.standing.changed.today <= self.standing.changed.due_on:
            return ()
        return tuple(one for one in self.follow_up.recommendations if one.status is None)


@dataclass(frozen=True)
class Came:
    """What came of one response.

    ``symbol`` names the signed paper whose tables count it; ``quoted`` are the codes of its texts
    that the paper quotes.
    """

    symbol: str
    quoted: tuple[str, ...]


def find(session: Session, consultation: Consultation) -> FollowUp | None:
    """Return what was told about a consultation, or ``None`` while nobody began."""
    return session.scalars(
        select(FollowUp)
        .filter_by(consultation_id=consultation.id)
        .options(selectinload(FollowUp.recommendations).joinedload(Recommendation.document))
    ).first()


def told(session: Session, consultation: Consultation, now: datetime) -> Told:
    """Return a consultation with what was told about it."""
    found = find(session, consultation)
    return Told(consultation, found, rules.standing(consultation, found, now))


def closed(session: Session, now: datetime) -> list[Told]:
    """Return every consultation that has ended, those with the oldest duty first."""
    rows = session.scalars(
        select(Consultation)
        .where(Consultation.approved_at.is_not(None))
        .options(joinedload(Consultation.meeting))
        .order_by(Consultation.closes_at.desc(), Consultation.slug)
    )
    found = [
        told(session, row, now)
        for row in rows
        if consultation_rules.state(row, now) is State.CLOSED
    ]
    return sorted(found, key=lambda one: -_late(one))


def late(session: Session, now: datetime) -> list[Told]:
    """Return the consultations about which something is overdue."""
    return [one for one in closed(session, now) if _late(one) or one.undecided]


def recommendation(session: Session, consultation: Consultation, id_: UUID) -> Recommendation:
    """Return one recommendation of a consultation.

    Raises:
        NotFoundError: it has none of this id.
    """
    found = session.get(Recommendation, id_)
    if found is None or found.consultation_id != consultation.id:
        message = N_("This recommendation is not there any more. Look at the list again.")
        raise NotFoundError("recommendation_unknown", message)
    return found


def came_of(session: Session, response: Response) -> Came | None:
    """Return what came of a response, or ``None`` while its meeting's paper is not signed.

    It tells its author nothing that the paper does not tell everybody, but which of the quotes
    are their own.
    """
    consultation = session.get_one(Consultation, response.consultation_id)
    summary = session.scalars(
        select(Summary).where(
            Summary.meeting_id == consultation.meeting_id, Summary.frozen.is_not(None)
        )
    ).first()
    if summary is None or summary.frozen is None:
        return None
    paper = Paper.from_json(summary.frozen)
    if consultation.slug not in {one.slug for one in paper.consultations}:
        return None
    quoted: Sequence[str] = session.scalars(
        select(TextReview.text_code)
        .join(SummaryQuote, SummaryQuote.review_id == TextReview.id)
        .where(SummaryQuote.summary_id == summary.id, TextReview.response_id == response.id)
        .order_by(TextReview.text_code)
    ).all()
    return Came(paper.symbol, tuple(quoted))


def _late(one: Told) -> int:
    return max(one.standing.heard.overdue_days, one.standing.changed.overdue_days)
