"""Under attack only answers with a code are taken for a day; nobody loses what was typed."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.audit.actor import COMMAND_LINE
from consult.audit.models import AuditEntry
from consult.consultations import invited_only
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.responses.models import Response, Stratum
from tests.conftest import StaffClient
from tests.invitations.test_codes import cards
from tests.responses.cast import AMINA, address, send
from tests.responses.forms import answered, fields_of

Staff = Callable[[Role | str], StaffClient]

TOLD = "need an invitation code"


def strata(database: Database) -> dict[Stratum, int]:
    with database.session(read_only=True) as reading:
        found = select(Response.stratum, func.count()).group_by(Response.stratum)
        return dict(reading.execute(found).all())


def test_without_a_code_everything_stays_on_the_page_and_with_one_it_counts(
    client: FlaskClient,
    session: Session,
    keys: Keyring,
    database: Database,
    consultation: Consultation,
) -> None:
    (code,) = cards(session, keys, consultation).codes
    # Sent before the switch: a repeated sending still gets its receipt afterwards.
    assert send(client, address(language="en")).status_code == 201
    invited_only.begin(session, consultation, actor=COMMAND_LINE)
    session.commit()
    assert send(client, address(language="en")).status_code == 200
    assert TOLD in client.get("/en/consultations/safety").text
    assert TOLD in client.get(address(language="en")).text

    refused = send(client, address(language="en"), **{"submission-key": "another-phone-sends-it"})

    assert refused.status_code == 409
    kept = fields_of(refused.text)
    assert kept["q-idea"].replace("\r\n", "\n") == AMINA["q-idea"]
    assert TOLD in refused.text
    assert "without-invitation" not in refused.text
    assert strata(database) == {Stratum.OPEN: 1}
    with_code = client.post(
        address(language="en"), data=answered(kept, go="send", invitation=code, assent="yes")
    )
    assert with_code.status_code == 201
    assert strata(database) == {Stratum.OPEN: 1, Stratum.INVITED: 1}

    with clock.frozen(clock.now() + invited_only.LASTS - timedelta(seconds=1)):
        assert client.post(address(language="en"), data=kept).status_code != 201
    with clock.frozen(clock.now() + invited_only.LASTS):
        assert TOLD not in client.get(address(language="en")).text
        again = client.post(address(language="en"), data=answered(kept, go="send", assent="yes"))
        # The key of the page that was refused stored Amina's answers with the code.
        assert again.status_code == 200
        fresh = answered(kept, go="send", assent="yes", submission_key="a-third-phone-sends-it")
        assert client.post(address(language="en"), data=fresh).status_code == 201


def test_chair_and_administrator_switch_it_on_and_off_and_the_trail_keeps_it(
    staff: Staff, session: Session, consultation: Consultation
) -> None:
    page = "/staff/consultations/safety"
    assert (
        staff("secretariat").post(f"{page}/invited-only", data={"go": "begin"}).status_code == 403
    )
    mei = staff("chair")
    assert mei.post(f"{page}/invited-only", data={"go": "begin"}).status_code == 302
    shown = mei.get(page).text
    assert "Only answers with an invitation code are taken until:" in shown
    assert "Only answers with an invitation code" in staff("secretariat").get(page).text
    assert staff("admin").post(f"{page}/invited-only", data={"go": "end"}).status_code == 302
    assert "are taken until:" not in mei.get(page).text
    acts = session.scalars(
        select(AuditEntry.act)
        .where(AuditEntry.act.startswith("consultation.invited"))
        .order_by(AuditEntry.number)
    ).all()
    assert acts == ["consultation.invited_only", "consultation.invited_only_end"]
