"""The audit trail holds together, and shows when somebody touched it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.audit import queries
from consult.audit.actor import COMMAND_LINE, Actor
from consult.audit.models import AuditEntry
from consult.audit.service import record
from consult.core.db import Database
from tests.conftest import Cast, StaffClient


@pytest.fixture
def five_lines(database: Database) -> None:
    """Five acts, each with details."""
    with database.transaction() as session:
        for number in range(5):
            record(
                session, COMMAND_LINE, "meeting.add", f"CWG-COP-{number}", place="جنيف", n=number
            )


def test_an_untouched_trail_holds(five_lines: None, session: Session) -> None:
    assert queries.first_broken(session) is None
    newest = queries.head(session)
    assert newest is not None
    assert (newest.number, newest.actor, newest.details) == (
        5,
        "command line",
        {"place": "جنيف", "n": 4},
    )


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "sam@example.org"},
        {"act": "meeting.remove"},
        {"subject": "another"},
        {"details": {"place": "Geneva", "n": 2}},
        {"previous": ""},
        {"digest": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_line_is_found(
    five_lines: None, database: Database, session: Session, change: dict[str, object]
) -> None:
    with database.transaction() as writing:
        writing.execute(update(AuditEntry).where(AuditEntry.number == 3).values(**change))

    assert queries.first_broken(session) == 3


@pytest.mark.parametrize("number", [1, 3])
def test_a_removed_line_is_found(
    five_lines: None, database: Database, session: Session, number: int
) -> None:
    with database.transaction() as writing:
        writing.execute(delete(AuditEntry).where(AuditEntry.number == number))

    assert queries.first_broken(session) == number


def test_a_moment_moved_by_a_second_is_found(
    five_lines: None, database: Database, session: Session
) -> None:
    with database.transaction() as writing:
        line = writing.get_one(AuditEntry, 2)
        line.at += timedelta(seconds=1)

    assert queries.first_broken(session) == 2


def test_eight_writers_at_once_keep_one_chain(database: Database, session: Session) -> None:
    def act(number: int) -> None:
        with database.transaction() as writing:
            record(writing, Actor(f"writer {number % 8}"), "test.act", str(number))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(120)))

    assert queries.first_broken(session) is None
    newest = queries.head(session)
    assert newest is not None
    assert newest.number == 120
    assert {line.subject for line in queries.lines(session, limit=200)} == {
        str(number) for number in range(120)
    }


def test_an_act_that_is_undone_leaves_no_line(database: Database, session: Session) -> None:
    def fail() -> None:
        with database.transaction() as writing:
            record(writing, COMMAND_LINE, "meeting.add", "undone")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert queries.head(session) is None


def test_the_command_line_verifies(app: Flask, five_lines: None, database: Database) -> None:
    runner = app.test_cli_runner()
    good = runner.invoke(args=["audit", "verify"])
    assert (good.exit_code, "up to line 5" in good.output) == (0, True)

    with database.transaction() as writing:
        writing.execute(update(AuditEntry).where(AuditEntry.number == 4).values(actor="nobody"))

    bad = runner.invoke(args=["audit", "verify"])
    assert (bad.exit_code, "broken at line 4" in bad.output) == (1, True)


def test_mei_reads_the_trail_page_by_page(
    staff: Callable[[Role | str], StaffClient], accounts: Cast, database: Database
) -> None:
    with database.transaction() as writing:
        for number in range(60):
            record(writing, COMMAND_LINE, "test.act", f"subject-{number}-", note="<b>")
    mei = staff(Role.CHAIR)

    newest = mei.get("/staff/trail").text
    assert "subject-59-" in newest
    assert "subject-1-" not in newest
    assert "<b>" not in newest
    older = newest.split("?before=", 1)[1].split('"', 1)[0]
    oldest = mei.get(f"/staff/trail?before={older}").text
    assert "subject-1-" in oldest
    assert "account.add" in oldest

    assert mei.get("/staff/trail?before=x").status_code == 404
    assert mei.get("/staff/trail?before=99999999999999999999").status_code == 404


def test_the_page_says_where_the_trail_is_broken(
    staff: Callable[[Role | str], StaffClient], database: Database
) -> None:
    mei = staff(Role.CHAIR)
    with database.transaction() as writing:
        writing.execute(update(AuditEntry).where(AuditEntry.number == 2).values(actor="nobody"))

    assert "broken at line 2" in mei.get("/staff/trail").text
