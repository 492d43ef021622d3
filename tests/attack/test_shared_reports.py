"""Reports and faces on a shared device and from a script: none is lost, none stuffs the ballot."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core.throttle import Throttle
from consult.problems import routes as problems
from consult.problems.models import ProblemReport
from consult.takingpart import routes as takingpart
from consult.takingpart.models import TakingPart
from tests.responses.cast import add_consultation
from tests.responses.test_sending import code_on

FACES = "/en/consultations/safety/taking-part"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "_reports", Throttle(2, timedelta(hours=1)))
    monkeypatch.setattr(takingpart, "_said", Throttle(2, timedelta(minutes=5)))


@pytest.fixture
def safety(session: Session) -> Consultation:
    made = add_consultation(session)
    session.commit()
    return made


def test_luca_who_reports_on_aminas_page_is_heard_and_does_not_read_her_report(
    client: FlaskClient, session: Session
) -> None:
    hers = code_on(client.post("/en/problem", data={"key": "one-page", "text": "Amina's"}).text)
    his = code_on(client.post("/en/problem", data={"key": "one-page", "text": "Luca's"}).text)

    assert hers != his
    assert len(session.scalars(select(ProblemReport)).all()) == 2
    session.rollback()
    assert "Luca&#39;s" in client.post("/en/problem", data={"code": his}).text


def test_behind_a_proxy_that_nobody_declared_everybody_may_report(client: FlaskClient) -> None:
    # All come from this machine then: one counter would shut all young people out.
    for number in range(4):
        sent = client.post("/en/problem", data={"key": f"page {number}", "text": "wrong"})
        assert sent.status_code == 200


def test_a_script_does_not_decide_how_taking_part_was(
    client: FlaskClient, session: Session, safety: Consultation
) -> None:
    from_there = {"REMOTE_ADDR": "203.0.113.7"}
    told = [
        client.post(FACES, data={"key": f"k{n}", "voice": "5"}, environ_overrides=from_there)
        for n in range(3)
    ]

    assert [one.status_code for one in told] == [200, 200, 429]
    assert told[2].headers["Retry-After"]
    assert len(session.scalars(select(TakingPart)).all()) == 2
