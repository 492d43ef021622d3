"""What would change in a summary's claims if they were drafted again from today's tables."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from consult.summaries.claims.claim import Claim
from consult.summaries.claims.evidence import Index
from consult.summaries.claims.models import SummaryClaim


class Effect(StrEnum):
    """What drafting again would do."""

    CHANGED = "changed"
    LOST = "lost"
    NEW = "new"


@dataclass(frozen=True)
class Change:
    """One claim that would change; ``numbers`` holds name, number in the draft, number now."""

    effect: Effect
    before: Claim | None
    after: Claim | None

    @property
    def key(self) -> str:
        """The claim's key."""
        found = self.before or self.after
        return found.key if found else ""

    @property
    def numbers(self) -> list[tuple[str, int | None, int | None]]:
        """The numbers that differ."""
        if self.before is None or self.after is None:
            return []
        old = {v.name: v.number for v in self.before.numbers()}
        new = {v.name: v.number for v in self.after.numbers()}
        names = [*old, *(name for name in new if name not in old)]
        return [(n, old.get(n), new.get(n)) for n in names if old.get(n) != new.get(n)]


def between(
    rows: Sequence[SummaryClaim], drafted: Sequence[Claim], known: Index
) -> tuple[Change, ...]:
    """Return what drafting again would change.

    Args:
        rows: the claims as they stand, dropped ones among them.
        drafted: those that today's tables give.
        known: what today's tables show, for notes that people wrote.
    """
    now = {claim.key: claim for claim in drafted}
    return tuple(_changes(rows, now, known))


def _changes(rows: Sequence[SummaryClaim], now: dict[str, Claim], known: Index) -> Iterator[Change]:
    stored = set()
    for row in rows:
        before = row.content
        stored.add(before.key)
        if row.dropped:
            continue
        after = _note_now(before, known) if before.sentence == "note" else now.get(before.key)
        if after is None:
            yield Change(Effect.LOST, before, None)
        elif after != before:
            yield Change(Effect.CHANGED, before, after)
    for key, claim in now.items():
        if key not in stored:
            yield Change(Effect.NEW, None, claim)


def _note_now(note: Claim, known: Index) -> Claim | None:
    """Return a note with today's numbers; ``None`` where what it rests on is not shown any more."""
    if not all(known.resolves(one) for one in note.all_evidence):
        return None
    return replace(
        note,
        values=tuple(
            replace(v, number=known.cells[v.cell]) if v.number is not None else v
            for v in note.values
        ),
    )


def digest(changes: Sequence[Change]) -> str:
    """Return what tells that the changes somebody accepts are those the page showed."""
    told = [
        [change.effect.value, change.key, change.after.stored() if change.after else None]
        for change in changes
    ]
    written = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()
