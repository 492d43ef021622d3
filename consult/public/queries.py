"""What the public record shows: consultations by state, meetings, signed papers."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from consult.consultations import rules
from consult.consultations.models import Consultation
from consult.consultations.rules import State
from consult.core.crypto import Keyring
from consult.core.errors import InvalidError, NotFoundError
from consult.core.locales import N_
from consult.meetings.models import Document, Meeting
from consult.meetings.symbols import Symbol
from consult.summaries import revisions, sealing
from consult.summaries.models import EarlierPaper, Summary
from consult.summaries.paper import Paper

#: How long the home page names a consultation after it closed.
_RECENT = timedelta(days=120)
_LATEST_PAPERS = 5


@dataclass(frozen=True)
class Standing:
    """A consultation as it stands at a moment."""

    consultation: Consultation
    state: State
    ends_at: datetime


@dataclass(frozen=True)
class Signed:
    """A signed summary: its frozen text, and the paper read from it with the quotes that may be.

    ``secret`` is what only those quotes give: copies of files that show them are kept under
    it, and nobody reads a copy any more when one of them was taken back. ``newer`` is the symbol
    of the paper that is in force now, when this is an earlier one.
    """

    frozen: str
    paper: Paper
    secret: bytes
    newer: str = ""

    @property
    def has_quotes(self) -> bool:
        """Whether it prints words that their authors may still take back."""
        return any(True for _seal in sealing.seals_of(self.paper))


def consultations(session: Session, now: datetime) -> dict[State, list[Standing]]:
    """Return the approved consultations by state; of the closed ones the recent.

    Open and waiting ones come in the order of their next moment, closed ones the latest first.
    """
    rows = session.scalars(
        select(Consultation)
        .where(Consultation.approved_at.is_not(None), Consultation.closes_at > now - _RECENT)
        .options(joinedload(Consultation.meeting))
        .order_by(Consultation.closes_at, Consultation.slug)
    )
    found: dict[State, list[Standing]] = {State.OPEN: [], State.WAITING: [], State.CLOSED: []}
    for row in rows:
        standing = _standing(row, now)
        found[standing.state].append(standing)
    found[State.WAITING].sort(key=lambda standing: standing.consultation.opens_at)
    found[State.CLOSED].sort(key=lambda standing: standing.ends_at, reverse=True)
    return found


def consultations_of(session: Session, meeting: Meeting, now: datetime) -> list[Standing]:
    """Return a meeting's approved consultations in the order they open."""
    rows = session.scalars(
        select(Consultation)
        .where(Consultation.approved_at.is_not(None), Consultation.meeting_id == meeting.id)
        .order_by(Consultation.opens_at, Consultation.slug)
    )
    return [_standing(row, now) for row in rows]


def consultation(session: Session, slug: str) -> Consultation:
    """Return an approved consultation.

    Raises:
        NotFoundError: there is none of this name, or only a draft.
    """
    found = session.scalars(
        select(Consultation).filter_by(slug=slug).options(joinedload(Consultation.meeting))
    ).first()
    if found is None or found.approved_at is None:
        message = N_("There is no consultation named %(slug)s here. Check the link.")
        raise NotFoundError("consultation_unknown", message, slug=slug)
    return found


def latest_papers(session: Session) -> list[Paper]:
    """Return the papers signed last, without the words of their quotes."""
    rows = session.scalars(
        select(Summary.frozen)
        .where(Summary.frozen.is_not(None))
        .order_by(Summary.signed_at.desc())
        .limit(_LATEST_PAPERS)
    )
    return [Paper.from_json(frozen) for frozen in rows if frozen is not None]


def paper_of(session: Session, keys: Keyring, meeting: Meeting) -> Signed | None:
    """Return a meeting's signed paper that is in force, or ``None``."""
    frozen = session.scalar(select(Summary.frozen).filter_by(meeting_id=meeting.id))
    return None if frozen is None else signed(session, keys, frozen)


def ours(session: Session, meeting: Meeting) -> set[str]:
    """Return the symbols of a meeting's papers that can be read here, earlier ones among them."""
    now = select(Document.symbol).join(Summary, Summary.document_id == Document.id)
    before = select(Document.symbol).join(EarlierPaper, EarlierPaper.document_id == Document.id)
    mine = Document.meeting_id == meeting.id
    current = session.scalars(now.where(mine, Summary.frozen.is_not(None)))
    return {*current, *session.scalars(before.where(mine))}


def document(session: Session, keys: Keyring, typed: str) -> tuple[Document, Signed | None]:
    """Return a registered paper, and its text when it is one of ours that was signed.

    A paper that another one followed stays here for ever.

    Raises:
        NotFoundError: no such paper is registered, or it is not published yet.
    """
    unknown = NotFoundError(
        "document_unknown",
        N_("The paper %(symbol)s is not published here. Look at the list of meetings."),
        symbol=typed,
    )
    try:
        symbol = str(Symbol.parse(typed))
    except InvalidError as error:
        raise unknown from error
    found = session.scalars(
        select(Document)
        .join(Document.meeting)
        .where(Document.symbol == symbol)
        .options(contains_eager(Document.meeting))
    ).first()
    if found is None:
        raise unknown
    frozen = session.scalar(select(Summary.frozen).filter_by(document_id=found.id))
    if frozen is not None:
        return found, signed(session, keys, frozen)
    earlier = revisions.earlier(session, found)
    if earlier is not None:
        newer = earlier.summary.document
        text = signed(session, keys, earlier.frozen)
        return found, replace(text, newer=newer.symbol if newer else "")
    if not found.address:
        raise unknown
    return found, None


def _standing(row: Consultation, now: datetime) -> Standing:
    return Standing(row, rules.state(row, now), rules.ends_at(row))


def signed(session: Session, keys: Keyring, frozen: str) -> Signed:
    """Return a signed paper with the words of the quotes that their authors left in it."""
    paper = Paper.from_json(frozen)
    found = sealing.readable(session, keys, paper)
    secret = hashlib.sha256(frozen.encode())
    for seal in sealing.seals_of(paper):
        secret.update(found[seal].key.encode() if seal in found else b"-")
    return Signed(frozen, sealing.filled(paper, found), secret.digest())
