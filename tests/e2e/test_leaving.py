"""Leaving quickly: the page is empty at once, what was typed is gone, and Back shows nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from consult.core.web import EXIT
from tests.e2e.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.trust("R39")]

FORM = "/ar/consultations/safety/answer"

#: Puts an answer where the worker lets it wait for a line (core/static/sw.js), or tells what waits.
_WAITING = """(put) => new Promise((done) => {
  const asked = indexedDB.open("waiting", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("answers", { keyPath: "id" });
  asked.onsuccess = () => {
    const work = asked.result.transaction("answers", "readwrite");
    if (put) work.objectStore("answers").put({ id: "1", state: "look", body: "mine" });
    const all = work.objectStore("answers").getAll();
    work.oncomplete = () => { asked.result.close(); done(all.result.length); };
  };
})"""


def elsewhere(visitor: Visitor) -> Page:
    """Let the site outside be there without leaving this machine."""

    def answer(route: Route) -> None:
        route.fulfill(body="<h1>elsewhere</h1>", content_type="text/html")

    visitor.page.route(f"{EXIT}**", answer)
    return visitor.page


@pytest.mark.usefixtures("consultation")
@pytest.mark.parametrize("by_keys", [False, True], ids=["link", "shift three times"])
def test_after_leaving_nothing_is_left_and_back_shows_no_form(
    visitor: Callable[..., Visitor], by_keys: bool
) -> None:
    amina = visitor("ar")
    page = elsewhere(amina)
    amina.go(f"{FORM.removesuffix('/answer')}")
    amina.go(f"{FORM}/1")
    page.evaluate("localStorage.setItem('draft:safety', 'mine'); sessionStorage.setItem('x', 'y')")
    assert page.evaluate(_WAITING, True) == 1
    blank = page.evaluate(
        """(byKeys) => {
          const start = performance.now();
          const exit = document.querySelector("[data-exit]");
          if (!byKeys) {
            exit.click();
          } else {
            for (const key of ["Shift", "a", "Shift", "Shift"])
              dispatchEvent(new KeyboardEvent("keydown", { key }));
            if (!document.body) return -1;
            dispatchEvent(new KeyboardEvent("keydown", { key: "Shift" }));
          }
          return document.body ? -2 : performance.now() - start;
        }""",
        by_keys,
    )
    assert 0 <= blank <= 200
    page.wait_for_url(f"{EXIT}**")

    page.go_back()
    page.wait_for_url(f"{EXIT}**")
    assert page.locator("form").count() == 0
    assert "elsewhere" in page.content()

    # Whoever opens the site anew is let in, and finds nothing of what was typed.
    amina.go(FORM)
    assert page.locator("#answers").count() == 1
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate(_WAITING, False) == 0


@pytest.mark.usefixtures("consultation")
def test_the_way_out_is_first_and_works_without_script(visitor: Callable[..., Visitor]) -> None:
    luca = visitor("fr", script=False)
    page = elsewhere(luca)
    for path in ("/fr/", FORM.replace("ar", "fr", 1), "/fr/receipt", "/fr/help", "/fr/nowhere"):
        luca.go(path)
        page.keyboard.press("Tab")
        # Without script nothing can be asked of the page but what it shows.
        first = page.locator(":focus")
        assert first.get_attribute("rel") == "noreferrer", path
        assert first.is_visible()
    luca.go("/fr/help?country=FR")
    assert page.locator("#exit").is_visible()
    luca.needs_no_sideways_scrolling()
    with page.expect_navigation(url=f"{EXIT}**") as left:
        page.locator("[data-exit]").click()
    assert "referer" not in left.value.request.headers
