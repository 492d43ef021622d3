"""Adding accounts, one-time links, disabling."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account, OneTimeLink, Role
from consult.audit.models import AuditEntry
from consult.core import clock
from tests.accounts.test_signing_in import Staff, sign_in
from tests.conftest import PASSWORD, Cast, token_in

NEW = "seven owls on a violet roof"


def link_in(text: str) -> str:
    """Return the path of the one-time link in a page or in what a command printed."""
    found = re.search(r"http://localhost(?::8000)?(/staff/welcome/[\w-]{43})", text)
    assert found is not None, text
    return found[1]


def choose(browser: FlaskClient, link: str, password: str = NEW) -> int:
    """Choose a password through a one-time link; return the status."""
    token = token_in(browser.get(link))
    return browser.post(link, data={"password": password, "csrf_token": token}).status_code


def test_the_first_account_comes_from_the_command_line(app: Flask, client: FlaskClient) -> None:
    told = app.test_cli_runner().invoke(args=["user", "add", "Mei@Example.org", "--role", "chair"])
    assert told.exit_code == 0, told.output
    link = link_in(told.output)

    assert sign_in(client, "mei@example.org", "") == 422
    assert choose(client, link) == 302
    assert "mei@example.org" in client.get("/staff/").text

    other = app.test_client()
    assert sign_in(other, "mei@example.org", NEW) == 302


def test_a_fresh_installation_has_no_account(app: Flask, session: Session) -> None:
    assert session.scalars(select(Account)).all() == []


def test_a_link_works_once(app: Flask, client: FlaskClient) -> None:
    told = app.test_cli_runner().invoke(args=["user", "add", "m@example.org", "--role", "admin"])
    link = link_in(told.output)
    second = app.test_client()
    token = token_in(second.get(link))  # opened at the same time

    assert choose(client, link) == 302

    late = second.post(link, data={"password": NEW + " too", "csrf_token": token})
    assert late.status_code == 404
    assert "older than seven days" in second.get(link).text
    assert sign_in(app.test_client(), "m@example.org", NEW) == 302


def test_a_link_dies_after_seven_days(app: Flask, client: FlaskClient) -> None:
    told = app.test_cli_runner().invoke(args=["user", "add", "m@example.org", "--role", "admin"])
    link = link_in(told.output)

    with clock.frozen(clock.now() + timedelta(days=7, seconds=1)):
        assert client.get(link).status_code == 404
    assert client.get(link).status_code == 200


def test_a_weak_first_password_is_refused_and_the_link_stays(
    app: Flask, client: FlaskClient
) -> None:
    told = app.test_cli_runner().invoke(args=["user", "add", "m@example.org", "--role", "admin"])
    link = link_in(told.output)

    assert choose(client, link, "passwordpassword") == 422
    assert choose(client, link) == 302


def test_only_a_digest_of_the_link_is_stored(app: Flask, session: Session) -> None:
    told = app.test_cli_runner().invoke(args=["user", "add", "m@example.org", "--role", "admin"])
    token = link_in(told.output).rsplit("/", 1)[1]

    stored = session.scalars(select(OneTimeLink)).one()

    assert token not in repr(vars(stored))
    trail = session.scalars(select(AuditEntry)).all()
    assert [line.act for line in trail] == ["account.add", "account.link"]
    assert token not in repr([line.details for line in trail])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no e-mail", "--role", "chair"], "not an e-mail address"),
        (["a@b@c", "--role", "chair"], "not an e-mail address"),
        (["v@example.org", "--role", "vice-chair"], "Choose a region"),
        (["c@example.org", "--role", "chair", "--region", "ARB"], "Choose a region"),
        (["MEI@example.org", "--role", "chair"], "There is an account for mei@example.org"),
    ],
)
def test_the_command_line_refuses_what_does_not_fit(
    app: Flask, accounts: Cast, session: Session, arguments: list[str], said: str
) -> None:
    told = app.test_cli_runner().invoke(args=["user", "add", *arguments])

    assert told.exit_code == 1
    assert said in told.output
    assert len(session.scalars(select(Account)).all()) == 5


def test_the_command_line_lists_and_disables(app: Flask, staff: Staff, client: FlaskClient) -> None:
    vice = staff(Role.VICE_CHAIR)
    runner = app.test_cli_runner()
    assert (
        "vice@example.org\tvice-chair\tARB\tactive" in runner.invoke(args=["user", "list"]).output
    )

    done = runner.invoke(args=["user", "disable", "vice@example.org"])

    assert done.exit_code == 0
    assert vice.get("/staff/").status_code == 302
    assert sign_in(client, "vice@example.org", PASSWORD) == 422
    assert (
        "vice@example.org\tvice-chair\tARB\tdisabled" in runner.invoke(args=["user", "list"]).output
    )
    assert runner.invoke(args=["user", "disable", "sam@example.org"]).exit_code == 1


def test_the_administrator_adds_oksanas_colleague(
    staff: Staff, client: FlaskClient, session: Session
) -> None:
    admin = staff(Role.ADMIN)

    page = admin.post(
        "/staff/accounts",
        data={
            "email": "yusuf@example.org",
            "role": "vice-chair",
            "region": "AFR",
            "language": "ar",
        },
    )

    assert page.status_code == 201
    link = link_in(page.text)
    assert "Has not chosen a password yet" in admin.get("/staff/accounts").text
    assert link not in admin.get("/staff/accounts").text
    assert choose(client, link) == 302
    assert '<html lang="ar" dir="rtl">' in client.get("/staff/").text
    line = session.scalars(select(AuditEntry).where(AuditEntry.subject == "yusuf@example.org"))
    assert line.first() is not None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "yusuf"}, "This is not an e-mail address."),
        ({"email": ""}, "Fill this in."),
        ({"email": "mei@example.org"}, "There is an account for mei@example.org already."),
        ({"region": ""}, "Choose a region for a vice-chair"),
        ({"role": "emperor"}, "Choose one of the list."),
    ],
)
def test_a_form_that_does_not_fit_says_so_and_keeps_what_was_typed(
    staff: Staff, changed: dict[str, str], said: str
) -> None:
    filled = {"email": "y@example.org", "role": "vice-chair", "region": "AFR", "language": "ru"}

    page = staff(Role.ADMIN).post("/staff/accounts", data=filled | changed)

    assert page.status_code == 422
    assert said in page.text
    assert re.search(r'<option selected value="ru">|<option value="ru" selected', page.text)


def test_disabling_ends_sessions_and_links_and_enabling_lets_in_again(
    staff: Staff, client: FlaskClient, accounts: Cast
) -> None:
    admin, mei = staff(Role.ADMIN), staff(Role.CHAIR)
    address = f"/staff/accounts/{accounts.mei.id}"
    link = link_in(admin.post(f"{address}/link").text)

    assert admin.post(f"{address}/disable").status_code == 302

    assert mei.get("/staff/").status_code == 302
    assert client.get(link).status_code == 404
    assert admin.post(f"{address}/link").status_code == 409
    assert sign_in(client, "mei@example.org", PASSWORD) == 422
    assert admin.post(f"{address}/enable").status_code == 302
    assert sign_in(client, "mei@example.org", PASSWORD) == 302


def test_a_new_link_replaces_the_older_one(
    staff: Staff, client: FlaskClient, accounts: Cast
) -> None:
    admin, address = staff(Role.ADMIN), f"/staff/accounts/{accounts.mei.id}/link"
    old, new = link_in(admin.post(address).text), link_in(admin.post(address).text)

    assert client.get(old).status_code == 404
    assert choose(client, new) == 302


def test_the_administrator_ends_somebodys_sessions(staff: Staff, accounts: Cast) -> None:
    admin, one, two = staff(Role.ADMIN), staff(Role.CHAIR), staff(Role.CHAIR)
    assert re.search(
        r'mei@example\.org.*?<td class="number">2</td>',
        admin.get("/staff/accounts").text,
        re.DOTALL,
    )

    admin.post(f"/staff/accounts/{accounts.mei.id}/sessions")

    assert [browser.get("/staff/").status_code for browser in (one, two)] == [302, 302]


def test_nobody_disables_their_own_account(staff: Staff, accounts: Cast) -> None:
    admin = staff(Role.ADMIN)

    assert admin.post(f"/staff/accounts/{accounts.admin.id}/disable").status_code == 409
    assert admin.get("/staff/").status_code == 200


def test_the_language_follows_the_account_and_can_be_changed(
    client: FlaskClient, staff: Staff
) -> None:
    before = client.get("/staff/sign-in", headers={"Accept-Language": "ru, en;q=0.5"})
    assert '<html lang="ru"' in before.text
    token = token_in(before)
    client.post(
        "/staff/language",
        data={"language": "ar", "next": "/staff/sign-in?next=/staff/", "csrf_token": token},
    )
    assert '<html lang="ar" dir="rtl">' in client.get("/staff/sign-in").text

    mei = staff(Role.CHAIR)
    moved = mei.post("/staff/language", data={"language": "fr", "next": "//evil.example/"})
    assert moved.headers["Location"] == "/staff/"
    assert '<html lang="fr"' in mei.get("/staff/").text
    assert mei.post("/staff/language", data={"language": "tlh"}).status_code == 422
