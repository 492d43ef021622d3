"""Those who left an address are told once, by a folder that a mail server empties."""

import json
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.contacts import service
from consult.contacts.models import Approval, Contact
from consult.core import clock
from tests.contacts.test_contacts import after_sending, leave

TOLD = {
    "subject": {"en": "What came of it", "ar": "ما نتج عن ذلك"},
    "text": {"en": "Two of your ideas are in the paper.", "ar": "فكرتان من أفكاركم في الوثيقة."},
}


def left(client: FlaskClient, mail: str, age: str = "18-24") -> None:
    """Leave an address after answers of one's own."""
    leave(client, after_sending(client, q_age=age, submission_key=uuid4().hex), "EG", mail)


def tell(app: Flask, folder: Path, told: Any, slug: str = "safety") -> Any:
    source = folder / "message.json"
    source.write_text(json.dumps(told), encoding="utf-8")
    outbox = folder / "outbox"
    outbox.mkdir(exist_ok=True)
    args = ["contacts", "tell", slug, "--message", str(source), "--from", "group@example.org"]
    return app.test_cli_runner().invoke(args=[*args, "--outbox", str(outbox)])


def mails(folder: Path) -> list[EmailMessage]:
    parser = BytesParser(policy=policy.default)
    files = sorted((folder / "outbox").iterdir())
    assert all(file.suffix == ".eml" and file.stat().st_mode & 0o077 == 0 for file in files)
    read = [parser.parsebytes(file.read_bytes()) for file in files]
    assert all(isinstance(mail, EmailMessage) for mail in read)
    return read


@pytest.mark.usefixtures("consultation")
def test_each_usable_address_gets_one_message_and_goes_thirty_days_later(
    app: Flask, client: FlaskClient, session: Session, tmp_path: Path
) -> None:
    for address in ("amina@example.org", "luca@example.org"):
        leave(
            client, after_sending(client, q_age="18-24", submission_key=uuid4().hex), "EG", address
        )
    leave(
        client,
        after_sending(client, q_age="13-15", submission_key=uuid4().hex),
        "EG",
        "waits@example.org",
    )

    done = tell(app, tmp_path, TOLD)

    assert done.exit_code == 0, done.output
    assert "Messages written: 2" in done.output
    sent = mails(tmp_path)
    assert {mail["To"] for mail in sent} == {"amina@example.org", "luca@example.org"}
    for mail in sent:
        assert mail["Subject"] == "What came of it"
        assert mail["Cc"] is None and mail["Bcc"] is None  # noqa: PT018 - one fact: nobody else
        body = mail.get_content()
        assert "Two of your ideas" in body
        assert "/en/consultations/safety" in body
        assert "deleted 30 days from now" in body
    kept = session.scalars(select(Contact).where(Contact.approval != Approval.WAITING)).all()
    assert {contact.delete_on for contact in kept} == {clock.today() + timedelta(days=30)}
    session.rollback()

    again = tell(app, tmp_path, TOLD)
    assert again.exit_code == 1
    assert "Nobody waits" in again.output
    assert len(mails(tmp_path)) == 2


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"subject": TOLD["subject"]}, "text"),
        ({**TOLD, "subject": {"en": "a\nBcc: x@example.org"}}, "one line"),
        ({"subject": {"ar": "…"}, "text": TOLD["text"]}, "missing in English"),
        ([], "text by language"),
    ],
)
def test_a_message_that_cannot_be_used_is_refused_and_nobody_is_told(
    app: Flask,
    client: FlaskClient,
    consultation: Consultation,
    tmp_path: Path,
    told: Any,
    said: str,
) -> None:
    left(client, "amina@example.org")
    done = tell(app, tmp_path, told)
    assert done.exit_code == 1
    assert said in done.output
    assert mails(tmp_path) == []
    assert consultation.contact_offered


@pytest.mark.usefixtures("consultation")
def test_a_run_that_was_stopped_goes_on_with_those_not_told(
    app: Flask,
    client: FlaskClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(3):
        leave(
            client,
            after_sending(client, q_age="18-24", submission_key=uuid4().hex),
            "EG",
            f"one{number}@example.org",
        )
    noted = service.note_told

    def stop(_session: Session, contact: Contact) -> None:
        monkeypatch.setattr(service, "note_told", noted)
        raise KeyboardInterrupt(contact.id)

    monkeypatch.setattr(service, "note_told", stop)
    tell(app, tmp_path, TOLD)
    assert len(mails(tmp_path)) == 1
    done = tell(app, tmp_path, TOLD)
    assert "Messages written: 3" in done.output  # the one that was stopped may be told twice
    assert {mail["To"] for mail in mails(tmp_path)} == {f"one{n}@example.org" for n in range(3)}
