"""Sending answers: stored once, sealed, with a code to come back."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core import clock, ids
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.responses import keys as submission_keys
from consult.responses import queries, service
from consult.responses.models import Mode, Response
from tests.responses.cast import (
    AMINA_ANSWERS,
    AMINA_TEXTS,
    KEY,
    add_consultation,
    address,
    send,
)

CODE = re.compile(r'data-receipt="([^"]+)"[^>]*>([^<]+)<')


def code_on(page: str) -> str:
    found = CODE.search(page)
    assert found, page
    assert found[1] == found[2].strip()
    return found[1]


def test_what_amina_sends_is_stored_as_she_meant_it(
    client: FlaskClient, consultation: Consultation, session: Session, keys: Keyring
) -> None:
    sent = send(client, address())

    assert sent.status_code == 201
    stored = session.scalars(select(Response)).one()
    assert stored.answers == AMINA_ANSWERS
    assert stored.text_codes == ["idea", "places-other"]
    assert queries.texts_of(keys, stored) == AMINA_TEXTS
    assert (stored.language, stored.mode, stored.may_be_quoted) == ("ar", Mode.OPEN, True)
    assert (stored.region, stored.age_band) == ("ARB", "13-15")
    assert stored.submitted_on == clock.today()
    assert ids.read_receipt(code_on(sent.text)) == code_on(sent.text)
    assert service.find(session, keys, code_on(sent.text)).id == stored.id


def test_neither_code_nor_key_nor_text_is_stored_readably(
    client: FlaskClient, consultation: Consultation, session: Session
) -> None:
    code = code_on(send(client, address()).text)

    row = session.execute(select(Response.__table__)).one()
    told = " ".join(str(bytes(c) if isinstance(c, bytes | memoryview) else c) for c in row)
    for secret in (code, KEY, *AMINA_TEXTS.values()):
        assert secret not in told
        assert secret.encode().hex() not in told


def test_the_same_sending_again_counts_once_and_shows_the_same_code(
    client: FlaskClient, consultation: Consultation, session: Session
) -> None:
    first = send(client, address())

    again = send(client, address(language="en"))

    assert (first.status_code, again.status_code) == (201, 200)
    assert code_on(again.text) == code_on(first.text)
    assert "count once" in again.text
    assert session.scalars(select(Response.language)).all() == ["ar"]


def test_two_young_people_get_two_codes(
    client: FlaskClient, consultation: Consultation, session: Session
) -> None:
    codes = {code_on(send(client, address(), submission_key=None).text) for _ in range(2)}

    assert len(codes) == 2
    assert session.scalar(select(func.count()).select_from(Response)) == 2


def test_one_key_serves_two_consultations(client: FlaskClient, session: Session) -> None:
    for slug in ("safety", "schools"):
        add_consultation(session, slug=slug)
    session.commit()

    codes = {code_on(send(client, address(slug=slug)).text) for slug in ("safety", "schools")}

    assert len(codes) == 2


@pytest.mark.slow
def test_thirty_two_identical_posts_at_once_count_once_twenty_times(
    app: Flask, consultation: Consultation, session: Session
) -> None:
    def press(key: str) -> tuple[int, str]:
        sent = send(app.test_client(), address(), submission_key=key)
        return sent.status_code, code_on(sent.text)

    codes = set()
    with ThreadPoolExecutor(32) as crowd:
        for _round in range(20):
            answers = list(crowd.map(press, [ids.new_key()] * 32))
            assert sorted(status for status, _code in answers) == [200] * 31 + [201]
            assert len({code for _status, code in answers}) == 1
            codes.add(answers[0][1])

    assert len(codes) == 20
    assert session.scalar(select(func.count()).select_from(Response)) == 20


@pytest.mark.parametrize(
    "key", ["short", "a" * 65, "key with spaces in it", "schlüssel-mit-umlaut"]
)
def test_a_key_of_another_form_is_refused_with_a_sentence(
    client: FlaskClient, consultation: Consultation, session: Session, key: str
) -> None:
    sent = send(client, address(language="en"), submission_key=key)

    assert sent.status_code == 422
    assert "16 to 64 characters" in sent.text
    assert session.scalars(select(Response)).all() == []


def test_a_form_opened_in_time_may_be_sent_ten_minutes_after_closing(
    session: Session, keys: Keyring, consultation: Consultation
) -> None:
    assert consultation.version_id
    definition = queries.definition_of(session, consultation.version_id)
    before, after = (consultation.closes_at + timedelta(minutes=n) for n in (-1, 1))
    ours = [submission_keys.issue(keys.lookup, consultation.id, before) for _ in range(6)]
    elsewhere = submission_keys.issue(keys.lookup, consultation.meeting_id, before)
    too_late = submission_keys.issue(keys.lookup, consultation.id, after)

    def arrives(key: str, late: timedelta, *, waited: bool = False) -> bool:
        try:
            with clock.frozen(consultation.closes_at + late), session.begin_nested():
                service.receive(
                    session,
                    keys,
                    consultation,
                    definition,
                    submission_key=key,
                    language="en",
                    answers={"seen": "yes"},
                    texts={},
                    may_be_quoted=False,
                    waited=waited,
                )
        except DomainError as refusal:
            return refusal.code != "consultation_not_open"
        return True

    moment = timedelta(microseconds=1)
    assert arrives(elsewhere, -moment)
    assert not arrives(KEY, timedelta())
    assert not arrives(elsewhere, timedelta())
    assert not arrives(too_late, timedelta(minutes=2))
    assert arrives(ours[0], timedelta(minutes=10) - moment)
    assert not arrives(ours[1], timedelta(minutes=10))
    # What waited on a phone without a line has a day.
    assert arrives(ours[2], timedelta(days=1) - moment, waited=True)
    assert not arrives(ours[3], timedelta(days=1), waited=True)
    consultation.settled_at = consultation.closes_at + timedelta(hours=1)
    assert not arrives(ours[4], timedelta(hours=2), waited=True)
    consultation.settled_at = None
    consultation.closed_at = consultation.closes_at - timedelta(hours=1)
    assert not arrives(ours[5], -timedelta(minutes=59), waited=True)


def test_answers_to_questions_that_were_not_put_are_dropped(
    client: FlaskClient, consultation: Consultation, session: Session
) -> None:
    send(client, address(), q_told="friends")

    stored = session.scalars(select(Response)).one()
    assert stored.answers == {
        **{code: value for code, value in AMINA_ANSWERS.items() if code != "helped"},
        "told": "friends",
    }


def test_a_band_that_was_not_told_is_not_a_stratum(
    client: FlaskClient, consultation: Consultation, session: Session
) -> None:
    send(client, address(), q_age="prefer-not-to-say", q_where=None)

    stored = session.scalars(select(Response)).one()
    assert (stored.age_band, stored.region) == (None, None)
    assert stored.answers["age"] == "prefer-not-to-say"


def test_who_wrote_nothing_cannot_be_quoted(
    client: FlaskClient, consultation: Consultation, session: Session
) -> None:
    send(client, address(), q_idea=" \n", q_places="games", q_places_other=None)

    stored = session.scalars(select(Response)).one()
    assert (stored.may_be_quoted, stored.text_codes, stored.texts) == (False, [], None)
