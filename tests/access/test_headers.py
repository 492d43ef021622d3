"""The same protective headers on every answer; cookies only where staff sign in."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult.accounts.models import Role
from consult.core.web import HEADERS, PUBLIC, WORKER_POLICY
from tests.access.table import ACCESS
from tests.access.walk import doors
from tests.conftest import StaffClient, token_in

Staff = Callable[[Role | str], StaffClient]


#: The pages that start the worker: they alone allow the one policy that names its address.
WITH_WORKER = {"responses.form", "responses.page", "responses.waiting"}


def missing(answer: TestResponse, endpoint: str = "") -> list[str]:
    """Return the headers that an answer lacks or has otherwise."""
    due = dict(HEADERS)
    if endpoint in WITH_WORKER and (answer.request.method, answer.status_code) == ("GET", 200):
        due["Content-Security-Policy"] = WORKER_POLICY
    wrong = [n for n, value in due.items() if answer.headers.getlist(n) != [value]]
    return wrong if "Cache-Control" in answer.headers else [*wrong, "Cache-Control"]


def errors(app: Flask) -> Iterator[tuple[int, TestResponse]]:
    """Return answers of every kind of failure, with the status that is due."""
    client = app.test_client()
    for start in ("/ar", "/staff"):
        yield 404, client.get(f"{start}/no/such/page")
    yield 405, client.post("/static/public.css", buffered=True)
    yield 405, client.delete("/staff/sign-in")
    yield 401, client.post("/staff/sign-out")
    yield 400, client.post("/staff/sign-in")
    yield 403, client.post("/staff/sign-in", headers={"Sec-Fetch-Site": "cross-site"})
    token = token_in(client.get("/staff/sign-in"))
    app.config["MAX_CONTENT_LENGTH"] = 2000
    yield 413, client.post("/staff/sign-in", data={"csrf_token": token, "email": "x" * 4000})
    for host in ("evil.example", "localhost.evil.example", "localhost@evil.example", "[::", ""):
        for path in ("/ar/", "/staff/", "/staff/sign-in", "/static/staff.css"):
            yield 400, client.get(path, headers={"Host": host}, buffered=True)


@pytest.mark.usefixtures("consultation")
def test_every_route_sends_every_header(app: Flask, client: FlaskClient, staff: Staff) -> None:
    browsers = [client, *(staff(role) for role in Role)]
    for door in doors(app):
        for browser in browsers:
            answer = door.knock(browser)
            assert missing(answer, door.endpoint) == [], (str(door), answer.status_code)
    assert missing(client.get("/static/staff.css", buffered=True)) == []


def test_every_failure_sends_every_header_and_a_page(app: Flask) -> None:
    for due, answer in errors(app):
        where = (answer.request.path, dict(answer.request.headers))
        assert answer.status_code == due, where
        assert missing(answer) == [], where
        assert answer.text.casefold().startswith("<!doctype html>"), where
        assert "evil.example" not in answer.text, where


def test_a_failure_of_ours_sends_them_too_and_tells_nothing(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken() -> str:
        raise ValueError("what Amina typed")

    broken.audience = PUBLIC  # type: ignore[attr-defined]  # as the marks do it
    monkeypatch.setitem(app.view_functions, "accounts.sign_in", broken)

    answer = client.get("/staff/sign-in")

    assert answer.status_code == 500
    assert missing(answer) == []
    assert "Amina" not in answer.text + caplog.text
    assert "ValueError" in caplog.text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-For": "203.0.113.77", "Forwarded": "host=evil.example"},
        {"X-Original-URL": "/staff/accounts", "X-Rewrite-URL": "/staff/accounts"},
    ],
)
def test_headers_of_proxies_that_are_not_there_change_nothing(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    plain, spoofed = client.get("/staff/trail"), client.get("/staff/trail", headers=headers)
    assert spoofed.headers["Location"] == plain.headers["Location"]
    assert client.get("/staff/sign-in", headers=headers).text.count("evil.example") == 0


@pytest.mark.usefixtures("consultation")
def test_no_public_page_sets_a_cookie_even_for_staff(
    app: Flask, client: FlaskClient, staff: Staff
) -> None:
    browsers = [client, staff(Role.ADMIN)]
    for door in doors(app):
        if ACCESS[door.endpoint] == PUBLIC:
            for browser in browsers:
                assert "Set-Cookie" not in door.knock(browser).headers, door
    for path in ("/", "/ar/", "/ar/no/such/page", "/no", "/staffroom"):
        assert "Set-Cookie" not in client.get(path).headers, path


def test_the_one_cookie_of_staff_is_locked_up(
    app: Flask, client: FlaskClient, staff: Staff
) -> None:
    locked = "; Secure; HttpOnly; Path=/; SameSite=Strict"
    for browser in (client, *(staff(role) for role in Role)):
        for door in doors(app):
            for cookie in door.knock(browser).headers.getlist("Set-Cookie"):
                assert cookie.startswith("__Host-staff="), door
                assert cookie.endswith(locked), cookie
                assert "Domain" not in cookie


def test_staff_pages_are_not_kept_by_anybody(client: FlaskClient, staff: Staff) -> None:
    for answer in (client.get("/staff/sign-in"), staff(Role.ADMIN).get("/staff/accounts")):
        assert answer.headers["Cache-Control"] == "no-store"
        # Compressed, a token beside typed text could be guessed bit by bit (BREACH).
        assert "Content-Encoding" not in answer.headers


def test_an_address_that_leads_nowhere_says_so_in_its_language(client: FlaskClient) -> None:
    assert '<html lang="ar" dir="rtl">' in client.get("/ar/no/such/page").text
    assert '<html lang="zh" dir="ltr">' in client.get("/zh/no").text
