"""The child-rights impact record: needed, for a year, about what is kept (R18)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE, Actor
from consult.consultations import impact, service
from consult.core import clock
from consult.core.errors import DomainError, ForbiddenError
from tests import cast
from tests.conftest import Cast, StaffClient


def actor(accounts: Cast) -> Actor:
    return Actor(accounts.mei.email, accounts.mei.id)


@pytest.mark.trust("R18")
def test_without_a_current_record_a_person_must_say_why_it_opens(
    session: Session, accounts: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = cast.a_draft(session)
    assert draft.impact is not None
    draft.impact.written_on -= timedelta(days=365)
    with pytest.raises(DomainError) as refused:
        service.open_(session, draft, actor=actor(accounts))
    assert [problem.code for problem in refused.value.problems] == ["impact"]

    draft.impact.written_on = clock.today()
    monkeypatch.setattr(impact, "inventory_digest", lambda: "more is kept")
    with pytest.raises(DomainError) as refused:
        service.open_(session, draft, actor=actor(accounts))
    assert "changed since" in refused.value.problems[0].message

    impact.write(session, draft, cast.impact_answers(), actor=actor(accounts))
    assert service.open_(session, draft, actor=actor(accounts)).approved_at is not None


@pytest.mark.trust("R18")
def test_the_command_line_opens_and_the_trail_keeps_that_there_was_no_record(
    session: Session,
) -> None:
    draft = cast.a_draft(session)
    session.delete(draft.impact)
    session.flush()
    session.refresh(draft)
    opened = service.open_(session, draft, actor=COMMAND_LINE)
    assert opened.approved_at is not None


def test_only_staff_write_the_record(session: Session) -> None:
    with pytest.raises(ForbiddenError):
        impact.write(session, cast.a_draft(session), cast.impact_answers(), actor=COMMAND_LINE)


def test_a_missing_record_is_one_click_away_and_no_fault_of_the_questionnaire(
    session: Session, staff: Callable[[str], StaffClient]
) -> None:
    draft = cast.a_draft(session)
    session.delete(draft.impact)
    session.commit()
    oksana = staff("secretariat")
    page = oksana.get(f"/staff/consultations/{draft.slug}").text
    link = (
        f'<a href="/staff/consultations/{draft.slug}/impact">Write the child-rights impact record.'
    )
    assert link in page
    assert "to mend in the questionnaire" not in page
    assert "Tell the chair" not in page

    oksana.post(f"/staff/consultations/{draft.slug}/impact", data=cast.impact_answers())
    page = oksana.get(f"/staff/consultations/{draft.slug}").text
    assert "Write the child-rights impact record." not in page


def test_a_record_with_a_gap_is_refused_and_nothing_typed_is_lost(
    session: Session, staff: Callable[[str], StaffClient]
) -> None:
    slug = cast.a_draft(session).slug
    session.commit()
    oksana = staff("secretariat")
    page = f"/staff/consultations/{slug}/impact"
    told = cast.impact_answers() | {"need": "Because they know best.", "risks": " "}
    refused = oksana.post(page, data=told)
    assert refused.status_code == 422
    assert "Because they know best." in refused.text
    assert 'href="#risks"' in refused.text
    assert "Thought about: risks" in oksana.get(page).text  # the record before stands

    stored = oksana.post(page, data=told | {"risks": "A hard question."})
    assert stored.status_code == 302
    assert "A hard question." in oksana.get(page).text
