"""Coming in, staying in and going out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from consult.accounts.models import Account, Role, StaffSession
from consult.accounts.passwords import Passwords
from consult.accounts.queries import token_digest
from consult.app import create_app
from consult.core import clock
from consult.core.db import Database
from tests.conftest import PASSWORD, Cast, StaffClient, token_in

COOKIE = "__Host-staff"
Staff = Callable[[Role | str], StaffClient]


def sign_in(browser: FlaskClient, email: str, password: str, **fields: str) -> int:
    """Sign in with the form's own token; return the status."""
    token = token_in(browser.get("/staff/sign-in"))
    sent = browser.post(
        "/staff/sign-in",
        data={"email": email, "password": password, "csrf_token": token} | fields,
    )
    return sent.status_code


def copied(app: Flask, browser: FlaskClient) -> FlaskClient:
    """Return another browser that carries the same cookie."""
    cookie = browser.get_cookie(COOKIE)
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie(COOKIE, cookie.value, path="/", secure=True)
    return thief


def test_mei_signs_in_and_sees_her_start_page(client: FlaskClient, accounts: Cast) -> None:
    assert client.get("/staff/").headers["Location"] == "/staff/sign-in?next=/staff/"

    assert sign_in(client, "Mei@Example.org ", PASSWORD) == 302

    assert "mei@example.org" in client.get("/staff/").text


def test_signing_in_gives_a_new_token_and_the_old_one_opens_nothing(
    app: Flask, client: FlaskClient, accounts: Cast
) -> None:
    client.get("/staff/sign-in")
    planted = copied(app, client)

    assert sign_in(client, "mei@example.org", PASSWORD) == 302

    assert planted.get("/staff/").status_code == 302
    assert client.get("/staff/").status_code == 200


def test_a_cookie_copied_before_sign_out_is_signed_out_too(app: Flask, staff: Staff) -> None:
    mei = staff(Role.CHAIR)
    thief = copied(app, mei)
    assert thief.get("/staff/").status_code == 200

    gone = mei.post("/staff/sign-out")

    assert (gone.status_code, gone.headers["Location"]) == (302, "/staff/sign-in")
    assert f"{COOKIE}=;" in gone.headers["Set-Cookie"]
    assert thief.get("/staff/").status_code == 302
    assert mei.get("/staff/").status_code == 302


def test_a_session_ends_after_thirty_idle_minutes(staff: Staff) -> None:
    mei, start = staff(Role.CHAIR), clock.now()
    for minutes in (29, 58, 87):
        with clock.frozen(start + timedelta(minutes=minutes)):
            assert mei.get("/staff/").status_code == 200
    with clock.frozen(start + timedelta(minutes=87 + 31)):
        assert mei.get("/staff/").status_code == 302


def test_a_session_ends_after_eight_hours_however_busy(staff: Staff) -> None:
    mei, start = staff(Role.CHAIR), clock.now()
    for minutes in range(20, 480, 20):
        with clock.frozen(start + timedelta(minutes=minutes)):
            assert mei.get("/staff/").status_code == 200
    with clock.frozen(start + timedelta(hours=8, seconds=1)):
        assert mei.get("/staff/").status_code == 302


def test_reading_writes_at_most_once_a_minute(staff: Staff, database: Database) -> None:
    mei, start = staff(Role.CHAIR), clock.now()

    def seen() -> object:
        with database.session(read_only=True) as session:
            return session.scalar(
                select(StaffSession.seen_at).where(StaffSession.account_id.is_not(None))
            )

    before = seen()
    with clock.frozen(start + timedelta(seconds=30)):
        mei.get("/staff/")
    assert seen() == before
    with clock.frozen(start + timedelta(seconds=90)):
        mei.get("/staff/")
    assert seen() == start + timedelta(seconds=90)


def test_the_table_holds_digests_not_tokens(staff: Staff, session: Session) -> None:
    cookie = staff(Role.CHAIR).get_cookie(COOKIE)
    assert cookie is not None

    stored = session.scalars(
        select(StaffSession.token_digest).where(StaffSession.account_id.is_not(None))
    ).all()

    assert len(cookie.value) >= 43  # 256 bits in base 64
    assert stored == [token_digest(cookie.value)]


def test_old_sessions_are_swept_away_when_a_new_one_begins(
    client: FlaskClient, session: Session
) -> None:
    for _visit in range(3):
        client.delete_cookie(COOKIE)
        client.get("/staff/sign-in")
    later = clock.now() + timedelta(hours=1)
    client.delete_cookie(COOKIE)
    with clock.frozen(later):
        client.get("/staff/sign-in")

    assert session.scalar(select(func.count()).select_from(StaffSession)) == 1


@pytest.mark.parametrize("email", ["mei@example.org", "sam@example.org", "off@example.org"])
def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(
    client: FlaskClient, accounts: Cast, session: Session, email: str
) -> None:
    off = Account(
        email="off@example.org",
        role=Role.CHAIR,
        password_hash=accounts.mei.password_hash,
        created_at=clock.now(),
        disabled_at=clock.now(),
    )
    session.add(off)
    session.commit()
    token = token_in(client.get("/staff/sign-in"))
    password = PASSWORD if email == "off@example.org" else "something else entirely"

    page = client.post(
        "/staff/sign-in", data={"email": email, "password": password, "csrf_token": token}
    )

    assert page.status_code == 422
    assert "E-mail and password do not fit." in page.text
    assert f'value="{email}"' in page.text
    assert password not in page.text


def test_guessing_has_to_wait_but_others_on_other_networks_do_not(
    client: FlaskClient, accounts: Cast
) -> None:
    guesses = [sign_in(client, "mei@example.org", "wrong " * 4) for _guess in range(10)]
    assert set(guesses) == {422}

    assert sign_in(client, "mei@example.org", PASSWORD) == 429

    token = token_in(client.get("/staff/sign-in"))
    elsewhere = client.post(
        "/staff/sign-in",
        data={"email": "mei@example.org", "password": PASSWORD, "csrf_token": token},
        environ_base={"REMOTE_ADDR": "192.0.2.7"},
    )
    assert elsewhere.status_code == 302


def test_after_a_quarter_of_an_hour_one_may_try_again(client: FlaskClient, accounts: Cast) -> None:
    for _guess in range(10):
        sign_in(client, "mei@example.org", "wrong " * 4)
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert sign_in(client, "mei@example.org", PASSWORD) == 302


def test_an_unknown_account_costs_the_same_work_as_a_known_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passwords = Passwords({"time_cost": 2, "memory_cost": 64, "parallelism": 1})
    stored = passwords.digest(PASSWORD)
    checked: list[str] = []
    verify = PasswordHasher.verify

    def watched(self: PasswordHasher, digest: str, password: str) -> bool:
        checked.append(digest)
        return verify(self, digest, password)

    monkeypatch.setattr(PasswordHasher, "verify", watched)

    assert not passwords.fits(None, "something else entirely")
    assert not passwords.fits(stored, "something else entirely")
    nobodys, known = (extract_parameters(digest) for digest in checked)
    assert nobodys == known


def test_a_refused_sign_in_leaves_no_address_and_no_e_mail_in_the_log(
    client: FlaskClient, accounts: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    token = token_in(client.get("/staff/sign-in"))
    client.post(
        "/staff/sign-in",
        data={"email": "mei@example.org", "password": "canary-password", "csrf_token": token},
        environ_base={"REMOTE_ADDR": "203.0.113.77"},
        headers={"User-Agent": "canary-agent"},
    )

    assert "sign-in refused" in caplog.text
    for canary in ("mei@", "canary", "203.0.113"):
        assert canary not in caplog.text


def test_behind_a_proxy_of_ones_own_networks_are_told_apart(
    app: Flask, accounts: Cast, database_url: str
) -> None:
    behind = create_app(app.config | {"PROXIES": 1})
    client = behind.test_client()

    def tries(network: str) -> int:
        token = token_in(client.get("/staff/sign-in"))
        return client.post(
            "/staff/sign-in",
            data={"email": "mei@example.org", "password": "wrong " * 4, "csrf_token": token},
            headers={"X-Forwarded-For": f"198.51.100.1, {network}"},
        ).status_code

    assert {tries("192.0.2.1") for _try in range(10)} == {422}
    assert tries("192.0.2.99") == 429
    assert tries("203.0.113.5") == 422
    behind.extensions["database"].engine.dispose()


def test_what_was_typed_into_a_page_that_was_open_too_long_is_shown_again(
    app: Flask, client: FlaskClient, staff: Staff
) -> None:
    long = "Young people asked for help lines they can reach by text message."
    typed = {"place-en": long, "number": "25", "csrf_token": "old"}

    for browser, status in ((client, 401), (staff(Role.CHAIR), 400)):
        page = browser.open("/staff/meetings/add", method="POST", data=typed)
        assert page.status_code == status
        assert f'dir="auto">{long}</textarea>' in page.text
        assert "Nothing was saved." in page.text
    page = client.open("/staff/password", method="POST", data={"old": PASSWORD, "new": PASSWORD})
    assert PASSWORD not in page.text


@pytest.mark.parametrize(
    "typed",
    [
        "mei\x00@example.org",
        "\x00",
        "mei@example.org' OR '1'='1",
        "\u202egro.elpmaxe@iem",
        "💥" * 60,
        "x" * 10_000 + "@example.org",
        "(" * 200,
        "\r\nSet-Cookie: a=b",
    ],
    ids=range(8),
)
def test_odd_texts_are_refused_and_break_nothing(
    client: FlaskClient, accounts: Cast, typed: str
) -> None:
    assert sign_in(client, typed, typed) == 422
    assert sign_in(client, "mei@example.org", typed) == 422


def test_a_page_sent_after_a_pause_does_not_wait_for_itself(staff: Staff) -> None:
    # On SQLite the request's own transaction would block the writing of the session's moment.
    mei = staff(Role.CHAIR)
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        page = mei.post("/staff/password", data={"old": "wrong", "new": "wrong"})

    assert page.status_code == 422


def test_an_account_disabled_behind_our_back_is_signed_out(
    staff: Staff, database: Database
) -> None:
    mei = staff(Role.CHAIR)
    with database.transaction() as session:
        session.execute(update(Account).values(disabled_at=clock.now()))

    assert mei.get("/staff/").status_code == 302


def test_a_hash_of_older_settings_is_renewed_at_sign_in(
    client: FlaskClient, accounts: Cast, database: Database
) -> None:
    older = Passwords({"time_cost": 2, "memory_cost": 16, "parallelism": 1}).digest(PASSWORD)
    with database.transaction() as session:
        session.execute(update(Account).values(password_hash=older))

    assert sign_in(client, "mei@example.org", PASSWORD) == 302

    with database.session(read_only=True) as session:
        renewed = session.get_one(Account, accounts.mei.id).password_hash
    assert renewed is not None
    assert "m=8,t=1,p=1" in renewed
    assert Passwords().fits(renewed, PASSWORD)


def test_others_may_write_while_a_password_is_checked(
    app: Flask,
    client: FlaskClient,
    accounts: Cast,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A young person's answers must not wait for the half second that hashing takes.
    passwords = app.extensions["passwords"]

    def slow(stored: str | None, password: str) -> bool:
        with database.transaction() as session:
            session.execute(update(Account).values(language="fr"))
        return stored is not None

    monkeypatch.setattr(passwords, "fits", slow)

    assert sign_in(client, "mei@example.org", PASSWORD) == 302
    assert '<html lang="fr"' in client.get("/staff/").text
