"""Listening to questions: read aloud by a voice of the phone itself, and only when asked."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from consult.core.locales import Speaker
from consult.core.web import EXIT
from tests.e2e.conftest import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.trust("R14"),
    pytest.mark.usefixtures("consultation"),
]

Make = Callable[..., Visitor]

#: A phone with an Arabic voice of its own, and better ones that would send the text elsewhere.
PHONE_WITH_VOICES = """
  window.heard = [];
  window.stops = 0;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const far = { name: "far", localService: false, default: true };
  const voices = [
    { ...far, lang: "ar-SA" },
    { name: "near", localService: true, default: false, lang: "ar_EG" },
    { ...far, lang: "fr-FR" },
  ];
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices,
    speak: (said) => heard.push(said),
    cancel: () => stops++,
  } });
"""
HEARD = "() => heard.splice(0).map((said) => [said.voice.name, said.lang, said.text])"
LISTEN = Speaker("ar").gettext("Listen")


def on_the_phone(visitor: Make, language: str = "ar", *, script: bool = True) -> Visitor:
    made = visitor(language, script=script)
    made.page.add_init_script(PHONE_WITH_VOICES)
    # A colour on its way from one to the other has a contrast of its own.
    made.page.emulate_media(reduced_motion="reduce")
    return made


def buttons(part: Page | Locator) -> Locator:
    return part.locator("main [aria-pressed]" if isinstance(part, Page) else "[aria-pressed]")


def heard(page: Page) -> list[str]:
    """Return what was read since the last time; every word of it by the phone's own voice."""
    said = page.evaluate(HEARD)
    assert all(found[:2] == ["near", "ar_EG"] for found in said)
    return [text.strip() for _voice, _language, text in said]


def test_a_question_is_read_with_its_choices_by_the_phones_own_voice_until_pressed_again(
    visitor: Make,
) -> None:
    amina = on_the_phone(visitor)
    page, said = amina.page, Speaker("ar").gettext
    amina.go("/ar/consultations/safety/answer")
    expect(buttons(page)).not_to_have_count(0)
    amina.check()
    assert page.evaluate("[heard.length, stops]") == [0, 0]  # nothing plays by itself

    seen = page.locator("fieldset.question", has=page.locator("[name=q-seen]"))
    button = buttons(seen)
    expect(button).to_have_accessible_name(f"{LISTEN} هل رأيت تنمرًا على الإنترنت؟")
    expect(button).to_have_attribute("aria-pressed", "false")
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert heard(page) == [
        "هل رأيت تنمرًا على الإنترنت؟",
        "كثيرًا",
        "أبدًا",
        said("Other"),
        said("If “Other”, write it here"),
        said("I prefer not to say"),
    ]
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert heard(page) == []
    assert page.evaluate("stops") == 2

    # Another question takes over; the end of the last sentence and leaving the page end it.
    other = buttons(page.locator("div.question", has=page.locator("[name=q-idea]")))
    button.click()
    other.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(other).to_have_attribute("aria-pressed", "true")
    page.evaluate("heard.at(-1).onend()")
    expect(other).to_have_attribute("aria-pressed", "false")
    for leaving in ("pagehide", "visibilitychange"):
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        page.evaluate("(name) => dispatchEvent(new Event(name))", leaving)
        expect(button).to_have_attribute("aria-pressed", "false")
    assert page.locator("input:checked").count() == 0
    amina.stays_at_home()

    page.route(f"{EXIT}**", _elsewhere)
    before = page.evaluate("stops")
    assert (
        page.evaluate("() => { document.querySelector('[data-exit]').click(); return stops; }")
        == before + 1
    )


def _elsewhere(route: Route) -> None:
    route.fulfill(body="<h1>elsewhere</h1>", content_type="text/html")


def test_the_start_page_and_the_answers_before_sending_can_be_listened_to(visitor: Make) -> None:
    amina = on_the_phone(visitor)
    page, said = amina.page, Speaker("ar").gettext
    amina.go("/ar/consultations/safety")
    expect(buttons(page)).to_have_count(1)
    buttons(page).click()
    read = heard(page)
    assert read[0] == page.locator("h1").inner_text()
    assert {said("Who asks you?"), said("Is it secret?"), said("No, thank you")} <= set(read)
    amina.check()

    amina.go("/ar/consultations/safety/answer")
    page.check("#assent")
    page.locator("[name=q-told][value=no]").check()
    amina.press("main button[value=review]")
    told = page.locator(".question", has=page.locator("#q-told"))
    buttons(told).click()
    assert heard(page) == ["هل أخبرت أحدًا؟", told.locator("dd").first.inner_text()]
    amina.check()


@pytest.mark.parametrize(
    ("language", "script"), [("fr", True), ("ar", False)], ids=["no voice here", "no script"]
)
def test_without_a_voice_on_the_phone_or_without_script_there_is_no_button(
    visitor: Make, language: str, script: bool
) -> None:
    luca = on_the_phone(visitor, language, script=script)
    for path in ("", "/answer", "/answer/2"):
        luca.go(f"/{language}/consultations/safety{path}")
        expect(luca.page.locator("main[data-listen]")).to_be_visible()
        expect(buttons(luca.page)).to_have_count(0)
