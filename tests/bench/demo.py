"""Time from ``consult demo`` to the first page: ``python -m tests.bench.demo``.

Starts it on an empty folder and once more on what is there then, and prints seconds until the
start page is answered, seconds of processor time until the server ended, and megabytes of memory
it takes at most. On a busy machine the processor time is the figure to compare.
"""

import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import click

CONSULT = [sys.executable, "-c", "from consult.cli import main; main()"]


def start(folder: Path) -> tuple[float, str]:
    """Return the seconds until the first page, and the title line of what was printed."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    environment = {**os.environ, "CONSULT_INSTANCE": str(folder), "PYTHONUNBUFFERED": "1"}
    environment.pop("DATABASE_URL", None)
    began = time.perf_counter()
    server = subprocess.Popen(
        [*CONSULT, "demo", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        _first_page(f"http://127.0.0.1:{port}/en/")
        seconds = time.perf_counter() - began
    finally:
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=60)
    return seconds, said.splitlines()[0]


def _first_page(address: str) -> None:
    while True:
        try:
            with urllib.request.urlopen(address, timeout=120) as page:
                page.read()
        except urllib.error.HTTPError:
            raise
        except urllib.error.URLError:
            time.sleep(0.02)
        else:
            return


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print both starts."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("first start", "second start"):
            before = _processor()
            seconds, said = start(Path(folder))
            spent = _processor() - before
            click.echo(f"{name}: {seconds:.1f} s to the first page, {spent:.1f} s of processor")
            click.echo(f"  {said}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    click.echo(f"server's memory at most: {peak:.0f} MB")


if __name__ == "__main__":
    main()
