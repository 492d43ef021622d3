"""Reading stored answers."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.meetings.models import Meeting
from consult.questionnaires import queries as questionnaires
from consult.questionnaires.definition import Definition
from consult.questionnaires.models import QuestionnaireVersion
from consult.responses.models import Mode, Response, RestrictedText, Stratum
from consult.restricted import sealing
from consult.restricted.models import Care

#: What a tally needs of one response: language, mode, region, age band, closed answers, text codes,
#: stratum.
ClosedRow = Row[str, Mode, str | None, str | None, dict[str, Any], list[str], Stratum]

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


def closed_rows(session: Session, consultation_id: UUID) -> Iterator[ClosedRow]:
    """Stream what can be counted of each response, never a text.

    Yields:
        Rows with ``language``, ``mode``, ``region``, ``age_band``, ``answers``, ``text_codes``
        and ``stratum``, in no order that tells when they came.
    """
    wanted = (
        select(
            Response.language,
            Response.mode,
            Response.region,
            Response.age_band,
            Response.answers,
            Response.text_codes,
            Response.stratum,
        )
        .where(Response.consultation_id == consultation_id)
        .execution_options(yield_per=_AT_ONCE)
    )
    yield from session.execute(wanted)


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
