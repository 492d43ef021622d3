"""Measures what ballot stuffing costs young people: ``python -m tests.bench.bots``.

Ten thousand automated posts of four kinds from two hundred networks, mixed with five hundred young
people of whom a hundred sit behind one address, which one kind of program uses as well, and another
hundred have an invitation code; half of the programs try made-up codes. All of it stays on
loopback: the server believes the addresses that one declared proxy names. Prints how many young
people got their code, how many posts of programs were stored, how many answers count as invited,
what the note on quality points at, and where an address was found.
"""

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import select

from consult.app import create_app
from consult.audit.actor import COMMAND_LINE
from consult.consultations import queries as consultations
from consult.core import ids, migrations
from consult.invitations import service as invitations
from consult.responses.models import Response, Stratum
from consult.summaries.results import quality
from tests.responses.cast import AMINA, add_consultation, address
from tests.responses.forms import fields_of
from tests.responses.test_killed import free_port, wait_for

SCHOOL = "198.51.100.20"
#: How long an honest person takes, in seconds; people take minutes, so this is to their loss.
READS = 3.5
_FORM = "application/x-www-form-urlencoded"
WHERE = address(language="en")


class Line:
    """One connection that names the address it stands for."""

    def __init__(self, port: int, network: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {"X-Forwarded-For": network, "Content-Type": _FORM}

    def ask(self, method: str, fields: object = None) -> tuple[int, str]:
        """Send one request and return status and page."""
        body = urlencode(fields, doseq=True) if fields else None  # type: ignore[arg-type]  # pairs
        self._connection.request(method, WHERE, body, self._headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read().decode()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def honest(port: int, network: str, number: int, invitation: str = "") -> bool:
    """Open, read, check, send; press once more or wait where the page says so."""
    line = Line(port, network)
    try:
        _status, page = line.ask("GET")
        fields = [*_own(number).items(), ("go", "review")]
        fields.append(("submission-key", fields_of(page)["submission-key"]))
        time.sleep(READS)
        _status, page = line.ask("POST", fields)
        for _press in range(3):
            again = [*fields_of(page).items(multi=True), ("go", "send")]
            if invitation:
                again = [field for field in again if field[0] != "invitation"]
                again.append(("invitation", invitation))
            status, page = line.ask("POST", again)
            if "data-receipt" in page:
                return True
            time.sleep(5 if status == 429 else READS)
        return False
    finally:
        line.close()


def _own(number: int) -> dict[str, object]:
    """Return what one young person answers, as a browser sends it."""
    drawn = random.Random(number)
    own: dict[str, object] = dict(AMINA)
    return own | {
        "q-where": drawn.choice(["ARB", "EUR", "AFR", "ASP", "AMS", "CIS"]),
        "q-seen": drawn.choice(["yes", "no"]),
        "q-places": [drawn.choice(["games", "chats", "videos"]), "other"],
        "q-worry": str(drawn.randint(1, 5)),
        "q-told": drawn.choice(["parents", "friends", "nobody"]),
        "q-trust-teachers": drawn.choice(["much", "little"]),
        "q-trust-police": drawn.choice(["much", "little"]),
        "q-idea": f"Idea {number}: {drawn.randbytes(30).hex()}",
    }


def program(port: int, kind: str, network: str, number: int) -> list[str]:
    """Send so many automated posts; return what became of each."""
    line = Line(port, network)
    told = []
    try:
        for _post in range(number):
            fields: dict[str, object] = {**AMINA, "go": "send", "submission-key": ids.new_key()}
            if kind in {"fills everything", "reads the key"}:
                _status, page = line.ask("GET")
                fields["submission-key"] = fields_of(page)["submission-key"]
            if _post % 2:
                fields["invitation"] = ids.new_key()[:20]
            if kind == "fills everything":
                fields["website"] = "https://spam.example"
            status, page = line.ask("POST", fields)
            told.append("stored" if "data-receipt" in page else str(status))
    finally:
        line.close()
    return told


def attack(
    port: int, posts: int, people: int, invitations: list[str]
) -> tuple[int, Counter[tuple[str, str]]]:
    """Mix programs and young people; return how many people got a code, and the programs' fate."""
    drawn = random.Random(1)
    kinds = ("blind", "fills everything", "reads the key", "in the school")
    at_once = 10
    jobs: list[tuple[str, str]] = []
    for number in range(posts // at_once):
        kind = kinds[number % 4]
        network = (
            SCHOOL if kind == "in the school" else f"10.{drawn.randrange(200)}.0.{number % 250}"
        )
        jobs.append((kind, network))
    fate: Counter[tuple[str, str]] = Counter()
    lock = threading.Lock()

    def run_program(job: tuple[str, str]) -> None:
        told = program(port, *job, at_once)
        with lock:
            fate.update((job[0], one) for one in told)

    def run_person(number: int) -> bool:
        pupil = number % 5 == 0
        network = SCHOOL if pupil else f"172.16.{number % 250}.{number // 250}"
        code = invitations[number // 5] if number % 5 == 1 else ""
        return honest(port, network, number, code)

    with ThreadPoolExecutor(4) as programs, ThreadPoolExecutor(40) as crowd:
        done = [programs.submit(run_program, job) for job in jobs]
        got = sum(crowd.map(run_person, range(people)))
        for each in done:
            each.result()
    return got, fate


def places_with(folder: Path, network: str) -> list[str]:
    """Return the files that hold an address."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in found if network.encode() in path.read_bytes()]


def patiently(port: int) -> None:
    """Wait for the server on a machine that has other things to do."""
    for _try in range(9):
        with suppress(TimeoutError):
            return wait_for(port)
    return wait_for(port)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder)
        url = f"sqlite:///{instance / 'consult.db'}"
        keys = instance / "keys.json"
        app = create_app({"DATABASE_URL": url, "INSTANCE": instance, "KEYS": keys})
        migrations.upgrade(app.extensions["database"].engine)
        with app.extensions["database"].transaction() as session:
            cards = invitations.make_codes(
                session,
                app.extensions["keys"],
                add_consultation(session),
                form_key=ids.new_key(),
                label="bench",
                codes=asked.people // 5,
                uses=1,
                region=None,
                actor=COMMAND_LINE,
            )
        app.extensions["database"].engine.dispose()
        port = free_port()
        settings = {"DATABASE_URL": url, "CONSULT_INSTANCE": folder, "CONSULT_PROXIES": "1"}
        with (instance / "log").open("wb") as log:
            server = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)],
                env={**os.environ, **settings},
                stdout=log, stderr=log, cwd=Path(__file__).parents[2],
            )  # fmt: skip
        try:
            patiently(port)
            started = time.perf_counter()
            got, fate = attack(port, asked.posts, asked.people, list(cards.codes))
            took = time.perf_counter() - started
            traces = {
                one: places_with(instance, one)
                for one in (SCHOOL, "198.51.100", "10.7.0.", "172.16.7.")
            }
            with app.extensions["database"].session(read_only=True) as session:
                safety = consultations.by_slug(session, "safety")
                strata = Counter(session.scalars(select(Response.stratum)))
                note = quality.note(session, app.extensions["keys"], safety)
        finally:
            server.terminate()
            server.wait()
    stored = sum(n for (_kind, told), n in fate.items() if told == "stored")
    print(f"young people who got their code: {got} of {asked.people} ({got / asked.people:.1%})")  # noqa: T201
    print(f"posts of programs stored: {stored} of {sum(fate.values())}, in {took:.0f} s")  # noqa: T201
    for (kind, told), number in sorted(fate.items()):
        print(f"  {kind:18} {told:8} {number}")  # noqa: T201
    print(  # noqa: T201
        f"invited: {strata[Stratum.INVITED]} of {asked.people // 5} who had a code; "
        f"open: {strata[Stratum.OPEN]}"
    )
    for part in note.parts if note else ():
        marks = [name for name in quality.LINE_NAMES if part.is_striking(name)]
        print(f"  note on quality, {part.label['en']}: {dict(part.counts)}, look at {marks}")  # noqa: T201
    print("files with an address:", json.dumps(traces))  # noqa: T201


if __name__ == "__main__":
    main()
