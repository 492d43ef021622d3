"""Every route says who may reach it, and keeps to it."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.accounts.access import ARRIVING
from consult.accounts.models import Role
from consult.consultations.models import Consultation
from consult.core.db import Database
from consult.core.web import PUBLIC
from tests.access.table import ACCESS
from tests.access.walk import Door, content, doors
from tests.conftest import Cast, StaffClient

Staff = Callable[[Role | str], StaffClient]


def test_every_route_has_the_audience_that_the_table_says(app: Flask) -> None:
    found = {name: getattr(view, "audience", None) for name, view in app.view_functions.items()}

    assert found == ACCESS


def test_only_staff_pages_are_kept_for_roles(app: Flask) -> None:
    # Elsewhere there is no session, so nobody could ever be signed in.
    for rule in app.url_map.iter_rules():
        if ACCESS.get(rule.endpoint) != PUBLIC:
            assert rule.rule.startswith("/staff/"), rule
        else:
            assert not rule.rule.startswith("/staff"), rule


def kept(app: Flask, **named: object) -> list[Door]:
    """Return the doors that only some roles may pass."""
    every = doors(app, **named)
    return [door for door in every if isinstance(ACCESS.get(door.endpoint), frozenset)]


def reads(door: Door) -> bool:
    """Tell whether a door shows something that the cast has."""
    return door.method == "GET" and str(UUID(int=7)) not in door.address


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_what_the_table_says_and_nothing_else(
    app: Flask,
    *,
    staff: Staff,
    accounts: Cast,
    consultation: Consultation,
    database: Database,
    role: Role,
) -> None:
    browser, wrong = staff(role), []
    another = accounts.oksana if role is Role.VICE_CHAIR else accounts.vice
    asked = consultation.questionnaire_id
    inner = kept(app, account_id=another.id, questionnaire_id=asked)
    before = content(database)
    for door in inner:
        if role not in ACCESS[door.endpoint]:  # type: ignore[operator]  # frozensets here
            status = door.knock(browser).status_code
            wrong += [] if status == 403 else [f"{door}: {status} although not allowed"]
    assert content(database) == before
    for door in inner:
        if role in ACCESS[door.endpoint]:  # type: ignore[operator]  # frozensets here
            status = door.knock(browser).status_code
            good = status in {200, 302} if reads(door) else status not in {401, 403}
            wrong += [] if good and status < 500 else [f"{door}: {status} although allowed"]

    assert wrong == []


@pytest.mark.usefixtures("consultation")
def test_without_an_account_every_staff_page_asks_to_sign_in(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    before = content(database)
    for door in kept(app):
        answer = door.knock(client)
        if door.method == "GET":
            assert answer.status_code == 302, door
            assert answer.headers["Location"].startswith("/staff/sign-in?next=/staff/"), door
        else:
            assert answer.status_code == 401, door

    assert content(database) == before


def test_a_view_without_a_known_mark_is_closed(app: Flask, staff: Staff) -> None:
    mei = staff(Role.CHAIR)
    view = app.view_functions["accounts.home"]

    def unmarked() -> str:
        return "secret"

    app.view_functions["accounts.home"] = unmarked
    for audience in (None, "everybody", ["chair"], frozenset({"chair "}), frozenset()):
        if audience is not None:
            unmarked.audience = audience  # type: ignore[attr-defined]  # as the marks do it
        answer = mei.get("/staff/")
        assert "secret" not in answer.text
        assert answer.status_code in {403, 500}, audience
    app.view_functions["accounts.home"] = view


@pytest.mark.usefixtures("consultation")
def test_reading_changes_nothing(app: Flask, staff: Staff, database: Database) -> None:
    for browser in (app.test_client(), *(staff(role) for role in Role)):
        before = content(database)
        for door in doors(app):
            if door.method == "GET":
                for method in ("GET", "HEAD", "OPTIONS"):
                    browser.open(door.address, method=method, buffered=True)
        assert content(database) == before


def test_the_table_has_no_line_too_many(app: Flask) -> None:
    assert {audience for audience in ACCESS.values() if isinstance(audience, str)} <= {
        PUBLIC,
        ARRIVING,
    }
    assert frozenset() not in ACCESS.values()
