"""Answers are kept as long as the pages say, and not a day longer."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

import consult
from consult import config
from consult.accounts.models import OneTimeLink, StaffSession
from consult.audit.models import AuditEntry
from consult.consultations.models import Consultation
from consult.core import clock, times
from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.core.errors import DomainError
from consult.core.locales import LANGUAGES
from consult.moderation.models import Decision, TextReview
from consult.responses import importing, jobs, purging, queries, retention
from consult.responses.models import Response, Withdrawal
from consult.responses.retention import DAYS, LONGEST_DAYS, Due
from consult.summaries.models import Summary, SummaryQuote
from tests.conftest import Cast
from tests.moderation import cast as stored
from tests.responses.cast import AMINA_ANSWERS, add_consultation, address, send
from tests.responses.test_killed import free_port
from tests.responses.test_sending import code_on

CANARY = "canary-of-Amina"


def last_day(consultation: Consultation) -> date:
    return max(consultation.meeting.ends_on, consultation.closes_at.date())


def after(consultation: Consultation, days: int) -> datetime:
    """Return noon of a day after the meeting."""
    day = last_day(consultation) + timedelta(days=days)
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def purge(app: Flask, session: Session, at: datetime) -> str:
    session.rollback()  # SQLite has one writer
    with clock.frozen(at):
        done = app.test_cli_runner().invoke(args=["purge"])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def code(client: FlaskClient, consultation: Consultation) -> str:
    """The code of what Amina sent: a text so long that it fills several pages of the database."""
    return code_on(send(client, address(), q_idea=CANARY * 600).text)


@pytest.fixture
def reviewed(session: Session, accounts: Cast, code: str) -> Iterator[None]:
    """Amina's text was reviewed and chosen for a summary that is not signed."""
    now = clock.now()
    consultation = session.scalars(select(Consultation)).one()
    review = TextReview(
        response=session.scalars(select(Response)).one(),
        text_code="idea",
        decision=Decision.QUOTE,
        redactions=[],
        reviewer_id=accounts.oksana.id,
        decided_at=now,
    )
    empty: dict[str, Any] = {"title": {}, "abstract": {}, "narrative": {}}
    summary = Summary(meeting=consultation.meeting, changed_at=now, quotes=[], **empty)
    summary.quotes.append(SummaryQuote(review=review))
    session.add(summary)
    session.commit()
    yield
    session.rollback()


def sign(session: Session, consultation: Consultation) -> None:
    """Settle the consultation as a signature does."""
    consultation.settled_at = consultation.closes_at
    session.commit()


def pieces(sealed: bytes | None, within: bytes) -> list[bytes]:
    """Return the parts of a sealed text that can be found; it lies on several pages."""
    assert sealed is not None
    parts = [sealed[start : start + 40] for start in range(0, len(sealed), 40)]
    return [part for part in parts if part in within]


def files(database: Database, session: Session) -> bytes:
    """Return what is in the database's files; of PostgreSQL, the rows."""
    session.rollback()
    if database.engine.dialect.name == "sqlite":
        path = str(database.engine.url.database)
        return b"".join(Path(path + end).read_bytes() for end in ("", "-wal"))
    tables = ("response", "withdrawal", "text_review", "summary_quote")
    rows = [session.execute(text(f"SELECT * FROM {table}")).all() for table in tables]
    return repr(rows).encode()


def test_the_rule_counts_from_the_meeting_or_from_the_end_of_answering(
    consultation: Consultation,
) -> None:
    consultation.meeting.ends_on = date(2027, 3, 10)
    assert retention.kept(consultation, 90).until == date(2027, 6, 8)
    assert retention.kept(consultation, 30).until == date(2027, 4, 9)
    assert retention.kept(consultation, 30).longest == date(2028, 3, 9)

    consultation.closes_at = datetime(2027, 3, 20, 8, tzinfo=UTC)
    assert retention.kept(consultation, 90).until == date(2027, 6, 18)

    due = [retention.due(consultation, 90, date(2027, 6, 17) + timedelta(n)) for n in range(2)]
    assert due == [Due.NOTHING, Due.TEXTS]
    consultation.settled_at = consultation.closes_at
    due = [retention.due(consultation, 90, date(2027, 6, 17) + timedelta(n)) for n in range(2)]
    assert due == [Due.NOTHING, Due.EVERYTHING]


@pytest.mark.usefixtures("reviewed")
@pytest.mark.trust("R33")
def test_ninety_days_after_the_meeting_nothing_is_left_of_what_a_signed_paper_counted(
    app: Flask, consultation: Consultation, session: Session, database: Database
) -> None:
    sign(session, consultation)
    row = session.scalars(select(Response)).one()
    traces = [row.submission_digest.encode(), row.receipt_digest.encode()]
    if database.engine.dialect.name == "sqlite":
        traces += [
            *pieces(row.texts, files(database, session)),
            row.id.bytes.hex().encode(),
            b"13-15",
        ]
    assert [t for t in traces if t not in files(database, session)] == []

    assert "No answers" in purge(app, session, after(consultation, DAYS - 1))
    assert len(session.scalars(select(Response)).all()) == 1
    said = purge(app, session, after(consultation, DAYS))

    assert said == "safety: deleted 1 responses and the texts of 1.\n"
    for kind in (Response, Withdrawal, TextReview, SummaryQuote):
        assert session.scalars(select(kind)).all() == []
    left = files(database, session)
    assert [t for t in traces if t in left] == []
    line = session.scalars(select(AuditEntry).filter_by(act="response.purge")).one()
    assert (line.subject, line.details) == ("safety", {"texts": 1, "responses": 1})


@pytest.mark.usefixtures("reviewed")
def test_without_a_signed_summary_the_words_go_and_the_counts_keep_their_base(
    app: Flask, consultation: Consultation, session: Session, database: Database, code: str
) -> None:
    sealed = bytes(session.scalars(select(Response)).one().texts or b"")
    traces = pieces(sealed, files(database, session))
    assert len(traces) > 200 or database.engine.dialect.name != "sqlite"
    before = list(queries.closed_rows(session, consultation.id))

    said = purge(app, session, after(consultation, DAYS))

    longest = last_day(consultation) + timedelta(days=LONGEST_DAYS)
    assert "Warning: meeting 24 has no signed summary" in said
    assert str(longest) in said
    session.expire_all()
    kept = session.scalars(select(Response)).one()
    assert (kept.texts, kept.answers) == (None, AMINA_ANSWERS)
    assert list(queries.closed_rows(session, consultation.id)) == before
    assert session.scalars(select(TextReview)).all() == []
    assert session.scalars(select(SummaryQuote)).all() == []
    left = files(database, session)
    assert [t for t in traces if t in left] == []

    session.rollback()
    page = app.test_client().post("/en/receipt", data={"code": code})
    assert "in your own words was deleted on purpose" in page.text
    assert "Games (en)" in page.text

    # The next runs warn again and change nothing; a year later the rest goes, said aloud.
    assert "Warning" in purge(app, session, after(consultation, LONGEST_DAYS - 1))
    assert len(session.scalars(select(Response)).all()) == 1
    assert "cannot be signed any more" in purge(app, session, after(consultation, LONGEST_DAYS))
    assert session.scalars(select(Response)).all() == []


def test_when_the_summary_is_signed_late_the_rest_goes_the_next_day(
    app: Flask, consultation: Consultation, session: Session, code: str
) -> None:
    purge(app, session, after(consultation, DAYS))
    sign(session, consultation)

    said = purge(app, session, after(consultation, DAYS + 1))

    assert said == "safety: deleted 1 responses and the texts of 0.\n"
    assert session.scalars(select(Response)).all() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_afterwards_a_code_gets_a_kind_answer_in_every_language(
    app: Flask, consultation: Consultation, session: Session, code: str, language: str
) -> None:
    client = app.test_client()
    unknown = client.post(f"/{language}/receipt", data={"code": "0000-0000-0000-0000-0000-0000-0"})
    assert f"/{language}/meetings/24" not in unknown.text
    sign(session, consultation)
    day = after(consultation, DAYS)
    purge(app, session, day)

    page = client.post(f"/{language}/receipt", data={"code": code})

    assert page.status_code == 404
    assert f'<a href="/{language}/meetings/24">' in page.text
    assert times.say_day(day.date(), language) in page.text
    if language == "en":
        assert "deleted on purpose, as we promised" in page.text
    about = client.get(f"/{language}/consultations/safety").text
    assert times.say_day(day.date(), language) in about


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_name_the_days_of_the_rule(
    app: Flask, consultation: Consultation, code: str, language: str
) -> None:
    app.config["RETENTION_DAYS"] = 30
    client = app.test_client()
    days = [
        times.say_day(last_day(consultation) + timedelta(days=n), language)
        for n in (30, LONGEST_DAYS)
    ]

    for page in (
        client.get(f"/{language}/consultations/safety"),
        client.post(f"/{language}/receipt", data={"code": code}),
    ):
        assert [day for day in days if day not in page.text] == []
    sent = send(client, address(language=language), submission_key="another-young-person")
    assert f'href="/{language}/consultations/safety#keep"' in sent.text


def test_a_demonstration_is_not_deleted_and_its_page_does_not_say_so(
    app: Flask, session: Session, keys: Keyring
) -> None:
    made = add_consultation(session, slug="shown", demonstration=True)
    session.commit()
    send(app.test_client(), address(slug="shown"))

    purge(app, session, after(made, LONGEST_DAYS + 1))

    assert len(session.scalars(select(Response)).all()) == 1
    about = app.test_client().get("/en/consultations/shown").text
    assert "stays as long as the demonstration" in about
    assert "we delete the answers for ever" not in about


def test_marks_of_answers_taken_back_go_with_the_rest(
    app: Flask, consultation: Consultation, session: Session, code: str
) -> None:
    app.test_client().post("/en/receipt", data={"code": code, "go": "withdraw-now"})
    assert len(session.scalars(select(Withdrawal)).all()) == 1
    sign(session, consultation)

    purge(app, session, after(consultation, DAYS))

    assert session.scalars(select(Withdrawal)).all() == []


def test_ended_sessions_and_used_links_go_and_live_ones_stay(
    app: Flask, session: Session, accounts: Cast
) -> None:
    now = clock.now()

    def link(name: str, **more: datetime) -> OneTimeLink:
        given = {"expires_at": now + timedelta(days=1), **more}
        return OneTimeLink(account_id=accounts.mei.id, token_digest=name, **given)

    def seen(name: str, created_at: datetime, seen_at: datetime) -> StaffSession:
        moments = {"created_at": created_at, "seen_at": seen_at}
        account = accounts.mei.id
        return StaffSession(token_digest=name, account_id=account, content={}, **moments)

    session.add_all(
        [
            link("used", used_at=now),
            link("old", expires_at=now - timedelta(seconds=1)),
            link("live"),
            seen("idle", now - timedelta(hours=1), now - timedelta(minutes=31)),
            seen("long", now - timedelta(hours=9), now),
            seen("live", now, now),
        ]
    )
    session.commit()

    purge(app, session, now)

    assert session.scalars(select(OneTimeLink.token_digest)).all() == ["live"]
    assert session.scalars(select(StaffSession.token_digest)).all() == ["live"]
    line = session.scalars(select(AuditEntry).filter_by(act="account.forget-ended")).one()
    assert line.details == {"sessions": 2, "links": 2}


def test_a_purge_that_fails_is_logged_without_content_and_stops_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_args: object, **_more: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr(purging, "run", fails)

    assert jobs.purge_once(app) is False
    assert "the purge failed (ValueError)" in caplog.text
    assert CANARY not in caplog.text


@pytest.mark.trust("R33")
def test_the_server_purges_by_itself_when_it_starts(
    database_url: str, tmp_path: Path, app: Flask, session: Session
) -> None:
    long_ago = datetime(2020, 1, 10, tzinfo=UTC)
    over: dict[str, Any] = {"opens_at": long_ago, "closes_at": long_ago + timedelta(days=1)}
    made = add_consultation(session, settled_at=long_ago, **over)
    made.meeting.starts_on = made.meeting.ends_on = date(2020, 1, 19)
    stored.answer(session, app.extensions["keys"], made, {"seen": "yes"}, {"idea": CANARY})
    session.commit()
    settings = {"DATABASE_URL": database_url, "CONSULT_INSTANCE": str(tmp_path)}
    command = "from consult.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", command, "serve", "--port", str(free_port())],
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
    ) as server:
        try:
            deadline = time.monotonic() + 60
            while session.scalars(select(Response.id)).first():
                assert time.monotonic() < deadline, "the server did not purge"
                session.rollback()
                time.sleep(0.2)
            assert server.poll() is None  # and it goes on serving
        finally:
            server.terminate()
    line = session.scalars(select(AuditEntry).filter_by(act="response.purge")).one()
    assert line.actor == "the server"


def test_the_records_for_adults_name_the_days_of_the_rule() -> None:
    security = (Path(consult.__file__).parents[1] / "SECURITY.md").read_text("utf-8")
    how_long = security.split("## How long")[1].split("\n## ")[0]
    inventory = (Path(consult.__file__).parent / "data_inventory.csv").read_text("utf-8")
    # Addresses, problems, quotes in signed papers and how taking part was have days of their own.
    own_days = ("contact,", "problem_", "restricted_report,", "signed_quote,", "taking_part,")
    lines = [
        line
        for line in inventory.splitlines()
        if ",young person," in line and not line.startswith(own_days)
    ]

    assert f"{DAYS} days" in how_long
    assert f"{LONGEST_DAYS} days" in how_long
    assert [line for line in lines if f"{DAYS} days after the meeting" not in line] == []
    longer = [
        line for line in lines if not line.startswith(("response,texts,", "restricted_text,"))
    ]
    assert [line for line in longer if f"{LONGEST_DAYS} days" not in line] == []


def test_a_wrong_number_of_days_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSULT_RETENTION_DAYS", "30")
    assert config.from_environment()["RETENTION_DAYS"] == 30
    for told in ("0", "366", "-1", "many"):
        monkeypatch.setenv("CONSULT_RETENTION_DAYS", told)
        with pytest.raises(ValueError, match="from 1 to 365"):
            config.from_environment()


def test_after_the_purge_nothing_is_taken_in_any_more(
    app: Flask, consultation: Consultation, session: Session, keys: Keyring, code: str
) -> None:
    sign(session, consultation)
    day = after(consultation, DAYS)
    purge(app, session, day)
    session.expire_all()

    with pytest.raises(DomainError) as refused:
        importing.import_answers(session, keys, consultation, b"seen\nyes\n", actor=jobs.SERVER)

    assert refused.value.code == "consultation_not_open"
