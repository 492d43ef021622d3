"""Spreadsheets that others wrote, brought in, opened, and answered on a phone without script."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.core.locales import LANGUAGES
from consult.questionnaires import files
from consult.questionnaires import format as own_format
from consult.responses import queries as responses
from consult.responses.models import Response
from tests.cast import a_consultation
from tests.e2e.conftest import Visitor

Make = Callable[..., Visitor]

pytestmark = pytest.mark.browser


def go(page: Page, value: str) -> None:
    """Press a button of the form and wait for the page that answers."""
    with page.expect_navigation():
        page.locator(f"main button[value={value}]").first.click()


def _open(
    database: Database, path: Path, language: str, chosen: dict[str, str] | None = None
) -> None:
    brought = files.bring(path.name, path.read_bytes(), chosen)
    with database.transaction() as session:
        content: dict[str, Any] = own_format.dump(brought.definition)
        a_consultation(session, "real", content=content, languages=(language,))


def _stored(session: Session) -> Response:
    return session.scalars(select(Response)).one()


def test_amina_answers_the_arabic_questionnaire(
    shared: Path, database: Database, keys: Keyring, visitor: Make
) -> None:
    _open(database, shared / "xlsforms" / "ona_tutorial_en_ar.xlsx", "ar")
    amina = visitor(language="ar", script=False)
    amina.go("/ar/consultations/real/answer")
    amina.check()
    page = amina.page
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("input:checked").count() == 0

    page.get_by_label("2. كم عمرك؟").fill("١٥")
    page.get_by_label("نعم", exact=True).check()
    page.get_by_label("موزيلا فايرفوكس").check()
    page.get_by_label("سفاري").check()
    page.check("#assent")
    go(page, "review")
    amina.check()
    go(page, "send")
    assert page.locator("[data-receipt]").count() == 1
    amina.check()

    with database.session(read_only=True) as session:
        stored = _stored(session)
        assert stored.answers == {
            "age": 15,
            "has_children": "1",
            "web_browsers": ["firefox", "safari"],
        }
        assert (stored.language, responses.texts_of(keys, stored)) == ("ar", {})


def test_luca_answers_the_german_questionnaire(
    shared: Path, database: Database, keys: Keyring, visitor: Make
) -> None:
    path = shared / "xlsforms" / "mitwirken_umfrage_de.xlsx"
    _open(database, path, "en", {"Deutsch (de)": "en"})
    luca = visitor(script=False)
    luca.go("/en/consultations/real/answer/1")
    page = luca.page
    page.check("#assent")
    go(page, "next")
    luca.check()
    page.get_by_label("Meißen").check()
    page.get_by_label("Jugendarbeit").check()
    page.get_by_label("ehrenamtlich").fill("zwölf")
    go(page, "next")

    luca.check()  # refused: the page again, with the number as it was typed
    assert page.get_by_label("ehrenamtlich").input_value() == "zwölf"
    page.get_by_label("ehrenamtlich").fill("12")
    go(page, "next")
    group = page.get_by_role("group", name="Arbeitet Ihre Organisation derzeit")
    group.get_by_label("Ja", exact=True).check()
    go(page, "next")

    luca.check()  # more questions came up on the page; they ask for an answer
    assert page.locator("#q-wissen_gesetz").get_attribute("type") == "radio"
    assert group.get_by_label("Ja", exact=True).is_checked()
    go(page, "next")

    luca.check()  # and may be left out all the same
    assert page.get_by_role("alert").count() == 0
    assert page.locator("#q-wissen_gesetz").count() == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_question_fits_a_small_phone(
    database: Database, visitor: Make, language: str
) -> None:
    with database.transaction() as session:
        a_consultation(session)
    someone = visitor(language=language, script=False)
    someone.go(f"/{language}/consultations/safety/answer")
    someone.check()
