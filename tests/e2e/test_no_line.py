"""Answering on a bad line: what is typed waits on the phone and counts once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select, update
from waitress.server import create_server

from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.responses import queries
from consult.responses.models import Response
from tests.e2e.conftest import Visitor

Make = Callable[..., Visitor]

FORM = "/en/consultations/safety/answer"


class Line:
    """The line to the product: it can be cut, and it comes back under the same address."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._port = 0
        self.mend()

    @property
    def address(self) -> str:
        return f"http://localhost:{self._port}"

    def mend(self) -> None:
        # A map of its own: servers of earlier tests must not poll this one's sockets.
        self._map: dict[int, object] = {}
        self._server = create_server(
            self._app, host="127.0.0.1", port=self._port, threads=4, map=self._map
        )
        self._port = self._server.effective_port
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        # Cutting takes the sockets away from under the loop that waits for them.
        with suppress(OSError):
            self._server.run()

    def cut(self) -> None:
        self._server.close()
        for open_ in list(self._map.values()):
            open_.close()  # type: ignore[attr-defined]  # waitress keeps its channels here
        self._thread.join(timeout=5)


@pytest.fixture
def line(app: Flask) -> Iterator[Line]:
    made = Line(app)
    yield made
    made.cut()


@pytest.fixture
def address(line: Line) -> str:
    """The address that the visitors of this module use."""
    return line.address


def stored(database: Database) -> list[Response]:
    with database.session(read_only=True) as session:
        return list(session.scalars(select(Response)))


def told(database: Database, keys: Keyring) -> set[str]:
    return {queries.texts_of(keys, one).get("idea", "") for one in stored(database)}


def press(page: Page, value: str) -> None:
    with page.expect_navigation():
        page.locator(f"main button[value={value}]").first.click()


def open_and_keep(page: Page, address: str) -> None:
    """Open the form with a line, and wait until the worker has kept it."""
    page.goto(address + FORM)
    # The form, what waits, where help is, and what they load: a style sheet and two scripts.
    for _try in range(100):
        if (
            page.evaluate("caches.open('form-1').then((it) => it.keys()).then((all) => all.length)")
            == 6
        ):
            return
        page.wait_for_timeout(50)
    pytest.fail("the worker kept no form")


def fill(page: Page, idea: str) -> None:
    page.check("#assent")
    page.check("input[name=q-age][value='13-15']")
    page.check("input[name=q-told][value=yes]")
    page.fill("[name=q-idea]", idea)


def answer_without_a_line(page: Page, address: str, idea: str) -> None:
    page.goto(address + FORM)
    fill(page, idea)
    press(page, "review")
    press(page, "hold")
    page.wait_for_selector("[data-card]")


def queue(page: Page) -> list[dict[str, str]]:
    found: list[dict[str, str]] = page.evaluate(
        """() => new Promise((done) => {
          const asked = indexedDB.open("waiting", 1);
          asked.onsuccess = () => {
            const all = asked.result.transaction("answers").objectStore("answers").getAll();
            all.onsuccess = () => { asked.result.close(); done(all.result); };
          };
        })"""
    )
    return found


def codes_shown(page: Page, address: str, number: int) -> list[str]:
    page.goto(f"{address}/en/waiting")
    shown = page.locator("[data-card] [data-receipt]")
    expect(shown).to_have_count(number)
    return shown.all_inner_texts()


@pytest.mark.browser
@pytest.mark.trust("R06", "R13", "R38", "S12")
def test_two_young_people_answer_on_one_phone_without_a_line_and_each_counts_once(
    visitor: Make, line: Line, consultation: Consultation, database: Database, keys: Keyring
) -> None:
    phone = visitor("en")
    open_and_keep(phone.page, line.address)
    phone.page.goto("about:blank")
    line.cut()

    page = phone.page
    page.goto(line.address + FORM)
    fill(page, 'Amina\'s <idea> & "more"')
    press(page, "review")
    phone.check()
    assert page.evaluate("indexedDB.databases()") in ([], [{"name": "waiting", "version": 1}])
    assert queue_is_empty(page)  # nothing is stored before that is decided
    press(page, "back")
    assert page.locator("[name=q-idea]").input_value() == 'Amina\'s <idea> & "more"'
    press(page, "review")
    press(page, "hold")
    page.wait_for_selector("[data-card]")
    phone.check()
    answer_without_a_line(page, line.address, "Luca's idea")
    waiting = queue(page)
    assert len({one["id"] for one in waiting}) == 2
    assert {one["title"] for one in waiting} == {"Your safety online"}
    with page.expect_navigation():
        page.locator("main a[href$='/help']").click()
    assert page.locator("h1").inner_text() == "Get help"
    context = page.context
    page.close()  # the tab is closed; days pass
    line.mend()

    page = context.new_page()
    codes = codes_shown(page, line.address, 2)

    assert told(database, keys) == {'Amina\'s <idea> & "more"', "Luca's idea"}
    assert len(stored(database)) == len(set(codes)) == 2
    left = queue(page)
    assert [one["state"] for one in left] == ["sent", "sent"]
    assert not any("body" in one or "idea" in str(one) for one in left)
    for _replay in range(10):  # a worker that forgot that it had sent sends the very same again
        for one in waiting:
            again = page.request.post(
                line.address + one["url"],
                data=one["body"],
                headers={"Content-Type": "application/x-www-form-urlencoded"},
            )
            assert again.status == 200
    assert len(stored(database)) == 2
    page.goto(line.address + FORM)
    expect(page.locator("[data-waiting]")).to_be_visible()
    page.goto(f"{line.address}/en/waiting")
    for number in (1, 0):
        page.locator("[data-card] [data-go=drop]").first.click()
        expect(page.locator("[data-card]")).to_have_count(number)
    assert queue(page) == []
    assert context.cookies() == []


def queue_is_empty(page: Page) -> bool:
    return page.evaluate("indexedDB.databases()") == [] or queue(page) == []


@pytest.mark.browser
@pytest.mark.trust("R06")
def test_what_waited_and_cannot_be_taken_is_shown_again_whole(
    visitor: Make, line: Line, consultation: Consultation, database: Database, keys: Keyring
) -> None:
    phone = visitor("en")
    page = phone.page
    open_and_keep(page, line.address)
    line.cut()
    answer_without_a_line(page, line.address, "Too late, yet not lost")
    with database.transaction() as session:
        session.execute(update(Consultation).values(closed_at=clock.now()))
    line.mend()

    page.goto(f"{line.address}/en/waiting")
    page.wait_for_selector("[data-card] form")
    phone.check()
    press(page, "stay")

    assert "This consultation is closed" in page.title()
    assert "Too late, yet not lost" in page.locator("main").inner_text()
    assert stored(database) == []
    with database.transaction() as session:
        session.execute(update(Consultation).values(closed_at=None))
    page.goto(f"{line.address}/en/waiting")
    page.wait_for_selector("[data-card] form")
    press(page, "stay")
    press(page, "review")
    press(page, "send")
    assert page.locator("[data-receipt]").count() == 1
    assert told(database, keys) == {"Too late, yet not lost"}
    page.goto(f"{line.address}/en/waiting")
    expect(page.locator("[data-card]")).to_have_count(0)


def storage(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate("({...localStorage, ...sessionStorage})")
    return found


@pytest.mark.browser
@pytest.mark.trust("R06", "R26")
def test_answers_are_kept_on_the_phone_only_by_choice_and_until_they_are_sent(
    visitor: Make, line: Line, consultation: Consultation, database: Database, keys: Keyring
) -> None:
    phone = visitor("en")
    page = phone.page
    home, about = f"{line.address}/en/", f"{line.address}/en/consultations/safety"
    for where in (home, about, line.address + FORM):
        page.goto(where)
        assert storage(page) == {}
        assert page.context.cookies() == []
    assert not page.locator("#keep").is_checked()
    fill(page, "Kept by nobody")
    assert storage(page) == {}
    page.goto(line.address + FORM)
    assert page.locator("[name=q-idea]").input_value() == ""

    page.check("#keep")
    fill(page, "Kept by choice")
    for place in ("games", "chats"):
        page.check(f"input[name=q-places][value={place}]")
    page.check("input[name=q-told][value=no]")
    page.fill("[name=q-why_not]", "Asked only after a no")
    assert list(storage(page)) == ["draft:safety"]
    page.goto(home)
    page.goto(f"{line.address}/ar/consultations/safety/answer/3")
    # What belongs to other pages goes along, each choice once.
    along = "names => names.map(n => new FormData(document.forms.answers).getAll(n))"
    assert page.evaluate(along, ["q-places", "assent", "q-age"]) == [
        ["games", "chats"],
        ["yes"],
        ["13-15"],
    ]
    page.goto(f"{line.address}/ar/consultations/safety/answer")
    assert page.locator("[name=q-idea]").input_value() == "Kept by choice"
    assert page.locator("input[name=q-places][value=games]").is_checked()
    # A question that opens only after another answer is shown with what was written there.
    expect(page.locator("[name=q-why_not]")).to_be_visible()
    assert page.evaluate(along, ["q-why_not", "assent"]) == [["Asked only after a no"], ["yes"]]
    phone.check()
    with page.expect_navigation():
        page.locator("[data-draft] button").click()
    assert storage(page) == {}
    assert page.locator("[name=q-idea]").input_value() == ""

    page.goto(line.address + FORM + "/3")
    page.check("#keep")
    page.fill("[name=q-idea]", "Sent at last")
    page.goto(line.address + FORM)
    page.check("#assent")
    assert page.locator("[name=q-idea]").input_value() == "Sent at last"
    for value in ("review", "send"):
        press(page, value)
    assert page.locator("[data-receipt]").count() == 1
    assert storage(page) == {}
    assert page.context.cookies() == []
    assert told(database, keys) == {"Sent at last"}
    assert page.evaluate("indexedDB.databases()") in ([], [{"name": "waiting", "version": 1}])


@pytest.mark.browser
def test_a_browser_inside_an_app_that_lends_nothing_answers_all_the_same(
    visitor: Make, line: Line, consultation: Consultation, database: Database, keys: Keyring
) -> None:
    phone = visitor("en")
    context: BrowserContext = phone.page.context
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied'); }});"
        "delete Navigator.prototype.serviceWorker; delete window.trustedTypes;"
    )
    errors: list[str] = []
    page = phone.page
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(line.address + FORM)
    expect(page.locator("[data-draft]")).to_be_hidden()
    fill(page, "From inside an app")
    for value in ("review", "send"):
        press(page, value)
    assert page.locator("[data-receipt]").count() == 1
    page.goto(f"{line.address}/en/waiting")
    expect(page.locator("[data-none]")).to_be_visible()

    assert errors == []
    assert told(database, keys) == {"From inside an app"}


@pytest.mark.browser
@pytest.mark.trust("R06", "R13")
def test_a_wrong_clock_two_tabs_a_restart_and_a_line_lost_at_the_last_press_lose_nothing(
    visitor: Make, line: Line, consultation: Consultation, database: Database, keys: Keyring
) -> None:
    phone = visitor("en")
    page = phone.page
    page.clock.set_fixed_time("1999-12-31T23:59:59Z")
    open_and_keep(page, line.address)
    page.check("#keep")
    fill(page, "Written in 1999")
    # A second tab goes on with what is kept, under the same key.
    tab = page.context.new_page()
    tab.goto(line.address + FORM)
    assert tab.locator("[name=q-idea]").input_value() == "Written in 1999"
    press(page, "review")
    press(page, "send")
    code = page.locator("[data-receipt]").inner_text()
    press(tab, "review")
    line.cut()
    line.mend()  # the server restarted while the tab stood open
    press(tab, "send")
    assert tab.locator("[data-receipt]").inner_text() == code
    assert told(database, keys) == {"Written in 1999"}

    # Back after sending: the same page, and another young person's answers count as well.
    tab.goto(f"{line.address}/fr/consultations/safety/answer")
    fill(tab, "La ligne est coupée")
    with tab.expect_navigation():
        tab.locator("nav button[lang=en]").click()
    press(tab, "review")
    line.cut()
    press(tab, "send")
    press(tab, "hold")
    tab.wait_for_selector("[data-card]")
    line.mend()
    send_now = tab.locator("[data-go=send]")
    if send_now.is_visible():  # unless the browser was quicker
        send_now.click()
    expect(tab.locator("[data-card] [data-receipt]")).to_have_count(1)
    assert told(database, keys) == {"Written in 1999", "La ligne est coupée"}
    assert len(stored(database)) == 2


@pytest.mark.browser
@pytest.mark.trust("R26", "S16")
def test_what_left_the_phone_does_not_come_back_and_another_site_puts_nothing_on_it(
    visitor: Make, line: Line, consultation: Consultation, database: Database
) -> None:
    page = visitor("en").page
    open_and_keep(page, line.address)
    line.cut()
    answer_without_a_line(page, line.address, "Nobody may see this")
    worker = page.context.service_workers[0]
    # The line is so slow that somebody leaves before the server refuses what was sent.
    worker.evaluate(
        """() => { self.fetch = () => new Promise((done) => {
          self.arrive = () => done(new Response('<input name="submission-key">'));
        }); }"""
    )
    page.evaluate("navigator.serviceWorker.ready.then((it) => it.active.postMessage('send'))")
    while not worker.evaluate("'arrive' in self"):
        page.wait_for_timeout(20)
    page.evaluate(
        "new Promise((done) => { indexedDB.deleteDatabase('waiting').onsuccess = done; }).then()"
    )
    worker.evaluate("self.arrive()")
    page.wait_for_timeout(300)
    assert worker.evaluate("all()") == []

    fields = f'<input name="for" value="{FORM}"><input name="q-idea" value="Forged">'
    page.goto("about:blank")
    page.set_content(f'<form method="post" action="{line.address}/en/waiting">{fields}</form>')
    with page.expect_navigation():
        page.evaluate("document.forms[0].submit()")
    page.wait_for_selector("[value=hold]")
    assert worker.evaluate("all()") == []
    assert stored(database) == []
