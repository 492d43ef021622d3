"""The form and the code on paper, printed from the browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, Visitor
from tests.e2e.test_listening import PHONE_WITH_VOICES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.trust("R14"),
    pytest.mark.usefixtures("consultation"),
]

Make = Callable[..., Visitor]

#: Questions and choices that paper does not show; the trap and the offer to keep answers are none.
MISSING = """[...document.querySelectorAll("#answers :is(legend, label, h2, .hint)")]
  .filter((each) => !each.closest(".skip, [data-draft]") && !each.checkVisibility())
  .map((each) => each.textContent.trim())"""

#: What belongs to a screen and would be printed.
FOR_SCREENS = """[...document.querySelectorAll(
    "button, .button, nav, .exit, .skip, footer, [data-draft], [data-waiting]")]
  .filter((each) => each.checkVisibility()).map((each) => each.outerHTML)"""

COLOURS = """["body", "textarea, [data-receipt]"]
  .map((one) => getComputedStyle(document.querySelector(one)))
  .flatMap((style) => [style.color, style.backgroundColor, style.colorScheme])"""
BLACK, WHITE, GREY = "rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgb(238, 238, 238)"


def printed(page: Page) -> None:
    """Look at the page as paper shows it, printed from a phone that is set to dark."""
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(FOR_SCREENS) == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_printed_form_holds_every_question_and_choice_and_no_buttons(
    visitor: Make, script: bool
) -> None:
    amina = visitor("ar", script=script, screen=DESK)
    page = amina.page
    page.add_init_script(PHONE_WITH_VOICES)
    amina.go("/ar/consultations/safety/answer")
    printed(page)

    assert page.locator("#answers .question").count() > 10
    assert page.evaluate(MISSING) == []
    # A question that other answers lead to can be answered on paper too; without script it is
    # left to the paper form of the questionnaire.
    expect(page.locator("[name=q-why_not]")).to_be_visible(visible=script)
    assert page.evaluate(COLOURS) == [BLACK, WHITE, "light"] * 2
    # Where a button is left out, what follows keeps its line.
    for scale in page.locator(".scale").all():
        box = scale.bounding_box()
        assert box is not None
        assert box["width"] > DESK["width"] / 2
    amina.needs_no_sideways_scrolling()


def test_answers_and_their_code_are_printed(visitor: Make) -> None:
    amina = visitor("ar", screen=DESK)
    page = amina.page
    amina.go("/ar/consultations/safety/answer")
    page.check("#assent")
    page.fill("[name=q-idea]", "زر واحد للإبلاغ\n" * 30)
    printed(page)
    height = page.locator("textarea").evaluate("(box) => [box.scrollHeight, box.clientHeight]")
    assert height[0] <= height[1] + 1
    page.emulate_media(media="screen")
    amina.press("main button[value=review]")
    printed(page)
    expect(page.locator("#q-idea")).to_be_visible()
    expect(page.get_by_text("زر واحد للإبلاغ").first).to_be_visible()

    page.emulate_media(media="screen")
    amina.press("main button[value=send]")
    printed(page)
    expect(page.locator("[data-receipt]")).to_be_visible()
    expect(page.locator("figure svg[role=img]")).to_be_visible()
    assert page.evaluate(COLOURS) == [BLACK, WHITE, "light", BLACK, GREY, "light"]
