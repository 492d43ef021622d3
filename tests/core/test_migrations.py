"""The migrations give what the models say, on both databases."""

from consult.core import migrations
from consult.core.db import Database
from consult.tables import metadata


def test_migrations_and_models_agree(database: Database) -> None:
    assert migrations.is_current(database.engine)
    assert migrations.differences(database.engine, metadata) == []
