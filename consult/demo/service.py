"""Builds the demonstration once, in a database that holds nothing else; later starts find it."""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account, Role
from consult.audit import service as audit
from consult.audit.actor import COMMAND_LINE, Actor
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.locales import N_
from consult.demo import asked, coded, content, reviewed, staff
from consult.followups import service as followups
from consult.followups.models import Status
from consult.meetings import record
from consult.meetings.models import Document, Meeting
from consult.meetings.symbols import Series
from consult.moderation.models import TextReview
from consult.questionnaires import service as questionnaires
from consult.summaries import service as summaries
from consult.summaries.claims import queries as claims_queries
from consult.summaries.claims import service as claims
from consult.summaries.claims import writing, young
from consult.summaries.models import Summary

#: The meeting of the real record whose demonstration paper can be downloaded.
MEETING = 24

# The story is played on its own days, so that the paper is dated before its meeting.
_PREPARED_AT = datetime(2025, 11, 24, 9, tzinfo=UTC)
_REVIEWED_AT = datetime(2026, 1, 13, 10, tzinfo=UTC)
_SIGNED_AT = datetime(2026, 1, 14, 15, tzinfo=UTC)
_TOLD_AT = datetime(2026, 2, 2, 10, tzinfo=UTC)


def is_there(session: Session) -> bool:
    """Tell whether this database holds the demonstration."""
    found = consultations.find(session, asked.CLOSED)
    return found is not None and found.demonstration


def make(session: Session, keys: Keyring) -> bool:
    """Build the demonstration if it is not there; flushes, never commits.

    Args:
        session: open transaction; the caller commits it.
        keys: seal the texts.

    Returns:
        Whether it was built now.

    Raises:
        DomainError: the database holds somebody's work; accounts of a demonstration must not
            get into it.
    """
    if is_there(session):
        return False
    if _holds_work(session):
        raise DomainError(
            "database_in_use",
            N_(
                "This database holds real work, so the demonstration stays out of it. To serve "
                "what is there: consult serve. For the demonstration, set CONSULT_INSTANCE to an "
                "empty folder."
            ),
        )
    _build(session, keys)
    return True


def renew(session: Session) -> bool:
    """Keep the open consultation open; return whether its window was moved."""
    found = consultations.find(session, asked.OPEN)
    return found is not None and asked.renew(session, found)


def _build(session: Session, keys: Keyring) -> None:
    with clock.frozen(_PREPARED_AT):
        meetings = {meeting.number: meeting for meeting in record.load(session)}
        accounts = staff.add(session)
        chair, secretariat = (_actor(accounts[r]) for r in (Role.CHAIR, Role.SECRETARIAT))
        questionnaire = questionnaires.add(session, content.questionnaire(), actor=secretariat)
    called = asked.Called(accounts[Role.SAFEGUARDING], accounts[Role.SECRETARIAT])
    closed = asked.ask_and_close(
        session, keys, meetings[MEETING], questionnaire, called=called, actor=chair
    )
    with clock.frozen(_REVIEWED_AT):
        quotes = reviewed.review(session, keys, closed, actor=secretariat, second=chair)
        _assess(session, closed, actor=secretariat)
        summary = _write(session, keys, meetings[MEETING], quotes, actor=secretariat)
    with clock.frozen(_SIGNED_AT):
        summaries.sign(session, keys, summary, series=Series.INFORMATION, actor=chair)
    with clock.frozen(_TOLD_AT):
        _tell(session, closed, paper_symbol(session) or "", actor=secretariat)
    open_now = asked.ask_now(session, keys, questionnaire, called=called, actor=chair)
    coded.begin(session, keys, open_now, actor=secretariat)
    staff.train(session, accounts.values())
    # The lines before this one carry the days of the story; the trail says so itself.
    audit.record(
        session,
        COMMAND_LINE,
        "demonstration.make",
        asked.CLOSED,
        played_from=_PREPARED_AT.isoformat(),
        responses=asked.CLOSED_RESPONSES + asked.OPEN_RESPONSES,
    )


def _write(
    session: Session,
    keys: Keyring,
    meeting: Meeting,
    quotes: Collection[TextReview],
    *,
    actor: Actor,
) -> Summary:
    told = content.story()["summary"]
    summary = summaries.draft(session, meeting, actor=actor)
    summaries.edit(
        session,
        summary,
        title=told["title"],
        abstract=told["abstract"],
        narrative={},
        purpose="information",
        actor=actor,
    )
    chosen = [quote.id for quote in quotes]
    summaries.choose_quotes(session, keys, summary, chosen, actor=actor)
    claims.draft(session, keys, summary, actor=actor)
    for row in claims_queries.of_summary(session, summary):
        # People choose: differences between languages say little beside those between regions.
        if row.key.startswith(("apart:", "groups:")) and row.key.endswith(("/language", "/mode")):
            claims.set_kept(session, summary, row, kept=False, actor=actor)
    for note in told["notes"]:
        under = f"{note['under']}:{asked.CLOSED}{note['place']}"
        claims.add_note(session, summary, under, note["text"], actor=actor)
    kept = [row.content for row in claims_queries.kept(session, summary)]
    read = young.digest(claims_queries.young_text(session, summary, kept))
    writing.approve_young(session, summary, seen=read, actor=actor)
    return summary


def _assess(session: Session, closed: Consultation, *, actor: Actor) -> None:
    """Say how the demonstration meets the nine requirements; it is no example for the others."""
    for requirement, statement in content.story()["assessment"].items():
        writing.assess(session, closed, requirement, statement, revision=0, actor=actor)


def _tell(session: Session, closed: Consultation, symbol: str, *, actor: Actor) -> None:
    """Tell what came of it, so that nobody reads that a made-up consultation is late."""
    told = content.story()["told"]
    followups.tell_heard(session, closed, told["heard"], actor=actor)
    decided = followups.Written(told["asked"], told["reason"], Status.PARTLY, symbol, "1")
    followups.keep_recommendation(session, closed, decided, actor=actor)
    followups.tell_changed(session, closed, actor=actor)


def _actor(account: Account) -> Actor:
    return Actor(account.email, account.id)


def _holds_work(session: Session) -> bool:
    return any(
        session.scalars(select(kind.id).limit(1)).first() for kind in (Account, Consultation)
    )


def paper_symbol(session: Session) -> str | None:
    """Return the symbol of the signed demonstration paper, or ``None``."""
    return session.scalar(
        select(Document.symbol)
        .join(Summary, Summary.document_id == Document.id)
        .join(Meeting, Summary.meeting_id == Meeting.id)
        .where(Meeting.number == MEETING, Summary.signed_at.is_not(None))
    )
