"""Oksana prepares, Mei opens and closes; what is missing is said before, nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.audit.actor import COMMAND_LINE
from consult.consultations import queries, rules
from consult.consultations.models import Consultation
from consult.consultations.rules import State
from consult.core import clock
from consult.core.locales import LANGUAGES, hyphened
from consult.meetings.models import Meeting
from consult.questionnaires import service as questionnaires
from consult.questionnaires.models import Questionnaire
from tests.cast import a_draft, questionnaire_content
from tests.conftest import StaffClient

Staff = Callable[[Role | str], StaffClient]


@pytest.fixture
def draft(session: Session, meeting: Meeting) -> Consultation:
    """A draft that lacks nothing; its window does not fit the meeting's days."""
    made = a_draft(session, meeting=meeting)
    session.commit()
    return made


def typed(questionnaire: Questionnaire, **changed: Any) -> dict[str, Any]:
    """Return a whole form as a browser sends it."""
    whole = {
        "slug": "friends",
        "place": "24/5",
        "phase": "before",
        "questionnaire": str(questionnaire.id),
        "languages": list(LANGUAGES),
        "opens_at": "2126-01-05T08:00",
        "closes_at": "2126-01-18T20:00",
        "smallest_cell": "5",
    }
    return whole | {name.replace("_in_", "-"): value for name, value in changed.items()}


def state(session: Session, slug: str = "safety") -> State:
    session.expire_all()
    found = rules.state(queries.by_slug(session, slug), clock.now())
    session.rollback()  # SQLite has one writer
    return found


def test_oksana_prepares_a_consultation(
    staff: Staff, session: Session, draft: Consultation
) -> None:
    oksana = staff("secretariat")
    assert (
        "Meeting 24, item 5: Consultation of young people"
        in oksana.get("/staff/consultations/add").text
    )

    data = typed(draft.questionnaire, title_in_fr="Tes amis en ligne")
    page = oksana.post("/staff/consultations/add", data=data, follow_redirects=True)

    assert "The consultation is kept as a draft." in page.text
    made = queries.by_slug(session, "friends")
    assert made.opens_at.isoformat() == "2126-01-05T08:00:00+00:00"
    assert made.title == {"fr": "Tes amis en ligne"}
    assert made.agenda_item is not None
    # What is missing stands on the page; the outcome came from us in six languages.
    assert "The title is missing in العربية. Write it." in page.text
    assert len(made.outcome) == 6


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"slug": "My friends"}, "The short name has small letters"),
        ({"slug": "safety"}, "The short name safety is taken."),
        ({"closes_at": "2126-01-05T08:00"}, "The closing time must be after the opening time."),
        ({"opens_at": "soon"}, "This is not a date with a time"),
        ({"languages": []}, "Choose at least one language"),
        ({"place": "99"}, "Choose one of the list."),
        ({"phase": "after"}, "Choose one of the list."),
        ({"questionnaire": "x"}, "Choose one of the list."),
        ({"smallest_cell": "2"}, "The number must be from 3 to 50."),
    ],
)
def test_a_form_with_a_slip_comes_back_with_all_that_was_typed(
    staff: Staff, draft: Consultation, changed: dict[str, Any], told: str
) -> None:
    words = {f"purpose_in_{tag}": f"Why, in {tag}" for tag in LANGUAGES}
    data = typed(draft.questionnaire, **words) | changed
    sent = staff("secretariat").post("/staff/consultations/add", data=data)

    assert sent.status_code == 422
    assert told in sent.text
    for tag in LANGUAGES:
        assert f"Why, in {tag}" in sent.text
    if "closes_at" not in changed:
        assert "2126-01-18T20:00" in sent.text


def test_a_draft_is_changed_and_shows_what_is_stored(
    staff: Staff, session: Session, draft: Consultation
) -> None:
    oksana = staff("secretariat")
    form = oksana.get("/staff/consultations/safety/edit").text
    assert f'value="{draft.opens_at:%Y-%m-%dT%H:%M}"' in form
    assert "Ta sécurité en ligne" in form
    assert "is in the time zone Europe/Zurich" in form

    data = typed(draft.questionnaire, slug="safer", title_in_en="Safer")
    assert oksana.post("/staff/consultations/safety/edit", data=data).status_code == 302
    session.expire_all()
    assert queries.by_slug(session, "safer").title == {"en": "Safer"}


@pytest.mark.trust("R11")
def test_the_chair_opens_with_a_reason_for_what_is_waived(
    staff: Staff, session: Session, draft: Consultation
) -> None:
    mei = staff("chair")
    page = mei.get("/staff/consultations/safety").text
    assert "must close by the end of meeting 24" in page

    reason = {"waive-phase": "The group asked for more time"}
    refused = mei.post("/staff/consultations/safety/open", data=reason)
    assert refused.status_code == 422
    assert "in spite of the advice" in refused.text
    assert 'value="The group asked for more time"' in refused.text
    reason["waive-questions"] = "Asked so for years"
    opened = mei.post("/staff/consultations/safety/open", data=reason, follow_redirects=True)
    assert "It is open." in opened.text
    assert 'value="http://localhost/c/safety"' in opened.text
    assert state(session) is State.OPEN


def test_a_missing_text_leaves_no_button_to_open(
    staff: Staff, session: Session, meeting: Meeting
) -> None:
    a_draft(session, meeting=meeting, outcome={"en": "We count."})
    session.commit()
    page = staff("chair").get("/staff/consultations/safety").text
    assert "What happens with the answers is missing in 中文. Write it." in page
    assert "Approve and open" not in page


def test_what_is_missing_leads_to_its_field_or_names_its_place_in_the_questionnaire(
    staff: Staff, session: Session, meeting: Meeting
) -> None:
    content = questionnaire_content()
    for page in content["pages"]:
        for question in page["questions"]:
            del question["text"]["ru"]
    a_draft(session, meeting=meeting, content=content, outcome={"en": "We count."})
    session.commit()

    page = staff("chair").get("/staff/consultations/safety").text
    assert 'href="/staff/consultations/safety/edit#outcome-zh"' in page
    assert "12 things to mend in the questionnaire" in page
    assert "page 2, question worry" in page


def test_the_chair_closes_it_early(
    staff: Staff, session: Session, consultation: Consultation
) -> None:
    mei = staff("chair")
    closed = mei.post("/staff/consultations/safety/close", follow_redirects=True)
    assert "It is closed." in closed.text
    assert state(session) is State.CLOSED
    assert mei.post("/staff/consultations/safety/close").status_code == 409


def test_what_is_open_cannot_be_changed_and_what_was_typed_stays(
    staff: Staff, consultation: Consultation
) -> None:
    data = typed(consultation.questionnaire, title_in_en="Too late")
    sent = staff("secretariat").post("/staff/consultations/safety/edit", data=data)
    assert sent.status_code == 422
    assert "cannot be changed any more" in sent.text
    assert "Too late" in sent.text


def test_oksana_prepares_but_does_not_open_or_close(
    staff: Staff, session: Session, draft: Consultation
) -> None:
    oksana = staff("secretariat")
    page = oksana.get("/staff/consultations/safety").text
    assert "The chair opens it." in page
    assert "Approve and open" not in page
    assert oksana.post("/staff/consultations/safety/open").status_code == 403
    assert oksana.post("/staff/consultations/safety/close").status_code == 403
    assert state(session) is State.DRAFT


def test_the_list_groups_by_state_in_the_language_of_the_account(
    staff: Staff, session: Session, consultation: Consultation
) -> None:
    later = clock.now() + timedelta(days=2)
    a_draft(session, "later", meeting=consultation.meeting, opens_at=later)
    session.commit()
    oksana = staff("secretariat")
    page = oksana.get("/staff/consultations/").text
    assert page.index("Open</h2>") < page.index("/safety") < page.index("Draft</h2>")
    assert page.index("Draft</h2>") < page.index("/later")

    oksana.post("/staff/language", data={"language": "ar"})
    assert "أمانك على الإنترنت" in oksana.get("/staff/consultations/").text


def test_signs_that_no_script_has_break_nothing(
    staff: Staff, session: Session, draft: Consultation
) -> None:
    mei = staff("chair")
    assert mei.get("/staff/consultations/%00").status_code == 404
    assert mei.get("/c/%00").status_code == 404
    reason = {"waive-phase": "More\x00 time", "waive-questions": "Well"}
    assert mei.post("/staff/consultations/safety/open", data=reason).status_code == 302
    data = typed(draft.questionnaire, slug="sa\x00fe", title_in_en="\x00")
    assert mei.post("/staff/consultations/add", data=data).status_code == 422


def test_without_meeting_and_questionnaire_the_form_says_what_comes_first(staff: Staff) -> None:
    page = staff("secretariat").get("/staff/consultations/add").text
    assert "First add a meeting." in page
    assert "First bring in a questionnaire." in page


def test_a_questionnaire_one_comes_from_is_chosen_in_the_languages_it_is_whole_in(
    staff: Staff, session: Session, meeting: Meeting
) -> None:
    content = questionnaire_content()
    for tag in ("zh", "ru"):
        del content["title"][tag]
    asked = questionnaires.add(session, content, actor=COMMAND_LINE)
    questionnaires.add(session, questionnaire_content(), actor=COMMAND_LINE)
    session.commit()

    page = staff("secretariat").get(f"/staff/consultations/add?questionnaire={asked.id}").text

    assert f'<option selected value="{asked.id}">' in page
    boxes = page.split('id="languages"', 1)[1].split("</fieldset>", 1)[0].split("<input ")[1:]
    ticked = [box.split('value="', 1)[1][:2] for box in boxes if "checked" in box.split(">", 1)[0]]
    assert ticked == ["ar", "en", "fr", "es"]
    # What mostly fits is there already: a short name out of the title, and when one is asked.
    title = asked.title["en"]
    assert f'value="{hyphened(title, 40)}"' in page
    assert re.search(r'<input checked[^>]+name="phase"[^>]+value="before"', page)
    assert f"/staff/meetings/{meeting.number}/agenda/add" in page
    # Words of one's own are rarely needed: they are folded away until there are some.
    assert re.search(r"<details\s*>", page)
    draft = a_draft(session, meeting=meeting)
    session.commit()
    assert (
        "<details open>" in staff("secretariat").get(f"/staff/consultations/{draft.slug}/edit").text
    )
