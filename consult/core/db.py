"""Database: the declarative base, column types, and one session per request.

SQLite is the embedded default, PostgreSQL the other; one set of models and migrations serves both.
"""

import glob
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, ClassVar, cast
from uuid import UUID, uuid4

from flask import Flask, current_app, g, request
from sqlalchemy import (
    JSON,
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    String,
    TypeDecorator,
    Uuid,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, sessionmaker
from werkzeug.local import LocalProxy

from consult.core import clock

#: How the name of a passing copy of the database ends.
_COPY = "-copy"

# JSONB reorders keys: whatever has an order is kept in lists.
Json = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both sides.

    Raises:
        ValueError: a naive moment is stored.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """PostgreSQL keeps the zone; SQLite keeps the UTC wall time."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn the moment to UTC before it is stored."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs its time zone")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the moment aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


PrimaryKey = Annotated[UUID, mapped_column(primary_key=True, default=uuid4)]


def text_enum(kind: type[StrEnum]) -> Enum:
    """Return a column type that stores an enumeration's value as text, checked by the table."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
        name=kind.__name__.lower(),
    )


class Base(DeclarativeBase):
    """Base of every table; names constraints alike on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: String(),
        date: Date(),
        datetime: UtcDateTime(),
        UUID: Uuid(),
        dict[str, str]: Json,
        dict[str, Any]: Json,
        list[str]: Json,
        list[dict[str, Any]]: Json,
    }


class Database:
    """An engine with its sessions.

    Sessions that write take SQLite's write lock when they begin: a deferred transaction that
    turns into a writing one fails with "database is locked" under load (DESIGN.md §4).
    """

    def __init__(self, address: str) -> None:
        self.engine = make_engine(address)
        self._reading = sessionmaker(
            self.engine.execution_options(read_only=True), expire_on_commit=False
        )
        self._writing = sessionmaker(self.engine, expire_on_commit=False)

    def session(self, *, read_only: bool = False) -> Session:
        """Return a new session; the caller closes it."""
        return self._reading() if read_only else self._writing()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give a session that commits at the end of the block, or rolls back on any error."""
        with self._writing() as session, session.begin():
            yield session


def make_engine(address: str) -> Engine:
    """Return an engine for ``sqlite:///…`` or ``postgresql+psycopg://…``."""
    if address.startswith("postgresql://"):
        address = address.replace("postgresql://", "postgresql+psycopg://", 1)
    if not address.startswith("sqlite"):
        # Parameters are answers; they must not reach a log by way of an error message.
        return create_engine(
            address, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True
        )
    _make_private(address)
    engine = create_engine(
        address, connect_args={"timeout": 20, "check_same_thread": False}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare_sqlite)
    queue = _Queue()
    event.listen(engine, "begin", queue.begin)
    for end in ("checkin", "invalidate", "close"):
        event.listen(engine, end, queue.end)
    return engine


def _make_private(address: str) -> None:
    """Make the database file readable by its owner alone; its log files take the same mode."""
    name = make_url(address).database
    if name and name != ":memory:":
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch(mode=0o600)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own BEGIN comes late and deferred; ours is sent by the "begin" event.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=20000",
        "synchronous=FULL",
        "secure_delete=ON",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


class _Queue:
    """Lets the threads of this process write one after the other.

    SQLite has one writer. Whoever finds it busy asks again, later and later, so that under load
    some wait half a second for nothing; in a queue each goes on when the one before is done.
    Writers of other processes are waited for as SQLite does.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._writer: sqlite3.Connection | None = None
        self._thread = 0

    def begin(self, connection: Connection) -> None:
        """Begin a transaction; one that writes takes its turn first."""
        raw = cast("sqlite3.Connection", connection.connection.dbapi_connection)
        if connection.get_execution_options().get("read_only", False):
            connection.exec_driver_sql("BEGIN")
            return
        # A thread that writes already would wait for itself: SQLite says so sooner or later.
        if raw is not self._writer and self._thread != threading.get_ident():
            (patience,) = raw.execute("PRAGMA busy_timeout").fetchone()
            if self._turn.acquire(timeout=patience / 1000):
                self._writer, self._thread = raw, threading.get_ident()
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def end(self, raw: sqlite3.Connection | None, *_more: object) -> None:
        """Let the next one write, once a connection is given back."""
        if raw is not None and raw is self._writer:
            self._writer, self._thread = None, 0
            self._turn.release()


def erase_traces(database: Database) -> None:
    """Leave no copy of deleted rows in the file or its log (SQLite; TRUST.md R07, R33).

    SQLite overwrites a row that is deleted, but in about one case of a hundred not a copy of it
    that a page kept when its rows were shared out, so the file is written anew. That takes as much
    memory as the file is long.

    Call it after the commit that deleted them and after the session is closed: a reader that is
    still open keeps the log. PostgreSQL needs nothing here: its dead rows are removed by vacuum
    and its log by its own retention.

    Raises:
        OSError: another connection kept the database busy for the whole time-out.
    """
    if database.engine.dialect.name != "sqlite":
        return
    _forget_copies(file_of(database))
    with database.engine.connect() as connection:
        raw = cast("sqlite3.Connection", connection.connection.dbapi_connection)
        try:
            raw.execute("VACUUM")
        except sqlite3.OperationalError as error:
            raise OSError("the database could not be written anew: it is in use") from error
        busy, _log_pages, _moved_pages = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise OSError("the write-ahead log could not be emptied: the database is in use")


def file_of(database: Database) -> Path:
    """Return the file of an embedded database."""
    return Path(str(database.engine.url.database))


def copy_beside(path: Path, purpose: str) -> Path:
    """Return where an act keeps a whole copy of the database for a while: beside it, as private."""
    return path.with_name(f"{path.name}.{purpose}{_COPY}")


def _forget_copies(path: Path) -> None:
    """Delete copies that a killed backup or restore left; one that is being made is younger."""
    yesterday = (clock.now() - timedelta(days=1)).timestamp()
    for copy in path.parent.glob(f"{glob.escape(path.name)}.*{_COPY}*"):
        if copy.stat().st_mtime < yesterday:
            copy.unlink(missing_ok=True)


def init_app(app: Flask) -> None:
    """Open the database of ``DATABASE_URL`` and close each request's session."""
    app.extensions["database"] = Database(app.config["DATABASE_URL"])
    app.teardown_appcontext(_close_session)


def database() -> Database:
    """Return the running application's database."""
    return cast("Database", current_app.extensions["database"])


def _request_session() -> Session:
    if "db_session" not in g:
        reads = bool(request) and request.method in {"GET", "HEAD", "OPTIONS"}
        g.db_session = database().session(read_only=reads)
    return cast("Session", g.db_session)


def release() -> None:
    """Undo what the request has not committed, so that another connection may write.

    SQLite has one writer: whoever writes beside the request's own session calls this first.
    """
    opened = cast("Session | None", g.get("db_session"))
    if opened is not None:
        opened.rollback()


def _close_session(_error: BaseException | None) -> None:
    opened = g.pop("db_session", None)
    if opened is not None:
        opened.close()


#: The session of the request or command at hand. Pages that only read never take the write lock.
session: Session = cast("Session", LocalProxy(_request_session))
