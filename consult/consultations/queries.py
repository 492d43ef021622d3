"""Finding consultations: by slug, by meeting, and those open now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from consult.consultations.models import AskedVersion, Consultation
from consult.core.errors import NotFoundError
from consult.core.locales import N_, Localized
from consult.meetings.models import Meeting
from consult.questionnaires import combining
from consult.questionnaires import queries as questionnaires
from consult.questionnaires.definition import Definition
from consult.questionnaires.models import QuestionnaireVersion


def _whole() -> Select[Consultation]:
    """Select consultations with what their pages show, in one statement."""
    return select(Consultation).options(
        joinedload(Consultation.meeting),
        joinedload(Consultation.agenda_item),
        joinedload(Consultation.questionnaire),
        joinedload(Consultation.version),
    )


def find(session: Session, slug: str) -> Consultation | None:
    """Return the consultation of a slug, or ``None``."""
    return session.scalars(_whole().filter_by(slug=slug)).first()


def by_slug(session: Session, slug: str) -> Consultation:
    """Return the consultation of a slug, with meeting, agenda item and questionnaire.

    Raises:
        NotFoundError: there is none.
    """
    found = find(session, slug)
    if found is None:
        message = N_("There is no consultation named %(slug)s here. Check the link.")
        raise NotFoundError("consultation_unknown", message, slug=slug)
    return found


def versions(session: Session, consultation: Consultation) -> list[QuestionnaireVersion]:
    """Return the versions it put before young people, oldest first; none for a draft."""
    if consultation.version_id is None:
        return []
    noted = select(AskedVersion.version_id).filter_by(consultation_id=consultation.id)
    mine = or_(
        QuestionnaireVersion.id.in_(noted), QuestionnaireVersion.id == consultation.version_id
    )
    order = QuestionnaireVersion.number
    return list(session.scalars(select(QuestionnaireVersion).where(mine).order_by(order)))


def asked(session: Session, consultation: Consultation) -> Definition:
    """Return all that it asked in any version, as the one reads that is asked now.

    Raises:
        ValueError: it has no frozen questionnaire yet.
    """
    if consultation.version_id is None:
        raise ValueError(f"{consultation.slug} was never opened")
    found = versions(session, consultation)
    # Who goes back to what an earlier version said asks that one again.
    found.sort(key=lambda one: one.id == consultation.version_id)
    if len(found) == 1:
        return questionnaires.definition(found[0])
    return combining.together([questionnaires.definition(one) for one in found])


def words_asked(session: Session, consultation: Consultation) -> dict[str, Localized]:
    """Return the words of each question by code, which say in which versions it was asked."""
    each = {one.number: questionnaires.definition(one) for one in versions(session, consultation)}
    return {
        question.code: combining.asked_in(question.text, question.code, each)
        for question in asked(session, consultation).questions()
    }


def of_meeting(session: Session, meeting: Meeting) -> Sequence[Consultation]:
    """Return a meeting's consultations, drafts too, by the day they open."""
    return session.scalars(
        _whole().filter_by(meeting_id=meeting.id).order_by(Consultation.opens_at, Consultation.slug)
    ).all()


def open_now(session: Session, now: datetime) -> Sequence[Consultation]:
    """Return the consultations that take answers at ``now``, the one that ends first at the top.

    It says in SQL what ``rules.takes_answers`` says; a test compares the two.
    """
    return session.scalars(
        _whole()
        .where(
            Consultation.approved_at.is_not(None),
            Consultation.opens_at <= now,
            Consultation.closes_at > now,
            or_(Consultation.closed_at.is_(None), Consultation.closed_at > now),
        )
        .order_by(Consultation.closes_at, Consultation.slug)
    ).all()


def all_consultations(session: Session) -> Sequence[Consultation]:
    """Return every consultation, the one that opens last at the top."""
    return session.scalars(_whole().order_by(Consultation.opens_at.desc(), Consultation.slug)).all()
