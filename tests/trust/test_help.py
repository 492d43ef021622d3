"""Help is one press away on every page, in the reader's language (TRUST.md R38)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.audit.actor import COMMAND_LINE
from consult.core import locales
from consult.core.errors import InvalidError
from consult.helplines import countries, queries, rules, service
from consult.helplines.rules import Freshness, Line, Purpose
from tests.access.walk import doors
from tests.conftest import StaffClient

pytestmark = pytest.mark.trust("R38")

LINE = Line("", "Call us", "0800 1111", "", Purpose.ANYTHING, ("en",), "a page", date(2026, 1, 5))


def shows_help(page: str) -> bool:
    return '/help">' in page or "https://childhelplineinternational.org/helplines/" in page


@pytest.mark.usefixtures("consultation")
def test_every_page_leads_to_help_errors_and_staff_pages_too(
    app: Flask, client: FlaskClient, staff: Callable[[Role | str], StaffClient]
) -> None:
    browsers, without, seen = (client, staff(Role.ADMIN)), [], set()
    for door in doors(app):
        for browser in browsers:
            answer = door.knock(browser)
            if answer.mimetype == "text/html" and answer.status_code not in {301, 302, 303, 308}:
                seen.add(answer.status_code)
                # A paper that is downloaded is no page of the site.
                if "<footer" in answer.text or answer.status_code >= 400:
                    without += [] if shows_help(answer.text) else [str(door)]
    foreign = client.get("/", headers={"Host": "elsewhere.example"})
    assert shows_help(foreign.text)
    assert without == []
    assert {200, 403, 404, 422} <= seen


def test_every_member_state_has_a_line_or_says_that_none_is_known() -> None:
    shipped = queries.shipped()

    assert tuple(sorted(shipped)) == tuple(sorted(countries.MEMBERS))
    assert len(countries.MEMBERS) == 194
    assert sum(map(bool, shipped.values())) > 40
    for language in locales.LANGUAGES:
        names = [name for _code, name in countries.by_name(language)]
        assert len(set(names)) == 194


def test_every_shipped_line_is_whole_and_names_its_source() -> None:
    lines = [line for found in queries.shipped().values() for line in found]
    latest = max(line.checked_on for line in lines)

    assert not [line for line in lines for _problem in rules.problems(line, latest)]
    # The clock is set from the newest check: a release does not mix fresh lines with old ones.
    old = [line for line in lines if rules.freshness(line.checked_on, latest) != Freshness.FRESH]
    assert old == []


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (date(2026, 1, 5), Freshness.FRESH),
        (date(2027, 1, 5), Freshness.FRESH),
        (date(2027, 1, 6), Freshness.CHECK_AGAIN),
        (date(2027, 7, 5), Freshness.CHECK_AGAIN),
        (date(2027, 7, 6), Freshness.EXPIRED),
    ],
)
def test_a_check_is_good_for_a_year_and_a_line_for_eighteen_months(
    today: date, found: Freshness
) -> None:
    assert rules.freshness(LINE.checked_on, today) is found


def test_help_by_country_works_without_script_and_keeps_nothing(client: FlaskClient) -> None:
    page = client.get("/ar/help?country=EG")

    assert page.status_code == 200
    assert 'href="tel:16000"' in page.text
    assert '<option value="EG" selected>مصر</option>' in page.text
    assert "Set-Cookie" not in page.headers
    # What is picked goes along into the other languages.
    assert "/fr/help?country=EG" in page.text
    for country, known in (("TV", "Tuvalu"), ("", ""), ("XX", ""), ("'\x00", "")):
        other = client.get("/en/help", query_string={"country": country})
        assert other.status_code == 200
        assert f"<h2>{known}</h2>" in other.text or not known
        assert "https://findahelpline.com/" in other.text
        assert 'href="tel:' not in other.text


def test_staff_keep_change_and_take_out_a_line(
    staff: Callable[[Role | str], StaffClient], client: FlaskClient
) -> None:
    oksana = staff(Role.SECRETARIAT)
    typed = {
        "name": "Listening Line",
        "number": "0800 55",
        "address": "https://line.example/",
        "purpose": "anything",
        "languages": ["fr", "en"],
        "source": "https://line.example/about",
        "checked_on": "2026-01-05",
    }
    wrong = oksana.post("/staff/help-lines/LU", data=typed | {"number": "call", "source": ""})
    assert wrong.status_code == 422
    assert "Listening Line" in wrong.text

    assert oksana.post("/staff/help-lines/LU", data=typed).status_code == 302
    public = client.get("/en/help?country=LU").text
    assert "Listening Line" in public
    assert "116 111" in public  # the shipped one stays beside it

    shipped = "/staff/help-lines/LU/LU-1"
    assert oksana.post(shipped, data=typed | {"name": "116 111, day and night"}).status_code == 302
    assert "day and night" in client.get("/en/help?country=LU").text
    assert oksana.post(shipped, data={"go": "take-out"}).status_code == 302
    assert "day and night" not in client.get("/en/help?country=LU").text
    assert oksana.post(shipped, data={"go": "take-out"}).status_code == 404
    assert "Not checked" not in oksana.get("/staff/help-lines/").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("number", "javascript:1"),
        ("address", "http://plain.example"),
        ("address", "https://"),
        ("languages", ()),
        ("source", "x" * 201),
        ("checked_on", date.max),
    ],
)
def test_a_line_that_is_not_whole_is_refused(field: str, value: object) -> None:
    line = Line(**(vars(LINE) | {field: value}))

    assert [problem.where for problem in rules.problems(line, LINE.checked_on)] == [field]


def test_an_old_line_fails_the_check_of_the_command(app: Flask, session: Session) -> None:
    runner = app.test_cli_runner()
    today = date.today()  # noqa: DTZ011 - the command asks the real clock
    service.keep(session, "TV", line_of(today), actor=COMMAND_LINE)
    session.commit()
    assert "TV" not in runner.invoke(args=["helplines", "check"]).output

    service.keep(session, "TV", line_of(today - timedelta(days=600)), actor=COMMAND_LINE)
    session.commit()
    checked = runner.invoke(args=["helplines", "check"])
    assert checked.exit_code == 1
    assert "TV Call us: checked on" in checked.output
    with pytest.raises(InvalidError):
        service.keep(session, "TV", line_of(date.max), actor=COMMAND_LINE)


def line_of(day: date) -> Line:
    return Line(**(vars(LINE) | {"checked_on": day}))
