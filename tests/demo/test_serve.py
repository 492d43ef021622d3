"""``consult serve`` as a program: refusals in a sentence, no address of a reader in its output."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

CANARY = "canary-agent-7Q"
CONSULT = [sys.executable, "-c", "from consult.cli import main; main()"]


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CONSULT, *words],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def environment(folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "PYTHONPATH", "HOME", "LANG"}}
    return {**kept, "CONSULT_INSTANCE": str(folder), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def test_serving_without_the_schema_says_what_to_run(tmp_path: Path) -> None:
    refused = command(tmp_path, "serve")
    assert refused.returncode == 1
    assert "consult db upgrade" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path, taken_port: int) -> None:
    command(tmp_path, "db", "upgrade")
    refused = command(tmp_path, "serve", "--port", str(taken_port))
    assert refused.returncode == 1
    assert f"Port {taken_port} is in use" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_server_names_neither_itself_nor_its_readers(tmp_path: Path, free_port: int) -> None:
    command(tmp_path, "db", "upgrade")
    server = subprocess.Popen(
        [*CONSULT, "serve", "--port", str(free_port)],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        headers = dict(asked(f"http://127.0.0.1:{free_port}/en/nothing-here").headers)
    finally:
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=20)
    assert server.returncode == 0
    assert "Server" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert f"http://localhost:{free_port}" in said
    assert CANARY not in said
    assert "127.0.0.1" not in said
    assert "nothing-here" not in said


def asked(address: str) -> urllib.error.HTTPError:
    request = urllib.request.Request(address, headers={"User-Agent": CANARY})
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(request, timeout=10)
        except urllib.error.HTTPError as answer:
            return answer
        except urllib.error.URLError:
            assert time.monotonic() < deadline, "the server did not come up"
            time.sleep(0.1)
