"""A problem is reported without a name and answered under a code (TRUST.md R44)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account, Role
from consult.audit.models import AuditEntry
from consult.core import clock
from consult.core.throttle import Throttle
from consult.problems import routes, service
from consult.problems.models import ProblemReport, RestrictedReport
from consult.restricted.models import Care
from tests.conftest import Cast, StaffClient
from tests.responses.forms import fields_of
from tests.responses.test_sending import code_on

pytestmark = pytest.mark.trust("R44")

Staff = Callable[[Role | str], StaffClient]

WORDS = "الصفحة لا تعمل على هاتفي"
STORY = "أبي يضربني كل ليلة وأريد أن أموت الليلة"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "_reports", Throttle(60, timedelta(hours=1)))


def test_amina_reports_staff_answer_and_only_her_code_reads_it(
    client: FlaskClient, session: Session, staff: Staff
) -> None:
    form = fields_of(client.get("/ar/problem").text)
    sent = client.post("/ar/problem", data={"key": form["key"], "text": WORDS})
    again = client.post("/ar/problem", data={"key": form["key"], "text": WORDS})
    code = code_on(sent.text)
    assert code == code_on(again.text)
    assert "Set-Cookie" not in sent.headers
    stored = session.scalars(select(ProblemReport)).one()
    assert WORDS.encode() not in stored.text
    assert code not in repr(vars(stored))
    address = f"/staff/problems/{stored.id}"
    session.rollback()

    waits = client.post("/ar/problem", data={"code": code.lower()}).text
    assert WORDS in waits
    oksana = staff(Role.SECRETARIAT)
    assert WORDS in oksana.get("/staff/problems/").text
    assert oksana.post(address, data={"answer": " "}).status_code == 422
    assert oksana.post(address, data={"answer": "أصلحنا الصفحة"}).status_code == 302
    assert "أصلحنا الصفحة" in client.post("/ar/problem", data={"code": code}).text

    trail = session.scalars(select(AuditEntry).filter_by(act="problem.answer")).one()
    assert WORDS not in repr(vars(trail))
    wrong = client.post("/en/problem", data={"code": "0000-0000"})
    assert wrong.status_code == 404
    assert "Check each letter" in wrong.text


def test_what_cannot_be_taken_stays_on_the_page(client: FlaskClient) -> None:
    empty = client.post("/en/problem", data={"key": "k", "text": " \n"})
    assert empty.status_code == 422
    long = client.post("/en/problem", data={"key": "k", "text": "long " * 900})
    assert long.status_code == 422
    assert "long long" in long.text
    school = {"REMOTE_ADDR": "203.0.113.7"}
    for number in range(60):
        fields = {"key": f"k{number}", "text": ""}
        client.post("/en/problem", data=fields, environ_overrides=school)
    fields = {"key": "k", "text": "mine"}
    many = client.post("/en/problem", data=fields, environ_overrides=school)
    assert many.status_code == 429
    assert "mine" in many.text


def test_reports_go_after_their_time(app: Flask, session: Session) -> None:
    keys = app.extensions["keys"]
    service.report(session, keys, "one", "en", "first")
    service.report(session, keys, "two", "en", "second")
    (first, _second) = service.every_report(session, keys)
    first.report.answered_on = clock.today()
    session.flush()

    with clock.frozen(clock.now() + timedelta(days=service.KEPT_DAYS)):
        assert service.forget(session) == 0
    with clock.frozen(clock.now() + timedelta(days=service.KEPT_DAYS + 1)):
        assert service.forget(session) == 1
    with clock.frozen(clock.now() + timedelta(days=service.UNANSWERED_DAYS + 1)):
        assert service.forget(session) == 1
    session.commit()


@pytest.mark.trust("R40")
def test_a_report_that_may_tell_of_harm_reaches_safeguarding_staff_alone(
    client: FlaskClient, session: Session, staff: Staff
) -> None:
    sent = client.post("/ar/problem", data={"key": "k", "text": STORY})
    code = code_on(sent.text)
    assert "data-help" in sent.text
    assert "لا نستطيع الرد عليك" not in sent.text, "its code leads back to an answer"
    assert 'href="/ar/help"' in sent.text.split("<main", 1)[1].split("</main", 1)[0]
    assert "data-help" not in client.post("/ar/problem", data={"key": "l", "text": WORDS}).text
    row = session.scalars(select(RestrictedReport)).one()
    assert (row.urgent, row.state, row.due_at.minute) == (True, Care.WAITING, 0)
    assert {"self-harm", "violence"} <= set(row.dangers)
    page, other = f"/staff/safeguarding/{row.id}", f"/staff/problems/{row.report_id}"
    session.rollback()
    assert STORY in client.post("/ar/problem", data={"code": code}).text, "its author reads it"

    oksana, safe = staff(Role.SECRETARIAT), staff(Role.SAFEGUARDING)
    listed = oksana.get("/staff/problems/").text
    assert (WORDS in listed, STORY in listed) == (True, False)
    assert oksana.get(other).status_code == 404
    assert oksana.get(page).status_code == 403
    assert "1 text" in safe.get("/staff/").text
    assert STORY not in safe.get("/staff/safeguarding/").text
    assert STORY in safe.post(f"{page}/open", follow_redirects=True).text
    said = {"note": "Told the focal point", "answer": "نحن نصدقك", "go": "note"}
    assert safe.post(page, data=said).status_code == 302
    assert "نحن نصدقك" in client.post("/ar/problem", data={"code": code}).text
    assert safe.post(page, data=said | {"answer": "x" * 4001}).status_code == 422

    safe.post(page, data=said | {"go": "release"})
    assert STORY in oksana.get(other).text
    assert STORY in client.post("/ar/problem", data={"code": code}).text
    trail = [(line.act, line.subject) for line in session.scalars(select(AuditEntry))]
    acts = [act for act, subject in trail if subject == "problem"]
    assert acts == [f"safeguarding.{act}" for act in ("open", "note", "note", "release")]
    assert sum(act == "problem.answer" for act, _subject in trail) == 1
    session.rollback()
    service.forget(session)
    with clock.frozen(clock.now() + timedelta(days=service.UNANSWERED_DAYS + 1)):
        service.forget(session)
    assert session.scalars(select(RestrictedReport)).all() == []


@pytest.mark.trust("R16")
def test_without_a_recent_training_nobody_reads_reports(
    client: FlaskClient, session: Session, accounts: Cast, staff: Staff
) -> None:
    client.post("/ar/problem", data={"key": "k", "text": WORDS})
    session.get_one(Account, accounts.oksana.id).trained_on = None
    session.commit()

    asked = staff(Role.SECRETARIAT).get("/staff/problems/")

    assert (asked.status_code, WORDS in asked.text) == (403, False)
    assert WORDS in staff(Role.CHAIR).get("/staff/problems/").text
