"""``consult demo``: built once, whole, marked as a demonstration, and open to a visitor."""

import hashlib
import stat
from collections import Counter
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts import service as accounts
from consult.accounts.models import Account, Role
from consult.audit.actor import COMMAND_LINE
from consult.consultations import queries as consultations
from consult.consultations import rules
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.core.errors import DomainError
from consult.core.locales import LANGUAGES
from consult.demo import asked, coded, content, service, staff
from consult.moderation import queries as moderation
from consult.moderation.models import Decision, TextReview
from consult.responses.models import Response
from consult.safeguarding import queries as safeguarding
from consult.tables import metadata
from consult.themes import queries as themes

EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def test_both_consultations_are_marked_and_only_one_takes_answers(reading: Session) -> None:
    closed = consultations.by_slug(reading, asked.CLOSED)
    open_ = consultations.by_slug(reading, asked.OPEN)
    assert closed.demonstration
    assert open_.demonstration
    assert not rules.takes_answers(closed, clock.now())
    assert rules.takes_answers(open_, clock.now())
    assert {c.slug for c in consultations.open_now(reading, clock.now())} == {asked.OPEN}
    assert closed.meeting.number == service.MEETING
    assert closed.agenda_item is not None
    assert "emonstration" in closed.agenda_item.title["en"]
    assert "emonstration" in open_.meeting.place["en"]


def test_the_answers_are_dated_inside_the_window(reading: Session) -> None:
    for slug, count in ((asked.CLOSED, 600), (asked.OPEN, 60)):
        consultation = consultations.by_slug(reading, slug)
        stored = reading.scalars(select(Response).filter_by(consultation_id=consultation.id)).all()
        assert len(stored) == count
        assert {response.language for response in stored} == set(LANGUAGES)
        days = {response.submitted_on for response in stored}
        assert min(days) >= consultation.opens_at.date()
        assert max(days) <= min(consultation.closes_at, clock.now()).date()
        assert len(days) > 3


def test_every_text_that_may_be_quoted_was_decided_on_in_the_closed_consultation(
    reading: Session,
) -> None:
    waiting = moderation.waiting(reading, [consultations.by_slug(reading, asked.CLOSED)])
    assert {line.text_code for line in waiting} == set(content.texts())
    assert sum(line.undecided for line in waiting) == 0
    decisions = Counter(reading.scalars(select(TextReview.decision)))
    assert decisions[Decision.QUOTE_REDACTED] == len(LANGUAGES)
    assert decisions[Decision.KEEP_BACK] == 1
    assert decisions[Decision.QUOTE] > 80
    waiting_now = moderation.waiting(reading, [consultations.by_slug(reading, asked.OPEN)])
    assert sum(line.undecided for line in waiting_now) > 20


def test_one_text_waits_for_safeguarding_staff_and_themes_are_begun(reading: Session) -> None:
    open_ = consultations.by_slug(reading, asked.OPEN)
    (item,) = safeguarding.items(reading, clock.now())
    assert item.consultation is not None
    assert (item.consultation.slug, item.is_overdue) == (asked.OPEN, False)
    book = themes.newest(reading, open_, coded.QUESTION)
    assert book is not None
    assert len(book.themes) == 4
    assert all(set(theme.label) == set(LANGUAGES) for theme in book.themes)
    read = themes.readings(reading, book)
    assert len(read) == 3
    assert all(reading.codes for reading in read)


def test_struck_names_are_nowhere_in_what_may_be_quoted(
    reading: Session, demonstration: Flask
) -> None:
    closed = consultations.by_slug(reading, asked.CLOSED)
    texts = moderation.quotable(reading, demonstration.extensions["keys"], [closed])
    shown = " ".join(text.shown for text in texts)
    struck = [
        name
        for by_language in content.texts().values()
        for entries in by_language.values()
        for entry in entries
        for name in entry.strike
    ]
    assert len(struck) == len(LANGUAGES)
    assert not [name for name in struck if name in shown]
    assert shown.count("[…]") == len(LANGUAGES)


@EVERY_LANGUAGE
def test_a_visitor_can_answer_at_once_in_every_language(
    visitor: FlaskClient, language: str
) -> None:
    about = visitor.get(f"/{language}/consultations/{asked.OPEN}")
    form = visitor.get(f"/{language}/consultations/{asked.OPEN}/answer")
    assert (about.status_code, form.status_code) == (200, 200)
    assert content.story()["open"]["title"][language] in unescape(about.text)
    questions = [q for page in content.questionnaire()["pages"] for q in page["questions"]]
    for question in (q for q in questions if "show_if" not in q):
        assert question["text"][language] in unescape(form.text)


def test_a_second_start_changes_nothing(demonstration: Flask) -> None:
    kept = Path(demonstration.config["INSTANCE"]) / staff.FILE
    before, file_before = everything(demonstration), kept.read_bytes()

    again = demonstration.test_cli_runner().invoke(args=["demo", "--no-serve"])

    assert again.exit_code == 0
    assert again.output == demonstration.extensions["said"]
    assert everything(demonstration) == before
    assert kept.read_bytes() == file_before


def everything(app: Flask) -> dict[str, str]:
    """Return a digest of the rows of every table."""
    with app.extensions["database"].engine.connect() as connection:
        return {
            name: hashlib.sha256(
                "\n".join(sorted(map(repr, connection.execute(select(table))))).encode()
            ).hexdigest()
            for name, table in metadata.tables.items()
        }


def test_what_is_printed_lets_a_visitor_in_and_staff_sign_in(
    said: str, demonstration: Flask, visitor: FlaskClient, reading: Session
) -> None:
    for language in LANGUAGES:
        assert f"http://localhost:8000/{language}/" in said
    assert f"http://localhost:8000/c/{asked.OPEN}" in said
    passwords = demonstration.extensions["passwords"]
    assert reading.scalars(select(Account)).all()
    for account in reading.scalars(select(Account)):
        line = next(line for line in said.splitlines() if account.email in line)
        assert passwords.fits(account.password_hash, line.split()[-1])
        assert account.role in line
    kept = Path(demonstration.config["INSTANCE"]) / staff.FILE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_two_installations_have_no_password_in_common(app: Flask, said: str) -> None:
    other = app.test_cli_runner().invoke(args=["demo", "--no-serve"]).output
    words = {line.split()[-1] for line in said.splitlines() if "@" in line}
    others = {line.split()[-1] for line in other.splitlines() if "@" in line}
    assert len(words) == len(others) == 4
    assert not words & others


def test_the_demonstration_stays_out_of_a_database_with_real_work(
    app: Flask, database: Database, session: Session, keys: Keyring
) -> None:
    accounts.add(session, "oksana@example.org", Role.SECRETARIAT, actor=COMMAND_LINE)
    session.commit()
    with pytest.raises(DomainError) as refused:
        service.make(session, keys)
    assert refused.value.code == "database_in_use"
    session.rollback()
    assert session.scalars(select(Consultation)).all() == []
    assert len(session.scalars(select(Account)).all()) == 1


def test_a_start_after_the_window_opens_it_again_unless_a_person_closed_it(
    session: Session, keys: Keyring
) -> None:
    service.make(session, keys)
    consultation = consultations.by_slug(session, asked.OPEN)
    later = datetime.now(UTC) + timedelta(days=400)
    with clock.frozen(later):
        assert not rules.takes_answers(consultation, later)
        assert service.renew(session)
        assert rules.takes_answers(consultation, later)
        assert consultation.meeting.starts_on > consultation.closes_at.date()
        assert not service.renew(session)
    consultation.closed_at = later
    with clock.frozen(later + timedelta(days=400)):
        assert not service.renew(session)
