"""Everything a paper shows, and nothing else: what is frozen at signing and what exports read.

All text a person reads is ``Localized`` or comes from the catalogues; every number has passed the
disclosure control; ``None`` stands for a hidden count. The JSON form (``to_json``) is canonical:
the same paper gives the same bytes.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from consult.core.locales import LANGUAGES, Localized, missing
from consult.summaries.counts import Row, Table, read_table, texts_of
from consult.summaries.stated import (
    Assessment,
    CrossTable,
    Finding,
    ThemeResult,
    read_assessment,
    read_crossed,
    read_finding,
    read_themes,
)

__all__ = ["Row", "Table"]


@dataclass(frozen=True)
class Quote:
    """A reviewed text as it may be shown; struck spans are already ``[…]``.

    ``language`` is the tag it was written in; region and age band are empty when they were not
    told or would point at somebody. In a signed paper ``seal`` stands for all of that: the frozen
    text holds nothing else of a quote, and ``text`` is empty when its author took it back.
    ``name`` is what the claims of a draft call the quote by; once it is sealed they call it by its
    seal.
    """

    text: str
    language: str
    region: str
    age_band: str
    seal: str = ""
    name: str = ""

    @property
    def reference(self) -> str:
        """What claims call the quote by; empty in papers of before there were claims."""
        return self.seal or self.name

    @property
    def taken_back(self) -> bool:
        """Whether its author took it back after the paper was signed."""
        return bool(self.seal) and not self.text


@dataclass(frozen=True)
class QuestionResult:
    """One question: what was asked, the tables it gives, and the quotes chosen from it."""

    code: str
    kind: str
    text: Localized
    tables: tuple[Table, ...]
    quotes: tuple[Quote, ...]
    #: How many free texts were given; ``None`` if hidden or the question takes none.
    texts: int | None


@dataclass(frozen=True)
class ConsultationResult:
    """One consultation with its participation tables and questions.

    ``participation`` holds a table per stratum that was known: keys ``region``, ``age_band``,
    ``language``, ``mode``, ``stratum``. Times are ISO 8601 in UTC.
    """

    slug: str
    title: Localized
    phase: str
    opens_at: str
    closes_at: str
    languages: tuple[str, ...]
    demonstration: bool
    responses: int | None
    smallest_cell: int
    participation: tuple[tuple[str, Table], ...]
    questions: tuple[QuestionResult, ...]
    #: SHA-256 of the snapshot of closed answers the counts come from; empty in older papers.
    snapshot: str = ""


@dataclass(frozen=True)
class Changed:
    """One thing in which a paper differs from the one it follows.

    ``part``: ``title``, ``abstract``, ``purpose``, ``paragraph``, ``figure`` or ``quotes``.
    ``place``: number of the paragraph, caption and line of the figure, how many quotes.
    """

    part: str
    place: Localized
    was: Localized
    now: Localized


#: Left out of the canonical JSON where they are empty, so that older papers keep their bytes.
_LATER = (
    "follows",
    "reason",
    "changes",
    "findings",
    "crossed",
    "themes",
    "machines",
    "assessment",
    "for_young",
)


@dataclass(frozen=True)
class Paper:
    """A signed summary, or the draft of one (``symbol`` and ``signed_on`` empty).

    Dates are ISO 8601. ``purpose`` is ``information`` or ``action``. ``phases`` has the number of
    responses before and during the meeting. ``follows`` is the symbol of the paper that this one
    revises, adds to or corrects, with the reason and what changed; all three are empty in a first
    paper, and then absent from its JSON.
    """

    meeting_number: int
    meeting_starts_on: str
    meeting_ends_on: str
    meeting_place: Localized
    symbol: str
    signed_on: str
    agenda_item: str
    agenda_title: Localized
    purpose: str
    title: Localized
    abstract: Localized
    narrative: Localized
    phases: Table
    consultations: tuple[ConsultationResult, ...]
    follows: str = ""
    reason: Localized = field(default_factory=dict)
    changes: tuple[Changed, ...] = ()
    findings: tuple[Finding, ...] = ()
    crossed: tuple[CrossTable, ...] = ()
    themes: tuple[ThemeResult, ...] = ()
    #: What programs did for this paper, by code; empty in papers from before it was told.
    machines: tuple[str, ...] = ()
    assessment: tuple[Assessment, ...] = ()
    #: The summary in plain words for young people, one paragraph a line.
    for_young: Localized = field(default_factory=dict)

    @property
    def demonstration(self) -> bool:
        """Whether any of the answers were made up to show the product."""
        return any(one.demonstration for one in self.consultations)

    def texts(self) -> Iterator[Localized]:
        """Yield every text of the questionnaires, people and catalogues, but no quote.

        Texts that a paper may lack altogether (a place that the record does not tell) are left
        out where they are empty.
        """
        yield from (self.title, self.abstract)
        if self.narrative or not self.findings:
            yield self.narrative
        yield from (
            text
            for text in (self.meeting_place, self.agenda_title, self.reason, self.for_young)
            if text
        )
        yield from (finding.text for finding in self.findings)
        yield from (one.label for one in self.crossed)
        for result in self.themes:
            yield result.question
            yield from (line.label for line in result.themes)
        for one in self.assessment:
            yield from (statement for _requirement, statement in one.statements)
        yield from texts_of(self.phases)
        for consultation in self.consultations:
            yield consultation.title
            tables = [table for _, table in consultation.participation]
            for question in consultation.questions:
                yield question.text
                tables += question.tables
            for table in tables:
                yield from texts_of(table)

    def quotes(self) -> Mapping[str, Quote]:
        """Return the quotes that claims can call by name, by that name."""
        return {
            quote.reference: quote
            for consultation in self.consultations
            for question in consultation.questions
            for quote in question.quotes
            if quote.reference
        }

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in which every text of the paper is there."""
        incomplete = {tag for text in self.texts() for tag in missing(text, LANGUAGES)}
        return tuple(tag for tag in LANGUAGES if tag not in incomplete)

    def to_json(self) -> str:
        """Return the canonical JSON."""
        told = {name: value for name, value in asdict(self).items() if value or name not in _LATER}
        for consultation in told["consultations"]:
            for question in consultation["questions"]:
                question["quotes"] = [_frozen_quote(quote) for quote in question["quotes"]]
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Paper":
        """Read what :meth:`to_json` wrote."""
        stored = json.loads(text)
        stored["phases"] = read_table(stored["phases"])
        stored["consultations"] = tuple(_consultation(c) for c in stored["consultations"])
        for name, read in _READ_LATER.items():
            if name in stored:
                stored[name] = tuple(map(read, stored[name]))
        return cls(**stored)


def digest(frozen: str) -> str:
    """Return the SHA-256 a signed summary is bound to."""
    return hashlib.sha256(frozen.encode()).hexdigest()


def day(iso: str) -> date:
    """Return the date of an ISO 8601 text."""
    return date.fromisoformat(iso[:10])


def _consultation(stored: dict[str, Any]) -> ConsultationResult:
    return ConsultationResult(
        **{
            **stored,
            "languages": tuple(stored["languages"]),
            "participation": tuple((name, read_table(t)) for name, t in stored["participation"]),
            "questions": tuple(_question(q) for q in stored["questions"]),
        }
    )


def _question(stored: dict[str, Any]) -> QuestionResult:
    return QuestionResult(
        **{
            **stored,
            "tables": tuple(read_table(t) for t in stored["tables"]),
            "quotes": tuple(_quote(quote) for quote in stored["quotes"]),
        }
    )


def _frozen_quote(quote: dict[str, Any]) -> dict[str, Any]:
    """Return the seal alone; papers of before there were seals, and drafts, hold the words."""
    if quote["seal"]:
        return {"seal": quote["seal"]}
    return {name: value for name, value in quote.items() if value or name not in {"seal", "name"}}


def _quote(stored: dict[str, Any]) -> Quote:
    return Quote(**{"text": "", "language": "", "region": "", "age_band": "", **stored})


def _changed(stored: dict[str, Any]) -> Changed:
    return Changed(**stored)


_READ_LATER: dict[str, Callable[[Any], object]] = {
    "changes": _changed,
    "findings": read_finding,
    "crossed": read_crossed,
    "themes": read_themes,
    "machines": str,
    "assessment": read_assessment,
}
