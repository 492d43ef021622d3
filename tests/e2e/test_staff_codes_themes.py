"""Oksana writes themes, reads answers drawn by lot and codes them, by keys or without script."""

from collections.abc import Callable

import pytest

from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.core.locales import LANGUAGES
from tests.conftest import Cast
from tests.e2e.conftest import DESK, PHONE, Visitor
from tests.e2e.test_staff_comes_in import sign_in
from tests.e2e.test_staff_reviews import SAID, SAVE, look
from tests.moderation import cast as stored

Make = Callable[..., Visitor]
PLACE = "/staff/themes/safety/how"
#: How a theme is called in each language.
NAMES = dict(zip(LANGUAGES, ("الصور", "照片", "Pictures", "Photos", "Фото", "Fotos"), strict=True))


def press(her: Visitor, what: str) -> None:
    """Press a button or link and wait for the page it leads to."""
    with her.page.expect_navigation():
        her.page.click(what)


def write_themes(her: Visitor) -> None:
    """Begin, be refused without a name, write two themes."""
    her.go(PLACE)
    look(her, "themes-begin")
    press(her, SAVE)
    her.go(f"{PLACE}/theme")
    press(her, SAVE)
    assert her.page.locator(".errors a").count() == 1
    look(her, "themes-theme")
    for number in (1, 2):
        her.go(f"{PLACE}/theme")
        for tag in LANGUAGES:
            her.page.fill(f"#label-{tag}", f"{NAMES[tag]} {number}")
        her.page.fill("#definition", "Pictures that should go")
        press(her, SAVE)


def code_all(her: Visitor, answers: int) -> None:
    """Code every answer: the first by hand with its words, the later ones by key."""
    for number in range(answers):
        her.go(f"{PLACE}/read/audit")
        if number == 0:
            tick = her.page.locator("[data-theme] input[type=checkbox]").first
            words = her.page.inner_text("#text").split()[0]
            if her.script:
                tick.check()
                her.page.evaluate(
                    """words => {
                      const text = document.getElementById("text").firstChild;
                      document.getSelection().setBaseAndExtent(text, 0, text, words.length);
                    }""",
                    words,
                )
                her.page.click("[data-words] button >> nth=0")
            else:
                tick.check()
                her.page.click("[data-words] summary >> nth=0")
                her.page.fill("[data-words] input >> nth=0", words)
            assert her.page.input_value("[data-words] input >> nth=0") == words
            look(her, "themes-code")
        elif her.script and her.page.locator("[data-key='1']").count():
            her.page.keyboard.press("1")
            assert her.page.is_checked("[data-key='1'] input[type=checkbox]")
            if number == answers - 1:
                look(her, "themes-code-suggested")
        else:
            her.page.locator("[data-theme] input[type=checkbox]").first.check()
        press(her, SAVE)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["ar", "en"])
def test_from_open_answers_to_counted_themes(
    visitor: Make, database: Database, keys: Keyring, accounts: Cast, language: str
) -> None:
    answers = 8
    with database.transaction() as session:
        session.merge(accounts.oksana).language = language
        safety = stored.consultation(session, stored.meeting(session))
        for number in range(answers):
            tag = ("ar", "en", "zh")[number % 3]
            texts = {"how": f"{SAID[tag]} {number}"}
            stored.answer(session, keys, safety, texts=texts, language=tag)
    script, screen = language == "en", DESK if language == "en" else PHONE
    her = visitor(language, script=script, screen=screen)
    sign_in(her, accounts.oksana.email)
    her.go("/staff/themes/")
    look(her, "themes-index")
    write_themes(her)
    code_all(her, answers)
    her.go(PLACE)
    assert her.page.locator(".scroll td").count() == 2
    look(her, "themes-show")
    her.go(f"{PLACE}/cards")
    assert her.page.locator("article.card").count() == 2
    look(her, "themes-cards")
