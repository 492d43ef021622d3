"""The statement that stores a response once, however often and however fast it is sent."""

from typing import Any

from sqlalchemy import Table, bindparam, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from consult.responses.models import Response, Withdrawal


def _insert_statement(insert: Any) -> Any:
    table = Response.__table__
    assert isinstance(table, Table)
    values = [bindparam(f"new_{c.name}", type_=c.type) for c in table.columns]
    withdrawn = exists().where(Withdrawal.submission_digest == bindparam("new_submission_digest"))
    # No target is named: PostgreSQL may meet the conflict first in the index of the receipt code,
    # which follows from the same key, and would then raise.
    return (
        insert(table)
        .from_select([c.name for c in table.columns], select(*values).where(~withdrawn))
        .on_conflict_do_nothing()
        .returning(table.c.id)
    )


#: By the name of the database; parameters are ``new_{column}``. Returns no row for a repetition.
ONCE = {
    "sqlite": _insert_statement(sqlite.insert),
    "postgresql": _insert_statement(postgresql.insert),
}
