"""Agreeing on a small phone without script: the right words, big buttons both ways, no pressure."""

from collections.abc import Callable

import pytest

from consult.consent import wording
from consult.core.db import Database
from consult.core.locales import Speaker
from tests.cast import a_consultation
from tests.e2e.conftest import Visitor

_LOOK = """e => { const s = getComputedStyle(e), b = e.getBoundingClientRect();
    return [s.fontSize, s.fontWeight, s.padding, s.borderWidth, Math.round(b.height)]; }"""


@pytest.mark.browser
@pytest.mark.trust("R08")
@pytest.mark.trust("R35")
@pytest.mark.trust("R37")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_words_fit_the_age_the_youngest_see_no_text_box_and_no_is_as_big_as_yes(
    visitor: Callable[..., Visitor], database: Database, language: str
) -> None:
    with database.transaction() as session:
        a_consultation(session, ten_to_twelve_may_write=False)
    amina, said = visitor(language, script=False), Speaker(language)
    page = amina.page
    amina.go(f"/{language}/consultations/safety/answer")
    amina.check()

    def read() -> list[str]:
        shown = page.locator(".says p:visible").all_inner_texts()
        assert len(shown) == 1, shown
        return shown

    assert said.gettext(wording.assent(None)[0]) in read()[0]
    for band, writes in (("under-10", False), ("10-12", False), ("16-17", True), ("25-plus", True)):
        page.check(f"input[name=q-age][value='{band}']")
        assert said.gettext(wording.assent(band)[0]) in read()[0] or not writes
        assert page.locator("[name=q-idea]").is_visible() is writes
        assert page.locator("[name=q-seen-other]").is_visible() is writes
    page.check("input[name=q-age][value=under-10]")
    with page.expect_navigation():
        page.locator("main button[value=review]").click()  # no yes yet

    amina.check()
    yes = page.locator("button[name=assent]")
    no = page.get_by_role("link", name=said.gettext("No, thank you"))
    assert yes.evaluate(_LOOK) == no.evaluate(_LOOK)
    with page.expect_navigation():
        no.click()
    amina.check()
    assert page.locator("h1").inner_text() == said.gettext("That is fine")
    assert amina.page.context.cookies() == []
    # Nothing counts down: no refresh, and the script sets no timer.
    assert page.locator("meta[http-equiv=refresh], progress, meter, [role=timer]").count() == 0
    script = page.request.get(f"{amina.address}/static/answer.js").text()
    assert "setTimeout" not in script
    assert "setInterval" not in script
