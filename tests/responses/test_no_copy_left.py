"""SQLite keeps copies of rows where it shares out a full page: none of a young person's is left."""

import random
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core import ids
from consult.core.db import Database
from consult.responses.models import Response
from tests.responses.cast import address, send
from tests.responses.test_sending import code_on


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.trust("R07")
def test_no_copy_of_answers_taken_back_stays_where_a_page_was_shared_out(
    client: FlaskClient, consultation: Consultation, database: Database, session: Session
) -> None:
    """One of a hundred left a copy, where rows are not all of a length: over 200 are tried."""
    lookup, path = client.application.extensions["keys"].lookup, str(database.engine.url.database)
    draw, codes, found = random.Random(5), [], []
    for number in range(700):
        sent = send(
            client,
            address(),
            submission_key=f"young-{number:015}",
            q_places_other=f"canary {number}",
        )
        codes.append(code_on(sent.text))
        if number < 40 or number % 3:
            continue
        code = codes.pop(draw.randrange(len(codes)))
        digest = ids.digest(lookup, "receipt", code)
        hers = session.scalars(select(Response).filter_by(receipt_digest=digest)).one()
        traces = [bytes(hers.texts or b""), hers.id.hex.encode(), digest.encode()]
        session.rollback()
        session.expire_all()
        page = client.post("/en/receipt", data={"code": code, "go": "withdraw-now"})
        assert page.status_code == 200
        left = Path(path).read_bytes() + Path(f"{path}-wal").read_bytes()
        found.append([trace in left for trace in traces])
    assert len(found) > 200
    assert not [places for places in found if any(places)]
