"""A backup put back brings no address, no words and no code that somebody ended since."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE
from consult.contacts.models import Contact
from consult.core.crypto import Keyring
from consult.invitations import service as invitations
from consult.invitations.models import Batch
from consult.responses import queries
from consult.responses.models import Response, RestrictedText
from consult.restricted import sealing
from tests.contacts.test_contacts import after_sending, code_in, leave
from tests.responses.cast import add_consultation
from tests.responses.forms import answered, fields_of
from tests.responses.test_backups import back_up, run
from tests.responses.test_sending import code_on

FORM = "/en/consultations/safety/answer"
STORY = "My stepfather beats me every night and I want to kill myself tonight"


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The embedded database alone has these commands."""
    path = tmp_path / "consult.db"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{path}"


@pytest.mark.trust("R33")
def test_what_was_ended_or_replaced_since_the_backup_does_not_come_back(
    app: Flask, client: FlaskClient, session: Session, keys: Keyring, tmp_path: Path
) -> None:
    safety = add_consultation(session, contact_offered=True)
    made = invitations.make_codes(
        session,
        keys,
        safety,
        form_key="0123456789abcdef",
        label="A school",
        codes=1,
        uses=1,
        region=None,
        actor=COMMAND_LINE,
    )
    session.commit()
    batch = made.batch.id
    session.close()
    first = leave(client, after_sending(client, q_age="18-24"), "FR")
    assert first.status_code == 201
    sent = client.post(
        FORM,
        data={"submission-key": "luca-sends-this-once", "q-idea": "I am Luca", "assent": "yes"},
    )
    code = code_on(sent.text)
    backup = tmp_path / "kept" / "backup.sealed"
    back_up(app, session, backup)

    client.post("/en/contact", data={"code": code_in(first)})
    form = client.post("/en/receipt", data={"code": code, "go": "change"})
    changed = answered(fields_of(form.text), go="send")
    changed["q-idea"] = STORY
    assert client.post(FORM, data=changed).status_code in {200, 201}
    invitations.end(session, session.get_one(Batch, batch), "safety", actor=COMMAND_LINE)
    session.commit()
    done = run(app, session, "restore", str(backup), "--replace")

    assert done.exit_code == 0, done.output
    assert session.scalars(select(Contact)).all() == []
    assert session.get_one(Batch, batch).ended_on is not None
    told = [queries.texts_of(keys, one).get("idea") for one in session.scalars(select(Response))]
    assert "I am Luca" not in told
    kept = session.scalars(select(RestrictedText)).one()
    assert sealing.words(keys, kept) == STORY
    session.close()
    assert STORY in client.post("/en/receipt", data={"code": code}).text
