"""Acts on a summary: begin, edit, choose quotes, sign."""

import json
import re
from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account, Role
from consult.audit import service as audit
from consult.audit.actor import Actor
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, ForbiddenError, InvalidError, NotFoundError, Problem
from consult.core.locales import N_, Localized, tidy
from consult.meetings import service as meetings
from consult.meetings.models import Meeting
from consult.meetings.symbols import Series
from consult.moderation.queries import Text
from consult.summaries import paper as papers
from consult.summaries import queries, rules, sealing
from consult.summaries.claims import changes, evidence, ready
from consult.summaries.claims import queries as claims
from consult.summaries.claims.claim import Kind
from consult.summaries.models import Summary, SummaryQuote
from consult.summaries.paper import Paper
from consult.summaries.quotes import question_code

PURPOSES = ("information", "action")

WRITTEN_MEANWHILE = N_(
    "Somebody else has written here since you opened this page. Both texts are below: put together"
    " what you want to keep, then save again."
)
NOT_QUOTABLE = N_("One of these texts may not be quoted any more. Look at the list again.")


def draft(session: Session, meeting: Meeting, *, actor: Actor) -> Summary:
    """Return a meeting's summary; begin one when there is none.

    Title and abstract stay empty, which stands for the words of ``wording`` with the figures of
    the day.

    Raises:
        NotFoundError: nobody was consulted for the meeting.
    """
    found = queries.find(session, meeting)
    if found is not None:
        return found
    if not queries.consulted(session, meeting):
        message = N_("No young people were consulted for meeting %(number)s yet.")
        raise NotFoundError("nobody_consulted", message, number=meeting.number)
    made = Summary(
        meeting=meeting,
        title={},
        abstract={},
        narrative={},
        purpose="information",
        changed_at=clock.now(),
        quotes=[],
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "summary.begin", str(meeting.number))
    return made


def edit(
    session: Session,
    summary: Summary,
    *,
    title: Localized,
    abstract: Localized,
    narrative: Localized,
    purpose: str,
    seen: str | None = None,
    actor: Actor,
) -> None:
    """Replace what people wrote.

    Args:
        session: open transaction; the caller commits it.
        summary: not signed yet.
        title: by language; where it is left empty, the product's own words stand.
        abstract: the same, for the "Summary" box.
        narrative: numbered paragraphs, one per line, by language.
        purpose: ``information`` or ``action``.
        seen: ``words_digest`` of the words the writer started from; when it is given, what
            somebody else has written since is not overwritten.
        actor: who writes.

    Raises:
        DomainError: it is signed, or somebody else has written meanwhile
            (``written_meanwhile``).
        InvalidError: the purpose is neither of the two.
    """
    refuse_signed(session, summary)
    if purpose not in PURPOSES:
        message = N_("Choose whether the paper is for information or for action.")
        raise InvalidError("purpose_unknown", message)
    if seen is not None and seen != words_digest(summary):
        raise DomainError("written_meanwhile", WRITTEN_MEANWHILE)
    # One line; French keeps its no-break spaces.
    summary.title = {tag: re.sub(r"[ \t\r\n]+", " ", text) for tag, text in tidy(title).items()}
    summary.abstract, summary.narrative = tidy(abstract), tidy(narrative)
    summary.purpose = purpose
    summary.changed_at = clock.now()
    session.flush()
    written = {"title": summary.title, "abstract": summary.abstract, "narrative": summary.narrative}
    languages = {name: list(text) for name, text in written.items()}
    audit.record(session, actor, "summary.edit", str(summary.meeting.number), **languages)


def words_digest(summary: Summary | None) -> str:
    """Return what tells that nobody has changed title, summary box or paragraphs."""
    words = [summary.title, summary.abstract, summary.narrative] if summary else [{}, {}, {}]
    return papers.digest(json.dumps([*words, summary.purpose if summary else "information"]))


def choose_quotes(
    session: Session,
    keys: Keyring,
    summary: Summary,
    review_ids: Collection[UUID],
    *,
    actor: Actor,
) -> None:
    """Choose which reviewed texts the paper quotes; those not named are taken out.

    Raises:
        DomainError: it is signed.
        InvalidError: a text may not be quoted (any more), or too many are from one question.
    """
    refuse_signed(session, summary)
    may = {
        text.review.id: text
        for text in queries.quotable(session, keys, summary.meeting)
        if text.review is not None
    }
    if set(review_ids) - set(may):
        raise InvalidError("not_quotable", NOT_QUOTABLE)
    _refuse_too_many([may[one] for one in set(review_ids)])
    kept = [quote for quote in summary.quotes if quote.review_id in review_ids]
    new = set(review_ids) - {quote.review_id for quote in kept}
    summary.quotes = [*kept, *(SummaryQuote(review_id=one) for one in sorted(new))]
    names = {evidence.quote_id(one) for one in review_ids}
    for row in claims.kept(session, summary):
        if row.content.kind is Kind.QUOTE and row.key not in names:
            row.dropped = True
    summary.changed_at = clock.now()
    session.flush()
    audit.record(
        session, actor, "summary.quotes", str(summary.meeting.number), quotes=len(summary.quotes)
    )


def _refuse_too_many(texts: Collection[Text]) -> None:
    counts: dict[tuple[UUID, str], int] = {}
    for text in texts:
        place = (text.response.consultation_id, question_code(text.text_code))
        counts[place] = counts.get(place, 0) + 1
    if max(counts.values(), default=0) > rules.MOST_QUOTES:
        message = N_("Choose at most %(most)s quotes for each question.")
        raise InvalidError("quotes_many", message, most=rules.MOST_QUOTES)


def obstacles(session: Session, meeting: Meeting, paper: Paper) -> list[Problem]:
    """Return what is to be done before the chair can sign this draft."""
    asked = queries.consulted(session, meeting)
    found = list(rules.obstacles(paper, asked, clock.now()))
    summary = queries.find(session, meeting)
    if summary is not None and summary.frozen is None:
        approved = claims.approved_young(session, summary)
        found += ready.obstacles(claims.kept(session, summary), paper, approved)
    return found


def sign(
    session: Session,
    keys: Keyring,
    summary: Summary,
    *,
    series: Series = Series.CONTRIBUTION,
    seen: str | None = None,
    actor: Actor,
) -> Summary:
    """Sign: give the paper its number and freeze everything it shows.

    After this neither the summary nor the review of its texts changes any more.

    Args:
        session: open transaction; the caller commits it.
        keys: open the quoted texts.
        summary: a draft whose consultations have all ended.
        series: which of the meeting's series the number is from.
        seen: digest of the draft the chair read (``paper.digest`` of its JSON); when it is given,
            a draft that has changed since is not signed.
        actor: the chair.

    Returns:
        The same summary, with its document.

    Raises:
        ForbiddenError: somebody else than the chair signs.
        DomainError: it is signed already, or ``problems`` has what is to be done first.
    """
    account = session.get(Account, actor.account_id) if actor.account_id else None
    if account is None or account.role is not Role.CHAIR:
        raise ForbiddenError("not_the_chair", N_("Only the chair signs a summary."))
    refuse_signed(session, summary)
    meeting = summary.meeting
    _keep_still(session, summary)
    paper = queries.paper(session, keys, meeting.number)
    problems = obstacles(session, meeting, paper)
    if rows := claims.kept(session, summary):
        today = queries.material(session, keys, meeting)
        known = evidence.index(today.paper)
        problems += ready.stale(changes.between(rows, today.drafted, known))
    if problems:
        message = N_("This summary cannot be signed yet. What is to do:")
        raise DomainError("summary_not_ready", message, problems=problems)
    if seen is not None and seen != papers.digest(paper.to_json()):
        message = N_("The draft has changed since you opened this page. Read it again, then sign.")
        raise DomainError("draft_changed", message)
    now = clock.now()
    symbol = meetings.next_symbol(session, meeting, series)
    summary.document = meetings.register_document(
        session,
        meeting,
        symbol,
        title=paper.title,
        languages=paper.languages,
        published_at=now,
        actor=actor,
    )
    chosen = {quote.review_id for quote in summary.quotes}
    texts = [
        text
        for text in queries.quotable(session, keys, meeting)
        if text.review is not None and text.review.id in chosen
    ]
    paper = sealing.put_away(session, keys, paper, texts)
    signed = replace(paper, symbol=str(symbol), signed_on=now.date().isoformat())
    summary.frozen = signed.to_json()
    summary.frozen_digest = papers.digest(summary.frozen)
    summary.signed_at = summary.changed_at = now
    summary.signed_by = account
    for consultation in queries.consulted(session, meeting):
        consultation.settled_at = now
    session.flush()
    audit.record(session, actor, "summary.sign", str(symbol), digest=summary.frozen_digest)
    return summary


def _keep_still(session: Session, summary: Summary) -> None:
    """Let nobody withdraw answers or decide on texts until the signature is stored.

    Otherwise a paper signed in the same second could quote answers that are gone. SQLite has one
    writer, and needs no lock.
    """
    session.execute(
        select(Consultation.id)
        .where(Consultation.meeting_id == summary.meeting_id)
        .order_by(Consultation.id)
        .with_for_update()
    )
    # What was read before the lock may have changed since.
    session.expire(summary)


def refuse_signed(session: Session, summary: Summary) -> None:
    """Let nobody change a summary that is signed, nor sign it while somebody changes it.

    Raises:
        DomainError: it is signed (``summary_signed``).
    """
    session.refresh(summary, ["signed_at"], with_for_update=True)
    if summary.signed_at is not None:
        message = N_("This summary is signed and does not change any more.")
        raise DomainError("summary_signed", message)
