"""Every public page as people see it: Arabic, Chinese and English, phone and desktop, both schemes.

The pictures go into the folder that ``CONSULT_SCREENSHOTS`` names, else into a passing one; what
can be measured is asserted: nothing is wider than the screen, cut off, or lies over something else.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_every_public_page import PAGES, PAPER, address, demonstration

__all__ = ["address", "demonstration"]  # fixtures

#: What a page must not do, told by the browser itself.
_FAULTS = """() => {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`wider: ${root.scrollWidth}`);
  const height = root.scrollHeight;
  if (height < 200 || height > 60000) faults.push(`height: ${height}`);
  const seen = (e) => e.checkVisibility() && e.getClientRects().length > 0;
  const cut = (e) =>
    e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== "visible";
  for (const e of document.querySelectorAll("h1,h2,h3,p,a,button,label,legend,th,td,dt,dd,li"))
    if (seen(e) && cut(e) && !e.closest(".scroll")) faults.push(`cut: ${e.textContent.trim()}`);
  const exit = document.querySelector("[data-exit]").getBoundingClientRect();
  if (exit.width < 44 || exit.height < 44) faults.push("small way out");
  const pressed = [...document.querySelectorAll("a.button,button,footer a,.languages a,.home")]
    .filter((e) => seen(e) && !e.classList.contains("skip"))
    .map((e) => [e, e.getBoundingClientRect()]);
  for (const [i, [a, r]] of pressed.entries()) {
    if (r.height < 43.5) faults.push(`small target: ${a.textContent.trim()}`);
    for (const [b, s] of pressed.slice(i + 1))
      if (!a.contains(b) && Math.min(r.right, s.right) - Math.max(r.left, s.left) > 1
          && Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top) > 1)
        faults.push(`overlap: ${a.textContent.trim()} / ${b.textContent.trim()}`);
  }
  return faults;
}"""

SCREENS = {"phone": PHONE, "desktop": DESK}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures go."""
    named = os.environ.get("CONSULT_SCREENSHOTS")
    chosen = Path(named) if named else tmp_path_factory.mktemp("screenshots")
    chosen.mkdir(parents=True, exist_ok=True)
    return chosen


@pytest.mark.browser
@pytest.mark.trust("R13")
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("language", ["ar", "zh", "en"])
def test_no_page_cuts_overlaps_or_overflows(
    chromium: Browser, address: str, folder: Path, language: str, screen: str
) -> None:
    wrong = {}
    # Dark on phones and light on desks: both schemes are seen, and half the time is saved.
    context = chromium.new_context(
        locale=language,
        viewport=SCREENS[screen],  # type: ignore[arg-type]  # a plain dict is what it takes
        color_scheme="dark" if screen == "phone" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    for path in (*PAGES, "help?country=EG"):
        page.goto(f"{address}/{language}/{path}")
        name = path.split("?")[0].replace("/", "-") or "home"
        page.screenshot(
            path=folder / f"{name}-{language}-{screen}.png", full_page=PAPER not in path
        )
        if faults := page.evaluate(_FAULTS):
            wrong[path] = faults
    # Text at 200 %: everything is measured in rem.
    page.goto(f"{address}/{language}/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    context.close()

    assert wrong == {}
    assert wide <= 0
