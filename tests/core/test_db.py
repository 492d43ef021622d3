"""The database keeps what it was told, also when many write at once."""

import stat
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session

from consult.core.db import Database, erase_traces
from consult.meetings.models import Meeting
from consult.questionnaires.models import Questionnaire

START = date(2026, 1, 19)


def meeting(number: int = 24) -> Meeting:
    return Meeting(number=number, starts_on=START, ends_on=START, place={})


def test_concurrent_updates_lose_nothing(database: Database) -> None:
    with database.transaction() as session:
        session.add(meeting(1))

    def add_ten() -> None:
        for _time in range(10):
            with database.transaction() as session:
                found = session.scalars(select(Meeting).with_for_update()).one()
                found.number += 1

    threads = [threading.Thread(target=add_ten) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.session() as session:
        assert session.scalars(select(Meeting.number)).one() == 81


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with database.transaction() as writer:
        writer.add(meeting())
        writer.flush()
        with database.session(read_only=True) as reader:
            assert reader.scalars(select(Meeting)).all() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_writers_of_one_process_stand_in_a_queue_and_never_ask_sqlite_twice(
    database: Database,
) -> None:
    """With no patience of its own, SQLite refuses whoever comes while another writes."""
    refused: list[Exception] = []

    def patience(milliseconds: int) -> Callable[..., None]:
        def put(connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
            raw = connection.connection.dbapi_connection
            if raw is not None and statement == "BEGIN IMMEDIATE":
                raw.execute(f"PRAGMA busy_timeout={milliseconds}")

        return put

    def write(number: int) -> None:
        try:
            with database.transaction() as session:
                session.add(Meeting(number=number, starts_on=START, ends_on=START, place={}))
        except OperationalError as error:
            refused.append(error)

    event.listen(database.engine, "before_cursor_execute", patience(0))
    event.listen(database.engine, "after_cursor_execute", patience(20_000))
    writers = [threading.Thread(target=write, args=(n,)) for n in range(100, 124)]
    with database.transaction() as first:
        first.add(meeting())
        first.flush()
        for writer in writers:
            writer.start()
    for writer in writers:
        writer.join(60)

    assert refused == []
    with database.session(read_only=True) as session:
        assert len(session.scalars(select(Meeting)).all()) == 25


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_queue_goes_on_after_errors_and_a_writer_does_not_wait_for_itself(
    database: Database,
) -> None:
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add_all([meeting(), meeting()])
    with database.transaction() as outer, database.engine.connect() as inner:
        outer.add(meeting())
        outer.flush()
        raw = inner.connection.dbapi_connection
        assert raw is not None
        raw.execute("PRAGMA busy_timeout=50")
        with pytest.raises(OperationalError, match="locked"):
            inner.execute(text("DELETE FROM meeting"))
        raw.execute("PRAGMA busy_timeout=20000")
    done = threading.Event()

    def write() -> None:
        with database.transaction() as session:
            session.add(Meeting(number=7, starts_on=START, ends_on=START, place={}))
        done.set()

    threading.Thread(target=write).start()
    assert done.wait(10)


def test_moments_come_back_aware_and_in_utc(session: Session) -> None:
    moment = datetime(2026, 1, 19, 12, 0, tzinfo=timezone(timedelta(hours=5)))
    session.add(Questionnaire(title={}, content={}, created_at=moment, changed_at=moment))
    session.commit()
    session.expire_all()

    stored = session.scalars(select(Questionnaire)).one()

    assert stored.created_at == moment
    assert stored.created_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(session: Session) -> None:
    naive = datetime(2026, 1, 19)  # noqa: DTZ001 - the point of the test
    session.add(Questionnaire(title={}, content={}, created_at=naive, changed_at=naive))

    with pytest.raises(StatementError, match="time zone"):
        session.flush()


def test_errors_do_not_carry_what_was_stored(session: Session) -> None:
    session.add(meeting())
    session.commit()

    session.add(Meeting(number=24, starts_on=START, ends_on=START, place={"en": "canary"}))
    with pytest.raises(IntegrityError) as caught:
        session.flush()

    assert "canary" not in str(caught.value)


def test_deleted_bytes_are_gone_from_the_sqlite_files(database: Database) -> None:
    if database.engine.dialect.name != "sqlite":
        erase_traces(database)  # PostgreSQL: nothing to do, and no error
        return
    with database.transaction() as session:
        session.add(Meeting(number=24, starts_on=START, ends_on=START, place={"en": "canary-7431"}))
    with database.transaction() as session:
        session.delete(session.scalars(select(Meeting)).one())

    erase_traces(database)

    assert database.engine.url.database
    for suffix in ("", "-wal", "-shm"):
        with open(database.engine.url.database + suffix, "rb") as stored:  # noqa: PTH123 - three suffixes of one path
            assert b"canary-7431" not in stored.read()


def test_the_sqlite_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "consult.db"
    database = Database(f"sqlite:///{path}")
    with database.session() as session:
        session.execute(text("CREATE TABLE t (x)"))
        session.commit()
        modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    database.engine.dispose()

    assert modes == {0o600}
