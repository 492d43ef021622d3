"""A backup is sealed and whole, and brings nothing back that was deleted on purpose."""

import hashlib
import sqlite3
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account, OneTimeLink, StaffSession
from consult.app import create_app
from consult.audit import rules as audit_rules
from consult.audit.models import AuditEntry
from consult.consultations.models import Consultation
from consult.core import clock, sealed_files
from consult.core.crypto import Keyring, SealError
from consult.core.db import Database, copy_beside, file_of
from consult.responses import queries
from consult.responses.models import Response, Withdrawal
from tests.conftest import Cast
from tests.responses.cast import AMINA_ANSWERS, AMINA_TEXTS, add_consultation, address, send
from tests.responses.test_sending import code_on

CANARY = "canary-of-Amina"


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Only the embedded database has these commands; the one test of the refusal says so."""
    path = tmp_path / "consult.db"
    path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
def code(client: FlaskClient, consultation: Consultation) -> str:
    """The code of what Amina sent."""
    return code_on(send(client, address()).text)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the backup goes."""
    return tmp_path / "kept" / "backup.sealed"


def run(app: Flask, session: Session, *words: str) -> Result:
    session.close()
    app.extensions["database"].engine.dispose()
    return app.test_cli_runner().invoke(args=list(words))


def back_up(app: Flask, session: Session, path: Path) -> bytes:
    path.parent.mkdir(exist_ok=True)
    done = run(app, session, "backup", str(path))
    assert done.exit_code == 0, done.output
    return path.read_bytes()


def elsewhere(app: Flask, folder: Path, **settings: Any) -> Flask:
    """Return an installation with the same keys and no database yet."""
    given = {"DATABASE_URL": f"sqlite:///{folder / 'new.db'}", "INSTANCE": folder}
    return create_app({**given, "KEYS": app.config["KEYS"], **settings})


def test_a_backup_brings_everything_back_on_an_empty_machine(
    app: Flask, session: Session, keys: Keyring, path: Path, tmp_path: Path, code: str
) -> None:
    back_up(app, session, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["backup.sealed"]
    new = elsewhere(app, tmp_path / "new")

    done = run(new, session, "restore", str(path))

    assert done.exit_code == 0, done.output
    assert "with 1 responses" in done.output
    database: Database = new.extensions["database"]
    with database.session(read_only=True) as reading:
        kept = reading.scalars(select(Response)).one()
        assert (kept.answers, queries.texts_of(keys, kept)) == (AMINA_ANSWERS, AMINA_TEXTS)
        lines = list(reading.scalars(select(AuditEntry).order_by(AuditEntry.number)))
        assert audit_rules.broken(lines) is None
        assert lines[-1].act == "database.restore"
        assert lines[-1].details == {"responses": 1, "withdrawn": 0, "purged": 0}
    page = new.test_client().post("/ar/receipt", data={"code": code})
    assert page.status_code == 200
    assert stat.S_IMODE(file_of(database).stat().st_mode) == 0o600
    assert list(tmp_path.rglob("*-copy*")) == []


@pytest.mark.trust("R32")
def test_no_answer_can_be_read_in_a_backup(
    app: Flask, session: Session, client: FlaskClient, consultation: Consultation, path: Path
) -> None:
    for number in range(50):
        send(client, address(), submission_key=f"young-person-no-{number}", q_idea=CANARY)
    digest = session.scalars(select(Response.submission_digest)).first()
    assert digest is not None
    stored = [b"13-15", b"safety", digest.encode(), b"CREATE TABLE"]
    live = b"".join(p.read_bytes() for p in path.parents[1].glob("consult.db*"))
    assert [word for word in stored if word not in live] == []

    backup = back_up(app, session, path)

    for word in (*stored, CANARY.encode(), b"SQLite format"):
        assert word not in backup, word
        assert word.hex().encode() not in backup, word


@pytest.mark.trust("R07")
def test_what_was_taken_back_after_the_backup_stays_gone(
    app: Flask, session: Session, client: FlaskClient, path: Path, code: str
) -> None:
    other = code_on(send(client, address(), submission_key="luca-sends-this-once").text)
    back_up(app, session, path)
    assert client.post("/en/receipt", data={"code": code, "go": "withdraw-now"}).status_code == 200

    done = run(app, session, "restore", str(path), "--replace")

    assert done.exit_code == 0, done.output
    assert "Not brought back: 1 taken back and 0 purged." in done.output
    assert client.post("/en/receipt", data={"code": code}).status_code == 404
    assert client.post("/en/receipt", data={"code": other}).status_code == 200
    assert len(session.scalars(select(Withdrawal)).all()) == 1
    session.close()
    again = send(client, address(language="en"))
    assert again.status_code == 410  # and the mark keeps it out for the future


def test_what_was_purged_since_the_backup_stays_gone(
    app: Flask, session: Session, path: Path, consultation: Consultation, code: str
) -> None:
    back_up(app, session, path)
    consultation = session.scalars(select(Consultation)).one()
    consultation.settled_at = consultation.closes_at
    session.commit()
    day = consultation.closes_at + timedelta(days=91)
    with clock.frozen(day):
        assert "deleted 1 responses" in run(app, session, "purge").output

        # In the backup the summary is not signed: by the calendar alone the answers would stay.
        done = run(app, session, "restore", str(path), "--replace")

    assert "Not brought back: 0 taken back and 1 purged." in done.output
    assert session.scalars(select(Response)).all() == []
    assert session.scalars(select(Consultation.answers_deleted_on)).one() == day.date()


def test_a_restore_purges_what_is_past_its_time(
    app: Flask, session: Session, path: Path, tmp_path: Path
) -> None:
    over = datetime(2026, 1, 10, tzinfo=UTC)
    made = add_consultation(session)
    session.commit()
    send(app.test_client(), address())
    made.opens_at, made.closes_at, made.settled_at = over, over + timedelta(days=1), over
    made.meeting.starts_on = made.meeting.ends_on = date(2026, 1, 19)
    session.commit()
    back_up(app, session, path)

    with clock.frozen(datetime(2026, 4, 19, tzinfo=UTC)):  # 90 days after 19 January
        done = run(elsewhere(app, tmp_path / "new"), session, "restore", str(path))

    assert "with 0 responses" in done.output
    assert "1 purged" in done.output


def test_sessions_and_links_of_staff_do_not_come_back(
    app: Flask, session: Session, accounts: Cast, path: Path
) -> None:
    now = clock.now()
    mei = accounts.mei.id
    session.add(
        StaffSession(token_digest="s", account_id=mei, content={}, created_at=now, seen_at=now)
    )
    session.add(OneTimeLink(account_id=mei, token_digest="l", expires_at=now + timedelta(days=7)))
    session.commit()
    back_up(app, session, path)

    done = run(app, session, "restore", str(path), "--replace")

    assert done.exit_code == 0, done.output
    assert len(session.scalars(select(Account)).all()) == 5
    assert session.scalars(select(StaffSession)).all() == []
    assert session.scalars(select(OneTimeLink)).all() == []


@pytest.mark.usefixtures("code")
def test_every_altered_byte_is_refused_and_nothing_is_touched(
    app: Flask, session: Session, path: Path, tmp_path: Path
) -> None:
    backup = back_up(app, session, path)
    session.close()
    app.extensions["database"].engine.dispose()
    before = (tmp_path / "consult.db").read_bytes()
    places = [0, 17, 20, 40, 80, 120, len(backup) // 2, len(backup) - 33, len(backup) - 1]
    for place in places:
        altered = bytearray(backup)
        altered[place] ^= 1
        path.write_bytes(altered)
        refused = run(app, session, "restore", str(path), "--replace")
        assert refused.exit_code == 1, place
        assert "This backup cannot be restored" in refused.output
        assert "Traceback" not in refused.output
    for part in (b"", backup[:30], backup[:-1], backup + b"x", b"hello"):
        path.write_bytes(part)
        assert run(app, session, "restore", str(path), "--replace").exit_code == 1

    assert (tmp_path / "consult.db").read_bytes() == before
    assert list(tmp_path.glob("*-copy*")) == []


def test_an_altered_backup_with_a_mended_checksum_is_refused_too(
    keys: Keyring, tmp_path: Path
) -> None:
    plain, sealed, out = (tmp_path / name for name in ("plain", "sealed", "out"))
    plain.write_bytes(bytes(range(256)) * 12_000)  # three chunks
    sealed_files.seal(keys, plain, sealed)
    whole = sealed.read_bytes()[:-32]
    header = len(b"consult backup 1\n") + 1 + len(keys.current) + 12 + 48
    one = 4 + 1024 * 1024 + 16
    first, second = whole[header : header + one], whole[header + one : header + 2 * one]
    third = whole[header + 2 * one :]
    head = whole[:header]
    tried = {
        "cut": head + first + second,
        "swapped": head + second + first + third,
        "nothing": head,
        "twice": head + first + second + third + third,
        "bit": whole[:-1] + bytes([whole[-1] ^ 1]),
    }
    for body in tried.values():
        sealed.write_bytes(body + hashlib.sha256(body).digest())
        sealed_files.check(sealed)
        with pytest.raises(SealError):
            sealed_files.unseal(keys, sealed, out)
    sealed.write_bytes(whole + hashlib.sha256(whole).digest())
    sealed_files.unseal(keys, sealed, out)
    assert out.read_bytes() == plain.read_bytes()


def test_another_key_file_does_not_open_a_backup(
    app: Flask, session: Session, keys: Keyring, path: Path, tmp_path: Path, code: str
) -> None:
    back_up(app, session, path)
    new = elsewhere(app, tmp_path / "new", KEYS=tmp_path / "other.json")

    refused = run(new, session, "restore", str(path))

    assert refused.exit_code == 1
    assert f"under the key {keys.current}, which is not in this key file" in refused.output


@pytest.mark.usefixtures("code")
def test_a_backup_overwrites_nothing_and_a_restore_only_when_told(
    app: Flask, session: Session, path: Path, tmp_path: Path
) -> None:
    backup = back_up(app, session, path)

    again = run(app, session, "backup", str(path))
    assert (again.exit_code, path.read_bytes()) == (1, backup)
    assert "overwrites nothing" in again.output
    refused = run(app, session, "restore", str(path))
    assert refused.exit_code == 1
    assert "--replace" in refused.output
    nowhere = run(app, session, "backup", str(tmp_path / "no-such-folder" / "backup"))
    assert nowhere.exit_code == 1
    assert "No such file or directory" in nowhere.output
    assert list(tmp_path.glob("*-copy*")) == []


@pytest.mark.usefixtures("code")
def test_a_restore_waits_for_no_server_it_says_to_stop_it(
    app: Flask, session: Session, path: Path, tmp_path: Path
) -> None:
    back_up(app, session, path)
    serving = sqlite3.connect(tmp_path / "consult.db")
    serving.execute("SELECT count(*) FROM response").fetchone()

    refused = run(app, session, "restore", str(path), "--replace")

    assert refused.exit_code == 1
    assert "Stop the server" in refused.output
    assert serving.execute("SELECT count(*) FROM response").fetchone() == (1,)
    serving.close()


@pytest.mark.usefixtures("code")
def test_a_database_that_cannot_be_read_is_not_replaced(
    app: Flask, session: Session, path: Path, tmp_path: Path
) -> None:
    back_up(app, session, path)
    session.close()
    app.extensions["database"].engine.dispose()
    (tmp_path / "consult.db").write_bytes(b"not a database" * 1000)

    refused = run(app, session, "restore", str(path), "--replace")

    assert refused.exit_code == 1
    assert "move" in refused.output
    assert (tmp_path / "consult.db").read_bytes().startswith(b"not a database")


@pytest.mark.usefixtures("code")
def test_a_copy_that_a_killed_run_left_is_deleted_by_a_later_purge(
    app: Flask, session: Session, database: Database
) -> None:
    left = copy_beside(file_of(database), "backup")
    left.write_bytes(b"13-15")
    assert run(app, session, "purge").exit_code == 0
    assert left.exists()  # it could belong to a backup that is under way

    with clock.frozen(clock.now() + timedelta(days=2)):
        assert run(app, session, "purge").exit_code == 0

    assert not left.exists()


def test_the_trail_tells_of_a_backup_in_numbers(
    app: Flask, session: Session, keys: Keyring, path: Path
) -> None:
    size = len(back_up(app, session, path))

    line = session.scalars(select(AuditEntry).filter_by(act="database.backup")).one()
    assert (line.actor, line.subject) == ("command line", "database")
    assert line.details == {"key": keys.current, "bytes": size}


def test_postgresql_is_sent_to_its_own_tools(
    app: Flask, postgresql_address: str, tmp_path: Path, path: Path
) -> None:
    other = elsewhere(app, tmp_path, DATABASE_URL=postgresql_address)
    (tmp_path / "file").write_bytes(b"x")

    for words, program in (
        (["backup", str(path)], "pg_dump"),
        (["restore", str(tmp_path / "file")], "pg_restore"),
    ):
        refused = other.test_cli_runner().invoke(args=words)
        assert refused.exit_code == 1
        assert program in refused.output
    other.extensions["database"].engine.dispose()
