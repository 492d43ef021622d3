"""The whole way by keyboard alone, at normal size and at twice the size of text.

From the start page through a form with every kind of question to the code; then the code opened
again, an answer changed, and all answers taken back. An e-mail address, which only a consultation
that keeps contacts apart asks for, is mended where it was wrong and goes on to its own page.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect
from sqlalchemy import select

from consult.core.db import Database
from consult.core.locales import LANGUAGES, Speaker
from consult.questionnaires import format as own_format
from consult.questionnaires import types
from consult.questionnaires.definition import Definition, Page, Question
from consult.responses.models import Response
from tests.cast import a_consultation
from tests.e2e.conftest import Visitor
from tests.questionnaires.cast import choices, question, words

pytestmark = [pytest.mark.browser, pytest.mark.trust("R13")]

#: More stops than any of these pages has.
MANY = 200

#: What is typed into a field, by the end of its name.
_TYPED = {
    "-day": "5",
    "-month": "11",
    "-year": "٢٠٢٥",
    "q_number": "12",
    "q_email": "amina@example.org",
}
#: Where the keyboard is: what it is, and whether a person can see that it is there.
_FOCUSED = """() => {
  const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
  const on = (x, y) => e.contains(document.elementFromPoint(x, y));
  const middle = b.top + b.height / 2;
  const bare = [b.left + 2, b.left + b.width / 2, b.right - 2].some((x) =>
    [b.top + 2, middle, b.bottom - 2].some((y) => on(x, y)));
  const ringed = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
  return [e.tagName, e.type || "", e.name || "", e.value || "", bare && ringed ? "" : e.outerHTML];
}"""
_ANSWERS: dict[str, Any] = {
    "q_single_choice": "home",
    "q_multiple_choice": ["home"],
    "q_scale": 1,
    "q_ranking": ["home"],
    "q_matrix": {"parents": "home"},
    "q_statements": {"parents": "agree"},
    "q_yes_no": "yes",
    "q_number": 12,
    "q_date": "2025-11-05",
    "q_age_band": "16-17",
    "q_region": "AFR",
    "why": "a",
}


#: Every kind there is: a new one is on the page at once, and has to be reached and answered.
_ASKED = {f"q-q_{name}" for name, kind in types.REGISTRY.items() if kind.asks} | {"q-why"}


def _content() -> dict[str, Any]:
    every = tuple(question(name, f"q_{name}") for name in types.REGISTRY)
    text = {tag: f"Why {{{{q_single_choice|there}}}}? ({tag})" for tag in LANGUAGES}
    why = Question("why", "single_choice", text, choices=choices("a", "b"))
    asked = Definition(
        words("Every kind"), {}, tuple(LANGUAGES), (Page({}, every), Page({}, (why,)))
    )
    return own_format.dump(asked)


def _next_stop(tab: Tab) -> list[str]:
    """Press Tab; return element, type, name and value of what it led to, which must be seen."""
    tab.keyboard.press("Tab")
    found: list[str] = tab.evaluate(_FOCUSED)
    unseen = found.pop()
    assert unseen == "", f"{tab.url}: the keyboard is where nobody sees it: {unseen}"
    return found


def _reach(tab: Tab, selector: str) -> None:
    """Press Tab until the keyboard is on such an element."""
    for _press in range(MANY):
        _next_stop(tab)
        if tab.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"{tab.url}: no stop is {selector}")


def _enter(amina: Visitor, selector: str = "") -> None:
    """Press Enter on such an element, or where the keyboard is, and look at what it leads to."""
    if selector:
        _reach(amina.page, selector)
    with amina.page.expect_navigation():
        amina.page.keyboard.press("Enter")
    amina.reads_well_at_twice_the_size()


def _is_sixteen(tab: Tab) -> None:
    """Choose an age from which on there is a place for one's own words, from the first of them."""
    tab.keyboard.press("Space")
    for _older in ("10-12", "13-15", "16-17"):
        tab.keyboard.press("ArrowDown")


def _answer_the_page(amina: Visitor) -> set[str]:
    """Go through the page with Tab, answer each question once, and press its first button.

    Returns the names of the questions that were answered.
    """
    tab = amina.page
    answered: set[str] = set()
    for _press in range(MANY):
        element, kind, name, value = _next_stop(tab)
        asked = name.partition("-")[0] + "-" + name.split("-")[1] if name.startswith("q-") else ""
        if element == "BUTTON" and value in {"next", "review"}:
            _enter(amina)
            return answered
        if name == "assent":
            tab.keyboard.press("Space")
            continue
        part = next((typed for end, typed in _TYPED.items() if name.endswith(end)), "")
        if not asked or (asked in answered and not part):
            continue
        answered.add(asked)
        if asked == "q-q_age_band":
            _is_sixteen(tab)
        elif kind in {"radio", "checkbox"}:
            tab.keyboard.press("Space")
        elif element == "SELECT":
            tab.keyboard.press("ArrowDown")
        else:
            tab.keyboard.insert_text(part or "words")
    pytest.fail("no button was reached")


def _answer(amina: Visitor, language: str) -> str:
    """Go from the start page to the code."""
    amina.go(f"/{language}/consultations/every")
    amina.reads_well_at_twice_the_size()
    _enter(amina, "main a[href$='/answer/1']")
    answered = _answer_the_page(amina)
    # The answer from the page before, in the language of the page.
    assert f"Why home ({language})? ({language})" in amina.page.inner_text("main")
    assert answered | _answer_the_page(amina) == _ASKED
    assert f"Why home ({language})? ({language})" in amina.page.inner_text("main")
    amina.check()
    _enter(amina, "main button[value=send]")
    return amina.page.locator("[data-receipt]").inner_text()


def _open_again(amina: Visitor, code: str) -> None:
    """Follow "I have a code", type it, and press Enter in the field."""
    _enter(amina, "a[href$='/receipt']")
    _reach(amina.page, "#code")
    amina.page.keyboard.insert_text(code)
    _enter(amina)
    assert f"({amina.page.locator('html').get_attribute('lang')})" in amina.page.inner_text("dl")


def _answers(database: Database) -> list[dict[str, Any]]:
    with database.session(read_only=True) as session:
        return [stored.answers for stored in session.scalars(select(Response))]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_whole_way_is_gone_by_keyboard_alone(
    database: Database, visitor: Callable[..., Visitor], language: str, *, script: bool
) -> None:
    with database.transaction() as session:
        a_consultation(session, "every", content=_content(), contact_offered=True)
    amina = visitor(language=language, script=script)
    amina.go(f"/{language}/consultations/every/answer")
    amina.check()
    assert f"Why there? ({language})" in amina.page.inner_text("main")

    code = _answer(amina, language)
    assert _answers(database) == [_ANSWERS]

    _open_again(amina, code)
    _enter(amina, "main button[value=change]")
    _reach(amina.page, "[name=q-q_yes_no][value=yes]")
    amina.page.keyboard.press("ArrowDown")
    _enter(amina, "main button[value=review]")
    _enter(amina, "main button[value=send]")
    assert amina.page.locator("[data-receipt]").inner_text() == code
    assert _answers(database) == [_ANSWERS | {"q_yes_no": "no"}]

    _open_again(amina, code)
    _enter(amina, "main button[value=withdraw]")
    _enter(amina, "main button[value=withdraw-now]")
    assert _answers(database) == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_wrong_address_is_mended_by_keyboard_and_goes_on_to_its_own_page(
    database: Database, visitor: Callable[..., Visitor], language: str, *, script: bool
) -> None:
    with database.transaction() as session:
        asked = (question("age_band", "age"), question("email", "mail"))
        whole = Definition(words("Mail"), {}, tuple(LANGUAGES), (Page({}, asked),))
        content = own_format.dump(whole)
        a_consultation(session, "mail", content=content, contact_offered=True)
    amina = visitor(language=language, script=script)
    amina.go(f"/{language}/consultations/mail/answer")
    keyboard = amina.page.keyboard
    _reach(amina.page, "[name=q-age][value=under-10]")
    _is_sixteen(amina.page)
    _reach(amina.page, "[name=assent]")
    keyboard.press("Space")
    _reach(amina.page, "[name=q-mail]")
    keyboard.insert_text("amina at example")
    _enter(amina, "main button[value=review]")

    amina.check()
    told = Speaker(language).gettext("Write one e-mail address, such as name@example.org.")
    field = amina.page.locator("[name=q-mail]")
    assert told in amina.page.inner_text(".errors")
    described = str(field.get_attribute("aria-describedby")).split()
    assert any(told in amina.page.inner_text(f"[id='{each}']") for each in described)
    assert field.get_attribute("aria-invalid") == "true"
    assert field.input_value() == "amina at example"
    assert amina.page.locator("[name=q-age][value='16-17']").is_checked()

    _reach(amina.page, ".errors a[href='#q-mail']")
    keyboard.press("Enter")
    expect(field).to_be_focused()
    keyboard.press("ControlOrMeta+A")
    keyboard.insert_text("amina@example.org")
    _enter(amina, "main button[value=review]")
    _enter(amina, "main button[value=send]")
    assert _answers(database) == [{"age": "16-17"}]
    _enter(amina, "form[action$='/contact'] button")
    assert amina.page.locator("[name=address]").input_value() == "amina@example.org"
