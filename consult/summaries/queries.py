"""Reading summaries: the paper of a meeting, its draft computed now or the frozen one."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.errors import InvalidError, NotFoundError
from consult.core.locales import N_, Localized
from consult.meetings import queries as meetings
from consult.meetings.models import Document, Meeting
from consult.meetings.symbols import Symbol
from consult.moderation import queries as moderation
from consult.moderation.queries import Text
from consult.summaries import building, figures, sealing, wording
from consult.summaries.building import Material
from consult.summaries.models import EarlierPaper, Summary, SummaryQuote
from consult.summaries.paper import Paper, Quote, Table
from consult.summaries.quotes import question_code


@dataclass(frozen=True)
class Answered:
    """How many answered a consultation; ``None`` where the count is hidden."""

    responses: int | None
    participation: dict[str, Table]


def find(session: Session, meeting: Meeting) -> Summary | None:
    """Return a meeting's summary, or ``None`` while nobody has begun one."""
    return session.scalars(
        select(Summary)
        .filter_by(meeting_id=meeting.id)
        .options(
            joinedload(Summary.signed_by),
            joinedload(Summary.document),
            selectinload(Summary.quotes).joinedload(SummaryQuote.review),
        )
    ).first()


def is_signed(session: Session, meeting: Meeting) -> bool:
    """Whether the chair has signed a meeting's summary."""
    summary = find(session, meeting)
    return summary is not None and summary.frozen is not None


def consulted(session: Session, meeting: Meeting) -> list[Consultation]:
    """Return the meeting's approved consultations, in the order they open."""
    return [
        one
        for one in consultations.of_meeting(session, meeting)
        if one.approved_at is not None and one.version is not None
    ]


def paper(session: Session, keys: Keyring, meeting_number: int) -> Paper:
    """Return what a meeting's paper shows: frozen when it is signed, else computed now.

    Raises:
        NotFoundError: no such meeting, or nobody was consulted for it.
    """
    meeting = meetings.by_number(session, meeting_number)
    summary = find(session, meeting)
    if summary is not None and summary.frozen is not None:
        return sealing.opened(session, keys, Paper.from_json(summary.frozen))
    asked = consulted(session, meeting)
    if not asked:
        message = N_("No young people were consulted for meeting %(number)s yet.")
        raise NotFoundError("nobody_consulted", message, number=meeting_number)
    return building.draft(session, keys, meeting, summary, asked)


def tables(session: Session, meeting: Meeting) -> Paper:
    """Return a meeting's released tables alone."""
    asked, signed = consulted(session, meeting), is_signed(session, meeting)
    return building.tables(session, meeting, asked, signed=signed)


def material(session: Session, keys: Keyring, meeting: Meeting) -> Material:
    """Return what the claims of a meeting's summary are drafted from today, and those claims."""
    summary = find(session, meeting)
    chosen = {quote.review_id for quote in summary.quotes} if summary else set()
    return building.material(
        session,
        keys,
        meeting,
        consulted(session, meeting),
        chosen=chosen,
        signed=summary is not None and summary.frozen is not None,
    )


def quotes(session: Session, keys: Keyring, meeting: Meeting) -> dict[str, Quote]:
    """Return what may be quoted for a meeting, by the name that claims call it by."""
    asked, signed = consulted(session, meeting), is_signed(session, meeting)
    return building.quotes(session, keys, meeting, asked, signed=signed)


def standing(session: Session, consultation: Consultation) -> Answered:
    """Return how many have answered so far, and who: the counts that its paper shows too.

    One disclosure control stands over the whole meeting, here as in the paper: two pages that hid
    different counts would give them away together.
    """
    summary = find(session, consultation.meeting)
    if summary is not None and summary.frozen is not None:
        for result in Paper.from_json(summary.frozen).consultations:
            if result.slug == consultation.slug:
                return Answered(result.responses, dict(result.participation))
    asked = consulted(session, consultation.meeting)
    released = figures.of(
        session,
        consultation.meeting,
        asked,
        signed=summary is not None and summary.frozen is not None,
    )
    published = released.published[consultation.slug]
    return Answered(published.responses, dict(published.participation))


def signed(session: Session, symbol: str) -> Paper:
    """Return the signed paper of a symbol, the one in force or one that another followed.

    Its quotes are sealed.

    Raises:
        NotFoundError: no paper of ours has it.
    """
    unknown = NotFoundError(
        "document_unknown",
        N_("The paper %(symbol)s is not published here. Look at the list of meetings."),
        symbol=symbol,
    )
    try:
        wanted = str(Symbol.parse(symbol))
    except InvalidError as error:
        raise unknown from error
    for table in (Summary, EarlierPaper):
        frozen = session.scalar(
            select(table.frozen)
            .join(Document, table.document_id == Document.id)
            .where(Document.symbol == wanted)
        )
        if frozen is not None:
            return Paper.from_json(frozen)
    raise unknown


def signed_of(session: Session, meeting: Meeting) -> Paper | None:
    """Return a meeting's signed paper in force, its quotes sealed, or ``None``."""
    frozen = session.scalar(select(Summary.frozen).filter_by(meeting_id=meeting.id))
    return None if frozen is None else Paper.from_json(frozen)


def quotable(session: Session, keys: Keyring, meeting: Meeting) -> list[Text]:
    """Return the reviewed texts that may be quoted in a meeting's paper."""
    return moderation.quotable(session, keys, consulted(session, meeting))


def quotable_by_question(
    session: Session, keys: Keyring, meeting: Meeting
) -> list[tuple[Consultation, Localized, list[Text]]]:
    """Return the texts that may be quoted, question by question, in the order they are asked."""
    texts = quotable(session, keys, meeting)
    groups = []
    for consultation in consulted(session, meeting):
        if consultation.version is None:
            continue
        for code, words in consultations.words_asked(session, consultation).items():
            mine = [
                text
                for text in texts
                if text.response.consultation_id == consultation.id
                and question_code(text.text_code) == code
            ]
            if mine:
                groups.append((consultation, words, mine))
    return groups


def own_words(session: Session, keys: Keyring, meeting: Meeting) -> tuple[Localized, Localized]:
    """Return the title and abstract that stand where nobody wrote others."""
    asked = consulted(session, meeting)
    responses = paper(session, keys, meeting.number).phases.base
    return wording.title(meeting, asked), wording.abstract(meeting, len(asked), responses)
