"""What the present database knows that a backup does not: it must hold after a restore too."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import column, delete, insert, select, table, update
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.contacts.models import Contact
from consult.core import db
from consult.invitations.models import Batch, Group
from consult.questionnaires.models import QuestionnaireVersion
from consult.responses.models import Response, RestrictedText

#: A row as SQLite keeps it, by the names of its columns.
_Row = Mapping[str, Any]


@dataclass(frozen=True)
class Since:
    """What young people and staff ended or changed, as the present database has it.

    ``withdrawn`` maps digests of submission keys to their consultation; ``purged`` maps
    consultations to the day their answers were deleted; ``contacts`` has the e-mail addresses that
    are still there, ``None`` where there is no present database; ``ended`` has the day on which
    invitation codes and groups ended; ``rows`` maps the digest of each response to its row;
    ``struck`` are seals of quotes in signed papers that their authors took back.
    """

    withdrawn: Mapping[str, UUID] = field(default_factory=dict)
    purged: Mapping[UUID, date] = field(default_factory=dict)
    contacts: frozenset[UUID] | None = None
    ended: Mapping[UUID, date] = field(default_factory=dict)
    rows: Mapping[str, UUID] = field(default_factory=dict)
    struck: frozenset[str] = frozenset()
    present: sqlite3.Connection | None = None


def read(present: sqlite3.Connection) -> Since:
    """Return what a database knows; its connection stays open while that is used."""
    withdrawn = present.execute("SELECT submission_digest, consultation_id FROM withdrawal")
    purged = present.execute(
        "SELECT id, answers_deleted_on FROM consultation WHERE answers_deleted_on IS NOT NULL"
    )
    ended = present.execute(
        "SELECT id, ended_on FROM invitation_batch WHERE ended_on IS NOT NULL "
        "UNION ALL SELECT id, closed_on FROM consent_group WHERE closed_on IS NOT NULL"
    )
    rows = present.execute("SELECT submission_digest, id FROM response")
    contacts = present.execute("SELECT id FROM contact")
    struck = present.execute("SELECT seal FROM signed_quote WHERE words IS NULL")
    return Since(
        withdrawn={digest: UUID(consultation) for digest, consultation in withdrawn},
        purged={UUID(key): date.fromisoformat(day) for key, day in purged},
        contacts=frozenset(UUID(key) for (key,) in contacts),
        ended={UUID(key): date.fromisoformat(day) for key, day in ended},
        rows={digest: UUID(key) for digest, key in rows},
        struck=frozenset(seal for (seal,) in struck),
        present=present,
    )


def apply(session: Session, since: Since) -> None:
    """Take back in a backup's database what is not a response's end: addresses, codes, old words.

    Args:
        session: on the backup's database; the caller commits it.
        since: what the present one knows.
    """
    if since.contacts is not None:
        there = set(session.scalars(select(Contact.id)))
        session.execute(delete(Contact).where(Contact.id.in_(there - since.contacts)))
    for key, day in since.ended.items():
        batch = update(Batch).where(Batch.id == key, Batch.ended_on.is_(None))
        group = update(Group).where(Group.id == key, Group.closed_on.is_(None))
        session.execute(batch.values(ended_on=day))
        session.execute(group.values(closed_on=day))
    for digest, key in session.execute(select(Response.submission_digest, Response.id)).all():
        if since.rows.get(digest, key) != key:
            _put_changed(session, since, digest)
    _strike(session, since.struck)
    session.flush()


def _strike(session: Session, struck: Collection[str]) -> None:
    """Empty the quotes of signed papers that their authors took back since."""
    # The table stands in a feature above this one.
    quotes = db.Base.metadata.tables["signed_quote"]
    emptied = update(quotes).values(words=None, response_id=None)
    for seal in struck:
        session.execute(emptied.where(quotes.c.seal == seal))


def _put_changed(session: Session, since: Since, digest: str) -> None:
    """Put what an author made of their answers in the place of what they had replaced."""
    assert since.present is not None  # its rows are known
    session.execute(delete(Response).where(Response.submission_digest == digest))
    versions = {str(key) for key in session.scalars(select(QuestionnaireVersion.id))}
    accounts = {str(key) for key in session.scalars(select(Account.id))}
    mine = "SELECT * FROM response WHERE submission_digest = ?"
    restricted = (
        "SELECT r.* FROM restricted_text r JOIN response o ON o.id = r.response_id "
        "WHERE o.submission_digest = ?"
    )
    for row in _rows(since.present, mine, digest):
        if str(UUID(row["version_id"])) not in versions:
            return  # they answered a version that the backup does not have
        _insert(session, Response.__tablename__, row)
    for row in _rows(since.present, restricted, digest):
        handler = row["handler_id"]
        known = handler if handler and str(UUID(handler)) in accounts else None
        _insert(session, RestrictedText.__tablename__, {**row, "handler_id": known})


def _rows(present: sqlite3.Connection, statement: str, digest: str) -> Iterator[_Row]:
    found = present.execute(statement, (digest,))
    names = [each[0] for each in found.description]
    yield from (dict(zip(names, values, strict=True)) for values in found.fetchall())


def _insert(session: Session, name: str, row: _Row) -> None:
    # Without types: the values are as SQLite keeps them.
    session.execute(insert(table(name, *map(column, row))).values(dict(row)))
