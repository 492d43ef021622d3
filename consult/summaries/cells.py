"""The counts of one consultation that are published together, and how they add up."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from consult.consultations.models import Phase
from consult.questionnaires.definition import Question
from consult.questionnaires.types.base import Tally
from consult.summaries import audiences, known, links, strata
from consult.summaries.known import Cell, Key, Relation
from consult.summaries.links import responses_key, stratum_key, table_key, texts_key
from consult.summaries.tallies import STRATA, Counted, QuestionCount

#: Counts below this are hidden where a question touches something hard (TRUST.md R29).
SENSITIVE_CELL = 10

# What a reader loses when a count is hidden: a base takes all percentages of its table along;
# a line that many chose counts up to one more (``_share``).
_COST_LINE, _COST_GAP, _COST_BASE, COST_TOTAL = 2.0, 1.0, 12.0, 3.0


@dataclass(frozen=True)
class Source:
    """One consultation with its raw counts."""

    slug: str
    phase: Phase
    smallest: int
    languages: Sequence[str]
    counted: Counted


def of_consultation(source: Source, *, like: Source | None = None) -> Iterator[Cell]:
    """Yield every count of a consultation.

    Args:
        source: the consultation, or some of its answers.
        like: the consultation whose participation tables it has; else its own.
    """
    total, smallest = source.counted.total, source.smallest
    enough = total == 0 or total >= smallest
    yield Cell(responses_key(source.slug), total, smallest, COST_TOTAL, fixed=enough)
    for stratum in known_strata(like or source):
        told = source.counted.strata[stratum]
        for code in stratum_codes(like or source, stratum):
            key = stratum_key(source.slug, stratum, code)
            cost = _COST_LINE + _share(told.get(code, 0), total)
            yield Cell(key, told.get(code, 0), smallest, cost)
        always_told = stratum in strata.ALWAYS_TOLD
        base = total - told.get(None, 0)
        key = stratum_key(source.slug, stratum, "base")
        yield Cell(key, base, smallest, _COST_BASE, fixed=always_told and enough)
        key = stratum_key(source.slug, stratum, "no-answer")
        yield Cell(key, told.get(None, 0), smallest, _COST_GAP, fixed=always_told)
    for counted in source.counted.questions:
        yield from _question_cells(source, counted)


def _question_cells(source: Source, counted: QuestionCount) -> Iterator[Cell]:
    slug, question = source.slug, counted.question
    smallest = smallest_of(source, question)
    yield Cell(links.asked_key(slug, question.code), counted.asked, smallest, published=False)
    yield from parts(source, question)
    if question.type in links.STRATUM_KINDS:
        yield untold(source, counted)
        return
    yield Cell(texts_key(slug, question.code), counted.texts, smallest, _COST_GAP)
    for place, tally in enumerate(counted.tables):
        yield from table_cells(source, question, place, tally)


def untold(source: Source, counted: QuestionCount) -> Cell:
    """Return who were asked for a trait and did not tell it.

    They stand among all whose trait is not known. Where not everybody was asked, a reader can tell
    them apart: they are guarded.
    """
    told = source.counted.strata[links.STRATUM_KINDS[counted.question.type]]
    many = sum(n for code, n in told.items() if code is not None)
    key = links.untold_key(source.slug, counted.question.code)
    left = max(0, counted.asked - many)
    smallest = smallest_of(source, counted.question)
    return Cell(key, left, smallest, published=False, guarded=True)


def parts(source: Source, question: Question) -> Iterator[Cell]:
    """Yield the counts in which the rules of a question split everybody."""
    found = audiences.of(source.slug, source.counted, question)
    yield from found.cells() if found else ()


def table_cells(source: Source, question: Question, place: int, tally: Tally) -> Iterator[Cell]:
    """Yield the counts of one table of a question."""

    def cell(part: str, value: int, cost: float, row: str = "", *, fixed: bool = False) -> Cell:
        key = table_key(source.slug, question.code, place, part, row)
        return Cell(key, value, smallest_of(source, question), cost, fixed=fixed)

    for line in tally.counts:
        yield cell("row", line.count, _COST_LINE + _share(line.count, tally.base), line.code)
    yield cell("base", tally.base, _COST_BASE)
    yield cell("no_answer", tally.no_answer, _COST_GAP)
    never = not question.prefer_not and tally.prefer_not == 0
    yield cell("prefer_not", tally.prefer_not, _COST_GAP, fixed=never)


def smallest_of(source: Source, question: Question) -> int:
    """Return the smallest count of a question that may be shown."""
    return max(source.smallest, SENSITIVE_CELL) if question.sensitive else source.smallest


def _share(count: int, base: int) -> float:
    """Return what a large line costs more than a small one: a reader would miss it more."""
    return count / (base + 1)


def relations(
    source: Source, *, like: Source | None = None, but: Collection[str] = ()
) -> Iterator[Relation]:
    """Yield how the counts of a consultation add up; see :func:`of_consultation`.

    Args:
        source: the consultation, or some of its answers.
        like: the consultation whose participation tables it has; else its own.
        but: questions whose rules were not the same for all who answered.
    """
    slug, counted = source.slug, source.counted
    for stratum in known_strata(like or source):
        rows = [stratum_key(slug, stratum, code) for code in stratum_codes(like or source, stratum)]
        base, gap = (stratum_key(slug, stratum, part) for part in ("base", "no-answer"))
        yield known.equal([base], rows)
        yield known.equal([responses_key(slug)], [base, gap])
    for one in counted.questions:
        if one.question.type not in links.STRATUM_KINDS:
            yield from links.of_question(slug, one)
    yield from of_rules(source, but=but)


def of_rules(source: Source, *, but: Collection[str] = ()) -> Iterator[Relation]:
    """Yield what rules tell a reader of whom questions were put to, and with what choices."""
    for one in source.counted.questions:
        if one.question.code not in but:
            found = audiences.of(source.slug, source.counted, one.question)
            yield from found.relations(one) if found else ()
        if (stratum := links.STRATUM_KINDS.get(one.question.type)) is not None:
            told = stratum_key(source.slug, stratum, "base")
            gap = links.untold_key(source.slug, one.question.code)
            asked = links.asked_key(source.slug, one.question.code)
            yield known.equal([asked], [told, gap])


def forced(source: Source, cells: Iterable[Cell]) -> set[Key]:
    """Return what goes with a total that is too small: every line of its table."""
    if 0 < source.counted.total < source.smallest:
        return {cell.key for cell in cells}
    lines: set[Key] = set()
    for counted in source.counted.questions:
        for place, tally in enumerate(counted.tables):
            if 0 < tally.base < smallest_of(source, counted.question):
                lines |= {
                    table_key(source.slug, counted.question.code, place, "row", line.code)
                    for line in tally.counts
                }
    for stratum in known_strata(source):
        told = sum(n for code, n in source.counted.strata[stratum].items() if code is not None)
        if 0 < told < source.smallest:
            codes = stratum_codes(source, stratum)
            lines |= {stratum_key(source.slug, stratum, code) for code in codes}
    return lines


def known_strata(source: Source) -> list[str]:
    """Return the strata that were asked for or told, in the order of the paper."""
    kinds = {counted.question.type for counted in source.counted.questions}
    order = sorted(STRATA, key=lambda stratum: stratum in strata.ALWAYS_TOLD)
    return [
        stratum
        for stratum in order
        if stratum in strata.ALWAYS_TOLD | kinds
        or any(code is not None for code in source.counted.strata[stratum])
    ]


def stratum_codes(source: Source, stratum: str) -> list[str]:
    """Return the lines of a participation table, in its order."""
    told = [code for code in source.counted.strata[stratum] if code is not None]
    offered = source.languages if stratum == "language" else strata.codes(stratum)
    return [*offered, *sorted(set(told) - set(offered))]
