"""Acts on what stands beside the statements: the plain words for young people, self-assessment."""

from sqlalchemy.orm import Session

from consult.audit import service as audit
from consult.audit.actor import Actor
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.errors import DomainError, InvalidError, NotFoundError
from consult.core.locales import N_, Localized, tidy
from consult.summaries.claims import assessment, numbers, queries, young
from consult.summaries.claims.keeping import changed, number, refuse_overwriting, touch
from consult.summaries.claims.models import SelfAssessment, YoungSummary
from consult.summaries.models import Summary
from consult.summaries.service import refuse_signed


def write_young(
    session: Session, summary: Summary, text: Localized, *, revision: int, actor: Actor
) -> None:
    """Write the summary in plain words; where a language is left empty, our own words stand.

    Raises:
        WrittenMeanwhileError: somebody else has written meanwhile.
        InvalidError: a number is in none of the kept claims, or nothing is kept yet.
        DomainError: the summary is signed.
    """
    refuse_signed(session, summary)
    claims = [row.content for row in queries.kept(session, summary)]
    if not claims:
        message = N_("Draft the statements first: the page for young people is made from them.")
        raise InvalidError("no_claims", message)
    row = queries.young_of(session, summary)
    if row is None:
        row = YoungSummary(summary_id=summary.id, text={}, revision=0, changed_at=clock.now())
        session.add(row)
    else:
        refuse_overwriting(session, row, revision)
    told = tidy(text)
    numbers.check(told, [*claims, young.OUT_OF], "text")
    row.text = told
    changed(row, actor)
    touch(session, summary)
    audit.record(session, actor, "claims.young", number(summary), languages=list(told))


def approve_young(session: Session, summary: Summary, *, seen: str, actor: Actor) -> None:
    """Note that a person has read the plain words and lets them be shown.

    Args:
        session: open transaction; the caller commits it.
        summary: not signed yet.
        seen: ``young.digest`` of the text that the page showed.
        actor: who has read it.

    Raises:
        DomainError: the summary is signed, or the text is another one by now (``young_differs``).
    """
    refuse_signed(session, summary)
    claims = [row.content for row in queries.kept(session, summary)]
    text = queries.young_text(session, summary, claims)
    if not text or young.digest(text) != seen:
        message = N_("The text has changed since you opened this page. Read it again.")
        raise DomainError("young_differs", message)
    row = queries.young_of(session, summary)
    if row is None:
        row = YoungSummary(summary_id=summary.id, text={}, revision=0, changed_at=clock.now())
        session.add(row)
    row.approved_digest, row.approved_at = seen, clock.now()
    row.approved_by_id = actor.account_id
    touch(session, summary)
    audit.record(session, actor, "claims.young.approve", number(summary), digest=seen)


def assess(
    session: Session,
    consultation: Consultation,
    requirement: str,
    statement: Localized,
    *,
    revision: int,
    actor: Actor,
) -> None:
    """Say of a consultation how it meets a requirement; an empty statement takes it back.

    Raises:
        NotFoundError: there is no such requirement.
        WrittenMeanwhileError: somebody else has written meanwhile.
        InvalidError: a statement is too long.
    """
    if requirement not in assessment.REQUIREMENTS:
        raise NotFoundError("requirement_unknown", N_("There is no such requirement."))
    told = tidy(statement)
    if any(len(text) > assessment.LONGEST for text in told.values()):
        message = N_("Write at most %(most)s letters in each language.")
        raise InvalidError("statement_long", message, most=assessment.LONGEST)
    session.refresh(consultation, ["id"], with_for_update=True)
    row = queries.assessments(session, consultation).get(requirement)
    if row is None:
        row = SelfAssessment(
            consultation_id=consultation.id,
            requirement=requirement,
            statement={},
            revision=0,
            changed_at=clock.now(),
        )
        session.add(row)
        session.flush()
    else:
        refuse_overwriting(session, row, revision)
    row.statement = told
    changed(row, actor)
    session.flush()
    audit.record(
        session, actor, "assessment.write", consultation.slug,
        requirement=requirement, languages=list(told),
    )  # fmt: skip
