"""The code: reads the answers again and takes them back, with nothing left of them."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.models import AuditEntry
from consult.consultations.models import Consultation
from consult.core import ids
from consult.core.db import Database
from consult.moderation.models import Decision, TextReview
from consult.responses.models import Response, Withdrawal
from tests.conftest import Cast
from tests.responses.cast import AMINA_TEXTS, address, send
from tests.responses.test_sending import code_on


@pytest.fixture
def code(client: FlaskClient, consultation: Consultation) -> str:
    """The code of what Amina sent."""
    return code_on(send(client, address()).text)


def test_the_code_shows_the_answers_again_in_the_readers_language(
    client: FlaskClient, code: str
) -> None:
    page = client.post("/fr/receipt", data={"code": code.lower().replace("-", " ")})

    assert page.status_code == 200
    for words in ("Games (fr)", "Teachers (fr): Much (fr)", "Safe online (fr)"):
        assert words in page.text
    for text in AMINA_TEXTS.values():
        assert text in page.text
    assert "(ar)" not in page.text


def test_the_code_is_in_no_address_and_no_cookie(client: FlaskClient, code: str) -> None:
    for page in (
        send(client, address()),
        client.post("/ar/receipt", data={"code": code}),
        client.post("/ar/receipt", data={"code": code, "go": "withdraw"}),
    ):
        assert "Location" not in page.headers
        assert "Set-Cookie" not in page.headers
        assert page.headers["Cache-Control"] == "no-store"
        assert f"={code}" not in page.text


def test_asking_to_take_back_asks_once_more_first(
    client: FlaskClient, code: str, session: Session
) -> None:
    page = client.post("/en/receipt", data={"code": code, "go": "withdraw"})

    assert "Take your answers back?" in page.text
    assert len(session.scalars(select(Response)).all()) == 1


def test_answers_taken_back_are_gone_with_their_reviews(
    client: FlaskClient, code: str, session: Session, accounts: Cast
) -> None:
    session.add(
        TextReview(
            response=session.scalars(select(Response)).one(),
            text_code="idea",
            decision=Decision.QUOTE,
            redactions=[],
            reviewer_id=accounts.oksana.id,
            decided_at=accounts.oksana.created_at,
        )
    )
    session.commit()

    page = client.post("/en/receipt", data={"code": code, "go": "withdraw-now"})

    assert page.status_code == 200
    session.expire_all()
    assert session.scalars(select(Response)).all() == []
    assert session.scalars(select(TextReview)).all() == []
    again = client.post("/en/receipt", data={"code": code})
    assert again.status_code == 404
    assert "We have no answers under this code" in again.text


def test_the_audit_line_names_neither_person_nor_time_nor_answer(
    client: FlaskClient, code: str, session: Session
) -> None:
    client.post("/en/receipt", data={"code": code, "go": "withdraw-now"})

    line = session.scalars(select(AuditEntry).filter_by(act="response.withdraw")).one()
    assert (line.actor, line.subject, line.details) == ("a young person", "safety", {})
    assert (line.at.hour, line.at.minute, line.at.second, line.at.microsecond) == (0, 0, 0, 0)


def test_sending_the_same_page_again_does_not_bring_answers_back(
    client: FlaskClient, code: str, session: Session
) -> None:
    client.post("/en/receipt", data={"code": code, "go": "withdraw-now"})

    again = send(client, address(language="en"))

    assert again.status_code == 410
    assert "data-receipt" not in again.text
    assert session.scalars(select(Response)).all() == []
    assert len(session.scalars(select(Withdrawal)).all()) == 1


def test_no_byte_of_answers_taken_back_is_left_in_the_files(
    client: FlaskClient, consultation: Consultation, database: Database, session: Session
) -> None:
    if database.engine.dialect.name != "sqlite":
        return  # PostgreSQL keeps dead rows until its own vacuum; TRUST.md R32 seals the texts
    # Others before and after, so that the page is shared and not simply cut off.
    kept = [
        send(client, address(), submission_key=f"another-young-person-{n}", q_told="friends")
        for n in range(30)
    ]
    code = code_on(send(client, address(), q_places_other="canary of Amina").text)
    late = [send(client, address(), submission_key=f"a-later-young-person-{n}") for n in range(30)]
    wanted = select(Response).order_by(Response.text_codes)
    hers = next(r for r in session.scalars(wanted) if _digest_is(r, code, client))
    traces = [
        bytes(hers.texts or b""),
        hers.submission_digest.encode(),
        hers.id.bytes.hex().encode(),
    ]
    session.rollback()
    assert [t in _files(database) for t in traces] == [True] * 3

    page = client.post("/en/receipt", data={"code": code, "go": "withdraw-now"})

    assert page.status_code == 200
    left = _files(database)
    # Its submission key stays marked as withdrawn; texts, answers and row are gone.
    assert [t in left for t in traces] == [False, True, False]
    assert b"canary" not in left
    assert Path(f"{database.engine.url.database}-wal").stat().st_size == 0
    for other in (*kept, *late):
        assert client.post("/en/receipt", data={"code": code_on(other.text)}).status_code == 200


def _digest_is(response: Response, code: str, client: FlaskClient) -> bool:
    lookup = client.application.extensions["keys"].lookup
    return response.receipt_digest == ids.digest(lookup, "receipt", code)


def _files(database: Database) -> bytes:
    path = str(database.engine.url.database)
    return b"".join(Path(path + end).read_bytes() for end in ("", "-wal"))


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("", 422),
        ("hello", 422),
        ("0000-0000-0000-0000-0000-0000-1", 422),
        ("0000-0000-0000-0000-0000-0000-0", 404),
        ("<script>alert(1)</script>", 422),
        ("٠" * 25, 422),
    ],
)
@pytest.mark.parametrize("go", ["show", "withdraw", "withdraw-now"])
def test_a_wrong_code_gets_a_kind_sentence_and_keeps_what_was_typed(
    client: FlaskClient, typed: str, status: int, go: str
) -> None:
    page = client.post("/en/receipt", data={"code": typed, "go": go})

    assert page.status_code == status
    assert "sign by sign" in page.text
    assert 'aria-invalid="true"' in page.text
    assert "<script>alert" not in page.text


def test_one_wrong_sign_is_found_by_the_check_character(client: FlaskClient, code: str) -> None:
    other = "1" if code[0] != "1" else "2"

    page = client.post("/en/receipt", data={"code": other + code[1:]})

    assert page.status_code == 422
