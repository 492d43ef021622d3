"""Finding questionnaires; the definitions of frozen versions are kept in memory."""

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.errors import NotFoundError
from consult.core.locales import N_
from consult.questionnaires import format as own_format
from consult.questionnaires import piping
from consult.questionnaires.definition import Definition
from consult.questionnaires.models import (
    Questionnaire,
    QuestionnaireRevision,
    QuestionnaireVersion,
)

#: Definitions kept; a page for young people reads one, and few are open at a time.
MOST_KEPT = 64

_kept: OrderedDict[UUID, tuple[Definition, Definition]] = OrderedDict()
_lock = Lock()


def definition(version: QuestionnaireVersion) -> Definition:
    """Return what a version asks, as it reads without any answer; papers and tables tell it so."""
    return _read(version)[1]


def as_written(version: QuestionnaireVersion) -> Definition:
    """Return what a version asks, with its places for earlier answers (``piping``)."""
    return _read(version)[0]


def _read(version: QuestionnaireVersion) -> tuple[Definition, Definition]:
    """Return a version both ways; it never changes, so it is read once and kept."""
    with _lock:
        kept = _kept.get(version.id)
        if kept:
            _kept.move_to_end(version.id)
            return kept
    written = own_format.stored(version.content)
    found = written, piping.neutral(written)
    with _lock:
        _kept[version.id] = found
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found


def all_questionnaires(session: Session) -> list[Questionnaire]:
    """Return every questionnaire, the one changed last first."""
    ordered = select(Questionnaire).order_by(Questionnaire.changed_at.desc(), Questionnaire.id)
    return list(session.scalars(ordered))


def find(session: Session, questionnaire_id: UUID) -> Questionnaire | None:
    """Return one questionnaire, or ``None``."""
    return session.get(Questionnaire, questionnaire_id)


def by_id(session: Session, questionnaire_id: UUID) -> Questionnaire:
    """Return one questionnaire.

    Raises:
        NotFoundError: there is none with this id.
    """
    found = find(session, questionnaire_id)
    if found is None:
        message = N_("There is no such questionnaire. Choose one from the list.")
        raise NotFoundError("questionnaire_unknown", message)
    return found


def versions(session: Session, questionnaire: Questionnaire) -> list[QuestionnaireVersion]:
    """Return the frozen versions of a questionnaire, the first first."""
    return list(
        session.scalars(
            select(QuestionnaireVersion)
            .filter_by(questionnaire_id=questionnaire.id)
            .order_by(QuestionnaireVersion.number)
        )
    )


def version(
    session: Session, questionnaire: Questionnaire, number: int
) -> QuestionnaireVersion | None:
    """Return one frozen version by its number, or ``None``."""
    by = {"questionnaire_id": questionnaire.id, "number": number}
    return session.scalars(select(QuestionnaireVersion).filter_by(**by)).one_or_none()


def revisions(session: Session, questionnaire: Questionnaire) -> list[QuestionnaireRevision]:
    """Return the changes that can be gone back to, the last first."""
    kept = select(QuestionnaireRevision).filter_by(questionnaire_id=questionnaire.id)
    return list(session.scalars(kept.order_by(QuestionnaireRevision.number.desc())))


def revision(
    session: Session, questionnaire: Questionnaire, number: int
) -> QuestionnaireRevision | None:
    """Return one change by its number; ``None`` when it is unknown or long gone."""
    by = {"questionnaire_id": questionnaire.id, "number": number}
    return session.scalars(select(QuestionnaireRevision).filter_by(**by)).one_or_none()
