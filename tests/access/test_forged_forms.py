"""Forms sent from elsewhere, or without their token, do nothing (TRUST.md S16)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.accounts.models import Role
from consult.core.db import Database
from consult.core.web import PUBLIC
from tests.access.table import ACCESS
from tests.access.walk import Door, content, doors
from tests.conftest import StaffClient, token_in

Staff = Callable[[Role | str], StaffClient]


def changing(app: Flask) -> list[Door]:
    """Return every door that is not for reading."""
    return [door for door in doors(app) if door.method != "GET"]


def behind_sign_in(app: Flask) -> list[tuple[Door, Role]]:
    """Return the changing doors of staff, each with a role that may pass."""
    return [
        (door, min(audience) if isinstance(audience, frozenset) else Role.CHAIR)
        for door in changing(app)
        if (audience := ACCESS[door.endpoint]) != PUBLIC
    ]


TOKENS: dict[str, Callable[[str, str], dict[str, str]]] = {
    "no token": lambda _own, _other: {},
    "an empty token": lambda _own, _other: {"X-CSRFToken": ""},
    "a made-up token": lambda _own, _other: {"X-CSRFToken": "IjEyMyI.aaaaaa.bbbbbbbbbbbb"},
    "a tampered token": lambda own, _other: {"X-CSRFToken": own[:-3] + "abc"},
    "another session's token": lambda _own, other: {"X-CSRFToken": other},
}


@pytest.mark.parametrize("kind", list(TOKENS))
@pytest.mark.usefixtures("consultation")
def test_a_staff_form_without_its_own_token_is_refused(
    app: Flask, staff: Staff, database: Database, kind: str
) -> None:
    browsers = {role: staff(role) for role in Role}
    other = token_in(app.test_client().get("/staff/sign-in"))
    before = content(database)
    for door, role in behind_sign_in(app):
        browser = browsers[role]
        answer = browser.open(
            door.address, method=door.method, headers=TOKENS[kind](browser.token, other)
        )
        assert answer.status_code == 400, door

    assert content(database) == before


@pytest.mark.usefixtures("consultation")
def test_a_text_body_carries_no_token(app: Flask, staff: Staff, database: Database) -> None:
    browsers = {role: staff(role) for role in Role}
    before = content(database)
    for door, role in behind_sign_in(app):
        browser = browsers[role]
        answer = browser.open(
            door.address,
            method=door.method,
            data=f"csrf_token={browser.token}",
            content_type="text/plain",
        )
        assert answer.status_code == 400, door

    assert content(database) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:81"},
        {"Origin": "null"},
    ],
    ids=lambda headers: "=".join(next(iter(headers.items()))),
)
@pytest.mark.usefixtures("consultation")
def test_a_form_from_another_site_is_refused_even_with_the_token(
    app: Flask,
    staff: Staff,
    client: FlaskClient,
    database: Database,
    headers: dict[str, str],
) -> None:
    browsers = {role: staff(role) for role in Role}
    before = content(database)
    for door in changing(app):
        audience = ACCESS[door.endpoint]
        browser = browsers[min(audience)] if isinstance(audience, frozenset) else client
        assert door.knock(browser, headers=headers).status_code == 403, door

    assert content(database) == before


def test_the_same_form_from_our_own_page_goes_through(staff: Staff) -> None:
    sent = staff(Role.CHAIR).post(
        "/staff/language",
        data={"language": "es"},
        headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
    )
    assert sent.status_code == 302


def test_a_form_left_open_for_a_long_time_still_works(staff: Staff) -> None:
    # The token is bound to the session, not to a clock (TRUST.md B2.5).
    assert staff(Role.CHAIR).application.config["WTF_CSRF_TIME_LIMIT"] is None


def test_a_refused_form_says_what_to_do(staff: Staff) -> None:
    mei = staff(Role.CHAIR)
    page = mei.open("/staff/password", method="POST")
    assert "This page was open too long" in page.text
