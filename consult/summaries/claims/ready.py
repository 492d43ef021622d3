"""What keeps claims from being signed: evidence that is gone, numbers that have changed."""

from collections.abc import Sequence
from unicodedata import east_asian_width

from consult.core.errors import Problem
from consult.core.locales import N_
from consult.summaries.claims import evidence, numbers, young
from consult.summaries.claims.changes import Change, Effect
from consult.summaries.claims.models import SummaryClaim
from consult.summaries.paper import Paper

#: Letters from which words are taken for somebody's own.
_OWN_WORDS = 20


def obstacles(rows: Sequence[SummaryClaim], paper: Paper, approved: str) -> list[Problem]:
    """Return what is to be done about the kept claims of a draft before the chair can sign.

    Args:
        rows: the claims that are kept.
        paper: the draft.
        approved: digest of the plain words that somebody has read and approved.
    """
    shown = {finding.key for finding in paper.findings}
    gone = [row.key for row in rows if row.key not in shown]
    gone += [key for key, _evidence in evidence.unresolved(paper)]
    found = [
        Problem(
            "evidence_gone",
            N_("A statement has lost its evidence. Look at what would change."),
            {},
            key,
        )
        for key in dict.fromkeys(gone)
    ]
    texts = {finding.key: finding.text for finding in paper.findings}
    for row in rows:
        for tag, text in texts.get(row.key, {}).items():
            found += _strange(numbers.unsupported(text, tag, [row.content]), row.key)
    found += _quoted(paper)
    if paper.for_young and approved != young.digest(paper.for_young):
        message = N_("Somebody must read the page for young people and approve it.")
        found.append(Problem("young_not_approved", message))
    everything = [*(row.content for row in rows), young.OUT_OF]
    for tag, text in paper.for_young.items():
        strange = numbers.unsupported(text, tag, everything)
        found += _strange(strange, f"for-young-people ({tag})")
    return found


def _quoted(paper: Paper) -> list[Problem]:
    """Name texts that repeat a quote: there it would stay when its author takes it back."""
    texts = [(finding.key, finding.text) for finding in paper.findings]
    texts += [("narrative", paper.narrative), ("abstract", paper.abstract)]
    texts += [("for-young-people", paper.for_young)]
    quoted = [folded for quote in paper.quotes().values() if _is_long(folded := _fold(quote.text))]
    return [
        Problem(
            "quote_in_words",
            N_(
                "The words of a young person stand in a text of yours. Take them out: quotes have"
                " a place of their own, from which they go when their author wants it."
            ),
            {},
            where,
        )
        for where, text in texts
        if any(quote in _fold(told) for quote in quoted for told in text.values())
    ]


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_long(text: str) -> bool:
    """Whether a text is long enough to be told from anybody's words; wide letters count twice."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text) >= _OWN_WORDS


def _strange(shown: Sequence[str], where: str) -> list[Problem]:
    return [
        Problem("number_unsupported", numbers.NOT_IN_EVIDENCE, {"number": one}, where)
        for one in shown
    ]


def stale(found: Sequence[Change]) -> list[Problem]:
    """Return the kept claims that today's tables would make otherwise, or not at all."""
    return [
        Problem(
            "claim_stale",
            N_("The numbers changed since this statement was drafted. Look at what would change."),
            {},
            change.key,
        )
        for change in found
        if change.effect is not Effect.NEW
    ]
