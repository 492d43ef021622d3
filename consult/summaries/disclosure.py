"""From raw counts to tables that may be published: one disclosure control over a whole paper.

Counts below a consultation's threshold are hidden, with further ones where a reader could
otherwise work them out (``suppression``). Percentages and means come only from counts that are
shown, and only from 30 answers up (TRUST.md R29, R30).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from consult.consultations.models import Phase
from consult.core.locales import N_, Localized, in_every_language
from consult.questionnaires.types.base import Tally
from consult.summaries import era_cells, known, links, release, strata
from consult.summaries.cells import (
    COST_TOTAL,
    Source,
    forced,
    known_strata,
    of_consultation,
    stratum_codes,
)
from consult.summaries.cells import relations as relations_of
from consult.summaries.known import Cell, Key, Relation
from consult.summaries.links import responses_key, stratum_key, table_key, texts_key
from consult.summaries.paper import Row, Table
from consult.summaries.tallies import QuestionCount

#: The smallest base of a percentage or a mean.
SMALLEST_BASE = 30

_PHASE_NAMES = {
    Phase.BEFORE: N_("Before the meeting"),
    Phase.DURING: N_("During the meeting"),
}


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
        found = list(of_consultation(source))
        cells |= {cell.key: cell for cell in [*found, *era_cells.of_consultation(source)]}
        relations += [
            *relations_of(source, but=era_cells.apart(source)),
            *era_cells.relations(source),
        ]
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
        yield Cell(_phase_key(phase.value), total, smallest, COST_TOTAL, fixed=not inside)
    everybody = sum(source.counted.total for source in sources)
    yield Cell(_phase_key("base"), everybody, smallest, COST_TOTAL, fixed=not everybody)


def _phase_relations(sources: Sequence[Source]) -> Iterator[Relation]:
    for phase in Phase:
        inside = [responses_key(source.slug) for source in sources if source.phase == phase]
        yield known.equal([_phase_key(phase.value)], inside)
    yield known.equal([_phase_key("base")], [_phase_key(phase.value) for phase in Phase])


def _phases(shown: Mapping[Key, int]) -> Table:
    base = shown.get(_phase_key("base"))
    rows = []
    for phase, name in _PHASE_NAMES.items():
        count = shown.get(_phase_key(phase.value))
        rows.append(Row(phase.value, in_every_language(name), count, percent(count, base)))
    caption = in_every_language(N_("Answers by phase"))
    return Table(caption, tuple(rows), base, 0, 0, adds_up=True)


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
            tuple((name, self._stratum(name)) for name in known_strata(self.source)),
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
