"""A code counts its bearer as invited, once per use, and leads to no answer."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE
from consult.consultations.models import Consultation
from consult.core import ids
from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.core.errors import DomainError
from consult.invitations import service
from consult.invitations.models import Batch, Group, InvitationCode
from consult.responses import invited, queries
from consult.responses.models import Mode, Response, Stratum
from consult.tables import metadata
from tests.access.walk import content
from tests.responses.cast import AMINA_ANSWERS, AMINA_TEXTS, address, send
from tests.responses.forms import answered, fields_of


def cards(
    session: Session, keys: Keyring, to: Consultation, count: int = 1, uses: int = 1
) -> service.Cards:
    made = service.make_codes(
        session,
        keys,
        to,
        form_key=ids.new_key(),
        label="Cairo youth council",
        codes=count,
        uses=uses,
        region=None,
        actor=COMMAND_LINE,
    )
    session.commit()
    return made


def group(session: Session, keys: Keyring, to: Consultation, headcount: int) -> service.GroupCodes:
    made = service.add_group(
        session,
        keys,
        to,
        form_key=ids.new_key(),
        partner="A school",
        officer_role="teacher",
        headcount=headcount,
        region=None,
        actor=COMMAND_LINE,
    )
    session.commit()
    return made


def answer(database: Database, keys: Keyring, to: Consultation, key: str, code: str) -> str:
    """Send Amina's answers in a transaction of their own; return ``stored`` or the refusal."""
    try:
        with database.transaction() as own:
            found = own.get_one(Consultation, to.id)
            assert found.version_id
            got = invited.receive(
                own,
                keys,
                found,
                queries.definition_of(own, found.version_id),
                invitation=code,
                submission_key=key,
                language="ar",
                answers=AMINA_ANSWERS,
                texts=AMINA_TEXTS,
                may_be_quoted=True,
            )
    except DomainError as refusal:
        return refusal.code
    return "stored" if got.first else "repeated"


@pytest.mark.trust("R23")
def test_a_code_with_one_use_used_by_32_at_once_gives_exactly_one(
    session: Session, keys: Keyring, consultation: Consultation, database: Database
) -> None:
    (code,) = cards(session, keys, consultation).codes

    with ThreadPoolExecutor(32) as pool:
        became = list(
            pool.map(
                lambda n: answer(database, keys, consultation, f"somebody-sends-{n:04}", code),
                range(32),
            )
        )

    assert Counter(became) == {"stored": 1, "invitation_used": 31}
    stored = session.scalars(select(Response)).one()
    assert (stored.stratum, stored.mode) == (Stratum.INVITED, Mode.OPEN)
    assert session.scalars(select(InvitationCode.used)).all() == [1]


@pytest.mark.trust("R23")
def test_a_group_of_three_takes_three_and_a_repetition_counts_once(
    session: Session, keys: Keyring, consultation: Consultation, database: Database
) -> None:
    code = group(session, keys, consultation, 3).code

    with ThreadPoolExecutor(8) as pool:
        became = list(
            pool.map(
                lambda n: answer(database, keys, consultation, f"somebody-sends-{n % 5:04}", code),
                range(20),
            )
        )

    assert became.count("stored") == 3
    assert set(became) <= {"stored", "repeated", "invitation_used"}
    assert session.scalars(select(Group.joined)).one() == 3
    rows = session.execute(select(Response.mode, Response.stratum)).all()
    assert rows == [(Mode.FACILITATED, Stratum.INVITED)] * 3


def test_a_repetition_gets_its_receipt_although_the_code_is_used_up(
    session: Session, keys: Keyring, consultation: Consultation, database: Database
) -> None:
    (code,) = cards(session, keys, consultation).codes

    assert answer(database, keys, consultation, "amina-sends-this", code) == "stored"
    assert answer(database, keys, consultation, "amina-sends-this", code.lower()) == "repeated"
    assert answer(database, keys, consultation, "luca-sends-this-", code) == "invitation_used"
    assert session.scalar(select(func.count()).select_from(Response)) == 1


@pytest.mark.trust("R23")
def test_only_digests_of_codes_are_stored_and_nothing_leads_from_a_code_to_an_answer(
    session: Session, keys: Keyring, consultation: Consultation, database: Database
) -> None:
    made = cards(session, keys, consultation, 20)
    school = group(session, keys, consultation, 2)
    for number, code in enumerate([*made.codes[:5], school.code]):
        assert answer(database, keys, consultation, f"somebody-sends-{number}", code) == "stored"

    own = {Batch.__tablename__, InvitationCode.__tablename__, Group.__tablename__}
    for table in metadata.sorted_tables:
        targets = {key.column.table.name for key in table.foreign_keys}
        assert table.name in own or not targets & own, table.name
        assert table.name not in own or "response" not in targets
    kept = set()
    with database.engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            for row in connection.execute(select(text("*")).select_from(text(name))):
                kept |= {str(value) for value in row}
    for code in [*made.codes, school.code, school.facilitator_code]:
        assert not any(code in value or code.replace("-", "") in value for value in kept)


@pytest.mark.trust("R34")
def test_a_wrong_code_is_told_kindly_loses_nothing_and_one_may_go_on_without_it(
    client: FlaskClient, session: Session, keys: Keyring, consultation: Consultation,
    database: Database,
) -> None:  # fmt: skip
    cards(session, keys, consultation)
    before = content(database)

    review = send(client, address(language="en"), go="review", invitation="ABCD EFGH")
    refused = send(client, address(language="en"), go="send", invitation="ABCD EFGH")

    assert 'value="ABCD EFGH"' in review.text
    assert refused.status_code == 422
    assert "We do not know this invitation code" in refused.text
    assert content(database) == before
    kept = fields_of(refused.text)
    assert kept["q-idea"] == AMINA_TEXTS["idea"].replace("\n", "\n")
    assert kept["invitation"] == "ABCD EFGH"
    sent = client.post(address(language="en"), data=answered(kept, without_invitation="yes"))
    assert sent.status_code == 201
    stored = session.scalars(select(Response)).one()
    assert (stored.stratum, stored.answers) == (Stratum.OPEN, AMINA_ANSWERS)


def test_a_code_that_was_ended_is_refused_and_a_mended_one_taken(
    client: FlaskClient, session: Session, keys: Keyring, consultation: Consultation
) -> None:
    ended, good = cards(session, keys, consultation), cards(session, keys, consultation)
    service.end(session, ended.batch, "safety", actor=COMMAND_LINE)
    session.commit()

    refused = send(client, address(), go="send", invitation=ended.codes[0])
    assert refused.status_code == 409
    fields = answered(fields_of(refused.text), invitation=good.codes[0], go="send")
    assert client.post(address(), data=fields).status_code == 201

    session.expire_all()
    assert session.scalars(select(Response)).one().stratum is Stratum.INVITED
    rows = session.execute(select(InvitationCode.batch_id, InvitationCode.used))
    used = {row.batch_id: row.used for row in rows}
    assert used == {ended.batch.id: 0, good.batch.id: 1}
