"""Reading claims, what people say about them, and what they are drafted from."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, NotFoundError
from consult.core.locales import LANGUAGES, N_, missing
from consult.questionnaires.types.base import OTHER
from consult.summaries import themes as disclosed
from consult.summaries.claims import assessment, evidence, sentences, young
from consult.summaries.claims.claim import Claim, Kind
from consult.summaries.claims.models import (
    ClaimComment,
    SelfAssessment,
    SummaryClaim,
    YoungSummary,
)
from consult.summaries.models import Summary
from consult.summaries.stated import (
    Assessment,
    CrossTable,
    Figure,
    Finding,
    ThemeLine,
    ThemeResult,
)
from consult.themes import queries as themes


def of_summary(session: Session, summary: Summary) -> list[SummaryClaim]:
    """Return a summary's claims in their order, those that were dropped among them."""
    return list(
        session.scalars(
            select(SummaryClaim)
            .filter_by(summary_id=summary.id)
            .order_by(SummaryClaim.position, SummaryClaim.key)
            .options(
                joinedload(SummaryClaim.changed_by),
                selectinload(SummaryClaim.comments).joinedload(ClaimComment.author),
                selectinload(SummaryClaim.comments).joinedload(ClaimComment.resolved_by),
            )
        )
    )


def kept(session: Session, summary: Summary) -> list[SummaryClaim]:
    """Return the claims that the paper shows, in its order."""
    return [row for row in of_summary(session, summary) if not row.dropped]


def open_comments(session: Session, summary: Summary) -> int:
    """Return how many comments nobody has settled."""
    return sum(
        comment.resolved_at is None
        for row in of_summary(session, summary)
        for comment in row.comments
    )


def one(session: Session, summary: Summary | None, claim_id: UUID) -> SummaryClaim:
    """Return one claim of a summary.

    Raises:
        NotFoundError: it has no such claim.
    """
    found = session.get(SummaryClaim, claim_id)
    if found is None or summary is None or found.summary_id != summary.id:
        raise NotFoundError("claim_unknown", N_("This statement is not in the summary."))
    return found


def finding(row: SummaryClaim, quotes: Collection[str]) -> Finding | None:
    """Return a claim as the paper shows it; ``None`` where its evidence is gone.

    Args:
        row: a claim that is kept.
        quotes: what the paper calls its quotes by.
    """
    claim = row.content
    quote = ""
    if claim.kind is Kind.QUOTE:
        quote = claim.key.removeprefix(evidence.quote_id(""))
        if quote not in quotes:
            return None
    if not claim.supported:
        return None
    figures = tuple(
        Figure(v.name, v.number, v.cell) for v in claim.numbers() if v.number is not None
    )
    return Finding(
        key=claim.key,
        kind=claim.kind.value,
        text=sentences.render(claim) | row.wording,
        figures=figures,
        evidence=claim.all_evidence,
        made_by=claim.code_version,
        reworded=bool(row.wording),
        quote=quote,
    )


def young_of(session: Session, summary: Summary) -> YoungSummary | None:
    """Return what people wrote for young people, or ``None`` while our own words stand."""
    return session.get(YoungSummary, summary.id)


def approved_young(session: Session, summary: Summary) -> str:
    """Return the digest of the plain words that somebody approved; ``""`` while nobody has."""
    row = young_of(session, summary)
    return (row.approved_digest or "") if row else ""


def young_text(session: Session, summary: Summary, claims: Sequence[Claim]) -> dict[str, str]:
    """Return the summary in plain words: what people wrote, else our own words."""
    written = young_of(session, summary)
    own = young.write(claims)
    return own | written.text if written and own else own


def theme_results(
    session: Session, keys: Keyring, consultations: Iterable[Consultation]
) -> list[ThemeResult]:
    """Return the themes that may be told: codebooks that are published and read far enough.

    Raises:
        DomainError: ``release_busy``, an estimate is being reckoned beside the page.
    """
    found = []
    for line in themes.lines(session, consultations):
        book = themes.published(session, line.consultation, line.text_code)
        if book is None:
            continue
        counts = themes.theme_counts(session, keys, book)
        if counts is None:
            message = N_("These tables are being reckoned at this moment. Load the page again.")
            raise DomainError("release_busy", message)
        shown = disclosed.publish(counts, line.consultation.smallest_cell)
        if shown is None:
            continue
        lines = tuple(
            ThemeLine(
                theme=str(raw.theme_id),
                label=dict(one.label),
                count=one.count,
                low=one.low,
                high=one.high,
                alpha="" if raw.alpha is None or one.count is None else f"{raw.alpha:.2f}",
            )
            for raw, one in zip(counts.themes, shown.themes, strict=True)
        )
        found.append(
            ThemeResult(
                slug=line.consultation.slug,
                text_code=line.text_code,
                question=dict(line.question),
                codebook=book.number,
                kind=shown.kind.value,
                total=shown.total,
                read=shown.read,
                themes=lines,
            )
        )
    return found


def stances(
    session: Session, consultations: Iterable[Consultation]
) -> dict[tuple[UUID, str], frozenset[str]]:
    """Return, by response and question, the stances that people coded in a text."""
    found: dict[tuple[UUID, str], set[str]] = {}
    for line in themes.lines(session, consultations):
        if line.codebook is None:
            continue
        question = line.text_code.removesuffix(f"-{OTHER}")
        for reading in themes.readings(session, line.codebook):
            said = {code.stance.value for code in reading.codes if code.stance is not None}
            found.setdefault((reading.response_id, question), set()).update(said)
    return {place: frozenset(said) for place, said in found.items()}


def assessments(session: Session, consultation: Consultation) -> dict[str, SelfAssessment]:
    """Return what staff wrote of a consultation, by requirement, in the order of the sources."""
    rows = session.scalars(
        select(SelfAssessment)
        .filter_by(consultation_id=consultation.id)
        .options(joinedload(SelfAssessment.changed_by))
    )
    by_code = {row.requirement: row for row in rows}
    return {code: by_code[code] for code in assessment.REQUIREMENTS if code in by_code}


def annexed(session: Session, consultations: Iterable[Consultation]) -> list[Assessment]:
    """Return the self-assessments that a paper annexes: statements whole in six languages."""
    found = []
    for consultation in consultations:
        whole = tuple(
            (code, dict(row.statement))
            for code, row in assessments(session, consultation).items()
            if not missing(row.statement, LANGUAGES)
        )
        if whole:
            found.append(Assessment(consultation.slug, dict(consultation.title), whole))
    return found


def is_used(one: CrossTable, rests_on: Collection[str]) -> bool:
    """Whether a claim rests on a count of this table."""
    prefix = evidence.crossed_cell(one, "")
    return any(name.startswith(prefix) for name in rests_on)


def has_theme(one: ThemeResult, rests_on: Collection[str]) -> bool:
    """Whether a claim rests on a theme of this question."""
    return any(evidence.theme_id(one, line.theme) in rests_on for line in one.themes)
