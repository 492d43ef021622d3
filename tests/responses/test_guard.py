"""What slows programs down and lets people pass (TRUST.md B4)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core import clock, ids
from consult.core.crypto import Keyring
from consult.responses import keys as submission_keys
from consult.responses.guard import Entry, Guard
from consult.responses.models import Response
from tests.responses.cast import address, send
from tests.responses.forms import answered, fields_of

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
SCHOOL = "203.0.113.0/24"
READ = NOON - timedelta(seconds=30)


def test_a_school_behind_one_address_passes_as_it_reads_the_form() -> None:
    guard = Guard()
    with clock.frozen(NOON):
        for _pupil in range(300):
            assert guard.entry(SCHOOL, NOON, READ, trapped=False) is Entry.TAKE
            guard.stored_from(SCHOOL)
        assert guard.entry(SCHOOL, NOON, READ, trapped=False) is Entry.WAIT
        assert guard.entry("198.51.100.0/24", NOON, READ, trapped=False) is Entry.TAKE
    with clock.frozen(NOON + timedelta(minutes=5)):
        assert guard.entry(SCHOOL, clock.now(), READ, trapped=False) is Entry.TAKE


def test_where_many_come_a_form_that_nobody_read_is_shown_once_more() -> None:
    guard = Guard()
    with clock.frozen(NOON):
        for _first in range(60):
            assert guard.entry(SCHOOL, NOON, None, trapped=False) is Entry.TAKE
        for opened_at in (None, NOON, NOON - timedelta(seconds=2)):
            assert guard.entry(SCHOOL, NOON, opened_at, trapped=False) is Entry.LOOK_AGAIN
        assert guard.entry(SCHOOL, NOON, NOON - timedelta(seconds=3), trapped=False) is Entry.TAKE


def test_a_flood_from_everywhere_asks_everybody_for_a_form_that_was_read() -> None:
    guard = Guard()
    with clock.frozen(NOON):
        for number in range(600):
            guard.entry(f"10.{number}.0.0/24", NOON, None, trapped=False)
        assert guard.entry(SCHOOL, NOON, None, trapped=False) is Entry.LOOK_AGAIN
        assert guard.entry(SCHOOL, NOON, READ, trapped=False) is Entry.TAKE


def test_behind_a_proxy_that_nobody_declared_nobody_is_shut_out() -> None:
    guard = Guard()
    for _one in range(1000):
        assert guard.entry(None, NOON, None, trapped=False) is Entry.TAKE
        guard.wrong_code(None)
    assert not guard.tries_codes(None)


@given(st.text(max_size=70), st.integers(0, 2**32 - 1))
def test_only_a_key_made_here_tells_when_its_form_was_handed_out(odd: str, second: int) -> None:
    at = datetime.fromtimestamp(second, UTC)
    consultation, other = NOON_ID, OTHER_ID
    key = submission_keys.issue(b"secret", consultation, at)

    assert len(key) == submission_keys.LENGTH
    assert submission_keys.fits(key + "-8abc-0123456789ab")  # what a phone adds for each filling
    assert submission_keys.issued_at(b"secret", consultation, key + "-8abc-0123456789ab") == at
    assert submission_keys.issued_at(b"secret", other, key) is None
    assert submission_keys.issued_at(b"other", consultation, key) is None
    assert submission_keys.issued_at(b"secret", consultation, odd) is None
    later = key[:29] + ("0" if key[29] != "0" else "1") + key[30:]
    assert submission_keys.issued_at(b"secret", consultation, later) is None


NOON_ID, OTHER_ID = UUID(int=1), UUID(int=2)


def from_school(client: FlaskClient) -> None:
    client.environ_base["REMOTE_ADDR"] = "203.0.113.77"


@pytest.mark.trust("S13", "R22")
def test_programs_are_slowed_and_a_young_person_presses_once_more(
    client: FlaskClient, consultation: Consultation, session: Session
) -> None:
    from_school(client)
    taken = [
        send(client, address(language="en"), submission_key=ids.new_key()).status_code
        for _program in range(90)
    ]
    assert taken == [201] * 60 + [200] * 30

    shown = send(client, address(language="en"), submission_key=None, q_idea="Hers")
    assert "Please press “Send” once more" in shown.text
    assert "Hers" in shown.text
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Response)) == 60
    session.rollback()
    with clock.frozen(clock.now() + timedelta(seconds=4)):
        sent = client.post(address(language="en"), data=answered(fields_of(shown.text), go="send"))
    assert sent.status_code == 201


def test_more_than_a_school_has_waits_with_everything_typed(
    client: FlaskClient, consultation: Consultation, keys: Keyring
) -> None:
    from_school(client)
    guard = client.application.extensions["guard"] = Guard()
    for _one in range(300):
        guard.stored_from(SCHOOL)

    waits = send(client, address(language="en"), q_idea="Hers")

    assert (waits.status_code, waits.headers["Retry-After"]) == (429, "60")
    assert "stay on this page" in waits.text
    assert fields_of(waits.text)["q-idea"] == "Hers"
    assert "203.0" not in repr(vars(guard))


def test_a_field_that_no_person_sees_costs_one_press_more(
    client: FlaskClient, consultation: Consultation
) -> None:
    shown = send(client, address(language="en"), website="https://spam.example")

    assert shown.status_code == 200
    assert "spam.example" not in shown.text
    sent = client.post(address(language="en"), data=answered(fields_of(shown.text), go="send"))
    assert sent.status_code == 201


@pytest.mark.trust("R22")
def test_guessing_codes_is_slowed_and_what_was_typed_stays(
    client: FlaskClient, consultation: Consultation
) -> None:
    code = send(client, address()).text.split('data-receipt="')[1].split('"')[0]
    from_school(client)
    wrong = "0000-0000-0000-0000-0000-0000-0"
    tried = [client.post("/en/receipt", data={"code": wrong}).status_code for _ in range(61)]
    assert tried == [404] * 60 + [429]

    waits = client.post("/en/receipt", data={"code": code})

    assert (waits.status_code, waits.headers["Retry-After"]) == (429, "60")
    assert f'value="{code}"' in waits.text
    changed = send(client, address(language="en"), change_code=code, q_idea="Changed")
    assert changed.status_code == 429
    assert fields_of(changed.text)["q-idea"] == "Changed"
    client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert client.post("/en/receipt", data={"code": code}).status_code == 200
    client.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        assert client.post("/en/receipt", data={"code": code}).status_code == 200


@pytest.mark.trust("S13", "R22")
def test_programs_from_everywhere_cost_no_young_person_an_answer(
    app: Flask, consultation: Consultation, session: Session
) -> None:
    """A small version of ``tests/bench/bots.py``."""
    if session.get_bind().dialect.name != "sqlite":
        return  # nothing here depends on the kind of database
    noon = clock.now()
    everybody = [f"198.51.{n % 3}.7" for n in range(250)]
    got = 0

    def browser(address_: str) -> FlaskClient:
        made = app.test_client()
        made.environ_base["REMOTE_ADDR"] = address_
        return made

    for number, source in enumerate(everybody):
        with clock.frozen(noon):
            send(browser(source), address(), submission_key=ids.new_key())
        if number % 10:
            continue
        person = browser("198.51.0.9" if number % 20 else f"192.0.{number}.9")
        with clock.frozen(noon - timedelta(seconds=9)):
            form = fields_of(person.get(address()).text)
        with clock.frozen(noon):
            sent = send(person, address(), submission_key=form["submission-key"], go="send")
        got += "data-receipt" in sent.text

    assert got == 25
    stored = session.scalar(select(func.count()).select_from(Response))
    # Sixty tries pass from each network; twelve young people sat in one of them.
    assert stored is not None
    assert got + 3 * 60 - 12 <= stored <= got + 3 * 60
    guard = app.extensions["guard"]
    assert "198.51" not in repr([vars(one) for one in vars(guard).values()])
