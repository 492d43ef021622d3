"""Young people are told what came of it, in time or visibly late (TRUST.md R45, R46)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.audit.actor import COMMAND_LINE, Actor
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, InvalidError
from consult.core.locales import LANGUAGES
from consult.followups import queries, rules, service
from consult.followups.models import Status
from consult.followups.rules import Stage
from consult.meetings import service as meetings
from consult.meetings.symbols import Symbol
from consult.moderation import service as moderation
from consult.moderation.models import Decision
from consult.responses.models import Response
from consult.summaries import service as summaries
from tests.conftest import Cast, StaffClient
from tests.moderation.cast import confirmed
from tests.responses.cast import add_consultation, address, send
from tests.responses.test_sending import code_on

OPENED = datetime(2026, 1, 2, 9, tzinfo=UTC)
CLOSED = datetime(2026, 1, 10, 12, tzinfo=UTC)
HEARD_DUE = datetime(2026, 2, 9, 12, tzinfo=UTC)
#: The meeting is on 19 January 2026.
CHANGED_DUE = datetime(2026, 2, 18, 12, tzinfo=UTC)
PAPER = "S26-CLCWGCOP24-C-0009"


def six(text: str) -> dict[str, str]:
    return {tag: f"{text} ({tag})" for tag in LANGUAGES}


ASKED = service.Written(six("Listen"), {}, None, "", "")
DECIDED = service.Written(six("Listen"), six("Because"), Status.PARTLY, PAPER, "4.2")


@pytest.fixture
def closed(session: Session) -> Consultation:
    """A consultation that took answers from 2 to 10 January 2026."""
    with clock.frozen(OPENED):
        made = add_consultation(session, opens_at=OPENED, closes_at=CLOSED)
    meetings.register_document(
        session,
        made.meeting,
        Symbol.parse(PAPER),
        title=six("Report"),
        languages=["en"],
        actor=COMMAND_LINE,
    )
    session.commit()
    return made


@pytest.mark.trust("R45")
def test_the_state_follows_from_the_clock_and_from_what_was_told(
    session: Session, closed: Consultation
) -> None:
    def standing(now: datetime) -> rules.Standing:
        return rules.standing(closed, queries.find(session, closed), now)

    before = standing(CLOSED - timedelta(seconds=1))
    assert before.stage is Stage.ASKING
    with clock.frozen(CLOSED - timedelta(seconds=1)), pytest.raises(DomainError):
        service.tell_heard(session, closed, six("Heard"), actor=COMMAND_LINE)

    assert standing(CLOSED).stage is Stage.HEARING
    assert standing(HEARD_DUE).heard.overdue_days == 0
    assert standing(HEARD_DUE + timedelta(days=1)).heard.overdue_days == 1
    assert standing(CHANGED_DUE + timedelta(days=12)).changed.overdue_days == 12

    with clock.frozen(HEARD_DUE):
        with pytest.raises(InvalidError):
            service.archive(session, closed, actor=COMMAND_LINE)
        service.tell_heard(session, closed, six("Heard"), actor=COMMAND_LINE)
    assert standing(HEARD_DUE).stage is Stage.DECIDING
    with clock.frozen(CHANGED_DUE):
        with pytest.raises(InvalidError):
            service.archive(session, closed, actor=COMMAND_LINE)
        service.keep_recommendation(session, closed, DECIDED, actor=COMMAND_LINE)
        service.tell_changed(session, closed, actor=COMMAND_LINE)
        assert standing(CHANGED_DUE + timedelta(days=90)).changed.overdue_days == 0
        assert standing(CHANGED_DUE).stage is Stage.TOLD
        service.archive(session, closed, actor=COMMAND_LINE)
        assert standing(CHANGED_DUE).stage is Stage.ARCHIVED
        with pytest.raises(DomainError):
            service.tell_heard(session, closed, six("Other"), actor=COMMAND_LINE)


@pytest.mark.trust("R45")
def test_nothing_is_told_in_some_languages_only(session: Session, closed: Consultation) -> None:
    with clock.frozen(HEARD_DUE):
        with pytest.raises(InvalidError) as refused:
            service.tell_heard(session, closed, {"en": "Heard"}, actor=COMMAND_LINE)
        assert len(refused.value.problems) == 5
        for lacking in (
            replace(DECIDED, status=None),
            replace(DECIDED, symbol=""),
            replace(DECIDED, paragraph=""),
            replace(DECIDED, reason={"en": "Because"}),
        ):
            service.keep_recommendation(session, closed, lacking, actor=COMMAND_LINE)
            with pytest.raises(InvalidError):
                service.tell_changed(session, closed, actor=COMMAND_LINE)
            session.rollback()
        with pytest.raises(InvalidError):
            service.tell_changed(session, closed, actor=COMMAND_LINE)
        unknown = replace(DECIDED, symbol="S26-CLCWGCOP24-C-0077")
        with pytest.raises(InvalidError):
            service.keep_recommendation(session, closed, unknown, actor=COMMAND_LINE)


@pytest.mark.trust("R46")
def test_a_recommendation_without_a_status_after_its_day_is_listed(
    client: FlaskClient,
    session: Session,
    closed: Consultation,
    staff: Callable[[Role | str], StaffClient],
) -> None:
    oksana = staff(Role.SECRETARIAT)
    with clock.frozen(HEARD_DUE):
        service.keep_recommendation(session, closed, ASKED, actor=COMMAND_LINE)
        assert queries.late(session, clock.now()) == []
        session.commit()
        in_time = client.get("/en/consultations/safety").text
        assert "We tell you here by 18 February 2026." in in_time
        assert "Listen (en)" not in in_time
    with clock.frozen(CHANGED_DUE + timedelta(days=3)):
        for page in ("/en/consultations/safety", "/en/meetings/24"):
            shown = client.get(page).text
            assert "We wanted to tell you by 18 February 2026. We are 3 days late." in shown
            assert "We are 12 days late." in shown
            assert "Listen (en)" in shown
        assert "(en)" not in client.get("/ar/meetings/24").text
        (late,) = queries.late(session, clock.now())
        assert [one.asked for one in late.undecided] == [six("Listen")]
    # The member of staff who signs in today is reminded: all of this is past.
    for page in ("/staff/", "/staff/summaries/", "/staff/follow-ups/"):
        assert "overdue by" in oksana.get(page).text
    assert "1 recommendation without a status" in oksana.get("/staff/").text


@pytest.mark.trust("R45")
def test_staff_tell_and_young_people_read(
    client: FlaskClient,
    session: Session,
    closed: Consultation,
    staff: Callable[[Role | str], StaffClient],
) -> None:
    oksana = staff(Role.SECRETARIAT)
    home = "/staff/follow-ups/safety"
    heard = {f"heard-{tag}": f"You told us ({tag})" for tag in LANGUAGES}
    refused = oksana.post(f"{home}/heard", data=heard | {"heard-ru": ""})
    assert refused.status_code == 422
    assert "You told us (zh)" in refused.text
    assert oksana.post(f"{home}/heard", data=heard).status_code == 302
    assert oksana.post(f"{home}/changed").status_code == 422
    assert oksana.post(f"{home}/archive").status_code == 422

    asked = {f"asked-{tag}": f"A button ({tag})" for tag in LANGUAGES}
    assert oksana.post(f"{home}/recommendations/add", data=asked).status_code == 302
    found = queries.find(session, closed)
    assert found is not None
    (one,) = (each.id for each in found.recommendations)
    session.rollback()  # SQLite has one writer
    reason = {f"reason-{tag}": f"It is right ({tag})" for tag in LANGUAGES}
    decided = asked | reason | {"status": "accepted", "symbol": PAPER, "paragraph": "7"}
    changed = oksana.post(f"{home}/recommendations/{one}", data=decided)
    assert changed.status_code == 302, changed.text
    assert oksana.post(f"{home}/changed").status_code == 302
    assert oksana.post(f"{home}/archive").status_code == 302
    assert oksana.post(f"{home}/heard", data=heard).status_code == 422

    for tag in LANGUAGES:
        shown = client.get(f"/{tag}/consultations/safety").text
        for told in ("You told us", "A button", "It is right"):
            assert f"{told} ({tag})" in shown
        assert f'href="/{tag}/documents/{PAPER}"' in shown
    assert "paragraph 7" in client.get("/en/meetings/24").text


@pytest.mark.trust("R46")
def test_the_code_tells_what_came_of_ones_own_answers_and_of_nobody_elses(
    client: FlaskClient, session: Session, closed: Consultation, keys: Keyring, accounts: Cast
) -> None:
    mei = Actor(accounts.mei.email, accounts.mei.id)
    with clock.frozen(OPENED + timedelta(hours=1)):
        amina = code_on(send(client, address()).text)
        other = {"submission-key": "luca-sends-this-once"}
        luca = code_on(send(client, address(), **other).text)
        assert "What came of your answers" not in show(client, amina)
    with clock.frozen(CLOSED + timedelta(days=1)):
        for response in session.scalars(select(Response)):
            decided = (
                moderation.decide(session, keys, response, code, Decision.QUOTE, actor=mei)
                for code in response.text_codes
            )
            reviews = [confirmed(session, one) for one in decided]
            if response.receipt_digest == digest_of(session, keys, amina):
                quoted = next(one for one in reviews if one.text_code == "idea")
        summary = summaries.draft(session, closed.meeting, actor=mei)
        summaries.edit(
            session,
            summary,
            title={},
            abstract={},
            narrative=six("Told"),
            purpose="information",
            actor=mei,
        )
        summaries.choose_quotes(session, keys, summary, [quoted.id], actor=mei)
        session.commit()
    with clock.frozen(HEARD_DUE):
        assert "The paper with the counts is not signed yet." in show(client, amina)
        symbol = summaries.sign(session, keys, summary, actor=mei).document
        session.commit()
        assert symbol is not None
        hers, his = show(client, amina), show(client, luca)
    for page in (hers, his):
        assert f'href="/en/documents/{symbol.symbol}"' in page
        assert "We tell you here by 18 February 2026." in page
    assert "The paper quotes words of yours." in hers
    assert "The paper quotes words of yours." not in his


def show(client: FlaskClient, code: str) -> str:
    page = client.post("/en/receipt", data={"code": code})
    assert page.status_code == 200
    return page.text


def digest_of(session: Session, keys: Keyring, code: str) -> str:
    from consult.responses import service as responses  # noqa: PLC0415 - only here

    return responses.find(session, keys, code).receipt_digest
