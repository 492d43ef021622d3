"""The purge: deletes on purpose what is kept no longer, and tells in numbers what it deleted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import Table, delete, func, null, select, update
from sqlalchemy.orm import Session, joinedload

from consult.accounts import service as accounts
from consult.audit import service as audit
from consult.audit.actor import Actor
from consult.consultations.models import Consultation
from consult.contacts import service as contacts
from consult.core import clock, db, unordered
from consult.core.web import log
from consult.problems import service as problems
from consult.responses import leaving, retention
from consult.responses.models import Response, Withdrawal
from consult.responses.retention import Due


@dataclass(frozen=True)
class Purged:
    """What the purge did to one consultation, in numbers.

    ``waits_until`` is the day on which answers without a signed summary are deleted too; it is
    there while the other answers wait for the chair.
    """

    slug: str
    meeting: int
    signed: bool
    texts: int
    responses: int
    waits_until: date | None


def run(database: db.Database, *, days: int, actor: Actor) -> list[Purged]:
    """Purge in a transaction of its own and leave no trace in the files; see :func:`purge`.

    Raises:
        OSError: the rows are deleted, but the write-ahead log was busy; run it again.
    """
    with database.transaction() as session:
        purged = purge(session, days=days, actor=actor)
        accounts.forget_ended(session, actor=actor)
        problems.forget(session)
        forget_contacts(session, actor=actor)
    # Also when nothing was deleted now: an earlier run may have found the log busy.
    db.erase_traces(database)
    for name in unordered.forget_order(database, db.Base.metadata.sorted_tables):
        log.warning("%s was busy: the order of its rows is forgotten at the next purge", name)
    return purged


def forget_contacts(session: Session, *, actor: Actor) -> int:
    """Delete e-mail addresses no guardian agreed to in 14 days, or whose feedback is 30 days old.

    Returns:
        How many.
    """
    gone = contacts.purge(session, clock.today())
    if gone:
        audit.record(session, actor, "contact.purge", "contacts", addresses=gone)
    return gone


def purge(session: Session, *, days: int, actor: Actor) -> list[Purged]:
    """Delete what is due today, with all reviews and quotes that are not in a signed paper.

    Args:
        session: open transaction; the caller commits it and calls ``core.db.erase_traces``.
        days: how long the installation keeps answers after the meeting.
        actor: a person at the command line, or the server by itself.

    Returns:
        A line per consultation that is past its time and was not emptied before.
    """
    return [
        _purge_one(session, consultation, what, days, actor)
        for consultation, what in _due(session, days)
    ]


def _due(session: Session, days: int) -> Iterator[tuple[Consultation, Due]]:
    wanted = (
        select(Consultation)
        .where(Consultation.approved_at.is_not(None), Consultation.answers_deleted_on.is_(None))
        .options(joinedload(Consultation.meeting))
        .order_by(Consultation.slug)
    )
    for consultation in session.scalars(wanted).all():
        what = retention.due(consultation, days, clock.today())
        if what is not Due.NOTHING:
            yield consultation, what


def _purge_one(
    session: Session, consultation: Consultation, what: Due, days: int, actor: Actor
) -> Purged:
    if what is Due.TEXTS:
        texts, responses = _delete_texts(session, consultation), 0
    else:
        texts, responses = delete_answers(session, consultation, clock.today())
    if texts or responses:
        audit.record(
            session, actor, "response.purge", consultation.slug, texts=texts, responses=responses
        )
    return Purged(
        consultation.slug,
        consultation.meeting.number,
        consultation.settled_at is not None,
        texts,
        responses,
        retention.kept(consultation, days).longest if what is Due.TEXTS else None,
    )


def delete_answers(session: Session, consultation: Consultation, on: date) -> tuple[int, int]:
    """Delete every response; mark the consultation, so that a code gets a kind answer.

    Digests of receipts, of submission keys and of those taken back go too: the consultation is
    long closed, so there is nothing left that they could find or keep out.

    Returns:
        How many texts, and how many responses.
    """
    mine = Response.consultation_id == consultation.id
    texts = session.scalar(select(func.count()).where(mine, Response.texts.is_not(None))) or 0
    responses = session.scalar(select(func.count()).where(mine)) or 0
    session.execute(delete(Response).where(mine))
    leaving.purged(session)
    contacts.purge_of(session, consultation)
    session.execute(delete(Withdrawal).where(Withdrawal.consultation_id == consultation.id))
    consultation.answers_deleted_on = on
    session.flush()
    return texts, responses


def _delete_texts(session: Session, consultation: Consultation) -> int:
    """Delete the free texts and what refers to them; return how many responses had some.

    The other answers stay, and ``text_codes`` with them: the tables count how many wrote.
    """
    mine = Response.consultation_id == consultation.id
    key = cast("Table", Response.__table__).columns["id"]
    # Reviews, and quotes of them, stand in features above this one: found by what they refer to.
    for table in db.Base.metadata.tables.values():
        for column in table.columns:
            if column.references(key):
                session.execute(delete(table).where(column.in_(select(Response.id).where(mine))))
    texts = session.scalar(select(func.count()).where(mine, Response.texts.is_not(None))) or 0
    session.execute(
        # What was found in a text goes with it, also where all of them were restricted.
        update(Response).where(mine).values(texts=None, found=null()),
        execution_options={"synchronize_session": False},
    )
    session.expire_all()
    return texts


def in_words(purged: Sequence[Purged]) -> Iterator[str]:
    """Yield what a person at the command line is told."""
    for one in purged:
        if one.texts or one.responses:
            yield f"{one.slug}: deleted {one.responses} responses and the texts of {one.texts}."
        if one.waits_until:
            yield (
                f"Warning: meeting {one.meeting} has no signed summary. The other answers to "
                f"{one.slug} wait for it, until {one.waits_until} at the latest."
            )
        elif not one.signed and one.responses:
            yield (
                f"Warning: meeting {one.meeting} has no signed summary, and its time is over. "
                f"One over {one.slug} cannot be signed any more."
            )
    if not any(one.texts or one.responses for one in purged):
        yield "No answers are past their time, or they were deleted before."
