"""What follows a signed paper: a revision, an addendum or a corrigendum, with what changed.

The figures stay those that were signed: counting anew after the purge would find nobody, and two
counts of almost the same people would give away who came or went between them.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.accounts.models import Account, Role
from consult.audit import service as audit
from consult.audit.actor import Actor
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, ForbiddenError, InvalidError, Problem
from consult.core.locales import LANGUAGES, N_, NAMES, Localized, missing, tidy
from consult.meetings import service as meetings
from consult.meetings.models import Document
from consult.meetings.symbols import ChangeKind, Symbol
from consult.summaries import comparing, sealing
from consult.summaries import paper as papers
from consult.summaries.models import EarlierPaper, Summary, SummaryRevision
from consult.summaries.paper import Paper
from consult.summaries.service import PURPOSES


@dataclass(frozen=True)
class Struck:
    """A signed paper in force with quotes that their authors took back since; how many."""

    symbol: str
    meeting: int
    quotes: int


def begun(session: Session, summary: Summary) -> SummaryRevision | None:
    """Return the draft of what follows a summary's paper, or ``None``."""
    return session.scalars(select(SummaryRevision).filter_by(summary_id=summary.id)).first()


def begin(session: Session, summary: Summary, kind: ChangeKind, *, actor: Actor) -> SummaryRevision:
    """Begin the draft of what follows a signed paper, with that paper's words.

    Raises:
        DomainError: the paper is not signed, or a draft is there already.
    """
    signed = _locked(session, summary)
    if begun(session, summary) is not None:
        message = N_("A draft that follows this paper is there already. Go on with it.")
        raise DomainError("revision_begun", message)
    made = SummaryRevision(
        summary=summary,
        kind=kind.value,
        title=dict(signed.title),
        abstract=dict(signed.abstract),
        narrative=dict(signed.narrative),
        purpose=signed.purpose,
        reason={},
        left_out=[],
        changed_at=clock.now(),
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "summary.revise", signed.symbol, kind=kind.value)
    return made


def edit(
    session: Session,
    revision: SummaryRevision,
    *,
    title: Localized,
    abstract: Localized,
    narrative: Localized,
    purpose: str,
    reason: Localized,
    left_out: Collection[str],
    actor: Actor,
) -> None:
    """Replace what people wrote in the draft of what follows a paper.

    Args:
        session: open transaction; the caller commits it.
        revision: the draft.
        title: by language, on one line.
        abstract: the "Summary" box.
        narrative: numbered paragraphs, one per line, by language.
        purpose: ``information`` or ``action``.
        reason: why there is a new paper, by language.
        left_out: seals of quotes that the new paper does not print.
        actor: who writes.

    Raises:
        InvalidError: the purpose is neither of the two, or a quote is none of the paper's.
        DomainError: the draft is gone: somebody signed it or gave it up.
    """
    if purpose not in PURPOSES:
        message = N_("Choose whether the paper is for information or for action.")
        raise InvalidError("purpose_unknown", message)
    signed = _held(session, revision)
    if set(left_out) - set(sealing.seals_of(signed)):
        message = N_("One of these quotes is not in the paper. Look at the page again.")
        raise InvalidError("quote_unknown", message)
    revision.title = {tag: re.sub(r"\s+", " ", text) for tag, text in tidy(title).items()}
    revision.abstract, revision.narrative = tidy(abstract), tidy(narrative)
    revision.purpose, revision.reason = purpose, tidy(reason)
    revision.left_out = sorted(set(left_out))
    revision.changed_at = clock.now()
    session.flush()
    audit.record(session, actor, "summary.revise.edit", signed.symbol)


def abandon(session: Session, revision: SummaryRevision, *, actor: Actor) -> None:
    """Give the draft up; the signed paper stays as it is.

    Raises:
        DomainError: the draft is gone already.
    """
    audit.record(session, actor, "summary.revise.abandon", _held(session, revision).symbol)
    session.delete(revision)
    session.flush()


def draft(session: Session, keys: Keyring, revision: SummaryRevision) -> Paper:
    """Return the new paper as it stands: unsigned, without number, with what changed.

    Quotes that their authors took back are not in it, nor those that staff left out.
    """
    before = _signed(revision.summary)
    gone = sealing.struck(session, list(sealing.seals_of(before))) | set(revision.left_out)
    after = replace(
        _without(before, gone),
        symbol="",
        signed_on="",
        title=dict(revision.title),
        abstract=dict(revision.abstract),
        narrative=dict(revision.narrative),
        purpose=revision.purpose,
        follows=before.symbol,
        reason=dict(revision.reason),
        changes=(),
    )
    told = replace(after, changes=comparing.changes(before, after))
    return sealing.opened(session, keys, told)


def obstacles(paper: Paper) -> list[Problem]:
    """Return what is to be done before the chair can sign the new paper."""
    needed = [
        (paper.title, N_("Write the title in this language.")),
        (paper.abstract, N_("Write the summary box in this language.")),
        (paper.reason, N_("Write in this language why there is a new paper.")),
    ]
    if paper.narrative or not paper.findings:
        needed.append((paper.narrative, N_("Write the paragraphs in this language.")))
    found = [
        Problem("text_missing_in", message, {}, NAMES[language])
        for text, message in needed
        for language in missing(text, LANGUAGES)
    ]
    if not paper.changes:
        message = N_("Nothing differs from the signed paper yet. Change something, or give it up.")
        found.append(Problem("nothing_changed", message))
    return found


def sign(
    session: Session,
    keys: Keyring,
    revision: SummaryRevision,
    *,
    seen: str | None = None,
    actor: Actor,
) -> Summary:
    """Sign what follows a paper: number and freeze it; the earlier paper is kept as it was.

    Args:
        session: open transaction; the caller commits it.
        keys: open the quotes.
        revision: the draft; it is gone afterwards.
        seen: digest of the draft the chair read; one that has changed since is not signed.
        actor: the chair.

    Returns:
        The summary, whose paper is now the new one.

    Raises:
        ForbiddenError: somebody else than the chair signs.
        DomainError: something is to be done first, or the draft has changed or is gone.
    """
    account = session.get(Account, actor.account_id) if actor.account_id else None
    if account is None or account.role is not Role.CHAIR:
        raise ForbiddenError("not_the_chair", N_("Only the chair signs a summary."))
    summary = revision.summary
    before = _held(session, revision)
    paper = draft(session, keys, revision)
    if problems := obstacles(paper):
        message = N_("This summary cannot be signed yet. What is to do:")
        raise DomainError("summary_not_ready", message, problems=problems)
    if seen is not None and seen != papers.digest(paper.to_json()):
        message = N_("The draft has changed since you opened this page. Read it again, then sign.")
        raise DomainError("draft_changed", message)
    _keep(session, summary)
    now = clock.now()
    symbol = meetings.next_change(session, Symbol.parse(before.symbol), ChangeKind(revision.kind))
    summary.document = meetings.register_document(
        session,
        summary.meeting,
        symbol,
        title=paper.title,
        languages=paper.languages,
        published_at=now,
        actor=actor,
    )
    signed = replace(paper, symbol=str(symbol), signed_on=now.date().isoformat())
    summary.frozen = signed.to_json()
    summary.frozen_digest = papers.digest(summary.frozen)
    summary.title, summary.abstract = dict(revision.title), dict(revision.abstract)
    summary.narrative, summary.purpose = dict(revision.narrative), revision.purpose
    summary.signed_at = summary.changed_at = now
    summary.signed_by = account
    session.delete(revision)
    session.flush()
    audit.record(session, actor, "summary.sign", str(symbol), digest=summary.frozen_digest)
    return summary


def earlier(session: Session, document: Document) -> EarlierPaper | None:
    """Return the signed paper of a number that another one followed, or ``None``."""
    return session.scalars(
        select(EarlierPaper)
        .filter_by(document_id=document.id)
        .options(joinedload(EarlierPaper.summary).joinedload(Summary.document))
    ).first()


def proposals(session: Session) -> list[Struck]:
    """Return the papers in force from which authors took quotes back: a revision is due.

    A quote that a later paper does not print any more calls for nothing.
    """
    found = []
    frozen = session.scalars(select(Summary.frozen).where(Summary.frozen.is_not(None)))
    for paper in (Paper.from_json(text) for text in frozen if text is not None):
        gone = sealing.struck(session, list(sealing.seals_of(paper)))
        if gone:
            found.append(Struck(paper.symbol, paper.meeting_number, len(gone)))
    return sorted(found, key=lambda one: -one.meeting)


def _locked(session: Session, summary: Summary) -> Paper:
    """Return the signed paper; whoever else revises it waits until this transaction ends."""
    session.refresh(summary, with_for_update=True)
    if summary.frozen is None:
        message = N_("This summary is not signed yet. Change the draft itself.")
        raise DomainError("summary_not_signed", message)
    return Paper.from_json(summary.frozen)


def _held(session: Session, revision: SummaryRevision) -> Paper:
    """Return the signed paper that a draft follows; others who sign or change it wait."""
    signed = _locked(session, revision.summary)
    # What was read before the lock may be gone since.
    there = select(SummaryRevision).filter_by(id=revision.id)
    if session.scalars(there.execution_options(populate_existing=True)).first() is None:
        message = N_("Somebody else signed this draft or gave it up. Look at the paper again.")
        raise DomainError("revision_gone", message)
    return signed


def _signed(summary: Summary) -> Paper:
    return Paper.from_json(cast("str", summary.frozen))


def _keep(session: Session, summary: Summary) -> None:
    """Keep the paper in force as an earlier one."""
    session.add(
        EarlierPaper(
            summary=summary,
            document=summary.document,
            frozen=summary.frozen,
            frozen_digest=summary.frozen_digest,
            signed_at=summary.signed_at,
            signed_by_id=summary.signed_by_id,
        )
    )


def _without(paper: Paper, gone: Collection[str]) -> Paper:
    """Return the paper without some of its quotes, and without the claims that are such a quote."""
    return replace(
        paper,
        findings=tuple(one for one in paper.findings if one.quote not in gone),
        consultations=tuple(
            replace(
                one,
                questions=tuple(
                    replace(q, quotes=tuple(x for x in q.quotes if x.seal not in gone))
                    for q in one.questions
                ),
            )
            for one in paper.consultations
        ),
    )
