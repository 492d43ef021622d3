"""Acts on claims: draft, keep, drop, move, reword, add, recompute."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from consult.audit import service as audit
from consult.audit.actor import Actor
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.locales import N_, Localized, tidy
from consult.summaries import queries as summaries
from consult.summaries.claims import changes, evidence, notes, numbers, queries
from consult.summaries.claims.changes import Change, Effect
from consult.summaries.claims.claim import Claim, Kind
from consult.summaries.claims.keeping import changed, number, refuse_overwriting, touch
from consult.summaries.claims.models import SummaryClaim
from consult.summaries.models import Summary, SummaryQuote
from consult.summaries.service import refuse_signed


def draft(session: Session, keys: Keyring, summary: Summary, *, actor: Actor) -> int:
    """Add the claims that today's tables give and that are not there yet.

    What people kept, dropped, moved or reworded stays as it is.

    Returns:
        How many were added.

    Raises:
        DomainError: the summary is signed.
    """
    refuse_signed(session, summary)
    drafted = summaries.material(session, keys, summary.meeting).drafted
    there = {row.key for row in queries.of_summary(session, summary)}
    new = [claim for claim in drafted if claim.key not in there]
    _add(session, summary, new, drafted, actor)
    audit.record(session, actor, "claims.draft", number(summary), added=len(new))
    return len(new)


def _add(
    session: Session,
    summary: Summary,
    new: Sequence[Claim],
    drafted: Sequence[Claim],
    actor: Actor,
) -> None:
    """Store claims where they stand among those that are there."""
    rows = queries.of_summary(session, summary)
    if rows:
        place, places = max(row.position for row in rows) + 1, {}
    else:
        place, places = 0, {claim.key: n for n, claim in enumerate(drafted)}
    now = clock.now()
    for n, claim in enumerate(new):
        session.add(
            SummaryClaim(
                summary_id=summary.id,
                key=claim.key,
                position=places.get(claim.key, place + n),
                dropped=False,
                claim=claim.stored(),
                wording={},
                revision=0,
                changed_by_id=actor.account_id,
                changed_at=now,
            )
        )
        if claim.kind is Kind.QUOTE:
            _quote(summary, claim)
    touch(session, summary)


def _quote(summary: Summary, claim: Claim) -> None:
    """Choose the text of a quote for the summary, so that its author is told of it."""
    review = UUID(claim.key.removeprefix(evidence.quote_id("")))
    if review not in {quote.review_id for quote in summary.quotes}:
        summary.quotes = [*summary.quotes, SummaryQuote(review_id=review)]


def differences(session: Session, keys: Keyring, summary: Summary) -> tuple[Change, ...]:
    """Return what drafting again from today's answers would change."""
    now = summaries.material(session, keys, summary.meeting)
    rows = queries.of_summary(session, summary)
    return changes.between(rows, now.drafted, evidence.index(now.paper))


def accept(
    session: Session, keys: Keyring, summary: Summary, *, seen: str, actor: Actor
) -> tuple[Change, ...]:
    """Take over what drafting again would change, and nothing else.

    Args:
        session: open transaction; the caller commits it.
        keys: open the texts that may be quoted.
        summary: not signed yet.
        seen: ``changes.digest`` of the changes that the page showed.
        actor: who accepts.

    Raises:
        DomainError: it is signed, or other changes would be made by now (``changes_differ``).
    """
    refuse_signed(session, summary)
    found = differences(session, keys, summary)
    if changes.digest(found) != seen:
        message = N_("The numbers have changed again since you opened this page. Look once more.")
        raise DomainError("changes_differ", message)
    rows = {row.key: row for row in queries.of_summary(session, summary)}
    for change in found:
        if change.effect is Effect.CHANGED and change.after is not None:
            rows[change.key].claim = change.after.stored()
            changed(rows[change.key], actor)
        elif change.effect is Effect.LOST:
            rows[change.key].dropped = True
            changed(rows[change.key], actor)
    new = [c.after for c in found if c.effect is Effect.NEW and c.after is not None]
    session.flush()
    _add(session, summary, new, new, actor)
    counts = {effect.value: sum(c.effect is effect for c in found) for effect in Effect}
    audit.record(session, actor, "claims.recompute", number(summary), **counts)
    return found


def set_kept(
    session: Session, summary: Summary, row: SummaryClaim, *, kept: bool, actor: Actor
) -> None:
    """Keep a claim in the paper, or leave it out; it can be taken in again.

    Raises:
        DomainError: the summary is signed.
    """
    refuse_signed(session, summary)
    row.dropped = not kept
    if kept and row.content.kind is Kind.QUOTE:
        _quote(summary, row.content)
    changed(row, actor)
    touch(session, summary)
    act = "claims.keep" if kept else "claims.drop"
    audit.record(session, actor, act, number(summary), claim=row.key)


def move(
    session: Session, summary: Summary, row: SummaryClaim, *, down: bool, actor: Actor
) -> None:
    """Change places with the next kept claim, below or above; at the end nothing happens.

    Raises:
        DomainError: the summary is signed.
    """
    refuse_signed(session, summary)
    rows = queries.of_summary(session, summary)
    order = rows if down else rows[::-1]
    after = order[order.index(row) + 1 :]
    other = next((one for one in after if not one.dropped), None)
    if other is None:
        return
    for place, one in enumerate(rows):
        one.position = place
    row.position, other.position = other.position, row.position
    touch(session, summary)
    audit.record(session, actor, "claims.move", number(summary), claim=row.key, down=down)


def reword(
    session: Session,
    summary: Summary,
    row: SummaryClaim,
    wording: Localized,
    *,
    revision: int,
    actor: Actor,
) -> None:
    """Put people's own words in the place of a claim's sentence; its evidence stays.

    Args:
        session: open transaction; the caller commits it.
        summary: not signed yet.
        row: the claim.
        wording: by language; where it is empty, the claim's own sentence stands.
        revision: that of the words the writer started from.
        actor: who writes.

    Raises:
        WrittenMeanwhileError: somebody else has written meanwhile (``written_meanwhile``).
        InvalidError: a number in the words is not among the claim's (``number_unsupported``), or
            a note is left without words.
        DomainError: the summary is signed.
    """
    refuse_signed(session, summary)
    refuse_overwriting(session, row, revision)
    told = tidy(wording)
    numbers.check(told, [row.content], "wording")
    row.wording = told
    changed(row, actor)
    touch(session, summary)
    audit.record(
        session, actor, "claims.reword", number(summary), claim=row.key, languages=list(told)
    )


def add_note(
    session: Session, summary: Summary, under: str, text: Localized, *, actor: Actor
) -> SummaryClaim:
    """Add a statement that people wrote, resting on one question or consultation.

    Args:
        session: open transaction; the caller commits it.
        summary: not signed yet.
        under: id of the question or consultation it rests on.
        text: the statement by language.
        actor: who writes.

    Raises:
        InvalidError: there are no words, it rests on nothing, or a number in it is not among the
            shown counts of what it rests on.
        DomainError: the summary is signed.
    """
    refuse_signed(session, summary)
    known = evidence.index(summaries.tables(session, summary.meeting))
    rows = queries.of_summary(session, summary)
    note = notes.note(tidy(text), under, known, taken={row.key for row in rows})
    # Beside what else is said of the same question, and before it; of a consultation, after it.
    beside = [n for n, row in enumerate(rows) if row.content.under == under]
    place = (beside[0] if "/" in under else beside[-1] + 1) if beside else len(rows)
    for n, row in enumerate(rows):
        row.position = n + (n >= place)
    made = SummaryClaim(
        summary_id=summary.id,
        key=note.key,
        position=place,
        dropped=False,
        claim=note.stored(),
        wording={},
        revision=0,
        changed_by_id=actor.account_id,
        changed_at=clock.now(),
    )
    session.add(made)
    touch(session, summary)
    audit.record(session, actor, "claims.note", number(summary), claim=note.key, under=under)
    return made
