"""Snapshots: the same answers give the same bytes, and no answer that went outlives in one."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.exports import package, registry
from consult.exports import service as exports
from consult.questionnaires import queries as questionnaires
from consult.responses.models import Mode, Response
from consult.summaries import queries, tallies
from consult.summaries.snapshots import queries as snapshots
from consult.summaries.snapshots.columns import Columns
from consult.summaries.snapshots.models import AnswerSnapshot
from tests.moderation import cast as stored
from tests.summaries import cast


def test_the_order_in_which_answers_came_leaves_no_trace() -> None:
    rows = list(cast.rows(1, 300))
    mixed = rows.copy()
    random.Random(2).shuffle(mixed)

    one, other = cast.gathered(rows), cast.gathered(mixed)

    assert one.to_bytes() == other.to_bytes()
    assert one.digest == other.digest
    assert one.digest != cast.gathered(rows[:-1]).digest


def test_a_snapshot_reads_back_and_counts_the_same() -> None:
    found = cast.gathered(cast.rows(3, 200))

    again = Columns.from_bytes(found.to_bytes())

    assert again.digest == found.digest
    definition = cast.definition()
    assert tallies.of_columns(definition, again) == tallies.of_columns(definition, found)


def kept(session: Session) -> AnswerSnapshot | None:
    session.expire_all()
    return session.scalars(select(AnswerSnapshot)).one_or_none()


@pytest.mark.parametrize("act", ["withdrawn", "changed", "purged"])
def test_a_snapshot_dies_with_an_answer(session: Session, keys: Keyring, act: str) -> None:
    safety = stored.consultation(session, stored.meeting(session))
    stored.answer_all(session, keys, safety, cast.rows(4, 12))
    assert snapshots.of(session, safety).total == 12
    found = kept(session)
    assert found is not None
    assert found.content
    assert b"A text about" not in found.content

    mine = Response.consultation_id == safety.id
    one = session.scalars(select(Response.id).where(mine)).first()
    if act == "withdrawn":
        session.execute(delete(Response).where(Response.id == one))
    elif act == "changed":
        session.execute(update(Response).where(Response.id == one).values(mode=Mode.PAPER))
    else:
        session.execute(delete(Response).where(mine))

    gone = kept(session)
    assert gone is not None
    assert gone.content is None
    left = {"withdrawn": 11, "changed": 12, "purged": 0}[act]
    assert snapshots.of(session, safety).total == left


def test_a_snapshot_read_before_an_answer_went_is_not_kept(
    session: Session, keys: Keyring, database: Database
) -> None:
    safety = stored.consultation(session, stored.meeting(session))
    stored.answer_all(session, keys, safety, cast.rows(5, 6))
    stale = snapshots.of(session, safety)
    one = session.scalars(select(Response.id)).first()
    session.execute(delete(Response).where(Response.id == one))

    snapshots.keep(session, safety.id, 0, stale)

    found = kept(session)
    assert found is not None
    assert found.content is None


def test_new_answers_make_a_snapshot_old(session: Session, keys: Keyring) -> None:
    safety = stored.consultation(session, stored.meeting(session))
    stored.answer_all(session, keys, safety, cast.rows(6, 5))
    assert snapshots.of(session, safety).total == 5
    stored.answer_all(session, keys, safety, cast.rows(7, 1))

    assert snapshots.of(session, safety).total == 6


@pytest.fixture(scope="module")
def papers() -> dict[str, list[bytes]]:
    """The paper's files by database, filled by the two runs of the test below."""
    return {}


def test_both_databases_give_the_same_paper_whatever_the_order_of_answers(
    session: Session, keys: Keyring, database: Database, papers: dict[str, list[bytes]]
) -> None:
    name = database.engine.dialect.name
    rows = list(cast.rows(8, 120, unlikely=0.4))
    random.Random(name).shuffle(rows)
    safety = stored.consultation(session, stored.meeting(session))
    stored.answer_all(session, keys, safety, rows)
    session.commit()

    drafted = queries.paper(session, keys, 24)
    papers[name] = [drafted.to_json().encode()]
    with clock.frozen(datetime(2026, 2, 1, tzinfo=UTC)):
        for kind in registry.FORMATS:
            file = exports.export(
                session,
                keys,
                24,
                language="en",
                format_name=kind,
                draft=True,
                actor=COMMAND_LINE,
            )
            papers[name].append(file.content)
    frozen = replace(drafted, symbol="S26-CLCWGCOP24-C-0009", signed_on="2026-02-01")
    assert safety.version is not None
    asked = {"safety": questionnaires.definition(safety.version)}
    sources = package.Sources(frozen.to_json(), frozen, {}, asked)
    # The papers in it are those above, in other languages.
    papers[name].append(package.build(sources, write=lambda *_place: b""))

    first, *others = papers.values()
    assert all(other == first for other in others)
