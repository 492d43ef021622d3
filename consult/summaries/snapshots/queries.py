"""Reading a consultation's closed answers as columns: from the snapshot, or gathered once."""

from collections.abc import Iterator, Mapping
from typing import cast
from uuid import UUID

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.questionnaires import types
from consult.questionnaires.definition import Definition
from consult.responses import queries as responses
from consult.summaries.snapshots import columns, keeping
from consult.summaries.snapshots.columns import Columns, SnapshotRow
from consult.summaries.snapshots.models import AnswerSnapshot

#: Read and written as a plain table: triggers change it behind the session's back.
_SNAPSHOT = cast("Table", AnswerSnapshot.__table__)


def codes(definition: Definition) -> tuple[str, ...]:
    """Return the codes of the questions that ask."""
    return tuple(question.code for question in definition.questions() if types.of(question).asks)


def of(session: Session, consultation: Consultation) -> Columns:
    """Return the closed answers of a consultation, all versions of its questions together.

    A snapshot that is there and whole is read; else the rows are streamed once and a snapshot is
    kept for the next time.

    Raises:
        ValueError: the consultation has no frozen questionnaire yet.
    """
    wanted = codes(consultations.asked(session, consultation))
    # By what they ask: the ids are others on every installation.
    versions = {one.id: one.content_digest for one in consultations.versions(session, consultation)}
    return of_id(session, consultation.id, wanted, versions)


def of_id(
    session: Session, consultation_id: UUID, wanted: tuple[str, ...], versions: Mapping[UUID, str]
) -> Columns:
    """Return the closed answers of a consultation; see :func:`of`.

    Args:
        session: of a page or an act.
        consultation_id: whose answers.
        wanted: codes of the questions that ask.
        versions: digest of what each version asks.
    """
    kept = session.execute(
        select(_SNAPSHOT.c.changes, _SNAPSHOT.c.responses).where(
            _SNAPSHOT.c.consultation_id == consultation_id
        )
    ).one_or_none()
    if kept is not None and kept.responses == responses.count(session, consultation_id):
        content = session.scalar(
            select(_SNAPSHOT.c.content).where(_SNAPSHOT.c.consultation_id == consultation_id)
        )
        if content is not None:
            found = Columns.from_bytes(content)
            if set(wanted) <= set(found.by_name):
                return found
    gathered = columns.gather(wanted, _rows(session, consultation_id, versions))
    changes = kept.changes if kept is not None else 0
    keeping.beside(session, lambda other: keep(other, consultation_id, changes, gathered))
    return gathered


def _rows(
    session: Session, consultation_id: UUID, versions: Mapping[UUID, str]
) -> Iterator[SnapshotRow]:
    for row in responses.closed_rows(session, consultation_id, versions):
        strata = (row.language, row.mode, row.region, row.age_band, row.stratum)
        yield row.version, strata, row.answers, row.text_codes


def keep(session: Session, consultation_id: UUID, changes: int, gathered: Columns) -> None:
    """Keep a snapshot, unless an answer went or changed since its rows were read."""
    there = select(_SNAPSHOT.c.changes).where(_SNAPSHOT.c.consultation_id == consultation_id)
    if session.scalar(there) is None:
        session.execute(insert(_SNAPSHOT).values(consultation_id=consultation_id, changes=0))
    session.execute(
        update(_SNAPSHOT)
        .where(_SNAPSHOT.c.consultation_id == consultation_id, _SNAPSHOT.c.changes == changes)
        .values(content=gathered.to_bytes(), responses=gathered.total)
    )
