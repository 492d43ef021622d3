"""Reading stored answers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import String, Text, case, cast, func, literal, select, type_coerce
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.meetings.models import Meeting
from consult.questionnaires import comparing
from consult.questionnaires import queries as questionnaires
from consult.questionnaires.definition import Definition
from consult.questionnaires.models import QuestionnaireVersion
from consult.responses.models import Response, RestrictedText
from consult.restricted import sealing
from consult.restricted.models import Care


class ClosedRow(NamedTuple):
    """What can be counted of one response; never a text."""

    #: As the caller names it.
    version: str
    language: str
    mode: str
    stratum: str
    region: str | None
    age_band: str | None
    submitted_on: date
    #: Closed answers by question code; shapes in ``questionnaires/types``.
    answers: dict[str, Any]
    text_codes: list[str]


#: How many rows are in memory at once.
_AT_ONCE = 2000

#: Versions never change, so each is read once.
_definitions: dict[UUID, Definition] = {}


def consultation_of(session: Session, slug: str) -> Consultation | None:
    """Return a consultation alone, in one lean statement: every young person's page starts so."""
    return session.scalars(select(Consultation).filter_by(slug=slug)).one_or_none()


def definition_of(session: Session, version_id: UUID) -> Definition:
    """Return what a version asks."""
    found = _definitions.get(version_id)
    if found is None:
        found = questionnaires.as_written(session.get_one(QuestionnaireVersion, version_id))
        _definitions[version_id] = found
    return found


def version_for(session: Session, consultation: Consultation, version_id: UUID) -> UUID:
    """Return the version that answers to an asked one are stored under from now on.

    It is the same one; of words that were mended since, the version of now.
    """
    current = consultation.version_id
    if current is None or current == version_id:
        return version_id
    before, now = definition_of(session, version_id), definition_of(session, current)
    return current if comparing.same_structure(before, now) else version_id


def texts_of(keys: Keyring, response: Response) -> dict[str, str]:
    """Return a response's free texts by text code.

    Raises:
        SealError: the texts do not open with these keys.
    """
    if response.texts is None:
        return {}
    opened = keys.unseal(
        response.texts, table=Response.__tablename__, row=str(response.id), column="texts"
    )
    texts: dict[str, str] = json.loads(opened)
    return texts


def all_texts_of(session: Session, keys: Keyring, response: Response) -> dict[str, str]:
    """Return a response's free texts with the restricted ones: for their author alone.

    Raises:
        SealError: the texts do not open with these keys.
    """
    mine = select(RestrictedText).where(
        RestrictedText.response_id == response.id, RestrictedText.text.is_not(None)
    )
    restricted = {one.text_code: sealing.words(keys, one) for one in session.scalars(mine)}
    return texts_of(keys, response) | restricted


def restricted(session: Session, consultation_id: UUID) -> set[tuple[UUID, str]]:
    """Return which texts of a consultation are restricted, by response and text code."""
    found = (
        select(RestrictedText.response_id, RestrictedText.text_code)
        .join(Response, Response.id == RestrictedText.response_id)
        .where(
            Response.consultation_id == consultation_id,
            RestrictedText.state != Care.RELEASED,
        )
    )
    return {(response_id, code) for response_id, code in session.execute(found)}


def closed_rows(
    session: Session,
    consultation_id: UUID,
    versions: Mapping[UUID, str] | None = None,
    *,
    sort: bool = False,
) -> Iterator[ClosedRow]:
    """Stream what can be counted of each response, in no order that tells when they came.

    Columns are read as the database keeps them and their JSON is decoded a batch at a time: one
    by one, with objects made for each row, it took most of the time of a table.

    Args:
        session: open, for reading.
        consultation_id: whose responses.
        versions: the name of each version of the questionnaire; others have none.
        sort: by the random key, so that the same rows come in the same order every time.
    """
    wanted = (
        select(
            case(versions, value=Response.version_id, else_="") if versions else literal(""),
            Response.language,
            type_coerce(Response.mode, String),
            type_coerce(Response.stratum, String),
            Response.region,
            Response.age_band,
            Response.submitted_on,
            cast(Response.answers, Text),
            cast(Response.text_codes, Text),
        )
        .where(Response.consultation_id == consultation_id)
        .execution_options(yield_per=_AT_ONCE)
    )
    if sort:
        wanted = wanted.order_by(Response.id)
    for batch in session.connection().execute(wanted).partitions():
        *told, answers, texts = zip(*batch, strict=True)
        yield from map(ClosedRow._make, zip(*told, _decoded(answers), _decoded(texts), strict=True))


def _decoded(documents: Sequence[str]) -> list[Any]:
    decoded: list[Any] = json.loads(f"[{','.join(documents)}]")
    return decoded


def deleted(session: Session) -> list[tuple[int, date]]:
    """Return the meetings whose answers were deleted on purpose, the newest first, with the day."""
    rows = session.execute(
        select(Meeting.number, func.max(Consultation.answers_deleted_on))
        .join(Consultation.meeting)
        .where(Consultation.answers_deleted_on.is_not(None))
        .group_by(Meeting.number)
        .order_by(Meeting.number.desc())
    )
    return [(number, day) for number, day in rows if day is not None]


def count(session: Session, consultation_id: UUID) -> int:
    """Return how many responses a consultation has."""
    counted = select(func.count()).where(Response.consultation_id == consultation_id)
    return session.scalar(counted) or 0
