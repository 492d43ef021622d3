"""A questionnaire of ten questions of mixed kinds in six languages, and a consultation with it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consult.audit.actor import COMMAND_LINE
from consult.consultations.models import AskedVersion, Consultation, Phase
from consult.core import clock
from consult.core.locales import LANGUAGES, Localized
from consult.meetings.models import Meeting
from consult.questionnaires import service as questionnaires


def words(text: str) -> Localized:
    return {tag: f"{text} ({tag})" for tag in LANGUAGES}


def choices(*codes: str) -> list[dict[str, Any]]:
    return [{"code": code, "text": words(code.capitalize())} for code in codes]


def question(code: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "type": kind, "text": words(f"About {code}?"), **more}


#: Three pages, ten questions; ``helped`` comes up only for who told the parents.
SAFETY: dict[str, Any] = {
    "format": "consult-questionnaire-1",
    "title": words("Safe online"),
    "introduction": words("Tell us about your life online."),
    "languages": list(LANGUAGES),
    "pages": [
        {
            "title": words("About you"),
            "questions": [
                question("age", "age_band", prefer_not=True),
                question("where", "region"),
            ],
        },
        {
            "title": words("What happens"),
            "questions": [
                question("seen", "yes_no", required=True),
                question(
                    "places",
                    "multiple_choice",
                    choices=choices("games", "chats", "videos"),
                    other=True,
                    settings={"at_most": 2},
                ),
                question("worry", "scale", settings={"low": 1, "high": 5}),
                question(
                    "told",
                    "single_choice",
                    choices=choices("parents", "friends", "nobody"),
                    other=True,
                ),
                question(
                    "helped",
                    "yes_no",
                    show_if={"question": "told", "equals": "parents"},
                ),
            ],
        },
        {
            "title": words("What to do"),
            "questions": [
                question("first", "ranking", choices=choices("schools", "laws", "companies")),
                question(
                    "trust",
                    "matrix",
                    choices=choices("much", "little"),
                    settings={"rows": choices("teachers", "police")},
                ),
                question("idea", "long_text"),
            ],
        },
    ],
}

#: What Amina answers, as her browser sends it.
AMINA = {
    "assent": "yes",
    "q-age": "13-15",
    "q-where": "ARB",
    "q-seen": "yes",
    "q-places": ["games", "other"],
    "q-places-other": "في الحافلة",
    "q-worry": "4",
    "q-told": "parents",
    "q-helped": "no",
    "q-first-laws": "1",
    "q-first-schools": "2",
    "q-trust-teachers": "much",
    "q-idea": "أريد أن يسمعنا الكبار\nولو مرة",
    "may-be-quoted": "yes",
}
AMINA_ANSWERS = {
    "age": "13-15",
    "where": "ARB",
    "seen": "yes",
    "places": ["games", "other"],
    "worry": 4,
    "told": "parents",
    "helped": "no",
    "first": ["laws", "schools"],
    "trust": {"teachers": "much"},
}
AMINA_TEXTS = {"places-other": "في الحافلة", "idea": "أريد أن يسمعنا الكبار\nولو مرة"}

KEY = "amina-sends-this-once"


def add_consultation(
    session: Session,
    content: Mapping[str, Any] = SAFETY,
    *,
    slug: str = "safety",
    languages: tuple[str, ...] = LANGUAGES,
    **more: Any,
) -> Consultation:
    """Store a consultation that opened an hour ago; ``more`` overrides its columns."""
    now = clock.now()
    questionnaire = questionnaires.add(session, dict(content), actor=COMMAND_LINE)
    version = questionnaires.freeze(session, questionnaire, actor=COMMAND_LINE)
    meeting = session.query(Meeting).filter_by(number=24).one_or_none() or Meeting(
        number=24, starts_on=date(2026, 1, 19), ends_on=date(2026, 1, 19), place={}
    )
    columns = {
        "slug": slug,
        "title": {tag: f"Safe online ({tag})" for tag in languages},
        "purpose": {tag: f"We want to know ({tag})" for tag in languages},
        "outcome": {tag: f"The group reads it ({tag})" for tag in languages},
        "meeting": meeting,
        "phase": Phase.BEFORE,
        "questionnaire": questionnaire,
        "version": version,
        "languages": list(languages),
        "approved_at": now - timedelta(hours=2),
        "opens_at": now - timedelta(hours=1),
        "closes_at": now + timedelta(days=7),
    }
    made = Consultation(**{**columns, **more})
    session.add(made)
    session.flush()
    session.add(AskedVersion(consultation_id=made.id, version_id=version.id))
    session.flush()
    return made


def address(page: int | None = None, language: str = "ar", slug: str = "safety") -> str:
    """Return the address of the form, whole or one page of it."""
    whole = f"/{language}/consultations/{slug}/answer"
    return whole if page is None else f"{whole}/{page}"


def send(client: FlaskClient, where: str, **changes: Any) -> TestResponse:
    """Send Amina's answers; in ``changes``, ``_`` is ``-`` and ``None`` leaves out."""
    changed = {name.replace("_", "-"): value for name, value in changes.items()}
    fields = {"submission-key": KEY, **AMINA, **changed}
    return client.post(where, data={n: v for n, v in fields.items() if v is not None})


NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
