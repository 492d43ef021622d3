"""A real server on loopback and a real Chromium, the system's own."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Request,
    Response,
    Route,
    sync_playwright,
)
from waitress.server import create_server

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1200, "height": 900}

#: What a page must not do, told by the browser itself.
FAULTS = """() => {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`wider: ${root.scrollWidth}`);
  const height = root.scrollHeight;
  if (height < 200 || height > 200000) faults.push(`height: ${height}`);
  const seen = (e) => e.checkVisibility() && e.getClientRects().length > 0;
  const cut = (e) =>
    e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== "visible";
  for (const e of document.querySelectorAll("h1,h2,h3,p,a,button,label,legend,th,td,dt,dd,li"))
    if (seen(e) && cut(e) && !e.closest(".scroll")) faults.push(`cut: ${e.textContent.trim()}`);
  const exit = document.querySelector("[data-exit]").getBoundingClientRect();
  if (exit.width < 44 || exit.height < 44) faults.push("small way out");
  const pressed = [...document.querySelectorAll(
    "a.button,button,footer a,.languages a,.home,textarea,select," +
      "input:not([type=radio],[type=checkbox])",
  )]
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

#: Text at 200 %: everything is measured in rem.
TWICE = "document.documentElement.style.fontSize = '200%'"

CHROMIUM = shutil.which("chromium")


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Browser tests look at pages; one kind of database is enough for them."""
    path = tmp_path / "consult.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the product while the block runs; give its address.

    The address says ``localhost``, where browsers keep Secure cookies.
    """
    # A map of its own: servers of earlier tests must not poll this one's sockets. It does not name
    # itself, as in core/serving.py.
    server = create_server(app, host="127.0.0.1", port=0, threads=4, ident="", map={})

    def run() -> None:
        # Closing takes the sockets away from under the loop that waits for them.
        with suppress(OSError):
            server.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield f"http://localhost:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The address of the running product."""
    with serving(app) as found:
        yield found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each test has its own context."""
    if CHROMIUM is None:
        if os.environ.get("CONSULT_NOTHING_SKIPPED"):
            pytest.fail("Chromium is not installed, and nothing may be skipped")
        pytest.skip("Chromium is not installed: .ci/run installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A person with a browser: remembers every address that was asked for."""

    page: Page
    address: str
    #: Where axe runs when the person's own browser runs no script.
    inspector: BrowserContext
    script: bool
    asked: list[str] = field(default_factory=list)
    #: What broke on any page: in scripts of the product, or on the server.
    broken: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page of the product."""
        self.page.goto(self.address + path)

    def press(self, selector: str) -> None:
        """Click the first such element and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def check(self) -> None:
        """See that the page is accessible, fits the screen and stayed at home."""
        self.sees_no_axe_violation()
        self.needs_no_sideways_scrolling()
        self.stays_at_home()

    def sees_no_axe_violation(self) -> None:
        """Run axe on the page as it is; where script is off, on the same page elsewhere.

        axe itself is a script that waits for timers, which never come in a browser without script.
        """
        found = Axe().run(self.page if self.script else self._same_page_under_inspection())
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"

    def _same_page_under_inspection(self) -> Page:
        body, where = self.page.content(), self.page.url
        page = self.inspector.pages[0] if self.inspector.pages else self.inspector.new_page()

        def give(route: Route) -> None:
            route.fulfill(body=body, content_type="text/html")

        page.route("**/*.js*", lambda route: route.abort())
        page.route(where, give)
        page.goto(where)
        page.unroute(where, give)
        return page

    def needs_no_sideways_scrolling(self) -> None:
        """See that nothing is wider than the screen."""
        wide = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide[0] <= wide[1], f"{self.page.url} is {wide[0]} px wide on {wide[1]} px"

    def reads_well_at_twice_the_size(self) -> None:
        """See that nothing is cut, covered or wider than the screen at 200 % text, and go back."""
        self.page.evaluate(TWICE)
        faults = self.page.evaluate(FAULTS)
        self.page.evaluate("document.documentElement.style.fontSize = ''")
        assert faults == [], self.page.url

    def stays_at_home(self) -> None:
        """See that no request went to another host."""
        foreign = [url for url in self.asked if not url.startswith((self.address, "data:"))]
        assert foreign == []


@pytest.fixture
def visitor(chromium: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    """Make visitors: ``visitor(language="ar", script=False, screen=PHONE)``."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def make(
        language: str = "en", *, script: bool = True, screen: dict[str, int] | None = None
    ) -> Visitor:
        context = chromium.new_context(
            locale=language,
            java_script_enabled=script,
            viewport=screen or PHONE,  # type: ignore[arg-type]  # a plain dict is what it takes
        )
        inspector = chromium.new_context(locale=language, viewport=screen or PHONE)  # type: ignore[arg-type]  # a plain dict
        contexts.extend([context, inspector])
        page = context.new_page()
        page.set_default_timeout(15_000)
        made = Visitor(page, address, inspector, script)

        def remember(request: Request) -> None:
            made.asked.append(request.url)

        def regret(error: Error) -> None:
            made.broken.append(f"{page.url}: {error}")

        def look(response: Response) -> None:
            # The one page that is broken on purpose is called so.
            if response.status == HTTPStatus.INTERNAL_SERVER_ERROR and "broken" not in response.url:
                made.broken.append(f"{response.url}: 500")

        page.on("request", remember)
        page.on("response", look)
        page.on("pageerror", regret)
        visitors.append(made)
        return made

    yield make
    broken = [error for made in visitors for error in made.broken]
    for context in contexts:
        context.close()
    assert broken == []
