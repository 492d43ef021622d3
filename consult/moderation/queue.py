"""The queue of the review over one or several consultations: what is risky, then what is old."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.audit.models import AuditEntry
from consult.consultations.models import Consultation
from consult.moderation.models import Decision, TextClaim, TextReview
from consult.responses import queries as responses
from consult.responses.models import Response


@dataclass(frozen=True)
class Entry:
    """One text that waits for a first reader, or for a second."""

    consultation: Consultation
    response_id: UUID
    text_code: str
    #: Kinds of personal data the rules found in it when it came.
    kinds: tuple[str, ...]
    submitted_on: date
    is_second: bool
    #: Who has it open, in words; empty when nobody has.
    claimed_by: str


def entries(
    session: Session, consultations: Iterable[Consultation], account_id: UUID | None, now: datetime
) -> list[Entry]:
    """Return what one member of staff can read next, most kinds found first, then oldest day.

    Args:
        session: open, for reading.
        consultations: whose texts; those whose summary is signed have none.
        account_id: the reader: their own decisions are for somebody else to confirm.
        now: present moment, aware; claims of others that are over do not count.
    """
    claims = _claims(session, account_id, now)
    found = [
        entry
        for one in consultations
        if one.settled_at is None
        for entry in _of_one(session, one, account_id, claims)
    ]
    # The random key comes last: the order of arrival within a day is not known.
    return sorted(found, key=lambda e: (-len(e.kinds), e.submitted_on, e.response_id, e.text_code))


def _of_one(
    session: Session,
    consultation: Consultation,
    account_id: UUID | None,
    claims: Mapping[tuple[UUID, str], str],
) -> Iterator[Entry]:
    restricted = responses.restricted(session, consultation.id)
    reviews = {
        (review.response_id, review.text_code): review
        for review in session.scalars(
            select(TextReview)
            .join(TextReview.response)
            .where(Response.consultation_id == consultation.id)
        )
    }
    stored = select(Response.id, Response.text_codes, Response.found, Response.submitted_on).where(
        Response.consultation_id == consultation.id,
        Response.may_be_quoted,
        Response.texts.is_not(None),
    )
    for key, codes, kinds, day in session.execute(stored.execution_options(yield_per=2000)):
        for code in codes:
            review = reviews.get((key, code))
            if (key, code) in restricted or not _is_open(review, account_id):
                continue
            mine = tuple((kinds or {}).get(code, ()))
            claimed = claims.get((key, code), "")
            yield Entry(consultation, key, code, mine, day, review is not None, claimed)


def _is_open(review: TextReview | None, account_id: UUID | None) -> bool:
    if review is None:
        return True
    if review.decision is Decision.KEEP_BACK or review.second_reviewer_id is not None:
        return False
    return review.reviewer_id != account_id


def _claims(
    session: Session, account_id: UUID | None, now: datetime
) -> dict[tuple[UUID, str], str]:
    others = (
        select(TextClaim)
        .where(TextClaim.account_id != account_id, TextClaim.until > now)
        .options(joinedload(TextClaim.account))
    )
    return {(one.response_id, one.text_code): one.account.email for one in session.scalars(others)}


def claimed_by(
    session: Session, response_id: UUID, text_code: str, account_id: UUID | None, now: datetime
) -> str:
    """Return who else has a text open; empty when nobody has."""
    return _claims(session, account_id, now).get((response_id, text_code), "")


def log(session: Session, consultation: Consultation) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield who decided what, when and why, from the trail: never a text, never whose it was."""
    wanted = (
        select(AuditEntry)
        .where(
            AuditEntry.act.in_(("text.decide", "text.confirm")),
            AuditEntry.subject.startswith(f"{consultation.slug}/", autoescape=True),
        )
        .order_by(AuditEntry.number)
    )
    for line in session.scalars(wanted):
        reasons: Sequence[str] = line.details.get("struck", ())
        question = line.subject.partition("/")[2]
        act = line.act.partition(".")[2]
        moment = line.at.isoformat(timespec="seconds")
        yield (
            moment,
            line.actor,
            question,
            f"{act}: {line.details['decision']}",
            " ".join(sorted(reasons)),
        )
