"""The demonstration's two consultations, one over and one open, and their made-up answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.audit.actor import COMMAND_LINE, Actor
from consult.audit.service import record
from consult.consultations import impact
from consult.consultations import service as consultations
from consult.consultations.models import Consultation, Phase
from consult.consultations.plan import Plan
from consult.core import clock, ids
from consult.core.crypto import Keyring
from consult.core.locales import LANGUAGES
from consult.demo import answers, content
from consult.demo.answers import MadeUpResponse
from consult.demo.content import MadeUpText
from consult.meetings import service as meetings
from consult.meetings.models import Meeting
from consult.questionnaires.models import Questionnaire
from consult.responses import service as responses

CLOSED = "demo-cyberbullying"
OPEN = "demo-try-it"

#: Far from any number the group will give soon, so that no real meeting is stood in for.
OWN_MEETING = 99

CLOSED_OPENS_AT = datetime(2025, 12, 1, 8, tzinfo=UTC)
CLOSED_CLOSES_AT = datetime(2026, 1, 12, 18, tzinfo=UTC)
CLOSED_RESPONSES = 600

# The open one has been open for a few days and stays so; see renew().
_OPEN_SINCE = timedelta(days=4)
_OPEN_FOR = timedelta(days=60)
_RENEWED_BELOW = timedelta(days=14)
OPEN_RESPONSES = 60
_OPEN_SEED = 180

#: How many of each language's made-up texts are left to the open consultation.
_KEPT_FOR_OPEN = {"idea": 3, "anything_else": 2, "where": 2, "what_is_it-other": 0}

Texts = Mapping[str, Mapping[str, tuple[MadeUpText, ...]]]


@dataclass(frozen=True)
class Called:
    """Who sees to texts that tell of harm, and who stands in."""

    focal_point: Account
    deputy: Account


def ask_and_close(
    session: Session,
    keys: Keyring,
    meeting: Meeting,
    questionnaire: Questionnaire,
    *,
    called: Called,
    actor: Actor,
) -> Consultation:
    """Play the consultation that is over, on its own days; flushes, never commits.

    Args:
        session: open transaction; the caller commits it.
        keys: seal the texts.
        meeting: the one it is for.
        questionnaire: what is asked.
        called: who sees to texts that tell of harm.
        actor: who opens it.
    """
    item = meetings.add_agenda_item(
        session, meeting, "99", content.story()["agenda"], actor=COMMAND_LINE
    )
    plan = Plan(
        slug=CLOSED,
        meeting=meeting,
        phase=Phase.BEFORE,
        questionnaire=questionnaire,
        languages=LANGUAGES,
        opens_at=CLOSED_OPENS_AT,
        closes_at=CLOSED_CLOSES_AT,
        agenda_item=item,
        demonstration=True,
        focal_point=called.focal_point,
        deputy=called.deputy,
        **content.story()["closed"],
    )
    days = (CLOSED_CLOSES_AT - CLOSED_OPENS_AT).days
    made = answers.make(CLOSED_RESPONSES, days, texts(CLOSED), seed=answers.SEED)
    return _play(session, keys, plan, made, actor=actor)


def ask_now(
    session: Session, keys: Keyring, questionnaire: Questionnaire, *, called: Called, actor: Actor
) -> Consultation:
    """Open the consultation a visitor can answer at once; flushes, never commits."""
    morning = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    opens_at, closes_at = morning - _OPEN_SINCE, morning + _OPEN_FOR
    with clock.frozen(opens_at):
        day = _meeting_day(closes_at)
        meeting = meetings.add_meeting(
            session, OWN_MEETING, day, place=content.story()["place"], actor=COMMAND_LINE
        )
    plan = Plan(
        slug=OPEN,
        meeting=meeting,
        phase=Phase.BEFORE,
        questionnaire=questionnaire,
        languages=LANGUAGES,
        opens_at=opens_at,
        closes_at=closes_at,
        demonstration=True,
        focal_point=called.focal_point,
        deputy=called.deputy,
        **content.story()["open"],
    )
    made = answers.make(OPEN_RESPONSES, _OPEN_SINCE.days, texts(OPEN), seed=_OPEN_SEED)
    _tell_of_harm(made)
    return _play(session, keys, plan, made, actor=actor)


def _tell_of_harm(made: Sequence[MadeUpResponse]) -> None:
    """Have one of today's answers tell of harm, so that safeguarding staff have one to see to."""
    one = next(one for one in made if one.language == "en" and not one.texts)
    one.day, one.texts["anything_else"] = _OPEN_SINCE.days, content.story()["restricted"]


def renew(session: Session, consultation: Consultation) -> bool:
    """Keep the open consultation open for whoever starts the demonstration later.

    One that a person closed stays closed.

    Returns:
        Whether its window and its meeting were moved.
    """
    morning = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    if consultation.closed_at is not None or consultation.closes_at - morning >= _RENEWED_BELOW:
        return False
    consultation.closes_at = morning + _OPEN_FOR
    meeting = consultation.meeting
    meeting.starts_on = meeting.ends_on = _meeting_day(consultation.closes_at)
    session.flush()
    record(
        session,
        COMMAND_LINE,
        "demonstration.renew",
        consultation.slug,
        closes_at=consultation.closes_at.isoformat(),
    )
    return True


def texts(slug: str) -> Texts:
    """Return the made-up texts that the answers of one of the two consultations hold."""
    chosen = {}
    for code, by_language in content.texts().items():
        kept = _KEPT_FOR_OPEN[code]
        chosen[code] = {
            tag: entries[len(entries) - kept :] if slug == OPEN else entries[: len(entries) - kept]
            for tag, entries in by_language.items()
        }
    return chosen


def _meeting_day(closes_at: datetime) -> date:
    return (closes_at + timedelta(days=7)).date()


def _play(
    session: Session,
    keys: Keyring,
    plan: Plan,
    made: Sequence[MadeUpResponse],
    *,
    actor: Actor,
) -> Consultation:
    with clock.frozen(plan.opens_at):
        consultation = consultations.add(session, plan, actor=actor)
        impact.write(session, consultation, content.story()["impact"], actor=actor)
        consultations.open_(session, consultation, actor=actor)
    by_day = sorted(made, key=lambda one: one.day)
    for day, those in groupby(by_day, key=lambda one: one.day):
        with clock.frozen(plan.opens_at + timedelta(days=day)):
            for one in those:
                responses.submit(
                    session,
                    keys,
                    consultation,
                    submission_key=ids.new_key(),
                    language=one.language,
                    answers=one.answers,
                    texts=one.texts,
                    may_be_quoted=one.may_be_quoted,
                    mode=one.mode,
                )
    return consultation
