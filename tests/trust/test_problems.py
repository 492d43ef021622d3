"""A problem is reported without a name and answered under a code (TRUST.md R44)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.audit.models import AuditEntry
from consult.core import clock
from consult.core.throttle import Throttle
from consult.problems import routes, service
from consult.problems.models import ProblemReport
from tests.conftest import StaffClient
from tests.responses.forms import fields_of
from tests.responses.test_sending import code_on

pytestmark = pytest.mark.trust("R44")

WORDS = "الصفحة لا تعمل على هاتفي"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "_reports", Throttle(60, timedelta(hours=1)))


def test_amina_reports_staff_answer_and_only_her_code_reads_it(
    client: FlaskClient, session: Session, staff: Callable[[Role | str], StaffClient]
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
