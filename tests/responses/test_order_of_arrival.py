"""The database itself does not tell in which order answers came, nor what came together."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE
from consult.consultations.models import Consultation
from consult.core import unordered
from consult.core.crypto import Keyring
from consult.core.db import Base, Database
from consult.responses import purging, queries
from consult.responses.models import Response
from tests.invitations.test_codes import answer, cards
from tests.responses.cast import AMINA_ANSWERS, AMINA_TEXTS

KEYS_OF = text("SELECT id FROM response ORDER BY ctid")
TRANSACTIONS = text("SELECT count(DISTINCT xmin::text) FROM response")
TOGETHER = text(
    "SELECT count(*) FROM response r JOIN invitation_code c ON r.xmin::text = c.xmin::text"
)


@pytest.mark.trust("R23")
def test_after_the_daily_purge_rows_lie_by_their_random_keys_in_one_transaction(
    session: Session, keys: Keyring, consultation: Consultation, database: Database
) -> None:
    if database.engine.dialect.name != "postgresql":
        assert Base.metadata.tables["response"].dialect_options["sqlite"]["with_rowid"] is False
        return  # the file has the rows by key
    codes = cards(session, keys, consultation, count=8).codes
    for number, code in enumerate(codes):
        answer(database, keys, consultation, f"amina-sends-this-{number}", code)
    with database.session() as before:
        came = before.scalars(KEYS_OF).all()
        assert came != sorted(came)
        assert (before.scalar(TRANSACTIONS), before.scalar(TOGETHER)) == (8, 8)

    session.rollback()
    purging.run(database, days=90, actor=COMMAND_LINE)

    with database.session() as after:
        assert after.scalars(KEYS_OF).all() == sorted(came)
        assert (after.scalar(TRANSACTIONS), after.scalar(TOGETHER)) == (1, 0)
        for response in after.scalars(select(Response)):
            assert response.answers == AMINA_ANSWERS
            assert queries.texts_of(keys, response) == AMINA_TEXTS


def test_a_busy_table_is_left_until_the_next_time(
    session: Session, keys: Keyring, consultation: Consultation, database: Database
) -> None:
    if database.engine.dialect.name != "postgresql":
        return  # nothing is laid anew
    for number, code in enumerate(cards(session, keys, consultation, count=2).codes):
        answer(database, keys, consultation, f"amina-sends-this-{number}", code)
    session.rollback()
    tables = Base.metadata.sorted_tables
    with database.session() as reader:
        reader.scalar(select(func.count()).select_from(Response))
        assert unordered.forget_order(database, tables) == ["response"]
    assert unordered.forget_order(database, tables) == []
    with database.session() as after:
        assert after.scalar(TRANSACTIONS) == 1
