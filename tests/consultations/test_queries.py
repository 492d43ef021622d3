"""Consultations are found by slug and meeting, and those open now agree with the rule."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE
from consult.consultations import queries
from consult.consultations.models import Consultation, Phase
from consult.consultations.rules import takes_answers
from consult.core.errors import NotFoundError
from consult.meetings import service as meetings
from consult.meetings.models import Meeting
from consult.questionnaires.models import Questionnaire

NOON = datetime(2026, 1, 12, 12, 0, tzinfo=UTC)
STEPS = [timedelta(seconds=s) for s in (-3600, -1, 0, 1, 3600)]


@pytest.fixture
def many(session: Session) -> Meeting:
    """Every mix of approval, opening, closing and closing by hand around noon."""
    meeting = meetings.add_meeting(session, 24, date(2026, 1, 19), actor=COMMAND_LINE)
    asked = Questionnaire(title={}, content={}, created_at=NOON, changed_at=NOON)
    for approved in (None, NOON):
        for opens_at in [NOON + step for step in STEPS]:
            for closed_at in [None, *(NOON + step for step in STEPS)]:
                for length in (1, 3600, 7200):
                    session.add(
                        Consultation(
                            slug=f"c{len(session.new)}-{length}-{opens_at:%H%M%S}",
                            title={},
                            purpose={},
                            outcome={},
                            meeting=meeting,
                            phase=Phase.BEFORE,
                            questionnaire=asked,
                            languages=["en"],
                            approved_at=approved,
                            opens_at=opens_at,
                            closes_at=opens_at + timedelta(seconds=length),
                            closed_at=closed_at,
                        )
                    )
    session.commit()
    return meeting


def test_those_open_now_are_those_that_take_answers(session: Session, many: Meeting) -> None:
    everything = queries.of_meeting(session, many)
    expected = {one.slug for one in everything if takes_answers(one, NOON)}

    assert {one.slug for one in queries.open_now(session, NOON)} == expected
    assert len(everything) == 2 * 5 * 6 * 3
    assert 0 < len(expected) < len(everything)


def test_a_consultation_is_found_with_all_its_page_needs(session: Session, many: Meeting) -> None:
    slug = queries.all_consultations(session)[0].slug
    session.expunge_all()

    found = queries.by_slug(session, slug)
    session.expunge_all()
    assert (found.meeting.number, found.agenda_item, found.questionnaire.title) == (24, None, {})


def test_an_unknown_slug_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError, match="named nowhere"):
        queries.by_slug(session, "nowhere")
