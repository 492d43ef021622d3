"""Every page a visitor can reach, in six languages, on a small phone, with script and without."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from consult.app import create_app
from consult.consultations import queries as consultations
from consult.core import clock
from consult.core.db import Database
from consult.core.locales import LANGUAGES, Speaker, direction
from consult.core.web import public
from consult.demo import asked
from consult.meetings import queries as meetings
from tests.cast import a_consultation
from tests.e2e.conftest import Visitor, serving
from tests.responses.test_weight import WINDOW

Make = Callable[..., Visitor]

PAPER = "S26-CLCWGCOP24-INF-0001"
OPEN, CLOSED = f"consultations/{asked.OPEN}", f"consultations/{asked.CLOSED}"

#: Where answer.js or waiting.js shows more or less than the server sent.
CHANGED_BY_SCRIPT = "#answers, [data-print], [data-waiting], [data-list], time[data-local]"

#: Pages that only need to be opened, with the status they answer.
PAGES = {
    "": 200,
    "meetings": 200,
    "documents": 200,
    "meetings/24": 200,
    "meetings/20": 200,
    "meetings/77": 404,
    f"documents/{PAPER}": 200,
    "documents/S24-CLCWGCOP20-C-0006": 200,
    "documents/S24-CLCWGCOP20-C-0099": 404,
    OPEN: 200,
    f"{OPEN}/answer": 200,
    f"{OPEN}/answer/2": 200,
    f"{OPEN}/answer/99": 404,
    CLOSED: 200,
    f"{CLOSED}/answer": 409,
    "consultations/soon": 200,
    "consultations/soon/answer": 409,
    "consultations/nowhere": 404,
    f"{OPEN}/no-thanks": 200,
    "privacy": 200,
    f"{OPEN}/share": 200,
    f"{OPEN}/taking-part": 200,
    "help": 200,
    "problem": 200,
    "receipt": 200,
    "nowhere": 404,
    "broken": 500,
}


@pytest.fixture(scope="module")
def demonstration(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demonstration, with a consultation that opens later and one that is only in Arabic."""
    folder = tmp_path_factory.mktemp("every-page")
    shutil.copy(sqlite_template, folder / "consult.db")
    app = create_app(
        {
            "DATABASE_URL": f"sqlite:///{folder / 'consult.db'}",
            "INSTANCE": folder,
            "KEYS": folder / "keys.json",
            "TRUSTED_HOSTS": ["localhost"],
            "ARGON2": {"time_cost": 1, "memory_cost": 8, "parallelism": 1},
        }
    )

    @public
    def broken(lang: str) -> str:
        raise RuntimeError(lang)

    app.add_url_rule("/<language:lang>/broken", view_func=broken)
    made = app.test_cli_runner().invoke(args=["demo", "--no-serve"])
    assert made.exit_code == 0, made.output
    database: Database = app.extensions["database"]
    with database.transaction() as session:
        meeting = meetings.by_number(
            session, consultations.by_slug(session, asked.OPEN).meeting.number
        )
        tomorrow = clock.now() + timedelta(days=1)
        a_consultation(session, "soon", meeting=meeting, opens_at=tomorrow)
        a_consultation(session, "one-language", meeting=meeting, languages=("ar",))
    return app


@pytest.fixture(scope="module")
def address(demonstration: Flask) -> Iterator[str]:
    """The address of the running demonstration."""
    with serving(demonstration) as found:
        yield found
    demonstration.extensions["database"].engine.dispose()


def is_right(visitor: Visitor, language: str) -> None:
    """See that the page speaks this language, in its direction, and is fit to be used."""
    html = visitor.page.locator("html")
    assert html.get_attribute("lang") == language, visitor.page.url
    assert html.get_attribute("dir") == direction(language), visitor.page.url
    assert visitor.page.locator("h1").count() == 1, visitor.page.url
    visitor.needs_no_sideways_scrolling()
    visitor.stays_at_home()
    # A page in which script changes nothing is the same to a browser that runs none.
    if visitor.script or visitor.page.locator(CHANGED_BY_SCRIPT).count():
        visitor.sees_no_axe_violation()


def go(page: Page, value: str) -> None:
    with page.expect_navigation():
        page.locator(f"main button[value={value}]").first.click()


def amina_goes_all_the_way(amina: Visitor, language: str) -> None:
    """Make a mistake, mend it, send, read the answers with the code, and take them back."""
    page = amina.page
    amina.go(f"/{language}/{OPEN}/answer")
    for box in page.locator("input[name=q-what_helps]").all():
        box.check()
    page.fill("[name=q-idea]", "10–12 (Instagram)")
    go(page, "review")  # without a yes nothing goes on, and nothing is lost
    assert page.locator("[name=assent]").count() == 1
    is_right(amina, language)
    go(page, "yes")
    assert page.locator(".errors a[href='#q-what_helps']").count() == 1
    assert page.locator("input[name=q-what_helps]:checked").count() > 3
    is_right(amina, language)
    for box in page.locator("input[name=q-what_helps]").all()[1:]:
        box.uncheck()
    go(page, "review")
    assert "10–12 (Instagram)" in page.locator("main").inner_text()
    is_right(amina, language)
    go(page, "send")
    is_right(amina, language)
    code = page.locator("[data-receipt]").inner_text()

    amina.go(f"/{language}/receipt")
    page.fill("#code", "ABCD-1234")
    amina.press("main button")
    assert page.locator("#code-error").count() == 1
    is_right(amina, language)
    page.fill("#code", code.lower())
    amina.press("main button")
    assert "10–12 (Instagram)" in page.locator("main").inner_text()
    is_right(amina, language)
    go(page, "withdraw")
    is_right(amina, language)
    go(page, "withdraw-now")
    assert Speaker(language).gettext("Your answers are deleted") in page.title()
    is_right(amina, language)


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.trust("R12", "R13", "R25", "R26")
def test_every_public_page_is_in_one_language_accessible_and_fits_a_small_phone(
    visitor: Make, language: str, script: bool
) -> None:
    sam = visitor(language, script=script)
    in_one_language = {"consultations/one-language": 200 if language == "ar" else 404}
    for path, status in (PAGES | in_one_language).items():
        answer = sam.page.goto(f"{sam.address}/{language}/{path}")
        assert answer is not None
        assert answer.status == status, path
        is_right(sam, language)

    amina_goes_all_the_way(sam, language)

    assert sam.page.context.cookies() == []


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.trust("R13")
def test_the_form_with_all_it_loads_comes_in_one_window_of_the_network(
    visitor: Make, language: str
) -> None:
    amina = visitor(language)
    network = amina.page.context.new_cdp_session(amina.page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    # The worker would give its own copy, which costs nothing; the first visit is what is weighed.
    network.send("Network.setBypassServiceWorker", {"bypass": True})
    sizes: list[int] = []
    network.on("Network.loadingFinished", lambda loaded: sizes.append(loaded["encodedDataLength"]))

    for path in (f"{OPEN}/answer", f"{OPEN}/answer/1"):
        sizes.clear()
        amina.page.goto(f"{amina.address}/{language}/{path}", wait_until="networkidle")

        assert 2 <= len(sizes) <= 3, sizes
        assert 3_000 < sum(sizes) <= WINDOW, sizes


@pytest.mark.browser
def test_the_browsers_own_back_keeps_the_answers_where_script_runs(visitor: Make) -> None:
    amina = visitor("ar")
    amina.go(f"/ar/{OPEN}/answer")
    amina.page.fill("[name=q-idea]", "10–12")
    amina.page.check("#assent")
    go(amina.page, "review")
    amina.page.locator("[data-back]").wait_for()
    amina.page.wait_for_load_state()

    amina.page.go_back()

    amina.page.locator("main button[value=review]").wait_for()
    assert amina.page.input_value("[name=q-idea]") == "10–12"


@pytest.mark.browser
def test_the_whole_line_beside_a_choice_can_be_tapped(visitor: Make) -> None:
    amina = visitor("ar")
    amina.go(f"/ar/{OPEN}/answer")

    labels = amina.page.locator(".choice label").all()

    assert len(labels) > 20
    for label in labels:
        box = label.bounding_box()
        assert box is not None
        assert box["height"] >= 44
