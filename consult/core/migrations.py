"""Alembic, configured in code: one set of migrations for SQLite and PostgreSQL."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData

SCRIPTS = Path(__file__).parents[1] / "migrations"


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema; does nothing when it is there."""
    command.upgrade(_config(engine), "head")


def is_current(engine: Engine) -> bool:
    """Tell whether the database has the newest schema."""
    # Read only: it must answer also while somebody holds SQLite's write lock.
    with engine.execution_options(read_only=True).connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == ScriptDirectory(str(SCRIPTS)).get_current_head()


def differences(engine: Engine, metadata: MetaData) -> list[object]:
    """Return what the models have that the database lacks, or the other way round."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": False}
        )
        return list(compare_metadata(context, metadata))


def write(engine: Engine, message: str, number: str) -> None:
    """Write the next migration from the difference between models and database (for developers)."""
    command.revision(_config(engine), message=message, autogenerate=True, rev_id=number)
