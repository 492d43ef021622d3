"""Every public page as people see it: Arabic, Chinese and English, phone and desktop, both schemes.

The pictures go into the folder that ``CONSULT_SCREENSHOTS`` names, else into a passing one; what
can be measured is asserted: nothing is wider than the screen, cut off, or lies over something else.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import DESK, FAULTS, PHONE, TWICE
from tests.e2e.test_every_public_page import PAGES, PAPER, address, demonstration

__all__ = ["address", "demonstration"]  # fixtures

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
        if faults := page.evaluate(FAULTS):
            wrong[path] = faults
        page.evaluate(TWICE)
        if faults := page.evaluate(FAULTS):
            wrong[f"{path} at twice the size"] = faults
    context.close()

    assert wrong == {}
