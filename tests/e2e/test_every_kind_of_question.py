"""Every kind of question, answered by keyboard alone, with and without script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from sqlalchemy import select

from consult.core.db import Database
from consult.core.locales import LANGUAGES
from consult.questionnaires import format as own_format
from consult.questionnaires import types
from consult.questionnaires.definition import Definition, Page, Question
from consult.responses.models import Response
from tests.cast import a_consultation
from tests.e2e.conftest import Visitor
from tests.questionnaires.cast import choices, question, words

pytestmark = pytest.mark.browser

#: What is typed into a field, by the end of its name.
_TYPED = {"-day": "5", "-month": "11", "-year": "٢٠٢٥", "q_number": "12"}
_FOCUSED = """() => {
  const e = document.activeElement;
  return [e.tagName, e.type || "", e.name || "", e.value || ""];
}"""
_ANSWERS = {
    "q_single_choice": "home",
    "q_multiple_choice": ["home"],
    "q_scale": 1,
    "q_ranking": ["home"],
    "q_matrix": {"parents": "home"},
    "q_statements": {"parents": "agree"},
    "q_yes_no": "yes",
    "q_number": 12,
    "q_date": "2025-11-05",
    "q_age_band": "under-10",
    "q_region": "AFR",
    "why": "a",
}


def _content() -> dict[str, Any]:
    kinds = [name for name, kind in types.REGISTRY.items() if not kind.contact]
    every = tuple(question(name, f"q_{name}") for name in kinds)
    text = {tag: f"Why {{{{q_single_choice|there}}}}? ({tag})" for tag in LANGUAGES}
    why = Question("why", "single_choice", text, choices=choices("a", "b"))
    asked = Definition(
        words("Every kind"), {}, tuple(LANGUAGES), (Page({}, every), Page({}, (why,)))
    )
    return own_format.dump(asked)


def _answer_by_keyboard(tab: Tab) -> None:
    """Go through the page with Tab, answer each question once, and press its first button."""
    answered: set[str] = set()
    for _press in range(150):
        tab.keyboard.press("Tab")
        element, kind, name, value = tab.evaluate(_FOCUSED)
        asked = name.partition("-")[0] + "-" + name.split("-")[1] if name.startswith("q-") else ""
        if element == "BUTTON" and value in {"next", "review"}:
            with tab.expect_navigation():
                tab.keyboard.press("Enter")
            return
        if name == "assent":
            tab.keyboard.press("Space")
            continue
        part = next((typed for end, typed in _TYPED.items() if name.endswith(end)), "")
        if not asked or (asked in answered and not part):
            continue
        answered.add(asked)
        if kind in {"radio", "checkbox"}:
            tab.keyboard.press("Space")
        elif element == "SELECT":
            tab.keyboard.press("ArrowDown")
        else:
            tab.keyboard.insert_text(part or "words")
    pytest.fail("no button was reached")


@pytest.mark.parametrize(("language", "script"), [("ar", False), ("en", True)])
def test_every_kind_is_answered_by_keyboard_alone(
    database: Database, visitor: Callable[..., Visitor], language: str, *, script: bool
) -> None:
    with database.transaction() as session:
        a_consultation(session, "every", content=_content())
    amina = visitor(language=language, script=script)
    amina.go(f"/{language}/consultations/every/answer")
    amina.check()
    assert f"Why there? ({language})" in amina.page.inner_text("main")

    amina.go(f"/{language}/consultations/every/answer/1")
    _answer_by_keyboard(amina.page)
    amina.check()
    # The answer from the page before, in the language of the page.
    assert f"Why home ({language})? ({language})" in amina.page.inner_text("main")
    _answer_by_keyboard(amina.page)
    assert f"Why home ({language})? ({language})" in amina.page.inner_text("main")
    with amina.page.expect_navigation():
        amina.page.locator("main button[value=send]").press("Enter")
    assert amina.page.locator("[data-receipt]").count() == 1

    with database.session(read_only=True) as session:
        assert session.scalars(select(Response)).one().answers == _ANSWERS
