"""One device, two young people: "back", and a page that is sent again, lose and show nothing."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.responses import queries
from consult.responses.models import Response
from tests.responses.cast import KEY, add_consultation, address, send
from tests.responses.forms import fields_of


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """The consultation that the cast of ``tests.responses`` answers."""
    made = add_consultation(session)
    session.commit()
    return made


def stored(session: Session) -> list[Response]:
    session.expire_all()
    found = list(session.scalars(select(Response)))
    session.commit()  # SQLite has one writer: the next request must not wait for this test
    return found


def code_on(page: TestResponse) -> str:
    return page.text.split('data-receipt="', 1)[1].split('"', 1)[0]


def press_send(client: FlaskClient, page: TestResponse, language: str = "en") -> TestResponse:
    """Press "Send" on the page that shows the answers."""
    fields = fields_of(page.text)
    fields["go"] = "send"
    return client.post(address(language=language), data=fields)


LUCA = {"q_idea": "Que l'école nous écoute", "q_worry": "2", "q_age": "16-17"}


def test_luca_who_goes_back_to_aminas_page_is_counted_too_and_gets_no_code_of_hers(
    client: FlaskClient, consultation: Consultation, session: Session, keys: Keyring
) -> None:
    hers = code_on(send(client, address()))

    asked = send(client, address(language="fr"), **LUCA)

    assert asked.status_code == 409
    assert hers not in asked.text
    assert "data-receipt" not in asked.text
    assert LUCA["q_idea"].replace("'", "&#39;") in asked.text
    assert [one.language for one in stored(session)] == ["ar"]

    sent = press_send(client, asked, "fr")

    assert sent.status_code == 201
    assert code_on(sent) != hers
    assert {one.language: one.answers["worry"] for one in stored(session)} == {"ar": 4, "fr": 2}
    said = {queries.texts_of(keys, one)["idea"] for one in stored(session)}
    assert LUCA["q_idea"] in said
    again = press_send(client, asked, "fr")
    assert (again.status_code, code_on(again)) == (200, code_on(sent))
    assert len(stored(session)) == 2


@pytest.mark.parametrize(
    "changes",
    [{"q_idea": None}, {"q_worry": "5"}, {"may_be_quoted": None}, {"q_places": "games"}],
    ids=str,
)
def test_whatever_differs_is_never_told_to_have_arrived(
    client: FlaskClient, consultation: Consultation, session: Session, changes: dict[str, Any]
) -> None:
    send(client, address(language="en"))

    again = send(client, address(language="en"), q_places_other=None, **changes)

    assert again.status_code == 409
    assert "Your answers have arrived" not in again.text
    assert len(stored(session)) == 1


def test_answers_sent_from_a_page_whose_answers_were_taken_back_are_not_lost(
    client: FlaskClient, consultation: Consultation, session: Session
) -> None:
    code = code_on(send(client, address(language="en")))
    client.post("/en/receipt", data={"code": code, "go": "withdraw-now"})

    asked = send(client, address(language="en"), **LUCA)

    assert asked.status_code == 410
    assert LUCA["q_idea"].replace("'", "&#39;") in asked.text
    assert stored(session) == []
    assert press_send(client, asked).status_code == 201
    assert [one.answers["worry"] for one in stored(session)] == [2]


def test_a_spoilt_key_costs_nobody_their_answers(
    client: FlaskClient, consultation: Consultation, session: Session
) -> None:
    asked = send(client, address(language="en"), submission_key="spoilt")

    assert asked.status_code == 422
    assert press_send(client, asked).status_code == 201
    assert [one.answers["worry"] for one in stored(session)] == [4]


def test_the_key_alone_opens_nothing(
    client: FlaskClient, consultation: Consultation, session: Session
) -> None:
    # The page of the form lies in the browser's history, and with it the key.
    hers = code_on(send(client, address()))

    for fields in ({}, {"q-seen": "no"}, {"q-seen": "yes", "go": "send"}):
        tried = client.post(address(), data={"submission-key": KEY, **fields})
        agreed = client.post(address(), data={"submission-key": KEY, "assent": "yes", **fields})
        assert hers not in tried.text
        assert hers not in agreed.text
        assert (tried.status_code, agreed.status_code) == (400, 409)
