"""From raw counts to tables that may be published: one disclosure control over a whole paper.

Counts below a consultation's threshold are hidden, with further ones where a reader could
otherwise work them out (``suppression``). Percentages and means come only from counts that are
shown, and only from 30 answers up (TRUST.md R29, R30).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from consult.consultations.models import Phase
from consult.core.locales import N_, Localized, in_every_language
from consult.questionnaires.definition import Question
from consult.questionnaires.types.base import Tally
from consult.summaries import links, release, strata, suppression
from consult.summaries.links import responses_key, stratum_key, table_key, texts_key
from consult.summaries.paper import Row, Table
from consult.summaries.suppression import Cell, Key, Relation
from consult.summaries.tallies import STRATA, Counted, QuestionCount

#: The smallest base of a percentage or a mean.
SMALLEST_BASE = 30

#: Counts below this are hidden where a question touches something hard (TRUST.md R29).
SENSITIVE_CELL = 10

# What a reader loses when a count is hidden: a base takes all percentages of its table along;
# a line that many chose counts up to one more (``_share``).
_COST_LINE, _COST_GAP, _COST_BASE, _COST_TOTAL = 2.0, 1.0, 12.0, 3.0

_PHASE_NAMES = {
    Phase.BEFORE: N_("Before the meeting"),
    Phase.DURING: N_("During the meeting"),
}


@dataclass(frozen=True)
class Source:
    """One consultation with its raw counts."""

    slug: str
    phase: Phase
    smallest: int
    languages: Sequence[str]
    counted: Counted


@dataclass(frozen=True)
class Published:
    """What may be shown of one consultation; ``None`` stands for a hidden count."""

    responses: int | None
    participation: tuple[tuple[str, Table], ...]
    tables: Mapping[str, tuple[Table, ...]]
    texts: Mapping[str, int | None]


@dataclass(frozen=True)
class System:
    """Every count of a paper, and all that a reader knows of how they add up."""

    cells: Mapping[Key, Cell]
    relations: tuple[Relation, ...]
    forced: frozenset[Key]


def publish(sources: Sequence[Source]) -> tuple[Table, dict[str, Published]]:
    """Return the table of phases, and what may be shown of each consultation by slug."""
    everything = system(sources)
    shown = release.once(everything.cells.values(), everything.relations, everything.forced)
    return tables(sources, shown)


def tables(
    sources: Sequence[Source], shown: Mapping[Key, int], *, held: bool = False
) -> tuple[Table, dict[str, Published]]:
    """Return the tables of counts that were released.

    Args:
        sources: the consultations, for the words and the order of their lines.
        shown: the released counts; what is not among them is hidden.
        held: they are older than the sources, whose means would not fit them.
    """
    published = {source.slug: _Page(source, shown, held).published() for source in sources}
    return _phases(shown), published


def system(sources: Sequence[Source]) -> System:
    """Return the counts that are published together, with their relations."""
    cells: dict[Key, Cell] = {}
    relations: list[Relation] = []
    kept_back: set[Key] = set()
    for source in sources:
        found = list(_cells(source))
        cells |= {cell.key: cell for cell in found}
        relations += _relations(source)
        kept_back |= forced(source, found)
    cells |= {cell.key: cell for cell in _phase_cells(sources)}
    relations += _phase_relations(sources)
    known = (r for r in relations if all(key in cells for key, _ in r.terms))
    return System(cells, tuple(known), frozenset(kept_back))


# Phases


def _phase_key(part: str) -> Key:
    return ("phases", part)


def _phase_cells(sources: Sequence[Source]) -> Iterator[Cell]:
    smallest = max((source.smallest for source in sources), default=1)
    for phase in Phase:
        inside = [source.counted.total for source in sources if source.phase == phase]
        total = sum(inside)
        yield Cell(_phase_key(phase.value), total, smallest, _COST_TOTAL, fixed=not inside)
    everybody = sum(source.counted.total for source in sources)
    yield Cell(_phase_key("base"), everybody, smallest, _COST_TOTAL, fixed=not everybody)


def _phase_relations(sources: Sequence[Source]) -> Iterator[Relation]:
    for phase in Phase:
        inside = [responses_key(source.slug) for source in sources if source.phase == phase]
        yield suppression.equal([_phase_key(phase.value)], inside)
    yield suppression.equal([_phase_key("base")], [_phase_key(phase.value) for phase in Phase])


def _phases(shown: Mapping[Key, int]) -> Table:
    base = shown.get(_phase_key("base"))
    rows = []
    for phase, name in _PHASE_NAMES.items():
        count = shown.get(_phase_key(phase.value))
        rows.append(Row(phase.value, in_every_language(name), count, percent(count, base)))
    caption = in_every_language(N_("Answers by phase"))
    return Table(caption, tuple(rows), base, 0, 0, adds_up=True)


# One consultation


def _cells(source: Source) -> Iterator[Cell]:
    total, smallest = source.counted.total, source.smallest
    enough = total == 0 or total >= smallest
    yield Cell(responses_key(source.slug), total, smallest, _COST_TOTAL, fixed=enough)
    for stratum in _known_strata(source):
        told = source.counted.strata[stratum]
        for code in stratum_codes(source, stratum):
            key = stratum_key(source.slug, stratum, code)
            cost = _COST_LINE + _share(told.get(code, 0), total)
            yield Cell(key, told.get(code, 0), smallest, cost)
        always_told = stratum in strata.ALWAYS_TOLD
        base = total - told.get(None, 0)
        key = stratum_key(source.slug, stratum, "base")
        yield Cell(key, base, smallest, _COST_BASE, fixed=always_told and enough)
        key = stratum_key(source.slug, stratum, "no-answer")
        yield Cell(key, told.get(None, 0), smallest, _COST_GAP, fixed=always_told)
    yield from version_cells(source)
    for counted in source.counted.questions:
        yield from _question_cells(source, counted)


def version_cells(source: Source) -> Iterator[Cell]:
    """Yield the responses before and since each version that added something.

    They are on no page, but a reader of several tables can work them out.
    """
    for one in source.counted.fresh:
        parts = (
            (links.since_key(source.slug, one.number), one.responses),
            (links.before_key(source.slug, one.number), source.counted.total - one.responses),
        )
        for key, value in parts:
            yield Cell(key, value, source.smallest)


def _question_cells(source: Source, counted: QuestionCount) -> Iterator[Cell]:
    slug, question = source.slug, counted.question
    smallest = smallest_of(source, question)
    yield Cell(links.asked_key(slug, question.code), counted.asked, smallest, published=False)
    if question.type in links.STRATUM_KINDS:
        return
    yield Cell(texts_key(slug, question.code), counted.texts, smallest, _COST_GAP)
    for place, tally in enumerate(counted.tables):
        yield from table_cells(source, question, place, tally)


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


def _relations(source: Source) -> list[Relation]:
    slug = source.slug
    relations = list(links.of_paths(slug, source.counted.definition, source.counted.fresh))
    relations += links.of_versions(slug, source.counted.fresh)
    for stratum in _known_strata(source):
        rows = [stratum_key(slug, stratum, code) for code in stratum_codes(source, stratum)]
        base, gap = (stratum_key(slug, stratum, part) for part in ("base", "no-answer"))
        relations.append(suppression.equal([base], rows))
        relations.append(suppression.equal([responses_key(slug)], [base, gap]))
    for counted in source.counted.questions:
        if counted.question.type not in links.STRATUM_KINDS:
            relations += links.of_question(slug, counted)
            relations += links.of_choices(
                slug, source.counted.definition, counted, source.counted.fresh
            )
    return relations


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
    for stratum in _known_strata(source):
        told = sum(n for code, n in source.counted.strata[stratum].items() if code is not None)
        if 0 < told < source.smallest:
            codes = stratum_codes(source, stratum)
            lines |= {stratum_key(source.slug, stratum, code) for code in codes}
    return lines


def _known_strata(source: Source) -> list[str]:
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


class _Page:
    """Builds the tables of one consultation out of what is shown."""

    def __init__(self, source: Source, shown: Mapping[Key, int], held: bool) -> None:
        self.source = source
        self.shown = shown
        self.held = held

    def published(self) -> Published:
        slug = self.source.slug
        questions = [
            counted
            for counted in self.source.counted.questions
            if counted.question.type not in links.STRATUM_KINDS
        ]
        return Published(
            self.shown.get(responses_key(slug)),
            tuple((name, self._stratum(name)) for name in _known_strata(self.source)),
            {
                one.question.code: tuple(
                    self._table(one, place, tally) for place, tally in enumerate(one.tables)
                )
                for one in questions
            },
            {
                one.question.code: self.shown.get(texts_key(slug, one.question.code))
                for one in questions
                if one.question.other or not one.tables
            },
        )

    def _stratum(self, name: str) -> Table:
        slug = self.source.slug
        base, gap = (
            self.shown.get(stratum_key(slug, name, part)) for part in ("base", "no-answer")
        )
        rows = [
            self._row(stratum_key(slug, name, code), code, strata.label(name, code), base)
            for code in stratum_codes(self.source, name)
        ]
        caption = strata.caption(name)
        return Table(caption, tuple(rows), base, gap, 0, adds_up=True)

    def _table(self, counted: QuestionCount, place: int, tally: Tally) -> Table:
        def key(part: str, row: str = "") -> Key:
            return table_key(self.source.slug, counted.question.code, place, part, row)

        base, no_answer, prefer_not = (
            self.shown.get(key(part)) for part in ("base", "no_answer", "prefer_not")
        )
        rows = tuple(
            self._row(key("row", line.code), line.code, line.label, base) for line in tally.counts
        )
        mean = "" if self.held else _mean(tally, base, rows)
        return Table(tally.caption, rows, base, no_answer, prefer_not, tally.adds_up, mean)

    def _row(self, key: Key, code: str, label: Localized, base: int | None) -> Row:
        count = self.shown.get(key)
        return Row(code, label, count, percent(count, base))


def percent(count: int | None, base: int | None) -> int | None:
    """Return the whole percentage, halves upwards; ``None`` where it may not be shown."""
    if count is None or base is None or base < SMALLEST_BASE:
        return None
    return (200 * count + base) // (2 * base)


def _mean(tally: Tally, base: int | None, rows: Collection[Row]) -> str:
    """Return the mean of a scale: together with all lines but one, it would tell that one."""
    if tally.mean is None or base is None or base < SMALLEST_BASE:
        return ""
    return "" if any(row.count is None for row in rows) else f"{tally.mean:.1f}"
