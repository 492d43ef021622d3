"""A text that may tell of harm reaches safeguarding staff alone, in time (TRUST.md R40, R41)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.audit.models import AuditEntry
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring, SealError
from consult.core.db import Database
from consult.moderation import queries as moderation
from consult.moderation import queue
from consult.responses import queries
from consult.responses.models import Response, RestrictedText
from consult.restricted import rules, sealing
from consult.restricted.models import Care
from tests.conftest import StaffClient
from tests.responses.cast import NOON, add_consultation, address, send
from tests.responses.test_weight import statements

Staff = Callable[[Role | str], StaffClient]
STORY = "أبي يضربني كل ليلة وأريد أن أموت الليلة"


@pytest.fixture
def safety(session: Session) -> Consultation:
    made = add_consultation(session)
    session.commit()
    return made


def one(session: Session) -> RestrictedText:
    session.expire_all()
    found = session.scalars(select(RestrictedText)).one()
    session.commit()  # SQLite has one writer, and this session could be it
    return found


@pytest.mark.trust("R40")
def test_a_story_never_gets_among_the_others_and_its_author_is_shown_help(
    client: FlaskClient, session: Session, keys: Keyring, safety: Consultation, database: Database
) -> None:
    review = send(client, address(), q_idea=STORY, go="review").text
    assert 'href="/ar/help"' in review
    assert 'value="send"' in review, "nobody is kept from sending"
    with statements(database) as seen:
        sent = send(client, address(), q_idea=STORY)
    code = sent.text.split('data-receipt="')[1].split('"')[0]

    assert sent.status_code == 201
    assert 'href="/ar/help"' in sent.text
    assert sum("INSERT" in statement for statement in seen) == 2
    assert len(seen) <= 8
    row = one(session)
    assert (row.urgent, row.state, row.text_code) == (True, Care.WAITING, "idea")
    assert {"self-harm", "violence"} <= set(row.dangers)
    response = session.get_one(Response, row.response_id)
    assert queries.texts_of(keys, response) == {"places-other": "في الحافلة"}
    assert sealing.words(keys, row) == STORY
    session.commit()
    with pytest.raises(SealError):
        keys.unseal(row.text or b"", table="restricted_text", row=str(row.id), column="text")
    assert STORY in client.post("/ar/receipt", data={"code": code}).text, "its author reads it"
    assert send(client, address(), q_idea=STORY).status_code == 200, "a repetition is one"
    lines = {line.text_code: line.undecided for line in moderation.waiting(session, [safety])}
    assert lines == {"places-other": 1}
    waiting = queue.entries(session, [safety], None, clock.now())
    assert [entry.text_code for entry in waiting] == ["places-other"]
    session.commit()

    client.post("/ar/receipt", data={"code": code, "go": "withdraw-now"})
    session.expire_all()
    assert session.scalars(select(RestrictedText)).all() == []


@pytest.mark.trust("R40")
def test_safeguarding_staff_open_note_and_release_and_nobody_else_reads(
    client: FlaskClient, session: Session, keys: Keyring, safety: Consultation, staff: Staff
) -> None:
    send(client, address(), q_idea=STORY)
    item = one(session)
    page, queue_page = f"/staff/safeguarding/{item.id}", "/staff/safeguarding/"
    oksana, safe = staff("secretariat"), staff("safeguarding")
    assert oksana.get(page).status_code == 403
    assert oksana.get(f"/staff/moderation/safety/idea/{item.response_id}").status_code == 404
    assert "1 text" in safe.get("/staff/").text
    assert STORY not in safe.get(queue_page).text
    assert safe.get(page).status_code == 302, "first it is opened, so that it is known by whom"

    assert STORY in safe.post(f"{page}/open", follow_redirects=True).text
    safe.post(page, data={"note": "Told the focal point", "go": "note"})
    stored = one(session)
    assert stored.note is not None
    assert b"focal" not in stored.note
    assert "Told the focal point" in safe.get(page).text
    assert safe.post(page, data={"note": "x" * 4001, "go": "kept"}).status_code == 422
    assert one(session).state is Care.OPENED
    safe.post(page, data={"note": "", "go": "release"})

    assert one(session).state is Care.RELEASED
    assert STORY in oksana.get(f"/staff/moderation/safety/idea/{item.response_id}").text
    lines = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.act.startswith("safeguarding."))
        .order_by(AuditEntry.number)
    ).all()
    acts = [line.act.removeprefix("safeguarding.") for line in lines]
    assert acts == ["open", "note", "note", "release"]
    assert all((line.subject, line.details) == ("safety", {}) for line in lines)


@pytest.mark.trust("R40")
def test_what_nobody_decided_in_time_is_red_on_the_first_page(
    client: FlaskClient, session: Session, safety: Consultation, staff: Staff
) -> None:
    send(client, address(), q_idea=STORY)
    safe = staff("safeguarding")
    row = one(session)
    row.due_at = clock.now() - timedelta(hours=1)
    session.commit()
    assert "is overdue" in safe.get("/staff/").text
    assert 'class="overdue"' in safe.get("/staff/safeguarding/").text

    safe.post(f"/staff/safeguarding/{row.id}", data={"go": "resolved"})
    assert "is overdue" not in safe.get("/staff/").text


@pytest.mark.trust("R40")
@given(
    st.datetimes(NOON.replace(tzinfo=None), NOON.replace(tzinfo=None) + timedelta(days=3)),
    st.booleans(),
)
def test_the_time_to_decide_is_a_full_hour_and_never_later_than_promised(
    moment: object,
    urgent: bool,
) -> None:
    now = moment.replace(tzinfo=NOON.tzinfo)  # type: ignore[attr-defined]  # a datetime
    due = rules.due_at(now, urgent=urgent)
    limit = timedelta(hours=1 if urgent else 24)

    assert (due.minute, due.second, due.microsecond) == (0, 0, 0)
    assert limit - timedelta(hours=1) < due - now <= limit
