"""Acts of telling: what we heard, what young people asked for, what changed, the end."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.errors import DomainError, InvalidError, Problem
from consult.core.locales import N_, Localized, tidy
from consult.followups import queries, rules
from consult.followups.models import FollowUp, Recommendation, Status
from consult.followups.rules import Stage
from consult.meetings import queries as meetings
from consult.meetings.symbols import Symbol


@dataclass(frozen=True)
class Written:
    """A recommendation as it is typed.

    ``symbol`` names a registered paper of the meeting, or is empty while the group has not decided.
    """

    asked: Localized
    reason: Localized
    status: Status | None
    symbol: str
    paragraph: str


def begin(session: Session, consultation: Consultation) -> FollowUp:
    """Return what is told about a consultation; begin it when nobody did.

    Raises:
        DomainError: young people can still answer, or the matter is closed.
    """
    found = queries.told(session, consultation, clock.now())
    if found.standing.stage is Stage.ASKING:
        message = N_("Young people can still answer. Wait until the consultation has ended.")
        raise DomainError("still_asking", message)
    if found.standing.stage is Stage.ARCHIVED:
        raise DomainError(
            "follow_up_archived", N_("This is archived and does not change any more.")
        )
    if found.follow_up is not None:
        return found.follow_up
    made = FollowUp(consultation_id=consultation.id, heard={}, recommendations=[])
    session.add(made)
    return made


def tell_heard(
    session: Session, consultation: Consultation, heard: Localized, *, actor: Actor
) -> None:
    """Publish "what we heard"; a later text takes its place, the day of the first stays.

    Raises:
        InvalidError: it is missing in a language.
        DomainError: the consultation has not ended, or the matter is closed.
    """
    found, heard = begin(session, consultation), tidy(heard)
    _refuse(list(rules.heard_problems(heard)))
    found.heard = heard
    found.heard_on = found.heard_on or clock.today()
    session.flush()
    record(session, actor, "follow_up.heard", consultation.slug, heard=heard)


def keep_recommendation(
    session: Session,
    consultation: Consultation,
    written: Written,
    *,
    found: Recommendation | None = None,
    actor: Actor,
) -> Recommendation:
    """Store what young people asked for and what the group did with it.

    Args:
        session: open transaction; the caller commits it.
        consultation: where they asked for it.
        written: what is typed.
        found: the one it replaces; ``None`` adds one at the end.
        actor: who writes.

    Raises:
        InvalidError: names each thing that is wrong; once "what changed" is published, a
            recommendation must stay complete.
    """
    told = begin(session, consultation)
    asked, reason, paragraph = tidy(written.asked), tidy(written.reason), written.paragraph.strip()
    problems = list(rules.recommendation_problems(asked, paragraph))
    document = None
    if written.symbol.strip():
        try:
            document = meetings.document(session, str(Symbol.parse(written.symbol)))
        except DomainError as error:
            problems.append(Problem(error.code, error.message, error.params, "symbol"))
    _refuse(problems)
    if found is None:
        last = max((one.position for one in told.recommendations), default=0)
        found = Recommendation(position=last + 1)
        told.recommendations.append(found)
    found.asked, found.reason, found.status = asked, reason, written.status
    found.document, found.paragraph = document, paragraph
    found.document_id = document.id if document else None
    if told.changed_on:
        _refuse(list(rules.changed_problems(told)))
    session.flush()
    said = {"status": written.status, "symbol": written.symbol, "paragraph": paragraph}
    record(session, actor, "recommendation.keep", f"{consultation.slug}/{found.position}", **said)
    return found


def tell_changed(session: Session, consultation: Consultation, *, actor: Actor) -> None:
    """Publish "what changed": every recommendation with its status, reason and paper.

    Raises:
        InvalidError: names what is still open.
    """
    told = begin(session, consultation)
    _refuse(list(rules.changed_problems(told)))
    told.changed_on = told.changed_on or clock.today()
    session.flush()
    record(session, actor, "follow_up.changed", consultation.slug)


def archive(session: Session, consultation: Consultation, *, actor: Actor) -> None:
    """Close the matter; nothing of it changes any more.

    Raises:
        InvalidError: young people were not told both things yet.
    """
    _refuse(list(rules.archive_problems(queries.find(session, consultation))))
    begin(session, consultation).archived_on = clock.today()
    session.flush()
    record(session, actor, "follow_up.archive", consultation.slug)


def _refuse(found: list[Problem]) -> None:
    if found:
        raise InvalidError(found[0].code, N_("This cannot be published yet:"), problems=found)
