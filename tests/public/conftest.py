"""A public record as it stands on 14 January 2026, with consultations in every state."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

import consult.demo
from consult.audit.actor import COMMAND_LINE
from consult.consultations.models import Consultation, Phase
from consult.core import clock
from consult.core.locales import LANGUAGES
from consult.meetings import queries, record, service
from consult.meetings.models import Meeting
from consult.meetings.symbols import Symbol
from consult.questionnaires import service as questionnaires
from consult.summaries import paper as papers
from consult.summaries.models import Summary
from tests.exports import papers as built

NOW = datetime(2026, 1, 14, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def now() -> Iterator[datetime]:
    """Let it be noon on 14 January 2026."""
    with clock.frozen(NOW):
        yield NOW


@pytest.fixture
def meeting(session: Session) -> Meeting:
    """The 24th meeting with an agenda item, among the group's real meetings."""
    record.load(session)
    found = queries.by_number(session, 24)
    service.add_agenda_item(
        session, found, "5", title=built.paper().agenda_title, actor=COMMAND_LINE
    )
    session.commit()
    return found


@pytest.fixture
def consultations(session: Session, meeting: Meeting) -> dict[str, Consultation]:
    """Return consultations by slug; ``cyberbullying`` is closed, ``later`` waits."""
    content = json.loads(Path(consult.demo.__file__).with_name("questionnaire.json").read_text())
    questionnaire = questionnaires.add(session, content, actor=COMMAND_LINE)
    version = questionnaires.freeze(session, questionnaire, actor=COMMAND_LINE)
    title = built.consultation().title
    windows = {
        "open-one": (NOW - DAY, NOW + DAY),
        "later": (NOW + DAY, NOW + 2 * DAY),
        "cyberbullying": (NOW - 9 * DAY, NOW - 2 * DAY),
        "only-spanish": (NOW - DAY, NOW + 3 * DAY),
        "draft": (NOW - DAY, NOW + DAY),
    }
    made = {}
    for slug, (opens_at, closes_at) in windows.items():
        spanish = slug == "only-spanish"
        made[slug] = Consultation(
            slug=slug,
            title={"es": "Solo en español"} if spanish else title,
            purpose=title,
            outcome=title,
            meeting=meeting,
            phase=Phase.BEFORE,
            questionnaire=questionnaire,
            version=version,
            languages=["es"] if spanish else list(LANGUAGES),
            approved_at=None if slug == "draft" else NOW - 10 * DAY,
            opens_at=opens_at,
            closes_at=closes_at,
            demonstration=True,
        )
    session.add_all(made.values())
    session.commit()
    return made


@pytest.fixture
def signed(session: Session, meeting: Meeting) -> papers.Paper:
    """The signed, numbered and published paper of the 24th meeting."""
    symbol = Symbol.parse("S26-CLCWGCOP24-C-0007")
    document = service.register_document(
        session,
        meeting,
        symbol,
        title=built.TITLE,
        languages=LANGUAGES,
        published_at=NOW,
        actor=COMMAND_LINE,
    )
    paper = built.paper()
    _sign(session, meeting, paper, document_id=document.id)
    return paper


@pytest.fixture
def signed_without_russian(session: Session, meeting: Meeting) -> papers.Paper:
    """A signed paper whose narrative is not there in Russian."""
    document = service.register_document(
        session,
        meeting,
        Symbol.parse("S26-CLCWGCOP24-C-0007"),
        title=built.TITLE,
        languages=LANGUAGES,
        published_at=NOW,
        actor=COMMAND_LINE,
    )
    narrative = {tag: text for tag, text in built.NARRATIVE.items() if tag != "ru"}
    paper = replace(built.paper(), narrative=narrative)
    _sign(session, meeting, paper, document_id=document.id)
    return paper


def _sign(session: Session, meeting: Meeting, paper: papers.Paper, **document: object) -> None:
    frozen = paper.to_json()
    session.add(
        Summary(
            meeting=meeting,
            title=paper.title,
            abstract=paper.abstract,
            narrative=paper.narrative,
            signed_at=NOW,
            frozen=frozen,
            frozen_digest=papers.digest(frozen),
            changed_at=NOW,
            **document,
        )
    )
    session.commit()
