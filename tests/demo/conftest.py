"""The demonstration, built once per database for all tests that only look at it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from consult.app import create_app
from consult.core.db import Database, make_engine
from consult.tables import metadata


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def demonstration(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The application after ``consult demo --no-serve``; tests read it and change nothing."""
    folder = tmp_path_factory.mktemp("demonstration")
    application = create_app(
        {
            "DATABASE_URL": _empty(request, folder),
            "INSTANCE": folder,
            "KEYS": folder / "keys.json",
            "TRUSTED_HOSTS": ["localhost"],
            "ARGON2": {"time_cost": 1, "memory_cost": 8, "parallelism": 1},
        }
    )
    started = application.test_cli_runner().invoke(args=["demo", "--no-serve"])
    assert started.exit_code == 0, started.output
    application.extensions["said"] = started.output
    yield application
    application.extensions["database"].engine.dispose()


def _empty(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "consult.db")
        return f"sqlite:///{folder / 'consult.db'}"
    address: str = request.getfixturevalue("postgresql_address")
    engine = make_engine(address)
    with engine.begin() as connection:
        names = ", ".join(f'"{table}"' for table in metadata.tables)
        connection.execute(text(f"TRUNCATE {names} CASCADE"))
    engine.dispose()
    return address


@pytest.fixture
def said(demonstration: Flask) -> str:
    """What the first start printed."""
    printed: str = demonstration.extensions["said"]
    return printed


@pytest.fixture
def visitor(demonstration: Flask) -> FlaskClient:
    """A browser on the demonstration, without an account."""
    return demonstration.test_client()


@pytest.fixture
def reading(demonstration: Flask) -> Iterator[Session]:
    """A session on the demonstration's database."""
    database: Database = demonstration.extensions["database"]
    with database.session(read_only=True) as opened:
        yield opened
