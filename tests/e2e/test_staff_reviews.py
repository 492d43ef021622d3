"""Oksana reviews texts and writes the summary, Mei signs: phone and desk, script on and off."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.core.locales import LANGUAGES
from tests.conftest import Cast
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.test_staff_comes_in import sign_in
from tests.moderation import cast as stored
from tests.summaries import cast

Make = Callable[..., Visitor]
SAID = {
    "ar": "قالت ليلى إنها خائفة.\nأريد أن تختفي الصور.",
    "en": "Layla told me she is afraid.\nI want the pictures gone.",
    "zh": "小丽告诉我她很害怕。",
}
SAVE = "main form button[type=submit]"
#: Where to leave pictures of the pages, for somebody who wants to look at them.
PICTURES = os.environ.get("CONSULT_PICTURES")


@pytest.fixture
def answered(database: Database, keys: Keyring, accounts: Cast) -> Callable[[str], None]:
    """Give Mei and Oksana pages in one language; store answers, one with a text to strike."""

    def make(language: str) -> None:
        with database.transaction() as session:
            for account in (accounts.mei, accounts.oksana):
                session.merge(account).language = language
            safety = stored.consultation(session, stored.meeting(session))
            stored.answer_all(session, keys, safety, cast.rows(seed=4, total=120, unlikely=0.4))
            for response in (True, True, False):
                texts = {"how": SAID[language]}
                stored.answer(
                    session, keys, safety, texts=texts, language=language, may_be_quoted=response
                )

    return make


def look(her: Visitor, name: str) -> None:
    """Check the page, and leave a picture of it where somebody asked for one."""
    her.check()
    if PICTURES:
        width = her.page.viewport_size["width"] if her.page.viewport_size else 0
        language = her.page.get_attribute("html", "lang")
        path = Path(PICTURES) / f"{name}-{language}-{width}.png"
        her.page.screenshot(path=path, full_page=True)


def review(her: Visitor, language: str) -> None:
    """Strike a name, keep the other text back, read what may not be quoted."""
    her.go("/staff/moderation/")
    look(her, "review")
    her.go("/staff/moderation/safety/how")
    while SAID[language] not in her.page.inner_text("#text"):
        her.page.check("input[value=keep-back]")
        her.press(SAVE)
    her.press(SAVE)
    assert her.page.locator(".errors a").count() == 1
    look(her, "decide")
    name = SAID[language].split()[1 if language == "ar" else 0][: 2 if language == "zh" else 9]
    if her.script:
        her.page.evaluate(
            """name => {
              const text = document.getElementById("text").firstChild;
              const start = text.data.indexOf(name);
              document.getSelection().setBaseAndExtent(text, start, text, start + name.length);
            }""",
            name,
        )
        her.page.click(".acts button >> nth=0")
        assert her.page.is_checked("input[value=quote-redacted]")
    else:
        her.page.check("input[value=quote-redacted]")
        her.page.fill("#strike_name", name)
    assert her.page.input_value("#strike_name") == name
    her.press(SAVE)
    her.go("/staff/moderation/safety/how/decided")
    assert "[…]" in her.page.inner_text("main")
    look(her, "decided")
    her.go("/staff/moderation/safety/how/not-for-quoting")
    look(her, "not-for-quoting")


def confirm(her: Visitor) -> None:
    """Read what somebody else decided, and confirm it: two people stand behind a quote."""
    her.go("/staff/moderation/safety/how/decided")
    with her.page.expect_navigation():
        her.page.locator("article", has_text="[…]").locator("a").first.click()
    look(her, "confirm")
    her.press("form[action*='/confirm'] button")


def summarise(her: Visitor) -> None:
    """Write the paragraphs, choose the quote."""
    her.go("/staff/summaries/")
    look(her, "summaries")
    her.go("/staff/summaries/24/edit")
    for tag in LANGUAGES:
        her.page.fill(f"#narrative-{tag}", f"1 {tag}\n2 {tag}")
    look(her, "words")
    her.press(SAVE)
    her.go("/staff/summaries/24/quotes")
    look(her, "quotes")
    her.page.locator("label", has_text="[…]").first.click()
    her.press(SAVE)
    assert "[…]" in her.page.inner_text("main")
    look(her, "summary")


@pytest.mark.browser
@pytest.mark.parametrize("language", ["ar", "zh"])
def test_from_free_texts_to_a_signed_summary(
    visitor: Make,
    answered: Callable[[str], None],
    accounts: Cast,
    language: str,
) -> None:
    # On a desk, and in English: test_main_job.
    script, screen = language != "ar", PHONE
    answered(language)
    oksana = visitor(language, script=script, screen=screen)
    sign_in(oksana, accounts.oksana.email)
    review(oksana, language)
    mei = visitor(language, script=script, screen=screen)
    sign_in(mei, accounts.mei.email)
    confirm(mei)
    summarise(oksana)

    mei.go("/staff/summaries/24")
    mei.press("#signing ~ form button")
    look(mei, "sign-refused")
    mei.page.check("#read")
    mei.press("#signing ~ form button")
    look(mei, "signed")
    assert "S26-CLCWGCOP24-C-0001" in mei.page.inner_text("main")
