"""Oksana has a questionnaire translated on a small Arabic screen without script, and signs it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from consult.audit.actor import COMMAND_LINE
from consult.core.db import Database
from consult.questionnaires import service as questionnaires
from consult.questionnaires.models import Questionnaire
from consult.questionnaires.translate import ledger, texts
from tests.cast import questionnaire_content
from tests.conftest import Cast
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.test_staff_comes_in import sign_in

Make = Callable[..., Visitor]

pytestmark = pytest.mark.browser


def test_texts_are_translated_and_signed_on_a_small_screen_in_arabic(
    visitor: Make, database: Database, accounts: Cast, shared: Path
) -> None:
    content = questionnaire_content()
    said = "What does child online protection mean to you, in 3 words?"
    content["pages"][0]["questions"][0]["text"] = {"en": said, "ru": "Yes"}
    with database.transaction() as session:
        at = f"/staff/questionnaires/{questionnaires.add(session, content, actor=COMMAND_LINE).id}"
    oksana = visitor("ar", script=False, screen=PHONE)
    page = oksana.page
    sign_in(oksana, accounts.oksana.email)

    def press(selector: str) -> None:
        with page.expect_navigation():
            page.locator(selector).first.click()

    oksana.go("/staff/questionnaires/glossary")
    page.set_input_files("#file", shared / "glossary" / "itu_cop_terms_seen.csv")
    press("button[value=bring]")
    oksana.check()
    oksana.go(at)
    press(f"a[href$='{at}/translate']")
    oksana.check()
    press("a[href*='in=ar&show=missing'], a[href*='show=missing'][href*='in=ar']")
    assert page.locator("div.card textarea").count() == 1
    page.fill("textarea[lang=ar]", "ماذا تعني حماية الأطفال؟")
    assert page.locator("textarea[lang=ar]").get_attribute("dir") == "rtl"
    page.check("input[name=sign]")
    press("main form[method=post] > button[type=submit]")
    oksana.check()
    oksana.go(f"{at}/translate/texts?in=ar&in=ru")
    notes = page.locator("div.card ul.hint").all_inner_texts()
    # Arabic lacks the number and the term, Russian both and more.
    assert "حماية الأطفال على الخط" in notes[0]
    assert len(notes[0].splitlines()) == 3
    oksana.check()
    page.fill("textarea[name='t:about/text:ar']", "\u2067ماذا")
    page.fill("textarea[name='t:about/text:ru']", "Что?")
    press("main form[method=post] > button[type=submit]")
    assert page.get_by_role("alert").is_visible()
    assert page.input_value("textarea[name='t:about/text:ru']") == "Что?"
    oksana.check()

    page.fill("textarea[name='t:about/text:ar']", "ماذا تعني حماية الأطفال؟")
    page.fill("textarea[name='t:about/text:ru']", "Yes")
    press("main form[method=post] > button[type=submit]")

    # More texts than one page holds: the numbers of the pages are large enough to be pressed.
    oksana.go(f"{at}/translate/texts?in=es")
    press("nav[aria-label] ul.line a[href*='at=2']")
    assert page.locator("div.card textarea").count() == 6
    oksana.go(f"{at}/translate")
    press("#in-es a[href*='show=unsigned']")
    for last in (False, True):
        press("button[name=go][value=page]")
        assert page.url.endswith("/translate") is last
    assert page.locator("#in-es a[href*='show=unsigned']").count() == 0
    oksana.check()

    with database.session() as session:
        made = session.scalars(select(Questionnaire)).one()
        text = texts.by_key(made.content)["about/text"]
        assert text.text == {"en": said, "ru": "Yes", "ar": "ماذا تعني حماية الأطفال؟"}
        assert ledger.of(session, made).standing(text, "ar").signed_by == "oksana@example.org"
