"""A backup or restore that is killed leaves the old state or the new one, never half of one."""

import json
import os
import random
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core import sealed_files
from consult.core.crypto import Keyring
from tests.moderation import cast as stored
from tests.responses.cast import AMINA_ANSWERS, AMINA_TEXTS
from tests.responses.test_backups import database_url
from tests.responses.test_killed import told

__all__ = ["database_url"]  # SQLite alone

KILLS = 25
ANSWERS = 400


@contextmanager
def launcher(app: Flask) -> Iterator[subprocess.Popen[str]]:
    wanted = ("DATABASE_URL", "INSTANCE", "KEYS", "TRUSTED_HOSTS")
    settings = json.dumps({name: app.config[name] for name in wanted}, default=str)
    command = [sys.executable, "-m", "tests.responses.killable_backups", settings]
    pipe, folder = subprocess.PIPE, Path(__file__).parents[2]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=folder) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        process.wait(30)


def run(process: subprocess.Popen[str], *words: str, kill_after: float | None = None) -> float:
    """Run a command, killed after so many seconds when told; return how long it took."""
    assert process.stdin is not None
    process.stdin.write(shlex.join(words) + "\n")
    process.stdin.flush()
    child, begun = int(told(process)), time.monotonic()
    if kill_after is not None:
        time.sleep(kill_after)
        with suppress(ProcessLookupError):  # it was quicker
            os.kill(child, signal.SIGKILL)
    assert told(process) == "gone"
    return time.monotonic() - begun


def answers_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        count: int = opened.execute("SELECT count(*) FROM response").fetchone()[0]
        return count


@pytest.mark.slow
def test_killed_backups_and_restores_leave_nothing_half(
    app: Flask, session: Session, keys: Keyring, consultation: Consultation, tmp_path: Path
) -> None:
    for _number in range(ANSWERS):
        stored.answer(session, keys, consultation, AMINA_ANSWERS, AMINA_TEXTS)
    session.commit()
    session.close()
    app.extensions["database"].engine.dispose()
    live, whole = tmp_path / "consult.db", tmp_path / "whole"
    moments = random.Random(25)  # the same moments in each run
    ends: set[str] = set()

    with launcher(app) as process:
        usual = run(process, "backup", str(whole))
        for number in range(KILLS):
            path = tmp_path / f"backup-{number}"
            run(process, "backup", str(path), kill_after=moments.uniform(0, usual))
            ends.add("a backup" if path.exists() else "no backup")
            if path.exists():
                sealed_files.check(path)
                sealed_files.unseal(keys, path, tmp_path / "plain")
                assert answers_in(tmp_path / "plain") == ANSWERS
            assert answers_in(live) == ANSWERS

        stored.answer(session, keys, consultation, AMINA_ANSWERS, AMINA_TEXTS)
        session.commit()
        session.close()
        app.extensions["database"].engine.dispose()
        newer = live.read_bytes()
        usual = run(process, "restore", str(whole), "--replace")
        assert answers_in(live) == ANSWERS
        for _number in range(KILLS):
            live.write_bytes(newer)
            for end in ("-wal", "-shm"):
                Path(f"{live}{end}").unlink(missing_ok=True)
            after = moments.uniform(0, usual)
            run(process, "restore", str(whole), "--replace", kill_after=after)
            found = answers_in(live)
            assert found in {ANSWERS, ANSWERS + 1}
            ends.add("restored" if found == ANSWERS else "as before")

    assert {"no backup", "as before"} <= ends
