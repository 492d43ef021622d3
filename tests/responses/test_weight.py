"""A form is light: few statements, few requests, few bytes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core.db import Database
from consult.core.locales import LANGUAGES
from consult.core.web import EXIT
from tests.responses.cast import SAFETY, add_consultation, address, question, send, words
from tests.responses.forms import answered, fields_of

#: One TCP window (DESIGN.md §2).
WINDOW = 14 * 1024


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Collect every statement that is sent meanwhile, BEGIN too."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def long_questionnaire(questions: int) -> dict[str, Any]:
    asked = [question(f"q{n}", "yes_no") for n in range(questions)]
    return {**SAFETY, "pages": [{"title": words("All"), "questions": asked}]}


@pytest.mark.parametrize("questions", [1, 10, 100])
def test_a_whole_submission_costs_at_most_eight_statements(
    client: FlaskClient, session: Session, database: Database, questions: int
) -> None:
    add_consultation(session, long_questionnaire(questions))
    session.commit()
    client.get(address())  # the version is read once per process

    with statements(database) as seen:
        form = fields_of(client.get(address()).text)
        given = {f"q_q{n}": "yes" for n in range(questions)}
        filled = answered(form, assent="yes", age_band="13-15", **given, go="review")
        review = client.post(address(), data=filled)
        sent = client.post(address(), data=answered(fields_of(review.text), go="send"))

    assert sent.status_code == 201
    assert 4 <= len(seen) <= 8, seen


def test_only_storing_takes_the_write_lock(
    client: FlaskClient, consultation: Consultation, database: Database
) -> None:
    with statements(database) as seen:
        client.get(address())
        send(client, address(), go="review")
        send(client, address(), go="stay")
        send(client, address(), q_seen="perhaps")
    assert not any("IMMEDIATE" in statement or "INSERT" in statement for statement in seen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_page_with_all_it_loads_fits_one_window_in_three_requests(
    client: FlaskClient, consultation: Consultation, language: str
) -> None:
    gzip = {"Accept-Encoding": "gzip"}
    page = client.get(address(language=language), headers=gzip)
    plain = client.get(address(language=language)).text
    loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', plain)

    parts = [client.get(where, headers=gzip, buffered=True) for where in loaded]

    assert len(loaded) <= 2
    assert all(part.status_code == 200 for part in parts)
    assert all(part.headers["Content-Encoding"] == "gzip" for part in (page, *parts))
    assert sum(len(part.data) for part in (page, *parts)) <= WINDOW
    # Nothing is loaded from elsewhere; the way out is a link, which loads nothing.
    assert re.findall(r'(?:src|href|action)="((?:https?:)?//[^"]+)', plain) == [EXIT]


def test_the_script_only_adds_comfort_and_is_small(client: FlaskClient) -> None:
    script = client.get("/static/answer.js", buffered=True)

    assert script.status_code == 200
    assert len(script.data) <= 10 * 1024
    assert not re.search(rb"innerHTML|eval|fetch|cookie|https?:", script.data)
