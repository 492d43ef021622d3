"""Reading summaries: the paper of a meeting, its draft computed now or the frozen one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.consultations import queries as consultations
from consult.consultations import rules as consultation_rules
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.errors import NotFoundError
from consult.core.locales import N_, Localized
from consult.meetings import queries as meetings
from consult.meetings.models import AgendaItem, Meeting
from consult.moderation import queries as moderation
from consult.moderation.queries import Text
from consult.questionnaires import queries as questionnaires
from consult.summaries import disclosure, links, release, sealing, tallies, wording
from consult.summaries.disclosure import Published, Source
from consult.summaries.models import Summary, SummaryQuote
from consult.summaries.paper import ConsultationResult, Paper, QuestionResult, Quote, Table
from consult.summaries.quotes import Crowd, question_code
from consult.summaries.release import Released

#: Name of the counts that a meeting's paper shows, among what is released.
PAPER = "paper"


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
    return _draft(session, keys, meeting, summary, asked)


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
    found = sources(session, asked)
    given = released(session, consultation.meeting, asked, found)
    published = disclosure.tables(found, given.shown, held=given.held)[1][consultation.slug]
    return Answered(published.responses, dict(published.participation))


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
        for question in questionnaires.definition(consultation.version).questions():
            mine = [
                text
                for text in texts
                if text.response.consultation_id == consultation.id
                and question_code(text.text_code) == question.code
            ]
            if mine:
                groups.append((consultation, question.text, mine))
    return groups


def own_words(session: Session, keys: Keyring, meeting: Meeting) -> tuple[Localized, Localized]:
    """Return the title and abstract that stand where nobody wrote others."""
    asked = consulted(session, meeting)
    responses = paper(session, keys, meeting.number).phases.base
    return wording.title(meeting, asked), wording.abstract(meeting, len(asked), responses)


def _draft(
    session: Session,
    keys: Keyring,
    meeting: Meeting,
    summary: Summary | None,
    asked: Sequence[Consultation],
) -> Paper:
    found = sources(session, asked)
    given = released(session, meeting, asked, found)
    phases, published = disclosure.tables(found, given.shown, held=given.held)
    chosen = {quote.review_id for quote in summary.quotes} if summary else set()
    texts = [
        text
        for text in moderation.quotable(session, keys, asked)
        if text.review is not None and text.review.id in chosen
    ]
    item = _agenda_item(asked)
    written = summary or Summary(title={}, abstract={}, narrative={}, purpose="information")
    return Paper(
        meeting_number=meeting.number,
        meeting_starts_on=meeting.starts_on.isoformat(),
        meeting_ends_on=meeting.ends_on.isoformat(),
        meeting_place=dict(meeting.place),
        symbol="",
        signed_on="",
        agenda_item=item.number if item else "",
        agenda_title=dict(item.title) if item else {},
        purpose=written.purpose,
        title=wording.title(meeting, asked) | written.title,
        abstract=wording.abstract(meeting, len(asked), phases.base) | written.abstract,
        narrative=dict(written.narrative),
        phases=phases,
        consultations=tuple(
            replace(
                _result(consultation, source, published[source.slug], texts),
                snapshot=given.snapshots[source.slug],
            )
            for consultation, source in zip(asked, found, strict=True)
        ),
    )


def released(
    session: Session,
    meeting: Meeting,
    asked: Sequence[Consultation],
    counted: Sequence[Source],
) -> Released:
    """Release the counts of a meeting's paper: on every page and in every file the same ones.

    Raises:
        DomainError: ``release_busy``.
    """
    signed = find(session, meeting)
    last = release.last(session, meeting, PAPER) if signed and signed.frozen else None
    if last is not None:
        # Signed: nothing is released any more, also when the answers are deleted.
        now = {source.slug: source.counted.digest for source in counted}
        return replace(last, held=dict(last.snapshots) != now)
    return release.of(
        session,
        meeting,
        PAPER,
        disclosure.system(counted),
        snapshots={source.slug: source.counted.digest for source in counted},
        totals={links.responses_key(source.slug): source.smallest for source in counted},
        grows=any(consultation_rules.ends_at(one) > clock.now() for one in asked),
    )


def sources(session: Session, asked: Sequence[Consultation]) -> list[Source]:
    """Return the raw counts of consultations: not for anybody's eyes before they are released."""
    return [_source(session, one) for one in asked]


def _source(session: Session, consultation: Consultation) -> Source:
    return Source(
        consultation.slug,
        consultation.phase,
        consultation.smallest_cell,
        tuple(consultation.languages),
        tallies.count(session, consultation),
    )


def _agenda_item(asked: Sequence[Consultation]) -> AgendaItem | None:
    """Return the item all consultations stand under; a paper stands under one or none."""
    items = {one.agenda_item_id: one.agenda_item for one in asked if one.agenda_item}
    return next(iter(items.values())) if len(items) == 1 else None


def _result(
    consultation: Consultation, source: Source, published: Published, texts: Sequence[Text]
) -> ConsultationResult:
    crowd = Crowd(source.counted, published, source.smallest)
    quotes: dict[str, list[Quote]] = {}
    for text in texts:
        if text.response.consultation_id == consultation.id:
            quotes.setdefault(question_code(text.text_code), []).append(crowd.quote(text))
    return ConsultationResult(
        slug=consultation.slug,
        title=dict(consultation.title),
        phase=consultation.phase.value,
        opens_at=consultation.opens_at.isoformat(),
        closes_at=consultation_rules.ends_at(consultation).isoformat(),
        languages=tuple(consultation.languages),
        demonstration=consultation.demonstration,
        responses=published.responses,
        smallest_cell=consultation.smallest_cell,
        participation=published.participation,
        questions=tuple(
            QuestionResult(
                code=one.question.code,
                kind=one.question.type,
                text=dict(one.question.text),
                tables=published.tables[one.question.code],
                quotes=tuple(quotes.get(one.question.code, ())),
                texts=published.texts.get(one.question.code),
            )
            for one in source.counted.questions
            if one.question.type not in links.STRATUM_KINDS
        ),
    )
