"""Ten ways in which a session, a clock or a day of waiting could lose what was typed; no script.

``tests/e2e/test_no_line.py`` goes the same ways with script, where script could make a difference.
"""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from consult.app import create_app
from consult.audit.actor import COMMAND_LINE
from consult.consultations.models import AskedVersion, Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.questionnaires import service as questionnaires
from consult.responses import queries
from consult.responses.models import Response
from tests.responses.cast import AMINA, SAFETY, add_consultation, address
from tests.responses.forms import answered, fields_of
from tests.responses.test_sending import code_on

pytestmark = pytest.mark.trust("R06", "R13")

IDEA = "Eight sentences of mine"
EN = address(language="en")


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """An open consultation, ``safety``, in six languages."""
    made = add_consultation(session)
    session.commit()
    return made


def typed(client: FlaskClient) -> MultiDict[str, str]:
    """Open the form and fill it in."""
    fields = fields_of(client.get(EN).text)
    for name, value in AMINA.items():
        fields.setlist(name, [value] if isinstance(value, str) else list(value))
    return answered(fields, q_idea=IDEA, go="send")


def ideas(session: Session, keys: Keyring) -> list[str]:
    session.rollback()
    return [queries.texts_of(keys, one)["idea"] for one in session.scalars(select(Response))]


def test_a_page_open_for_a_day_is_sent(
    client: FlaskClient, consultation: Consultation, session: Session, keys: Keyring
) -> None:
    fields = typed(client)
    with clock.frozen(clock.now() + timedelta(hours=24)):
        assert client.post(EN, data=fields).status_code == 201
    assert ideas(session, keys) == [IDEA]


def test_the_clock_of_the_device_does_not_matter(
    client: FlaskClient, consultation: Consultation, session: Session, keys: Keyring
) -> None:
    old = {
        "Date": "Thu, 01 Jan 1970 00:00:00 GMT",
        "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT",
    }
    assert client.get(EN, headers=old).status_code == 200
    assert client.post(EN, data=typed(client), headers=old).status_code == 201
    assert ideas(session, keys) == [IDEA]


def test_closing_while_somebody_types_leaves_ten_minutes_and_then_shows_what_was_typed(
    client: FlaskClient, consultation: Consultation, session: Session, keys: Keyring
) -> None:
    closes_at = consultation.closes_at
    session.rollback()
    with clock.frozen(closes_at - timedelta(minutes=5)):
        first, second = typed(client), typed(client)
    with clock.frozen(closes_at + timedelta(minutes=9)):
        assert client.post(EN, data=first).status_code == 201
    with clock.frozen(closes_at + timedelta(minutes=11)):
        late = client.post(EN, data=second)
    assert late.status_code == 409
    assert IDEA in late.text
    assert ideas(session, keys) == [IDEA]


def test_a_page_of_questions_never_asked_here_is_shown_again_with_all_that_was_typed(
    client: FlaskClient, consultation: Consultation, session: Session, keys: Keyring
) -> None:
    fields = typed(client)
    content = json.loads(json.dumps(SAFETY))
    content["pages"][-1]["questions"] = [
        one for one in content["pages"][-1]["questions"] if one["code"] != "idea"
    ]
    questionnaire = questionnaires.add(session, content, actor=COMMAND_LINE)
    consultation.version = questionnaires.freeze(session, questionnaire, actor=COMMAND_LINE)
    session.execute(delete(AskedVersion))
    session.commit()

    shown = client.post(EN, data=fields)

    assert shown.status_code == 409
    assert "The questions were changed" in shown.text
    assert IDEA in shown.text
    kept = fields_of(shown.text)
    assert kept["q-worry"] == AMINA["q-worry"]
    assert kept["q-places-other"] == AMINA["q-places-other"]
    assert client.post(EN, data=answered(kept, go="send")).status_code == 201


def test_back_after_sending_loses_nothing_and_counts_once(
    client: FlaskClient, consultation: Consultation, session: Session, keys: Keyring
) -> None:
    fields = typed(client)
    codes = {code_on(client.post(EN, data=fields).text) for _press in range(3)}
    other = client.post(EN, data=answered(fields, q_idea="Of the next one"))
    assert other.status_code == 409
    assert "Of the next one" in other.text
    assert len(codes) == 1
    assert ideas(session, keys) == [IDEA]


def test_another_language_halfway_keeps_everything(
    client: FlaskClient, consultation: Consultation, session: Session, keys: Keyring
) -> None:
    fields = typed(client)
    for language in ("ar", "zh", "fr"):
        where = address(2, language)
        fields = fields_of(client.post(where, data=answered(fields, go="stay")).text)
    assert client.post(EN, data=answered(fields, go="send")).status_code == 201
    assert ideas(session, keys) == [IDEA]


def test_two_tabs_are_two_forms_and_neither_overwrites_the_other(
    client: FlaskClient, consultation: Consultation, session: Session, keys: Keyring
) -> None:
    left, right = typed(client), answered(typed(client), q_idea="The other tab")
    assert [client.post(EN, data=one).status_code for one in (right, left)] == [201, 201]
    assert sorted(ideas(session, keys)) == [IDEA, "The other tab"]


def test_a_browser_that_keeps_nothing_at_all_is_enough(
    app: Flask, consultation: Consultation, session: Session, keys: Keyring
) -> None:
    browsers = [app.test_client(use_cookies=False) for _page in range(3)]
    review = browsers[1].post(EN, data=answered(typed(browsers[0]), go="review"))
    sent = browsers[2].post(EN, data=answered(fields_of(review.text), go="send"))
    assert sent.status_code == 201
    assert ideas(session, keys) == [IDEA]


def test_a_restart_of_the_server_between_two_pages_goes_unnoticed(
    app: Flask, consultation: Consultation, session: Session, keys: Keyring, tmp_path: Path
) -> None:
    review = app.test_client().post(EN, data=answered(typed(app.test_client()), go="review"))
    names = ("DATABASE_URL", "INSTANCE", "KEYS", "TRUSTED_HOSTS")
    anew = create_app({name: app.config[name] for name in names})

    sent = anew.test_client().post(EN, data=answered(fields_of(review.text), go="send"))
    again = app.test_client().post(EN, data=answered(fields_of(review.text), go="send"))

    anew.extensions["database"].engine.dispose()
    assert (sent.status_code, again.status_code) == (201, 200)
    assert code_on(sent.text) == code_on(again.text)
    assert ideas(session, keys) == [IDEA]


def test_what_is_too_large_or_odd_is_told_and_the_same_page_can_be_sent_again(
    client: FlaskClient, consultation: Consultation, session: Session, keys: Keyring
) -> None:
    fields = typed(client)
    huge = client.post(EN, data=answered(fields, q_idea="x" * 9_000_000))
    assert huge.status_code == 413
    long = client.post(EN, data=answered(fields, q_idea="x" * 200_000))
    assert long.status_code == 422
    assert "x" * 200_000 in long.text
    for odd in (b"\xff\xfe\x00", b"a=%ff&&&=;", b"q-idea"):
        told = client.post(EN, data=odd, content_type="application/x-www-form-urlencoded")
        assert 200 <= told.status_code < 500
        assert "data-receipt" not in told.text
    assert client.post(EN, data=fields).status_code == 201
    assert ideas(session, keys) == [IDEA]


def test_an_answer_lost_on_the_way_is_sent_again_and_counts_once(
    client: FlaskClient, consultation: Consultation, session: Session, keys: Keyring
) -> None:
    fields = typed(client)
    client.post(EN, data=fields)  # it arrived, but the page with the code did not come back
    again = client.post(EN, data=fields)
    assert again.status_code == 200
    assert code_on(again.text)
    assert ideas(session, keys) == [IDEA]
