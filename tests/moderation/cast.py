"""One closed consultation with free texts, as the intake stores it."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from consult.accounts import queries as accounts
from consult.accounts import service as account_acts
from consult.accounts.models import Role
from consult.audit.actor import COMMAND_LINE, Actor
from consult.consultations.models import Consultation, Phase
from consult.core.crypto import Keyring
from consult.meetings.models import Meeting
from consult.moderation import service
from consult.moderation.models import TextReview
from consult.questionnaires import format as own_format
from consult.questionnaires import service as questionnaires
from consult.questionnaires.definition import Definition
from consult.responses.models import Mode, Response
from tests.summaries import cast

OPENS_AT = datetime(2025, 12, 1, 8, tzinfo=UTC)
CLOSES_AT = datetime(2026, 1, 10, 20, tzinfo=UTC)


def meeting(session: Session, number: int = 24) -> Meeting:
    """Return a stored meeting without agenda."""
    found = Meeting(
        number=number,
        starts_on=date(2026, 1, 19),
        ends_on=date(2026, 1, 19),
        place=cast.six("Geneva"),
        agenda_items=[],
        documents=[],
    )
    session.add(found)
    session.flush()
    return found


def consultation(
    session: Session,
    of: Meeting,
    slug: str = "safety",
    *,
    definition: Definition | None = None,
    **more: Any,
) -> Consultation:
    """Return a stored consultation whose window is past."""
    definition = definition or cast.definition()
    content = own_format.dump(definition)
    questionnaire = questionnaires.add(session, content, actor=COMMAND_LINE)
    given: dict[str, Any] = {
        "slug": slug,
        "title": cast.six(f"Consultation {slug}"),
        "purpose": cast.six("Why"),
        "outcome": cast.six("Then"),
        "phase": Phase.BEFORE,
        "languages": list(definition.languages),
        "approved_at": OPENS_AT,
        "opens_at": OPENS_AT,
        "closes_at": CLOSES_AT,
    }
    made = Consultation(
        meeting=of,
        questionnaire=questionnaire,
        version=questionnaires.freeze(session, questionnaire, actor=COMMAND_LINE),
        **(given | more),
    )
    session.add(made)
    session.flush()
    return made


def answer(
    session: Session,
    keys: Keyring,
    to: Consultation,
    answers: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """Return a stored response, sealed as the intake seals it."""
    key = uuid4()
    sealed = keys.seal(json.dumps(texts), table="response", row=str(key), column="texts")
    given: dict[str, Any] = {
        "language": "ar",
        "mode": Mode.OPEN,
        "region": None,
        "age_band": None,
        "may_be_quoted": True,
        "submitted_on": date(2025, 12, 24),
    }
    made = Response(
        id=key,
        consultation_id=to.id,
        version_id=to.version_id,
        submission_digest=f"s{key}",
        receipt_digest=f"r{key}",
        answers=dict(answers or {}),
        text_codes=list(texts or {}),
        texts=sealed if texts else None,
        **(given | more),
    )
    session.add(made)
    session.flush()
    return made


def second(session: Session) -> Actor:
    """Return a second reader, who confirms what somebody else decided."""
    email = "second@example.org"
    found = accounts.by_email(session, email) or account_acts.add(
        session, email, Role.CHAIR, actor=COMMAND_LINE
    )
    return Actor(found.email, found.id)


def confirmed(session: Session, review: TextReview) -> TextReview:
    """Return a decision that a second reader has confirmed."""
    return service.confirm(session, review, actor=second(session))


def answer_all(session: Session, keys: Keyring, to: Consultation, rows: Iterable[Any]) -> None:
    """Store rows as ``tests.summaries.cast.rows`` draws them."""
    for language, mode, region, age_band, answers, codes, stratum in rows:
        texts = {code: f"A text about {code}" for code in codes}
        strata = {
            "language": language,
            "mode": mode,
            "region": region,
            "age_band": age_band,
            "stratum": stratum,
        }
        answer(session, keys, to, answers, texts, **strata)
