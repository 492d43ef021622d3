"""Keeping what was reckoned while a page that only reads is made."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

#: How long a page waits for another writer before it does without, in milliseconds.
_PATIENCE = 200


def beside(session: Session, keep: Callable[[Session], None], *, patience: int = _PATIENCE) -> bool:
    """Keep something, in the session when it may write, else in a short transaction of its own.

    What is kept can be reckoned again, so a page never fails for it.

    Args:
        session: of the page or act; one that only reads stays as it is.
        keep: writes, in the session it is given.
        patience: milliseconds to wait for another writer.

    Returns:
        Whether it is kept.
    """
    connection = session.connection()
    if not connection.get_execution_options().get("read_only", False):
        keep(session)
        return True
    engine = connection.engine.execution_options(read_only=False)
    try:
        with engine.connect() as other:
            _wait_at_most(other, patience)
            try:
                with Session(other) as writing, writing.begin():
                    keep(writing)
            finally:
                _wait_at_most(other, None)
    except (OperationalError, IntegrityError):
        return False  # somebody else writes, perhaps the same
    return True


def _wait_at_most(connection: Any, patience: int | None) -> None:
    """Set how long this connection waits for others; ``None`` as usual."""
    raw = connection.connection.dbapi_connection
    if raw is None:
        return
    if connection.dialect.name == "sqlite":
        milliseconds = 20_000 if patience is None else int(patience)
        raw.execute(f"PRAGMA busy_timeout={milliseconds}")
    else:
        raw.execute("SELECT set_config('lock_timeout', %s, false)", (str(patience or 0),))
        raw.commit()
