"""Changing what was sent, until closing: the same code, still one, nothing of the old is left."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.moderation.models import Decision, TextReview
from consult.responses import queries
from consult.responses.models import Response
from consult.summaries.models import SummaryQuote
from tests.conftest import Cast
from tests.responses.cast import AMINA_ANSWERS, AMINA_TEXTS, KEY, address, send
from tests.responses.forms import answered, fields_of
from tests.responses.test_sending import code_on


@pytest.fixture
def code(client: FlaskClient, consultation: Consultation) -> str:
    """The code of what Amina sent."""
    return code_on(send(client, address()).text)


def to_change(client: FlaskClient, code: str, language: str = "en") -> TestResponse:
    return client.post(f"/{language}/receipt", data={"code": code, "go": "change"})


def only(session: Session) -> Response:
    session.rollback()
    return session.scalars(select(Response)).one()


@pytest.mark.trust("R07")
def test_amina_changes_her_answers_and_they_stay_one_with_the_same_code(
    client: FlaskClient, code: str, session: Session, keys: Keyring, accounts: Cast
) -> None:
    before = only(session)
    session.add(
        TextReview(
            response=before,
            text_code="idea",
            decision=Decision.QUOTE,
            redactions=[],
            reviewer_id=accounts.oksana.id,
            decided_at=accounts.oksana.created_at,
        )
    )
    session.commit()
    old = before.id
    form = to_change(client, code.lower())
    fields = fields_of(form.text)
    assert "You are changing answers" in form.text
    assert fields["q-idea"].split() == AMINA_TEXTS["idea"].split()
    assert fields.getlist("q-places") == ["games", "other"]
    assert "data-draft" not in form.text

    fields["q-idea"], fields["q-worry"] = "Something else", "1"
    french = client.post(address(language="fr"), data=answered(fields, go="stay"))
    review = client.post(address(), data=answered(fields_of(french.text), go="review"))
    assert only(session).answers == AMINA_ANSWERS  # nothing changes before "Send"
    session.rollback()
    sent = client.post(address(), data=answered(fields_of(review.text), go="send"))

    assert (sent.status_code, code_on(sent.text)) == (200, code)
    stored = only(session)
    assert stored.answers == {**AMINA_ANSWERS, "worry": 1}
    assert queries.texts_of(keys, stored) == {**AMINA_TEXTS, "idea": "Something else"}
    assert stored.may_be_quoted
    # Whoever had the old text open cannot decide on the new one.
    assert stored.id != old
    assert session.scalars(select(TextReview)).all() == []
    assert session.scalars(select(SummaryQuote)).all() == []
    session.rollback()
    again = client.post(address(), data=answered(fields_of(review.text), go="send"))
    assert code_on(again.text) == code
    assert only(session).answers["worry"] == 1
    session.rollback()
    assert client.post("/en/receipt", data={"code": code, "go": "withdraw-now"}).status_code == 200
    lost = client.post(address(language="en"), data=answered(fields_of(review.text), go="send"))
    assert lost.status_code == 404
    assert "Something else" in lost.text
    session.rollback()
    assert session.scalars(select(Response)).all() == []


def test_after_closing_nothing_changes_and_what_was_typed_is_shown(
    client: FlaskClient, code: str, consultation: Consultation, session: Session
) -> None:
    fields = answered(fields_of(to_change(client, code).text), q_idea="Too late", go="send")
    closes_at = consultation.closes_at
    session.rollback()
    with clock.frozen(closes_at + timedelta(minutes=9)):
        assert client.post(address(language="en"), data=fields).status_code == 200
    with clock.frozen(closes_at + timedelta(minutes=10)):
        late = client.post(address(language="en"), data=fields)
        shown = to_change(client, code)
    assert late.status_code == 409
    assert "Too late" in late.text
    assert "cannot be changed any more" in shown.text
    assert 'value="change"' not in shown.text


def test_a_signed_summary_changes_no_more(
    client: FlaskClient, code: str, consultation: Consultation, session: Session
) -> None:
    fields = answered(fields_of(to_change(client, code).text), q_idea="Too late", go="send")
    closes_at = consultation.closes_at
    session.execute(update(Consultation).values(settled_at=closes_at))
    session.commit()
    with clock.frozen(closes_at + timedelta(minutes=1)):
        assert client.post(address(language="en"), data=fields).status_code == 409
    assert only(session).answers == AMINA_ANSWERS


def test_changes_at_once_leave_one(
    app: Flask, client: FlaskClient, code: str, session: Session
) -> None:
    fields = fields_of(to_change(client, code).text)

    def change(worry: str) -> int:
        sent = answered(fields, q_worry=worry, go="send")
        return app.test_client().post(address(), data=sent).status_code

    with ThreadPoolExecutor(8) as crowd:
        assert set(crowd.map(change, "12345123")) == {200}
    assert only(session).receipt_digest


def test_no_byte_of_the_old_text_is_left_in_the_file(
    client: FlaskClient, consultation: Consultation, database: Database, session: Session
) -> None:
    if database.engine.dialect.name != "sqlite":
        return  # as with answers taken back: PostgreSQL removes dead rows by its own vacuum
    code = code_on(send(client, address(), submission_key=f"{KEY}-2", q_told="friends").text)
    sealed = bytes(only(session).texts or b"")
    path = str(database.engine.url.database)
    session.rollback()
    fields = answered(fields_of(to_change(client, code).text), q_idea="Other", go="send")

    assert client.post(address(), data=fields).status_code == 200

    session.rollback()
    left = b"".join(Path(path + end).read_bytes() for end in ("", "-wal"))
    assert sealed not in left


@pytest.mark.parametrize(("kind", "starts"), [("png", b"\x89PNG"), ("svg", b"<svg")])
def test_the_code_is_saved_as_a_picture_without_standing_in_an_address(
    client: FlaskClient, code: str, kind: str, starts: bytes
) -> None:
    page = send(client, address())
    assert "<path d=" in page.text
    picture = client.post("/en/receipt/picture", data={"code": code, "kind": kind})

    assert picture.status_code == 200
    assert picture.data.startswith(starts)
    assert picture.headers["Content-Disposition"] == f'attachment; filename="code.{kind}"'
    assert picture.headers["Cache-Control"] == "no-store"
    if kind == "svg":
        assert code in picture.text
    assert client.post("/en/receipt/picture", data={"code": "<x>"}).status_code == 422


def test_a_lost_code_is_plainly_lost(client: FlaskClient) -> None:
    assert "Nobody can find it again, not even we" in client.get("/en/receipt").text
