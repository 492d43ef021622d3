"""The server is killed under load, sixty times: nothing acknowledged is lost, none partial."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core import ids
from consult.core.crypto import Keyring
from consult.responses import queries
from consult.responses.models import Response
from tests.responses.cast import AMINA, AMINA_ANSWERS, AMINA_TEXTS, address

KILLS = 60
CLIENTS = 8
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Load:
    """Young people who send without pause; remembers who got a code."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._over = threading.Event()
        self.sent: list[str] = []
        self.acknowledged: list[str] = []

    def send(self, key: str) -> bool:
        """Send once; tell whether the whole receipt page came."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            body = urlencode({"submission-key": key, **AMINA}, doseq=True)
            connection.request("POST", address(), body, _FORM)
            answer = connection.getresponse()
            return b"data-receipt" in answer.read() and answer.status in {200, 201}
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _go_on(self) -> None:
        while not self._over.is_set():
            key = ids.new_key()
            self.sent.append(key)
            if self.send(key):
                self.acknowledged.append(key)
            else:
                time.sleep(0.05)  # who got no page takes a breath before pressing again

    def wait_for(self, *, acknowledged: int) -> None:
        """Wait until so many more got their code."""
        wanted = len(self.acknowledged) + acknowledged
        for _try in range(30_000):
            if len(self.acknowledged) >= wanted:
                return
            time.sleep(0.001)
        raise TimeoutError("nobody gets a code")

    @contextmanager
    def running(self) -> Iterator[None]:
        """Send from several threads meanwhile."""
        self._over.clear()
        threads = [threading.Thread(target=self._go_on) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    for _try in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise TimeoutError("the server did not start")


@contextmanager
def launcher(database_url: str, instance: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    settings = {
        "DATABASE_URL": database_url,
        "INSTANCE": str(instance),
        "KEYS": str(instance / "keys.json"),
        "TRUSTED_HOSTS": ["127.0.0.1"],
    }
    command = [sys.executable, "-m", "tests.responses.killable", json.dumps(settings), str(port)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        process.wait(30)


def told(process: subprocess.Popen[str]) -> str:
    """Return the launcher's next own line; the server's greeting is passed over."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip().isdigit() or line.strip() == "gone":
            return line.strip()
    raise EOFError("the launcher ended")


def start(process: subprocess.Popen[str], port: int) -> int:
    assert process.stdin is not None
    process.stdin.write("start\n")
    process.stdin.flush()
    child = int(told(process))
    wait_for(port)
    return child


def kill(process: subprocess.Popen[str], child: int) -> None:
    os.kill(child, signal.SIGKILL)
    assert told(process) == "gone"


@pytest.mark.slow
def test_sixty_kills_lose_nothing_acknowledged_and_leave_nothing_partial(
    database_url: str,
    consultation: Consultation,
    session: Session,
    keys: Keyring,
    tmp_path: Path,
) -> None:
    port = free_port()
    load = Load(port)
    moments = random.Random(60)  # the same moments in each run
    with launcher(database_url, tmp_path, port) as process:
        for _round in range(KILLS):
            child = start(process, port)
            with load.running():
                load.wait_for(acknowledged=moments.randint(1, 6))
                time.sleep(moments.uniform(0, 0.02))
                kill(process, child)
        # Who got no code sends the same page again, as a browser does.
        child = start(process, port)
        unsure = sorted(set(load.sent) - set(load.acknowledged))
        retried = [load.send(key) for key in unsure]
        kill(process, child)

    assert all(retried)
    assert len(load.acknowledged) >= KILLS
    assert len(unsure) > KILLS / 2  # the kills did hit sendings under way
    stored = session.scalars(select(Response)).all()
    assert len(stored) == len(load.sent)
    assert {r.submission_digest for r in stored} == {
        ids.digest(keys.lookup, "submission", f"{consultation.id}:{key}") for key in load.sent
    }
    for response in stored:
        assert response.answers == AMINA_ANSWERS
        assert queries.texts_of(keys, response) == AMINA_TEXTS
