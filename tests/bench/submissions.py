"""Measures submissions a second: ``python -m tests.bench.submissions [--database URL]``.

A submission is the form page, the sending and the page with the code; eight young people at a time
send a form of ten questions of mixed kinds, in the six languages in turn. Client and server share
the machine. Beside it runs the least page one can write in Flask that asks the same ten questions,
built here: a template rendered for each request, one row stored in SQLite with the same pragmas.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from consult.app import create_app
from consult.core import migrations
from consult.core.locales import LANGUAGES
from tests.responses.cast import AMINA, add_consultation, address
from tests.responses.test_killed import free_port, wait_for

CLIENTS = 8
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_KEY = b'name="submission-key" value="'

MINIMAL = """
import json, sqlite3, sys
from flask import Flask, render_template_string, request
from waitress import serve

app = Flask("minimal")
PAGE = '''<!doctype html><html lang="en"><title>Ten questions</title><form method="post">
{% for name, choices in questions %}<fieldset><legend>About {{ name }}?</legend>
{% for choice in choices %}<label><input type="radio" name="{{ name }}" value="{{ choice }}">
{{ choice }}</label>{% endfor %}{% if not choices %}<textarea name="{{ name }}"></textarea>
{% endif %}</fieldset>{% endfor %}
<input type="hidden" name="submission-key" value="none"><button>Send</button></form>'''
QUESTIONS = [(f"q{n}", ["yes", "no", "perhaps", "never"]) for n in range(9)] + [("idea", [])]

def connect():
    connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection

connect().execute("CREATE TABLE response (answers TEXT)")

@app.get("/<path:_where>")
def form(_where):
    return render_template_string(PAGE, questions=QUESTIONS)

@app.post("/<path:_where>")
def take(_where):
    connection = connect()
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO response VALUES (?)", [json.dumps(request.form)])
    connection.close()
    return render_template_string("<p data-receipt>Thank you</p>")

serve(app, host="127.0.0.1", port=int(sys.argv[2]), threads=8, ident="")
"""


@dataclass(frozen=True)
class Measured:
    """What one run gave."""

    a_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float


class Crowd:
    """Eight young people who answer without pause for some seconds."""

    def __init__(self, port: int, *, review: bool = False) -> None:
        self._port = port
        self._review = review
        self._until = 0.0
        self.took: list[float] = []

    def run(self, seconds: float) -> None:
        """Answer meanwhile."""
        self._until = time.perf_counter() + seconds
        threads = [threading.Thread(target=self._answer, args=(n,)) for n in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _answer(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        typed = urlencode(AMINA, doseq=True)
        while (started := time.perf_counter()) < self._until:
            number += 1
            where = address(language=LANGUAGES[number % 6])
            page = self._ask(connection, "GET", where)
            key = page.partition(_KEY)[2].partition(b'"')[0].decode()
            body = f"{typed}&submission-key={key}"
            if self._review:
                self._ask(connection, "POST", where, f"{body}&go=review")
            assert b"data-receipt" in self._ask(connection, "POST", where, body)
            self.took.append(time.perf_counter() - started)

    def _ask(
        self, connection: http.client.HTTPConnection, method: str, where: str, body: str = ""
    ) -> bytes:
        connection.request(method, where, body or None, _FORM if body else {})
        answer = connection.getresponse()
        page = answer.read()
        assert answer.status in {200, 201}, (answer.status, page[:500])
        return page


def measure(
    command: list[str], port: int, seconds: float, *, review: bool = False, **settings: str
) -> Measured:
    """Start a server, warm it up, and measure."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=_root(),
    )
    try:
        wait_for(port)
        Crowd(port).run(3)
        crowd, before = Crowd(port, review=review), _cpu_of(process.pid)
        started = time.perf_counter()
        crowd.run(seconds)
        elapsed = time.perf_counter() - started
        spent = _cpu_of(process.pid) - before
    finally:
        process.kill()
        process.wait()
    took = sorted(crowd.took)
    return Measured(
        len(took) / elapsed,
        took[len(took) // 2] * 1000,
        took[len(took) * 99 // 100] * 1000,
        spent / len(took) * 1000,
    )


def _cpu_of(pid: int) -> float:
    """Return the seconds of CPU a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _root() -> Path:
    return Path(__file__).parents[2]


def _prepare(database_url: str, instance: Path) -> None:
    app = create_app(
        {"DATABASE_URL": database_url, "INSTANCE": instance, "KEYS": instance / "keys.json"}
    )
    database = app.extensions["database"]
    migrations.upgrade(database.engine)
    with database.transaction() as session:
        add_consultation(session)
    database.engine.dispose()


def main() -> None:
    """Print a line per server, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--database", help="an empty PostgreSQL database; SQLite when left out")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder)
        database_url = asked.database or f"sqlite:///{instance / 'consult.db'}"
        _prepare(database_url, instance)
        settings = {"DATABASE_URL": database_url, "CONSULT_INSTANCE": folder}
        script = instance / "minimal.py"
        script.write_text(MINIMAL, encoding="utf-8")
        found = {}
        for name, review in (("consult", False), ("consult with review page", True)):
            port = free_port()
            command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)]
            found[name] = measure(command, port, asked.seconds, review=review, **settings)
        port = free_port()
        command = [sys.executable, str(script), str(instance / "minimal.db"), str(port)]
        found["minimal Flask page"] = measure(command, port, asked.seconds)
    for name, it in found.items():
        print(  # noqa: T201 - a measurement is read
            f"{name:26} {it.a_second:7.1f}/s  p50 {it.p50_ms:6.1f} ms  p99 {it.p99_ms:6.1f} ms  "
            f"server CPU {it.cpu_ms:5.2f} ms each"
        )
    ratio = found["consult"].a_second / found["minimal Flask page"].a_second
    print(f"ratio to the minimal page: {ratio:.2f}")  # noqa: T201 - as above
    print(json.dumps({name: vars(it) for name, it in found.items()}))  # noqa: T201 - as above


if __name__ == "__main__":
    main()
