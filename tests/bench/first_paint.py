"""Measures the first paint of the form on a bad line: ``python -m tests.bench.first_paint``.

Chromium is slowed by its own means: 400 kbit/s each way, 400 ms of latency, a processor four times
slower. Beside the form stands a page built here as such pages usually are: the same form with a
framework's style sheet (160 kB, compressed about as well) and a script of 250 kB before it. Both
are served by the same server, so the ratio is that of the pages. Each is opened five times in a
fresh context; the median is told.
"""

import argparse
import random
import statistics
import tempfile
import threading
from pathlib import Path

from flask import Flask, Response
from playwright.sync_api import Browser, sync_playwright
from waitress.server import create_server

from consult.app import create_app
from consult.core import migrations
from consult.core.web import public
from tests.e2e.conftest import CHROMIUM, PHONE
from tests.responses.cast import add_consultation, address

BYTES_A_SECOND = 400_000 / 8
LATENCY_MS = 400
SLOWER = 4
FORM = address(language="en")


def usual(app: Flask) -> None:
    """Add the page to compare with, and what it loads."""
    drawn = random.Random(1)
    words = [f"c{drawn.randrange(10**9):x}" for _ in range(2500)]
    style = "".join(
        f".{one}{{margin:{drawn.randrange(99)}px;color:#{drawn.randrange(16**6):06x}}}"
        for one in words
    )
    script = "".join(f"function {one}(a){{return a+{drawn.random()}}}\n" for one in words)

    @public
    def usual_page() -> Response:
        page = app.test_client().get(FORM).text
        head = '<link rel="stylesheet" href="/usual.css"><script src="/usual.js"></script></head>'
        return Response(page.replace("</head>", head), mimetype="text/html")

    @public
    def usual_style() -> Response:
        return Response((style * 2)[:160_000], mimetype="text/css")

    @public
    def usual_script() -> Response:
        return Response((script * 3)[:250_000].rpartition("\n")[0], mimetype="text/javascript")

    app.add_url_rule("/usual", view_func=usual_page)
    app.add_url_rule("/usual.css", view_func=usual_style)
    app.add_url_rule("/usual.js", view_func=usual_script)


def first_paint(browser: Browser, where: str) -> tuple[float, float]:
    """Return the moment of the first contentful paint, in ms, and the bytes it took."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]  # a plain dict
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes: list[float] = []
    line.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.goto(where, wait_until="load")
    painted: float = page.evaluate(
        "new Promise((done) => { const look = () => { const [it] = "
        "performance.getEntriesByName('first-contentful-paint'); "
        "it ? done(it.startTime) : setTimeout(look, 50); }; look(); })"
    )
    taken = sum(sizes)
    context.close()
    return painted, taken


def main() -> None:
    """Print both figures and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder)
        app = create_app(
            {
                "DATABASE_URL": f"sqlite:///{instance / 'consult.db'}",
                "INSTANCE": instance,
                "KEYS": instance / "keys.json",
            }
        )
        usual(app)
        database = app.extensions["database"]
        migrations.upgrade(database.engine)
        with database.transaction() as session:
            add_consultation(session)
        server = create_server(app, host="127.0.0.1", port=0, threads=4, map={})
        threading.Thread(target=server.run, daemon=True).start()
        home = f"http://localhost:{server.effective_port}"
        found = {}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            for name, where in (("the form", FORM), ("a usual page", "/usual")):
                opened = [first_paint(browser, home + where) for _ in range(asked.times)]
                paints, sizes = zip(*opened, strict=True)
                found[name] = statistics.median(paints)
                print(  # noqa: T201 - a measurement is read
                    f"{name:14} first paint {found[name]:6.0f} ms (from {min(paints):.0f} to "
                    f"{max(paints):.0f}), {statistics.median(sizes) / 1000:.1f} kB"
                )
            browser.close()
        server.close()
        database.engine.dispose()
    ratio = found["the form"] / found["a usual page"]
    print(f"ratio to the usual page: {ratio:.2f}")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
