"""A consultation is prepared, opened with a frozen questionnaire, and closed; each act is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE, Actor
from consult.audit.models import AuditEntry
from consult.consultations import impact, queries, rules, service
from consult.consultations.models import Consultation, Phase
from consult.consultations.plan import Plan
from consult.consultations.rules import State
from consult.core import clock
from consult.core.db import Database
from consult.core.errors import DomainError, InvalidError
from consult.core.locales import LANGUAGES
from consult.questionnaires import queries as questionnaires
from consult.questionnaires import service as questionnaire_service
from consult.questionnaires.models import Questionnaire
from tests import cast
from tests.cast import a_consultation, a_draft, a_meeting, called, questionnaire_content
from tests.conftest import Cast

#: Two weeks before meeting 24.
NOW = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
WAIVED = {"phase": "asked after the meeting", "past": "answers came on paper"}


def acts(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.act).order_by(AuditEntry.number)))


def asked(session: Session, content: dict[str, Any] | None = None) -> Questionnaire:
    return questionnaire_service.add(
        session, content or questionnaire_content(), actor=COMMAND_LINE
    )


def added(session: Session, plan: Plan) -> Consultation:
    """Return a draft with its impact record."""
    made = service.add(session, plan, actor=COMMAND_LINE)
    writer, _deputy = called(session)
    impact.write(session, made, cast.impact_answers(), actor=Actor(writer.email, writer.id))
    return made


def a_plan(session: Session, **values: Any) -> Plan:
    whole: dict[str, Any] = {
        "slug": "safety",
        "meeting": a_meeting(session),
        "phase": Phase.BEFORE,
        "languages": LANGUAGES,
        "opens_at": NOW,
        "closes_at": NOW + timedelta(days=7),
    }
    if "questionnaire" not in values:
        values["questionnaire"] = asked(session)
    focal_point, deputy = called(session)
    return Plan(**({"focal_point": focal_point, "deputy": deputy} | whole | values))


def test_only_a_questionnaire_is_needed_to_open(session: Session) -> None:
    with clock.frozen(NOW):
        made = added(session, a_plan(session))
        service.open_(session, made, actor=COMMAND_LINE)

        assert made.title == questionnaire_content()["title"]
        assert made.purpose == questionnaire_content()["introduction"]
        assert len(set(made.outcome.values())) == 6
        assert rules.state(made, clock.now()) is State.OPEN


def test_without_a_title_in_every_language_the_product_speaks_for_itself(session: Session) -> None:
    content = questionnaire_content() | {"title": {"en": "Only English"}, "introduction": {}}
    plan = a_plan(session, questionnaire=asked(session, content))
    with clock.frozen(NOW):
        made = added(session, plan)

        assert made.title["fr"] == "Questions aux jeunes avant la réunion 24"
        assert "24" in made.purpose["ar"]
        assert service.obstacles(made) == []


def test_opening_freezes_what_is_asked(session: Session) -> None:
    with clock.frozen(NOW):
        made = added(session, a_plan(session))
        service.open_(session, made, actor=COMMAND_LINE)
        later = questionnaire_content()
        later["pages"][0]["questions"][0]["text"]["en"] = "Changed afterwards"
        questionnaire_service.change(session, made.questionnaire, later, actor=COMMAND_LINE)
    session.commit()

    assert made.version is not None
    card = questionnaires.definition(made.version).by_code["about"]
    assert card.text["en"] == "You may leave out any question."


def test_opening_is_told_with_version_languages_and_window(session: Session) -> None:
    with clock.frozen(NOW):
        made = added(session, a_plan(session))
        service.open_(session, made, actor=COMMAND_LINE)

    line = session.scalars(select(AuditEntry).filter_by(act="consultation.open")).one()
    assert line.subject == "safety"
    assert line.details == {
        "meeting": 24,
        "phase": "before",
        "languages": list(LANGUAGES),
        "opens_at": "2026-01-05T08:00:00+00:00",
        "closes_at": "2026-01-12T08:00:00+00:00",
        "ten_to_twelve_may_write": True,
        "version": 1,
        "waived": {},
        "doubts": {"codes": ["own_topic", "personal_early"], "reason": ""},
    }


def test_opening_is_refused_with_the_list_of_all_that_is_missing(session: Session) -> None:
    content = questionnaire_content()
    del content["pages"][0]["questions"][1]["text"]["zh"]
    plan = a_plan(
        session,
        questionnaire=asked(session, content),
        title={"en": "Safety"},
        closes_at=NOW + timedelta(days=60),
    )
    with clock.frozen(NOW):
        made = added(session, plan)
        with pytest.raises(DomainError) as refusal:
            service.open_(session, made, actor=COMMAND_LINE)

    where = [problem.where for problem in refusal.value.problems]
    assert where[:5] == [f"title-{tag}" for tag in LANGUAGES if tag != "en"]
    assert "region" in where[5]
    assert where[6:] == []  # the odd closing time only warns
    assert "consultation.open" not in acts(session)


def test_a_waived_gate_lets_it_open_and_keeps_the_reason(session: Session) -> None:
    late = a_plan(session, opens_at=NOW, closes_at=NOW + timedelta(days=60))
    with clock.frozen(NOW):
        made = added(session, late)
        service.open_(session, made, waivers=WAIVED, actor=COMMAND_LINE)

    line = session.scalars(select(AuditEntry).filter_by(act="consultation.open")).one()
    assert line.details["waived"] == {"phase": "asked after the meeting"}


def test_an_odd_window_warns_and_the_trail_keeps_it(session: Session) -> None:
    late = a_plan(session, opens_at=NOW, closes_at=NOW + timedelta(days=60))
    with clock.frozen(NOW):
        made = added(session, late)
        assert [problem.code for problem in service.obstacles(made)] == ["phase"]
        service.open_(session, made, actor=COMMAND_LINE)

    line = session.scalars(select(AuditEntry).filter_by(act="consultation.open")).one()
    assert line.details["waived"] == {"phase": ""}


def test_missing_texts_are_never_waived(session: Session) -> None:
    made = added(session, a_plan(session, outcome={"en": "…"}))
    with clock.frozen(NOW):
        for gate in ("text", "text_missing_in", "nothing_asked"):
            with pytest.raises(InvalidError, match="cannot be waived"):
                service.open_(session, made, waivers={gate: "hurry"}, actor=COMMAND_LINE)
        with pytest.raises(DomainError, match="cannot open yet"):
            service.open_(session, made, waivers=WAIVED, actor=COMMAND_LINE)


def test_a_waiver_needs_its_reason(session: Session) -> None:
    made = added(session, a_plan(session))
    with clock.frozen(NOW), pytest.raises(InvalidError, match="Say why"):
        service.open_(session, made, waivers={"phase": " "}, actor=COMMAND_LINE)


def test_it_is_opened_once(session: Session) -> None:
    made = a_consultation(session)
    with pytest.raises(DomainError, match="opened already"):
        service.open_(session, made, actor=COMMAND_LINE)


def test_closing_ends_it_at_once(session: Session) -> None:
    made = a_consultation(session)
    service.close(session, made, actor=COMMAND_LINE)

    assert rules.state(made, clock.now()) is State.CLOSED
    assert acts(session)[-1] == "consultation.close"
    with pytest.raises(DomainError, match="ended already"):
        service.close(session, made, actor=COMMAND_LINE)


def test_a_draft_cannot_be_closed(session: Session) -> None:
    with pytest.raises(DomainError, match="draft is not open"):
        service.close(session, a_draft(session), actor=COMMAND_LINE)


def changed(session: Session, one: Consultation, **values: Any) -> None:
    values = {"slug": one.slug, "questionnaire": one.questionnaire, **values}
    service.change(session, one, a_plan(session, **values), actor=COMMAND_LINE)


def test_what_young_people_have_been_asked_cannot_be_changed(session: Session) -> None:
    with pytest.raises(DomainError, match="cannot be changed any more"):
        changed(session, a_consultation(session), slug="other")


def test_changing_what_waits_makes_it_a_draft_again(session: Session) -> None:
    now = clock.now()
    window: dict[str, Any] = {
        "opens_at": now + timedelta(days=1),
        "closes_at": now + timedelta(days=2),
    }
    made = a_consultation(session, **window)
    assert rules.state(made, clock.now()) is State.WAITING

    changed(session, made, title={"en": "Another"}, slug="another")
    session.commit()
    assert (made.slug, made.title, made.version) == ("another", {"en": "Another"}, None)
    assert rules.state(made, clock.now()) is State.DRAFT


def test_everything_wrong_with_a_plan_is_told_at_once(session: Session) -> None:
    a_draft(session, "taken")
    other = a_meeting(session, 25)
    plan = a_plan(
        session,
        slug="taken",
        languages=("de",),
        closes_at=NOW,
        smallest_cell=2,
        agenda_item=other.agenda_items[0],
    )
    with pytest.raises(InvalidError) as refusal:
        service.add(session, plan, actor=COMMAND_LINE)
    where = [problem.where for problem in refusal.value.problems]
    assert where == ["languages", "closes_at", "smallest_cell", "agenda_item", "slug"]


def test_a_refused_change_leaves_the_consultation_as_it_was(session: Session) -> None:
    made = a_draft(session)
    session.commit()
    with pytest.raises(InvalidError):
        changed(session, made, slug="Not A Slug", title={"en": "Lost?"})
    session.commit()
    assert (made.slug, made.title["fr"]) == ("safety", "Ta sécurité en ligne")


def test_two_who_open_at_once_open_it_once(session: Session, database: Database) -> None:
    a_draft(session)
    session.commit()
    together = Barrier(2)

    def try_to_open() -> str:
        with database.session() as own:
            found = queries.by_slug(own, "safety")
            own.rollback()  # both have read the draft before either writes
            together.wait(timeout=10)
            try:
                service.open_(own, found, waivers=WAIVED, actor=COMMAND_LINE)
                own.commit()
            except DomainError as refusal:
                return refusal.code
        return "opened"

    with ThreadPoolExecutor(2) as pool:
        told = [pool.submit(try_to_open) for _chair in range(2)]
    assert sorted(one.result() for one in told) == ["consultation_opened", "opened"]
    assert acts(session).count("consultation.open") == 1


@pytest.mark.trust("R17")
def test_a_person_opens_only_with_a_focal_point_and_the_command_line_is_warned(
    session: Session, accounts: Cast
) -> None:
    mei = Actor(accounts.mei.email, accounts.mei.id)
    lonely = a_draft(session, "lonely", deputy=None)
    with pytest.raises(DomainError) as refused:
        service.open_(session, lonely, actor=mei)
    assert [problem.where for problem in refused.value.problems] == ["deputy"]
    reason = {"safeguarding": "The deputy starts on Monday"}
    service.open_(session, lonely, waivers=reason, actor=mei)

    service.open_(session, a_draft(session, "told", focal_point=None), actor=COMMAND_LINE)

    lines = session.scalars(select(AuditEntry).filter_by(act="consultation.open"))
    waived = [line.details["waived"]["safeguarding"] for line in lines]
    assert waived == ["The deputy starts on Monday", ""]
