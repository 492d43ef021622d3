"""Tables that tell nobody in which order their rows came (TRUST.md R23).

Their keys are random. On SQLite they are ``WITHOUT ROWID``: the file has the rows by key.
PostgreSQL lays rows down as they come and notes at each which transaction wrote it; who reads the
database itself would learn the order of arrival, and which rows came together.
"""

from collections.abc import Iterable

from sqlalchemy import DDL, ColumnElement, Table, func, literal_column, or_, select, text, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError

from consult.core.db import Database

#: Mark of such a table: ``__table_args__ = (…, UNORDERED)``.
UNORDERED = {"sqlite_with_rowid": False, "info": {"unordered": True}}


def forget_order(database: Database, tables: Iterable[Table]) -> list[str]:
    """Have the rows of each marked table written by one transaction, in the order of their keys.

    SQLite needs nothing. A table is locked while it is laid anew, about a second for 100,000 rows;
    one that is busy stays as it is until the next time.

    Returns:
        The names of the tables that were busy.
    """
    if database.engine.dialect.name != "postgresql":
        return []
    marked = [table for table in tables if table.info.get("unordered")]
    return [table.name for table in marked if not _lay_anew(database.engine, table)]


def _lay_anew(engine: Engine, table: Table) -> bool:
    """Tell whether the table was not busy."""
    (key,) = table.primary_key
    try:
        with engine.begin() as connection:
            if not _tells_an_order(connection, table):
                return True
            connection.execute(update(table).values({key.name: key}))
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '3s'"))
            anew = DDL("CLUSTER %(table)s USING pk_%(table)s")  # type: ignore[no-untyped-call]  # SQLAlchemy's
            connection.execute(anew.against(table))
    except OperationalError:
        return False
    return True


def _tells_an_order(connection: Connection, table: Table) -> bool:
    (key,) = table.primary_key
    written_by: ColumnElement[str] = literal_column("xmin::text")
    place: ColumnElement[object] = literal_column("ctid")
    rows = select(
        written_by.label("written_by"),
        (key < func.lag(key).over(order_by=place)).label("earlier"),
    ).select_from(table)
    found = rows.subquery()
    several = func.count(found.c.written_by.distinct()) > 1
    answer = select(or_(several, func.coalesce(func.bool_or(found.c.earlier), False)))
    return bool(connection.scalar(answer))
