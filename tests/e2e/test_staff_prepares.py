"""Oksana prepares a meeting and a consultation, Mei opens and closes it: phone, no script."""

from collections.abc import Callable

import pytest

from consult.audit.actor import COMMAND_LINE
from consult.core.db import Database
from consult.core.locales import LANGUAGES
from consult.questionnaires import service as questionnaires
from tests.cast import questionnaire_content
from tests.conftest import Cast
from tests.e2e.conftest import DESK, PHONE, Visitor
from tests.e2e.test_staff_comes_in import sign_in

Make = Callable[..., Visitor]

SAVE = "main form button[type=submit]"


@pytest.fixture
def speaking(database: Database, accounts: Cast) -> Callable[[str], None]:
    """Give Mei and Oksana pages in one language; bring in a questionnaire."""

    def speak(language: str) -> None:
        with database.transaction() as session:
            for account in (accounts.mei, accounts.oksana):
                session.merge(account).language = language
            questionnaires.add(session, questionnaire_content(), actor=COMMAND_LINE)

    return speak


def add_meeting(her: Visitor) -> None:
    """Add meeting 30 in a far year, so that its window lies around now; then an agenda item."""
    her.go("/staff/meetings/add")
    her.press(SAVE)
    assert her.page.locator(".errors a").count() == 2
    her.check()
    her.page.fill("#number", "30")
    her.page.fill("#starts_on", "2099-01-19")
    her.page.fill("#place-en", "Geneva")
    her.press(SAVE)
    assert her.page.url.endswith("/staff/meetings/30")
    her.check()
    her.go("/staff/meetings/30/agenda/add")
    her.page.fill("#number", "5")
    for tag in LANGUAGES:
        her.page.fill(f"#title-{tag}", f"… {tag}")
    her.check()
    her.press(SAVE)


def prepare(her: Visitor) -> None:
    """Fill in a consultation; only the questionnaire brings texts."""
    her.go("/staff/consultations/add?meeting=30")
    her.page.fill("#slug", "Safety")
    her.press(SAVE)
    assert her.page.locator(".errors a").count() == 4
    assert her.page.input_value("#slug") == "Safety"
    her.check()
    her.page.fill("#slug", "safety")
    her.page.select_option("#place", "30/5")
    her.page.check("input[name=phase][value=before]")
    her.page.fill("#opens_at", "2020-01-05T08:00")
    her.page.fill("#closes_at", "2098-12-31T20:00")
    her.page.select_option("#focal_point", label="safe@example.org")
    her.page.select_option("#deputy", label="oksana@example.org")
    her.press(SAVE)
    assert her.page.url.endswith("/staff/consultations/safety")
    her.check()


def think_it_through(her: Visitor) -> None:
    """Write the child-rights impact record."""
    her.go("/staff/consultations/safety/impact")
    her.press(SAVE)
    boxes = her.page.locator("main textarea").all()
    assert her.page.locator(".errors a").count() == len(boxes) > 3
    her.check()
    for box in boxes:
        box.fill("We thought about it.")
    her.press(SAVE)
    assert her.page.url.endswith("/staff/consultations/safety")


@pytest.mark.parametrize(("language", "screen"), [("ar", PHONE), ("zh", PHONE), ("en", DESK)])
def test_a_consultation_goes_from_an_empty_desk_to_open_and_closed(
    visitor: Make,
    accounts: Cast,
    speaking: Callable[[str], None],
    language: str,
    screen: dict[str, int],
) -> None:
    speaking(language)
    oksana = visitor(language, script=False, screen=screen)
    sign_in(oksana, accounts.oksana.email)
    add_meeting(oksana)
    prepare(oksana)
    think_it_through(oksana)
    assert oksana.page.locator("form[action$='/open']").count() == 0

    mei = visitor(language, script=False, screen=screen)
    sign_in(mei, accounts.mei.email)
    mei.go("/staff/consultations/safety")
    mei.check()
    mei.page.fill("#waive-questions", "They were asked like this before")
    mei.press("form[action$='/open'] button")
    assert mei.page.locator("#link").input_value() == f"{mei.address}/c/safety"
    mei.check()

    mei.press("form[action$='/close'] button")
    assert mei.page.locator(".state.closed").count() == 1
    for page in ("/staff/consultations/", "/staff/meetings/", "/staff/meetings/30/documents/add"):
        mei.go(page)
        mei.check()
