"""Runs migrations; Alembic loads this file by its name."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Uuid
from sqlalchemy.types import TypeEngine

from consult.core.db import UtcDateTime
from consult.tables import metadata


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Name our own column types in a migration by where they live."""
    if kind != "type" or not isinstance(item, TypeEngine):
        return False
    if isinstance(item, UtcDateTime):
        autogen_context.imports.add("from consult.core.db import UtcDateTime")
        return "UtcDateTime()"
    if isinstance(item, Uuid):
        return "sa.Uuid()"
    if item.__class__.__name__ == "JSON":
        autogen_context.imports.add("from consult.core.db import Json")
        return "Json"
    return False


engine = context.config.attributes["engine"]
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
