"""Oksana has a questionnaire translated on a small Arabic screen without script, and signs it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload
from sqlalchemy import select

from consult.audit.actor import COMMAND_LINE
from consult.core.db import Database
from consult.questionnaires import service as questionnaires
from consult.questionnaires.models import Questionnaire
from consult.questionnaires.translate import exchange, ledger, media, texts
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

    # Of two files that come back one fits; what fits of the other is taken in a second step.
    oksana.go(f"{at}/translate")
    files = [
        _file(database, "fr", {"told/text": "En parles-tu ?"}),
        _file(database, "ru", {"told/text": "Говоришь ли ты?", "idea/text": "{{age}}"}),
    ]
    page.set_input_files("#file", files)
    press("#back button:not([name])")
    assert "idea/text" in page.get_by_role("alert").inner_text()
    assert page.locator("#back").inner_text().count(".po") > 1
    oksana.check()
    press("#back button[name=leave]")
    assert "idea/text" in page.get_by_role("status").inner_text()
    oksana.check()

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
        now = texts.by_key(made.content)
        assert (now["told/text"].said("fr"), now["told/text"].said("ru")) == (
            "En parles-tu ?",
            "Говоришь ли ты?",
        )
        text = now["about/text"]
        assert text.text == {"en": said, "ru": "Yes", "ar": "ماذا تعني حماية الأطفال؟"}
        assert ledger.of(session, made).standing(text, "ar").signed_by == "oksana@example.org"


def _file(database: Database, tag: str, words: dict[str, str]) -> FilePayload:
    """Return the PO file that a translator sends back, with some texts written anew."""
    with database.session(read_only=True) as session:
        content = session.scalars(select(Questionnaire)).one().content
    out = exchange.outgoing(content, "en", tag)
    entries = tuple(replace(one, target=words.get(one.key, one.target)) for one in out.entries)
    sent = media.MEDIA["po"].write(replace(out, entries=entries))
    return {"name": f"{tag}.po", "mimeType": "text/x-po", "buffer": sent}
