"""Puts a meeting's draft together: released tables, chosen quotes, claims that are kept."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from consult.consultations import rules as consultation_rules
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.locales import Localized
from consult.meetings.models import AgendaItem, Meeting
from consult.moderation import queries as moderation
from consult.questionnaires.types.base import OTHER
from consult.summaries import figures as released
from consult.summaries import links, wording
from consult.summaries.cells import Source
from consult.summaries.claims import drafting
from consult.summaries.claims import queries as claims
from consult.summaries.claims.choosing import Candidate
from consult.summaries.claims.claim import Claim, Kind
from consult.summaries.disclosure import Published
from consult.summaries.figures import Figures
from consult.summaries.models import Summary
from consult.summaries.paper import ConsultationResult, Paper, QuestionResult, Quote
from consult.summaries.quotes import question_code
from consult.summaries.results import below
from consult.summaries.results.crossing import UNTOLD
from consult.summaries.stated import CrossTable, ThemeResult

#: What programs do for every paper, and for one that states claims (R49).
SCREENING, MACHINES = ("screening",), ("screening", "drafting")

#: Traits by which claims tell groups apart.
CROSSED = ("region", "age_band", "language")
#: Kinds whose lines depend on all answers together, or stand as participation.
_NOT_CROSSED = frozenset({*links.STRATUM_KINDS, "number"})


@dataclass(frozen=True)
class Material:
    """What claims are drafted from, and the claims that it gives.

    ``paper`` has all released tables by group and all themes that may be told.
    """

    paper: Paper
    drafted: list[Claim]


def material(
    session: Session,
    keys: Keyring,
    meeting: Meeting,
    asked: Sequence[Consultation],
    *,
    chosen: Collection[UUID] = (),
    signed: bool = False,
) -> Material:
    """Return what today's answers give, whatever people have kept or written.

    Only where nobody has ``chosen`` quotes yet are some proposed.
    """
    figures = released.of(session, meeting, asked, signed=signed)
    bare = _bare(meeting, figures)
    whole = replace(
        bare,
        crossed=tuple(_crossed(session, figures, CROSSED)),
        themes=_themes(session, keys, asked, bare),
    )
    candidates = [
        one
        for one in _candidates(session, keys, figures, with_stances=True)
        if not chosen or one.review in chosen
    ]
    return Material(whole, list(drafting.draft(whole, candidates)))


def tables(
    session: Session, meeting: Meeting, asked: Sequence[Consultation], *, signed: bool = False
) -> Paper:
    """Return the released tables alone: nothing quoted, stated or told apart by group."""
    return _bare(meeting, released.of(session, meeting, asked, signed=signed))


def quotes(
    session: Session,
    keys: Keyring,
    meeting: Meeting,
    asked: Sequence[Consultation],
    *,
    signed: bool,
) -> dict[str, Quote]:
    """Return what may be quoted, by the name that claims call it by."""
    figures = released.of(session, meeting, asked, signed=signed)
    return {one.quote.name: one.quote for one in _candidates(session, keys, figures)}


def draft(
    session: Session,
    keys: Keyring,
    meeting: Meeting,
    summary: Summary | None,
    asked: Sequence[Consultation],
) -> Paper:
    """Return the paper as it would be signed now."""
    figures = released.of(session, meeting, asked, signed=False)
    paper = replace(_bare(meeting, figures), assessment=tuple(claims.annexed(session, asked)))
    if summary is None:
        return paper
    chosen = {quote.review_id for quote in summary.quotes}
    quoted = [one for one in _candidates(session, keys, figures) if one.review in chosen]
    paper = replace(
        paper,
        purpose=summary.purpose,
        title=paper.title | summary.title,
        abstract=paper.abstract | summary.abstract,
        narrative=dict(summary.narrative),
        consultations=tuple(_quoting(result, quoted) for result in paper.consultations),
    )
    rows = claims.kept(session, summary)
    if not rows:
        return paper
    contents = [row.content for row in rows]
    found = (claims.finding(row, paper.quotes()) for row in rows)
    paper = replace(
        paper,
        findings=tuple(finding for finding in found if finding is not None),
        for_young=claims.young_text(session, summary, contents),
    )
    return _with_proof(session, keys, paper, figures, contents)


def _with_proof(
    session: Session,
    keys: Keyring,
    paper: Paper,
    figures: Figures,
    contents: Sequence[Claim],
) -> Paper:
    """Return the paper with the tables by group and the themes that its claims rest on."""
    kinds = {claim.kind for claim in contents}
    rests_on = {one for claim in contents for one in claim.all_evidence}
    crossed = _crossed(session, figures, CROSSED) if Kind.CONTRAST in kinds else ()
    told = _themes(session, keys, figures.asked, paper) if Kind.THEME in kinds else ()
    return replace(
        paper,
        crossed=tuple(one for one in crossed if claims.is_used(one, rests_on)),
        themes=tuple(one for one in told if claims.has_theme(one, rests_on)),
        machines=MACHINES if Kind.THEME not in kinds else (*MACHINES, "suggestions"),
    )


def _crossed(session: Session, figures: Figures, traits: Iterable[str]) -> Iterator[CrossTable]:
    """Yield the tables of each group, as the comparisons of the results page release them.

    A comparison that waits for more answers gives none.
    """
    for consultation in figures.asked:
        source = figures.source(consultation.slug)
        for trait in traits:
            if trait not in dict(figures.published[source.slug].participation):
                continue
            try:
                parts, under = below.crossing_of(
                    session, consultation, source, figures.given, trait
                )
            except DomainError as refusal:
                if refusal.code != "crossing_waits":
                    raise
                continue
            published = below.tables_of(parts, under)
            for part in parts:
                if part.code != UNTOLD:
                    yield from of_group(source, trait, part.code, part.label, published[part.code])


def of_group(
    source: Source, trait: str, code: str, label: Localized, published: Published
) -> Iterator[CrossTable]:
    """Yield the released tables of one group."""
    for counted in source.counted.questions:
        question = counted.question
        if question.type in _NOT_CROSSED:
            continue
        for place, table in enumerate(published.tables.get(question.code, ())):
            # Of a ranking only the first place says what young people want most.
            if table.base and not (question.type == "ranking" and place):
                yield CrossTable(source.slug, question.code, place, trait, code, label, table)


def _themes(
    session: Session, keys: Keyring, asked: Sequence[Consultation], paper: Paper
) -> tuple[ThemeResult, ...]:
    """Return the themes that may be told beside the tables of a paper."""
    texts = {
        (one.slug, question.code): (question.texts, one.smallest_cell)
        for one in paper.consultations
        for question in one.questions
    }
    return tuple(
        beside_texts(one, *texts[one.slug, one.text_code.removesuffix(f"-{OTHER}")])
        for one in claims.theme_results(session, keys, asked)
    )


def beside_texts(result: ThemeResult, texts: int | None, smallest: int) -> ThemeResult:
    """Return themes without the number they were counted in, where it would tell too much.

    The number of texts stands in the paper too: where it is hidden, or so near to the other that
    the difference would point at somebody, only the texts are counted.
    """
    apart = 1 if texts is None or result.total is None else abs(texts - result.total)
    return result if apart == 0 or apart >= smallest else replace(result, total=None)


def _candidates(
    session: Session, keys: Keyring, figures: Figures, *, with_stances: bool = False
) -> list[Candidate]:
    slugs = {one.id: one.slug for one in figures.asked}
    stances = claims.stances(session, figures.asked) if with_stances else {}
    crowds = {slug: figures.crowd(slug) for slug in slugs.values()}
    found = []
    for text in moderation.quotable(session, keys, figures.asked):
        if text.review is None:
            continue
        slug, question = slugs[text.response.consultation_id], question_code(text.text_code)
        said = stances.get((text.response.id, question), frozenset())
        quote = replace(crowds[slug].quote(text), name=str(text.review.id))
        found.append(Candidate(text.review.id, slug, question, quote, said))
    return found


def _bare(meeting: Meeting, figures: Figures) -> Paper:
    """Return the paper with nothing that people wrote or chose."""
    asked = figures.asked
    item = _agenda_item(asked)
    return Paper(
        meeting_number=meeting.number,
        meeting_starts_on=meeting.starts_on.isoformat(),
        meeting_ends_on=meeting.ends_on.isoformat(),
        meeting_place=dict(meeting.place),
        symbol="",
        signed_on="",
        agenda_item=item.number if item else "",
        agenda_title=dict(item.title) if item else {},
        purpose="information",
        title=wording.title(meeting, asked),
        abstract=wording.abstract(meeting, len(asked), figures.phases.base),
        narrative={},
        phases=figures.phases,
        consultations=tuple(
            replace(
                _result(consultation, source, figures.published[source.slug]),
                snapshot=figures.given.snapshots[source.slug],
            )
            for consultation, source in zip(asked, figures.sources, strict=True)
        ),
        machines=SCREENING,
    )


def _quoting(result: ConsultationResult, quoted: Sequence[Candidate]) -> ConsultationResult:
    by_question: dict[str, list[Quote]] = {}
    for one in quoted:
        if one.slug == result.slug:
            by_question.setdefault(one.question, []).append(one.quote)
    questions = tuple(
        replace(question, quotes=tuple(by_question.get(question.code, ())))
        for question in result.questions
    )
    return replace(result, questions=questions)


def _agenda_item(asked: Sequence[Consultation]) -> AgendaItem | None:
    """Return the item all consultations stand under; a paper stands under one or none."""
    items = {one.agenda_item_id: one.agenda_item for one in asked if one.agenda_item}
    return next(iter(items.values())) if len(items) == 1 else None


def _result(consultation: Consultation, source: Source, published: Published) -> ConsultationResult:
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
                quotes=(),
                texts=published.texts.get(one.question.code),
            )
            for one in source.counted.questions
            if one.question.type not in links.STRATUM_KINDS
        ),
    )
