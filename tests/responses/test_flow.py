"""The way through the questions without script: pages, languages, back, review, mistakes."""

import gzip
import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.locales import LANGUAGES
from consult.responses.models import Response
from tests.responses.cast import (
    AMINA,
    AMINA_ANSWERS,
    SAFETY,
    add_consultation,
    address,
    send,
)
from tests.responses.forms import answered, fields_of


def test_the_form_asks_nothing_that_is_already_chosen(
    client: FlaskClient, consultation: Consultation
) -> None:
    for page in (None, 1, 2, 3):
        got = client.get(address(page))
        assert got.status_code == 200
        assert "checked" not in got.text
        assert not re.search(r'<option value="[^"]+"[^>]*selected', got.text)
        assert '<html lang="ar" dir="rtl">' in got.text
        assert "Set-Cookie" not in got.headers


def test_the_introduction_stands_before_the_first_question_only(
    client: FlaskClient, consultation: Consultation
) -> None:
    told = [
        "Tell us about your life online. (ru)" in client.get(address(page, "ru")).text
        for page in (None, 1, 2, 3)
    ]

    assert told == [True, True, False, False]


def test_each_form_page_has_a_key_of_its_own_and_is_not_shared(
    client: FlaskClient, consultation: Consultation
) -> None:
    pages = [client.get(address(), headers={"Accept-Encoding": e}) for e in ("", "", "gzip")]

    texts = [pages[0].data, pages[1].data, gzip.decompress(pages[2].data)]
    keys = {fields_of(text.decode())["submission-key"] for text in texts}
    assert len(keys) == 3
    assert len({re.sub(rb'submission-key" value="[^"]*"', b"", text) for text in texts}) == 1
    for page in pages:
        assert page.headers["Cache-Control"] == "private, no-cache"
        assert "ETag" not in page.headers


def test_page_by_page_to_the_code(
    client: FlaskClient, consultation: Consultation, session: Session
) -> None:
    first = answered(
        fields_of(client.get(address(1)).text), assent="yes", q_age="13-15", q_where="ARB"
    )
    second = client.post(address(1), data=answered(first, go="next")).text
    assert "q-seen" in second
    asked = answered(fields_of(second), q_seen="no", q_told="parents", go="next")
    again = client.post(address(2), data=asked)
    assert again.status_code == 200
    assert 'href="#q-helped"' in again.text  # this question came up because of an answer
    third = client.post(address(2), data=answered(fields_of(again.text), go="next")).text
    assert 'id="may-be-quoted"' in third
    review = client.post(address(3), data=answered(fields_of(third), q_idea="سلام", go="next")).text
    assert "سلام" in review
    assert session.scalars(select(Response)).all() == []
    session.rollback()

    sent = client.post(address(3), data=answered(fields_of(review), go="send"))

    assert sent.status_code == 201
    stored = session.scalars(select(Response)).one()
    assert stored.answers == {"age": "13-15", "where": "ARB", "seen": "no", "told": "parents"}
    assert stored.text_codes == ["idea"]


@pytest.mark.parametrize("go", ["stay", "back"])
@pytest.mark.parametrize("page", [None, 1, 2, 3])
def test_nothing_typed_is_lost_on_any_way(
    client: FlaskClient, consultation: Consultation, page: int | None, go: str
) -> None:
    there = send(client, address(page), go=go).text
    for language, way in (("fr", 1), ("zh", 2), ("ar", 3), ("en", None)):
        carried = answered(fields_of(there), go="stay")
        there = client.post(address(way, language), data=carried).text
        assert f'<html lang="{language}"' in there

    carried = fields_of(there)
    for name, value in AMINA.items():
        expected = value if isinstance(value, list) else [value]
        assert [v for v in carried.getlist(name) if v] == expected, name


def test_changing_the_language_keeps_even_what_does_not_fit(
    client: FlaskClient, consultation: Consultation
) -> None:
    long = "x" * 10_001
    there = send(client, address(3), q_idea=long, go="stay", q_first_companies="1")

    assert there.status_code == 200
    assert 'class="errors"' not in there.text
    assert fields_of(there.text)["q-idea"] == long
    assert fields_of(there.text)["q-first-companies"] == "1"


def test_the_review_shows_every_answer_in_words_and_stores_nothing(
    client: FlaskClient, consultation: Consultation, session: Session
) -> None:
    page = send(client, address(language="fr"), go="review")

    assert page.status_code == 200
    for words in ("Games (fr)", "في الحافلة", "Parents (fr)", "Teachers (fr): Much (fr)"):
        assert words in page.text
    assert session.scalars(select(Response)).all() == []


def test_from_the_review_the_answers_go_out_unchanged(
    client: FlaskClient, consultation: Consultation, session: Session
) -> None:
    review = send(client, address(), go="review").text

    sent = client.post(address(), data=answered(fields_of(review), go="send"))

    assert sent.status_code == 201
    stored = session.scalars(select(Response)).one()
    assert stored.answers == AMINA_ANSWERS
    assert stored.may_be_quoted


@pytest.mark.parametrize("go", ["review", "send", None])
def test_a_mistake_is_told_on_top_and_at_the_field_and_nothing_is_lost(
    client: FlaskClient, consultation: Consultation, session: Session, go: str | None
) -> None:
    page = send(client, address(language="en"), q_seen="perhaps", q_told="a stone", go=go)

    assert page.status_code == 422
    assert page.text.index('href="#q-seen"') < page.text.index('<form id="answers"')
    assert 'id="q-seen"' in page.text
    assert 'id="q-seen.error"' in page.text
    assert 'href="#q-told"' in page.text
    carried = fields_of(page.text)
    assert carried["q-idea"].replace("\r", "") == AMINA["q-idea"]
    assert carried["q-where"] == "ARB"
    assert session.scalars(select(Response)).all() == []


def test_page_by_page_only_the_page_sent_is_checked(
    client: FlaskClient, consultation: Consultation
) -> None:
    wrong = {"assent": "yes", "q-seen": "perhaps"}
    first = client.post(address(1), data={**wrong, "go": "next", "shown": "age where"})
    second = client.post(address(2), data={**wrong, "go": "next", "shown": "seen"})
    sent = client.post(address(3, "en"), data={**wrong, "go": "send"})

    assert (first.status_code, second.status_code, sent.status_code) == (200, 422, 422)
    assert 'id="q-seen"' in sent.text  # back on the page with the mistake
    assert f'action="{address(2, "en")}"' in sent.text


def test_the_quote_box_is_unticked_and_there_only_for_words_of_ones_own(
    client: FlaskClient, session: Session
) -> None:
    add_consultation(session)
    closed = {**SAFETY, "pages": SAFETY["pages"][:1]}
    add_consultation(session, closed, slug="closed-only")
    session.commit()

    assert 'id="may-be-quoted"' in client.get(address()).text
    assert 'id="may-be-quoted"' not in client.get(address(1)).text
    assert "may-be-quoted" not in client.get(address(slug="closed-only")).text


def test_a_page_number_that_is_not_there_says_so(
    client: FlaskClient, consultation: Consultation
) -> None:
    assert client.get(address(4)).status_code == 404
    assert client.get(address(0)).status_code == 404


def test_the_about_page_answers_every_question_before_the_first(
    client: FlaskClient, consultation: Consultation
) -> None:
    for language in LANGUAGES:
        page = client.get(f"/{language}/consultations/safety").text
        blocks = dict(re.findall(r'data-info="(\w+)"[^>]*>(.*?)</section>', page, re.DOTALL))
        assert set(blocks) == {
            "who",
            "why",
            "meeting",
            "time",
            "reads",
            "change",
            "not",
            "feedback",
            "secrecy",
        }
        assert f"We want to know ({language})" in blocks["why"]
        assert "24" in blocks["meeting"]
        assert "2026" in blocks["meeting"]
        for text in blocks.values():
            assert len(re.sub(r"<[^>]*>|\s", "", text)) > 15
        assert f'href="/{language}/consultations/safety/answer"' in page
        assert "UTC" in page


def test_a_demonstration_says_so_on_every_page(client: FlaskClient, session: Session) -> None:
    add_consultation(session, demonstration=True)
    session.commit()

    pages = [
        client.get("/en/consultations/safety"),
        client.get(address(language="en")),
        send(client, address(language="en"), go="review"),
        send(client, address(language="en")),
    ]

    assert all('class="demonstration"' in page.text for page in pages)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"closes_at": -timedelta(hours=1), "opens_at": -timedelta(hours=3)}, 409),
        ({"closed_at": -timedelta(minutes=1)}, 409),
        ({"opens_at": timedelta(hours=1)}, 409),
        ({"languages": ["fr", "ar"]}, 404),
        ({"approved_at": None, "version": None}, 404),
        ({"slug": "another"}, 404),
    ],
)
def test_where_one_cannot_answer_the_page_says_what_to_do(
    client: FlaskClient, session: Session, changes: dict[str, Any], status: int, method: str
) -> None:
    now = clock.now()
    moved: dict[str, Any] = {
        n: now + v if isinstance(v, timedelta) else v for n, v in changes.items()
    }
    add_consultation(session, **moved)
    session.commit()

    where = address(language="en")
    page = client.get(where) if method == "get" else send(client, where, q_idea="not lost")

    assert page.status_code == status
    assert 'href="/en/"' in page.text
    assert 'href="/en/meetings"' in page.text
    if method == "post" and status == 409:
        assert "not lost" in page.text
    assert session.scalars(select(Response)).all() == []


def test_a_language_that_is_not_offered_points_to_those_that_are(
    client: FlaskClient, session: Session
) -> None:
    add_consultation(session, languages=("ar", "fr"))
    session.commit()

    page = client.get("/zh/consultations/safety")

    assert page.status_code == 404
    assert 'href="/ar/consultations/safety"' in page.text
    assert 'href="/fr/consultations/safety"' in page.text
    assert "(fr)" not in page.text
