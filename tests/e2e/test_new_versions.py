"""A new version comes while Amina has the form before it open: nothing that she typed is lost."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from consult.audit.actor import COMMAND_LINE
from consult.consultations import correcting
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.questionnaires import service
from consult.responses import queries
from consult.responses.models import Response
from tests.e2e.conftest import Visitor
from tests.e2e.test_no_line import Line, answer_without_a_line, line, open_and_keep, press

__all__ = ["line"]

Make = Callable[..., Visitor]

FORM = "/ar/consultations/safety/answer"


@pytest.fixture
def address(line: Line) -> str:
    """The address that the visitors of this module use."""
    return line.address


def put_without(database: Database, *codes: str) -> None:
    """Put a version before young people that does not ask some of the questions."""
    with database.transaction() as session:
        found = consultations.by_slug(session, "safety")
        content: dict[str, Any] = deepcopy(found.questionnaire.content)
        for page in content["pages"]:
            page["questions"] = [q for q in page["questions"] if q["code"] not in codes]
        content["pages"] = [page for page in content["pages"] if page["questions"]]
        service.change(session, found.questionnaire, content, actor=COMMAND_LINE)
        correcting.correct(session, found, actor=COMMAND_LINE)


def told(database: Database, keys: Keyring) -> list[tuple[str, int]]:
    """Return what was said to the question about ideas, and the version it was stored under."""
    with database.session(read_only=True) as session:
        found = consultations.by_slug(session, "safety")
        numbers = {one.id: one.number for one in consultations.versions(session, found)}
        return sorted(
            (queries.texts_of(keys, one).get("idea", ""), numbers[one.version_id])
            for one in session.scalars(select(Response))
        )


@pytest.mark.browser
def test_a_draft_on_the_phone_goes_on_with_the_questions_it_was_begun_with(
    visitor: Make, line: Line, consultation: Consultation, database: Database, keys: Keyring
) -> None:
    amina = visitor("ar")
    page = amina.page
    page.goto(line.address + FORM)
    page.check("#assent")
    page.check("#keep")
    page.fill("[name=q-idea]", "حديقة")
    put_without(database, "idea")

    with page.expect_navigation(url="**/answer"):
        page.goto(line.address + FORM)
    expect(page.locator("[name=q-idea]")).to_have_value("حديقة")
    expect(page.locator("#keep")).to_be_checked()
    amina.check()
    page.fill("[name=q-idea]", "حديقة ومقعد")
    page.goto(line.address + FORM)
    expect(page.locator("[name=q-idea]")).to_have_value("حديقة ومقعد")
    for value in ("review", "send"):
        press(page, value)
    assert page.locator("[data-receipt]").count() == 1
    assert page.evaluate("localStorage.length") == 0
    page.goto(line.address + FORM)
    expect(page.locator("[name=q-idea]")).to_have_count(0)
    assert told(database, keys) == [("حديقة ومقعد", 1)]


@pytest.mark.browser
def test_what_waits_on_the_phone_is_stored_under_the_version_that_was_read(
    visitor: Make, line: Line, consultation: Consultation, database: Database, keys: Keyring
) -> None:
    amina = visitor("ar")
    page = amina.page
    open_and_keep(page, line.address)
    line.cut()
    answer_without_a_line(page, line.address, "حديقة")
    put_without(database, "idea")
    line.mend()
    page.goto(f"{line.address}/ar/waiting")
    expect(page.locator("[data-card] [data-receipt]")).to_have_count(1)
    assert told(database, keys) == [("حديقة", 1)]


@pytest.mark.browser
def test_a_kept_form_of_another_version_hides_nothing_that_was_typed(
    visitor: Make, line: Line, consultation: Consultation, database: Database, keys: Keyring
) -> None:
    amina = visitor("ar")
    page = amina.page
    put_without(database, "idea")
    open_and_keep(page, line.address)
    with database.transaction() as session:
        found = consultations.by_slug(session, "safety")
        first = consultations.versions(session, found)[0]
        service.change(session, found.questionnaire, first.content, actor=COMMAND_LINE)
        correcting.correct(session, found, actor=COMMAND_LINE)
    last = f"{line.address}/en/consultations/safety/answer/3"
    page.goto(last)
    page.fill("[name=q-idea]", "A garden")
    line.cut()
    # The form that the phone kept does not ask for ideas.
    press(page, "stay")
    expect(page.locator("main [name=q-idea]:not([type=hidden])")).to_have_count(0)
    page.check("#assent")
    press(page, "review")
    press(page, "hold")
    expect(page.locator("[data-card]")).to_have_count(1)
    line.mend()
    page.goto(f"{line.address}/en/waiting")
    page.wait_for_selector("[data-card] form")
    press(page, "stay")
    expect(page.locator("[name=q-idea]")).to_have_value("A garden")
    for value in ("review", "send"):
        press(page, value)
    assert page.locator("[data-receipt]").count() == 1
    assert told(database, keys) == [("A garden", 1)]
