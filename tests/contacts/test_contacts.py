"""An address is left apart from answers, and unusable until a guardian agrees where one must."""

import re
from collections.abc import Sequence
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from consult.audit.actor import COMMAND_LINE
from consult.consultations.models import Consultation
from consult.contacts import service, tickets
from consult.contacts.models import Approval, Contact
from consult.core import clock
from consult.core.crypto import Keyring, SealError
from consult.core.db import Database
from consult.core.errors import DomainError
from consult.responses import purging, queries
from consult.responses.models import Response
from tests.responses.cast import SAFETY, add_consultation, address, question, send
from tests.responses.forms import answered, fields_of

PAGE = "/en/consultations/safety/contact"
MAIL = "amina@example.org"
CODE = re.compile(r'data-receipt="([^"]+)"')
SLIP = re.compile(r'<bdi class="code">([^<]+)</bdi>')


def after_sending(client: FlaskClient, **changes: str | None) -> str:
    """Send Amina's answers and return the ticket of the page that follows."""
    sent = send(client, address(language="en"), **changes)
    assert sent.status_code == 201
    found = re.search(r'name="ticket" value="([^"]+)"', sent.text)
    assert found
    return found[1]


def leave(client: FlaskClient, ticket: str, country: str = "", mail: str = MAIL) -> TestResponse:
    fields = {"ticket": ticket, "go": "leave", "country": country, "address": mail}
    return client.post(PAGE, data=fields)


def code_in(page: TestResponse) -> str:
    found = CODE.search(page.text)
    assert found
    return unescape(found[1])


def slip_in(page: TestResponse) -> str:
    found = SLIP.search(page.text)
    assert found
    return unescape(found[1])


def all_of(database: Database, statement: Select[Any]) -> Sequence[Any]:
    """Read in a session of its own: one that stays open would keep SQLite's writer waiting."""
    with database.session(read_only=True) as reading:
        return reading.scalars(statement).all()


def guardian(client: FlaskClient, code: str, go: str = "show") -> TestResponse:
    return client.post("/en/guardian", data={"code": code, "go": go})


@pytest.mark.trust("R34")
def test_an_adult_leaves_an_address_that_no_answer_leads_to(
    client: FlaskClient, database: Database, keys: Keyring, consultation: Consultation
) -> None:
    ticket = after_sending(client, q_age="18-24")
    assert "an e-mail address" in client.post(PAGE, data={"ticket": ticket}).text
    wrong = leave(client, ticket, "FR", "amina at example")
    left, again = leave(client, ticket, "FR"), leave(client, ticket, "FR")

    assert (wrong.status_code, 'value="amina at example"' in wrong.text) == (422, True)
    assert (left.status_code, code_in(left)) == (201, code_in(again))
    assert "guardian must agree" not in left.text
    contact = all_of(database, select(Contact))[0]
    assert contact.approval is Approval.NOT_NEEDED
    assert service.address_of(keys, contact) == MAIL
    assert MAIL.encode() not in contact.address
    with pytest.raises(SealError):  # the key that opens answers does not open it
        keys.unseal(contact.address, table="contact", row=str(contact.id), column="address")
    response = all_of(database, select(Response))[0]
    ours = {str(getattr(response, column.name)) for column in Response.__table__.columns}
    theirs = {str(getattr(contact, column.name)) for column in Contact.__table__.columns}
    # The consultation and the day; the language of the page is a second's choice.
    assert ours & theirs <= {str(consultation.id), str(clock.today()), "en", "None"}

    assert client.post("/en/contact", data={"code": "wrong"}).status_code == 404
    assert client.post("/en/contact", data={"code": code_in(left).lower()}).status_code == 200
    assert all_of(database, select(Contact)) == []
    assert len(all_of(database, select(Response))) == 1


@pytest.mark.trust("R36")
def test_a_guardian_says_yes_or_no_and_reaches_no_answer(
    client: FlaskClient, database: Database, keys: Keyring, consultation: Consultation
) -> None:
    left = leave(client, after_sending(client, q_age="13-15"), "EG")
    slip = slip_in(left)
    contact = all_of(database, select(Contact))[0]
    assert contact.approval is Approval.WAITING
    with pytest.raises(DomainError, match="before a guardian has agreed"):
        service.address_of(keys, contact)

    page = guardian(client, slip)
    assert "May we write to it" in page.text
    assert MAIL not in page.text
    for words in ("About idea?", "13 to 15", "العا", "في الحافلة"):
        assert words not in page.text
    assert client.post("/en/receipt", data={"code": slip}).status_code == 404
    assert guardian(client, code_in(left)).status_code == 404
    assert "Thank you" in guardian(client, slip, "approve").text
    contact = all_of(database, select(Contact))[0]
    assert (contact.approval, contact.delete_on) == (Approval.GIVEN, None)
    assert service.address_of(keys, contact) == MAIL

    # The child may still refuse, whatever the guardian said.
    assert client.post("/en/contact", data={"code": code_in(left)}).status_code == 200
    assert guardian(client, slip).status_code == 404
    second = leave(client, after_sending(client, q_age="13-15", submission_key="k" * 20), "EG")
    assert "deleted" in guardian(client, slip_in(second), "refuse").text
    assert all_of(database, select(Contact)) == []
    assert len(all_of(database, select(Response))) == 2


@pytest.mark.trust("R37")
def test_another_band_or_country_chosen_afterwards_spares_no_guardian(
    client: FlaskClient, database: Database, consultation: Consultation
) -> None:
    review = send(client, address(language="en"), go="review", q_age="13-15")
    changed = answered(fields_of(review.text), q_age="18-24", go="review")
    flipped = client.post(address(language="en"), data=changed)
    sent = client.post(address(language="en"), data=answered(fields_of(flipped.text), go="send"))
    found = re.search(r'name="ticket" value="([^"]+)"', sent.text)
    assert found
    assert all_of(database, select(Response.age_band))[0] == "18-24"

    assert "guardian must agree" in leave(client, found[1], "EG").text
    assert "guardian must agree" in leave(client, found[1], "US").text
    assert all_of(database, select(Contact.approval)) == [Approval.WAITING]

    untold = after_sending(client, q_age=None, submission_key="n" * 20)
    assert "guardian must agree" in leave(client, untold, "US").text


@pytest.mark.trust("R37")
def test_a_ticket_cannot_be_made_or_kept(
    client: FlaskClient, database: Database, keys: Keyring, consultation: Consultation
) -> None:
    ticket = after_sending(client, q_age="13-15")
    forged = ["", "x", ticket.replace("13-15", "18-24"), f"{ticket}0", "a.b.c.d", "18-24..x.y"]

    assert [leave(client, one, "FR").status_code for one in forged] == [410] * len(forged)
    assert client.get(PAGE).status_code == 200
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert leave(client, ticket, "FR").status_code == 410
    other = tickets.seen(keys.lookup, consultation.id, "another key of a page", "18-24")
    assert tickets.read_seen(keys.lookup, consultation.id, "k", other) is None
    assert all_of(database, select(Contact)) == []


@pytest.mark.trust("R33")
def test_addresses_go_after_14_days_without_a_guardian_and_30_after_feedback(
    client: FlaskClient, session: Session, database: Database, consultation: Consultation
) -> None:
    leave(client, after_sending(client, q_age="13-15"), "EG")
    leave(client, after_sending(client, q_age="18-24", submission_key="l" * 20), "FR")
    service.feedback_sent(session, consultation, actor=COMMAND_LINE)
    session.commit()

    def left_after(days: int) -> list[Approval]:
        with clock.frozen(clock.now() + timedelta(days=days)):
            purging.run(database, days=90, actor=COMMAND_LINE)
        with database.session(read_only=True) as reading:
            return sorted(reading.scalars(select(Contact.approval)))

    assert left_after(13) == [Approval.NOT_NEEDED, Approval.WAITING]
    assert left_after(14) == [Approval.NOT_NEEDED]
    assert left_after(29) == [Approval.NOT_NEEDED]
    assert left_after(30) == []


@pytest.mark.trust("R33")
def test_no_address_outlives_the_answers(
    client: FlaskClient, session: Session, database: Database, consultation: Consultation
) -> None:
    leave(client, after_sending(client, q_age="18-24"), "FR")
    session.rollback()
    longest = consultation.closes_at + timedelta(days=366)

    with clock.frozen(longest):
        purging.run(database, days=90, actor=COMMAND_LINE)

    assert all_of(database, select(Contact)) == []


def test_without_the_setting_no_page_asks_for_an_address(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    consultation.contact_offered = False
    session.commit()

    sent = send(client, address(language="en"))

    assert "ticket" not in sent.text
    assert "band-seen" not in send(client, address(language="en"), go="review").text
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, data={"ticket": "x"}).status_code == 404


@pytest.mark.trust("R34")
def test_an_address_a_question_asks_for_goes_on_and_never_stands_with_the_answers(
    client: FlaskClient, session: Session, keys: Keyring, database: Database
) -> None:
    content = SAFETY | {
        "pages": [*SAFETY["pages"], {"questions": [question("mail", "email")]}],
    }
    add_consultation(session, content, slug="mail", contact_offered=True)
    session.commit()

    sent = send(client, address(language="en", slug="mail"), **{"q-mail": MAIL})

    assert sent.status_code == 201
    (stored,) = all_of(database, select(Response))
    assert stored.text_codes == ["idea", "places-other"]
    assert MAIL not in queries.texts_of(keys, stored).values()
    fields = MultiDict(re.findall(r'name="(ticket|address)" value="([^"]+)"', sent.text))
    assert fields["address"] == MAIL
    form = client.post("/en/consultations/mail/contact", data=fields)
    assert f'value="{MAIL}"' in form.text
