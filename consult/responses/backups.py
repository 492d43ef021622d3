"""Backup and restore of the embedded database; what was deleted since does not come back."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from alembic.util import CommandError
from sqlalchemy import delete, func, inspect, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from consult.accounts.models import Account, OneTimeLink, StaffSession
from consult.audit import service as audit
from consult.audit.actor import Actor
from consult.consultations.models import Consultation
from consult.core import db, migrations, sealed_files
from consult.core.crypto import Keyring, SealError
from consult.core.errors import DomainError
from consult.meetings.models import Meeting
from consult.questionnaires.models import Questionnaire
from consult.responses import purging, since
from consult.responses.models import Response, Withdrawal
from consult.responses.since import Since


@dataclass(frozen=True)
class Restored:
    """What a restore brought, and what it left out of the backup, in responses."""

    responses: int
    withdrawn: int
    purged: int


def make(database: db.Database, keys: Keyring, path: Path, *, actor: Actor) -> str:
    """Write the database, sealed, to a new file; the server may run meanwhile.

    Args:
        database: the embedded one.
        keys: its current wrapping key seals the backup.
        path: where to; nothing is overwritten.
        actor: who does it.

    Returns:
        The id of the key that opens the backup.

    Raises:
        DomainError: ``not_embedded``, ``file_exists`` or ``file_failed``.
    """
    _refuse_server(database, "pg_dump")
    _refuse_overwriting(path)
    copy = db.copy_beside(db.file_of(database), "backup")
    try:
        copy.unlink(missing_ok=True)
        copy.touch(mode=0o600)
        with database.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert isinstance(raw, sqlite3.Connection)
            raw.execute("VACUUM INTO ?", (str(copy),))
        sealed_files.seal(keys, copy, path)
    except OSError as error:
        raise _failed(error, path) from error
    finally:
        copy.unlink(missing_ok=True)
    with database.transaction() as session:
        size = path.stat().st_size
        audit.record(session, actor, "database.backup", "database", key=keys.current, bytes=size)
    return keys.current


def restore(
    database: db.Database, keys: Keyring, path: Path, *, replace: bool, days: int, actor: Actor
) -> Restored:
    """Put a backup in the place of the database; the old one stays whole until the last step.

    Answers that were taken back or purged since stay deleted, and so do e-mail addresses; answers
    that were changed since stay as their author made them; codes that were ended stay ended. The
    purge runs on what is brought, and sessions and one-time links of staff end.

    Args:
        database: the embedded one; nobody else may have it open.
        keys: open the backup.
        path: what :func:`make` wrote.
        replace: a database that holds something may be given up.
        days: how long the installation keeps answers.
        actor: who does it.

    Raises:
        DomainError: ``not_embedded``, ``database_in_use``, ``database_unreadable``,
            ``schema_old``, ``backup_unreadable``, ``server_running`` or ``file_failed``; nothing
            was changed.
    """
    _refuse_server(database, "pg_restore")
    held = _holds_something(database)
    if held and not replace:
        message = "The database holds something. To give it up for the backup: --replace"
        raise DomainError("database_in_use", message)
    target = db.file_of(database)
    copy = db.copy_beside(target, "restore")
    try:
        sealed_files.check(path)
        sealed_files.unseal(keys, path, copy)
        with _alone(database, target, held=held) as known:
            restored = _bring_up_to_date(copy, known, days, actor)
            copy.replace(target)
            sealed_files.keep_name(target)
    except SealError as error:
        raise _unreadable(str(error)) from error
    except OSError as error:
        raise _failed(error, target) from error
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            copy.with_name(copy.name + end).unlink(missing_ok=True)
    return restored


def _refuse_server(database: db.Database, program: str) -> None:
    if database.engine.dialect.name != "sqlite":
        message = (
            "This command is for the embedded database. For PostgreSQL use its own %(program)s, "
            "keep the file sealed, and after restoring run: consult purge"
        )
        raise DomainError("not_embedded", message, program=program)


def _refuse_overwriting(path: Path) -> None:
    if path.exists():
        message = "There is a file %(path)s, and a backup overwrites nothing. Choose another name."
        raise DomainError("file_exists", message, path=path)


def _holds_something(database: db.Database) -> bool:
    try:
        if not inspect(database.engine).has_table(Account.__tablename__):
            return False
        if not migrations.is_current(database.engine):
            message = "The present database has an old schema. Run first: consult db upgrade"
            raise DomainError("schema_old", message)
        with database.session(read_only=True) as reading:
            kinds = (Account, Meeting, Questionnaire)
            return any(reading.scalars(select(kind.id).limit(1)).first() for kind in kinds)
    except DatabaseError as error:
        message = (
            "The present database cannot be read, so nobody knows which answers were taken back "
            "since the backup. If it is lost, move %(path)s away and restore into the empty place."
        )
        path = db.file_of(database)
        raise DomainError("database_unreadable", message, path=path) from error


@contextmanager
def _alone(database: db.Database, target: Path, *, held: bool) -> Iterator[Since]:
    """Keep everybody else out of the present database, and give what it knows to be deleted.

    SQLite leaves the write-ahead log only for the one connection that is alone, and then there is
    no log file that could be taken for the new database's.
    """
    database.engine.dispose()
    with closing(sqlite3.connect(target, timeout=5, isolation_level=None)) as present:
        try:
            present.execute("PRAGMA journal_mode=DELETE")
            present.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            message = "The database is in use. Stop the server, then restore."
            raise DomainError("server_running", message) from error
        yield since.read(present) if held else Since()


def _bring_up_to_date(copy: Path, known: Since, days: int, actor: Actor) -> Restored:
    """Delete from the backup's database what may not come back."""
    brought = db.Database(f"sqlite:///{copy}")
    try:
        _check(brought)
        with brought.transaction() as session:
            restored = _without_deleted(session, known, days, actor)
            counts = {"responses": restored.responses, "withdrawn": restored.withdrawn}
            audit.record(
                session, actor, "database.restore", "database", **counts, purged=restored.purged
            )
        with brought.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")  # the mode does not change in a transaction
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
            connection.exec_driver_sql("BEGIN")
    except (DatabaseError, CommandError) as error:
        raise _unreadable("it holds no database that this version of the product reads") from error
    finally:
        brought.engine.dispose()
    return restored


def _check(brought: db.Database) -> None:
    with brought.engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    if found != "ok":
        raise _unreadable("its database is damaged")
    migrations.upgrade(brought.engine)


def _without_deleted(session: Session, known: Since, days: int, actor: Actor) -> Restored:
    # A session that was ended, or a link that was used, after the backup must not live again.
    session.execute(delete(StaffSession))
    session.execute(delete(OneTimeLink))
    withdrawn = _withdraw(session, known.withdrawn)
    since.apply(session, known)
    purged = 0
    for consultation in session.scalars(
        select(Consultation).where(Consultation.id.in_(known.purged))
    ).all():
        purged += purging.delete_answers(session, consultation, known.purged[consultation.id])[1]
    purged += sum(one.responses for one in purging.purge(session, days=days, actor=actor))
    left = session.scalar(select(func.count()).select_from(Response)) or 0
    return Restored(left, withdrawn, purged)


def _withdraw(session: Session, withdrawn: Mapping[str, UUID]) -> int:
    """Take back what was taken back since, and remember it; return how many there were."""
    consultations = set(session.scalars(select(Consultation.id)))
    known = set(session.scalars(select(Withdrawal.submission_digest)))
    gone = 0
    for digest, consultation in withdrawn.items():
        if consultation in consultations and digest not in known:
            mine = delete(Response).where(Response.submission_digest == digest)
            gone += len(session.execute(mine.returning(Response.id)).all())
            session.add(Withdrawal(submission_digest=digest, consultation_id=consultation))
    session.flush()
    return gone


def _unreadable(why: str) -> DomainError:
    message = "This backup cannot be restored: %(why)s. Nothing was changed."
    return DomainError("backup_unreadable", message, why=why)


def _failed(error: OSError, path: Path) -> DomainError:
    message = "%(path)s: %(why)s. Nothing was changed."
    return DomainError("file_failed", message, path=error.filename or path, why=error.strerror)
