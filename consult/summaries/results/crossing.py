"""Cross-tables: the questions of one consultation by one trait, hidden together with the paper.

What stands above a cross-table (the lines and bases of the paper, the participation) was released
before. Where one of those is hidden, the whole line or column below it is hidden, so that a
cross-table tells nothing new about it; where it is shown, it is a known number, and cross-tables
by different traits have nothing else in common. So each trait is one system of its own, and a cell
that is hidden in one cannot be worked out from another by adding and subtracting.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from consult.core.locales import N_, Localized, in_every_language
from consult.questionnaires.definition import Question
from consult.questionnaires.types import kind
from consult.summaries import audiences, cells, era_cells, links, strata, tallies
from consult.summaries.cells import Source
from consult.summaries.disclosure import System
from consult.summaries.known import Cell, Key, Relation, equal
from consult.summaries.links import responses_key, stratum_key, table_key
from consult.summaries.snapshots import columns
from consult.summaries.snapshots.columns import Columns
from consult.summaries.tallies import QuestionCount

#: Traits one can cross by, in the order of the page. ``gender`` is a single choice whose code in
#: the questionnaire is ``gender``: there is no other sign by which a question is taken for it.
TRAITS = {
    "region": N_("Region"),
    "age_band": N_("Age"),
    "gender": N_("Gender"),
    "language": N_("Language"),
    "mode": N_("How the answers reached us"),
    "stratum": N_("Invitation"),
}
GENDER = "gender"
#: Stands for everybody whose trait is not known.
UNTOLD = ""

_PARTS = ("base", "no_answer", "prefer_not")


@dataclass(frozen=True)
class Group:
    """Those of a consultation who share a trait, with their raw counts."""

    code: str
    label: Localized
    source: Source
    #: Name of their number among the released counts of the paper.
    above: Key | None
    trait: str = ""


def gender_question(source: Source) -> Question | None:
    """Return the question that asks for gender, where there is one."""
    found = source.counted.definition.by_code.get(GENDER)
    return found if found is not None and found.type == "single_choice" else None


def groups(source: Source, found: Columns, trait: str) -> list[Group]:
    """Return everybody by a trait, those who did not tell it last."""
    names = dict(_codes(source, trait))
    column = GENDER if trait == GENDER else columns.of_stratum(trait)
    made = [
        Group(
            code,
            label,
            _part(source, found.where(column, code), trait, code),
            _above(source.slug, trait, code),
            trait,
        )
        for code, label in names.items()
    ]
    if trait in strata.ALWAYS_TOLD:
        return made
    others = [value for value in found[column].values if value not in names]
    rest = _part(source, found.among(column, others), trait, UNTOLD)
    above = None if trait == GENDER else stratum_key(source.slug, trait, "no-answer")
    return [*made, Group(UNTOLD, in_every_language(N_("Not told")), rest, above, trait)]


def _codes(source: Source, trait: str) -> Iterator[tuple[str, Localized]]:
    if trait == GENDER:
        question = gender_question(source)
        for choice in kind.with_other(question, question.choices) if question else ():
            yield choice.code, choice.text
        return
    for code in cells.stratum_codes(source, trait):
        yield code, strata.label(trait, code)


def _above(slug: str, trait: str, code: str) -> Key:
    if trait == GENDER:
        return table_key(slug, GENDER, 0, "row", code)
    return stratum_key(slug, trait, code)


def _part(source: Source, found: Columns, trait: str, code: str) -> Source:
    counted = tallies.of_columns(
        source.counted.definition, found, source.counted.versions, like=source.counted
    )
    return replace(source, slug=f"{source.slug}/{trait}={code}", counted=counted)


def crossed(source: Source, parts: Sequence[Group], shown: Mapping[Key, int]) -> System:
    """Return the counts of a cross-table with all that a reader knows of how they add up.

    Args:
        source: the whole consultation.
        parts: everybody by a trait.
        shown: the released counts of the paper it stands under.
    """
    found: dict[Key, Cell] = {}
    relations: list[Relation] = []
    forced: set[Key] = set()
    for part in parts:
        mine = list(_cells_of(part, shown))
        found |= {cell.key: cell for cell in [*mine, *_trait_cells(part)]}
        relations += [*_relations_of(part), *_trait_relations(part)]
        if part.above is not None and part.above not in shown:
            forced |= {cell.key for cell in mine}
        forced |= cells.forced(part.source, mine)
    total = responses_key(source.slug)
    found[total] = Cell(total, source.counted.total, source.smallest, fixed=True)
    relations.append(equal([total], [responses_key(part.source.slug) for part in parts]))
    lines = list(_era_lines(source, parts))
    for counted in _questions(source):
        lines += _lines(source.slug, counted, parts)
    for above, below in lines:
        value = sum(found[key].value for key in below)
        # Fixed: what is hidden above is hidden below along its whole line.
        is_shown = above in shown
        found[above] = Cell(above, value, source.smallest, published=False, fixed=is_shown)
        relations.append(equal([above], below))
        if not is_shown:
            forced |= set(below)
    known = (r for r in relations if all(key in found for key, _ in r.terms))
    return System(found, tuple(known), frozenset(forced))


def _era_lines(source: Source, parts: Sequence[Group]) -> Iterator[tuple[Key, list[Key]]]:
    """Yield the responses of each era, with those of the groups."""
    for number in source.counted.eras:
        above = responses_key(links.era_of(source.slug, number))
        below = [responses_key(links.era_of(part.source.slug, number)) for part in parts]
        yield above, below


def _questions(source: Source) -> Iterator[QuestionCount]:
    for counted in source.counted.questions:
        if counted.question.type not in links.STRATUM_KINDS and counted.tables:
            yield counted


def _cells_of(part: Group, shown: Mapping[Key, int]) -> Iterator[Cell]:
    source = part.source
    known = part.above in shown if part.above else False
    # Of a group that is known to be nobody, everything is known to be zero.
    nobody = known and not source.counted.total
    yield Cell(
        responses_key(source.slug),
        source.counted.total,
        source.smallest,
        published=False,
        fixed=known,
    )
    decisive = era_cells.decisive(source)
    for cell in era_cells.of_consultation(source):
        if _is_shared_out(cell.key, decisive):
            continue
        # What one group said in one era is nowhere, as are all tables by two traits at once.
        is_total = cell.published
        fixed = nobody or (cell.fixed and not is_total)
        yield replace(cell, fixed=fixed, published=False, guarded=is_total)
    for counted in source.counted.questions:
        asked = links.asked_key(source.slug, counted.question.code)
        yield Cell(asked, counted.asked, source.smallest, published=False, fixed=nobody)
        for cell in cells.parts(source, counted.question):
            yield replace(cell, fixed=nobody)
        if counted.question.type in links.STRATUM_KINDS:
            yield replace(cells.untold(source, counted), fixed=nobody, guarded=False)
    for counted in _questions(source):
        for place, tally in enumerate(counted.tables):
            for cell in cells.table_cells(source, counted.question, place, tally):
                yield replace(cell, fixed=cell.fixed or nobody)


def _is_shared_out(key: Key, decisive: Collection[str]) -> bool:
    """Tell whether a count of an era can be any share of the whole, as far as anybody knows."""
    is_line = key[1] == "question" and key[3] != "asked" and not audiences.is_part(key)
    return is_line and key[2] not in decisive


def _relations_of(part: Group) -> Iterator[Relation]:
    for one in _questions(part.source):
        yield from links.of_question(part.source.slug, one)
    yield from cells.of_rules(part.source, but=era_cells.apart(part.source))
    yield from era_cells.relations(part.source)


def _trait_lines(part: Group) -> Iterator[tuple[Key, Key | None, int]]:
    """Yield the lines of the trait itself in a group, which rules may look at.

    With each the number that it is, and how many that are: all of the group, or nobody (``None``).
    """
    trait, whole = part.trait, part.source
    if trait not in links.STRATUM_KINDS.values() and trait != GENDER:
        return
    for source in (whole, *era_cells.sources(whole)):
        slug, asked = source.slug, source.counted.total
        for code in (*(code for code, _label in _codes(whole, trait)), "base"):
            own = code == part.code or (code == "base" and part.code != UNTOLD)
            if trait != GENDER:
                key = stratum_key(slug, trait, code)
            elif code == "base":
                key = table_key(slug, GENDER, 0, "base")
            else:
                key = table_key(slug, GENDER, 0, "row", code)
            yield key, responses_key(slug) if own else None, asked if own else 0


def _trait_cells(part: Group) -> Iterator[Cell]:
    for key, own, many in _trait_lines(part):
        if part.trait != GENDER:
            yield Cell(key, many, part.source.smallest, published=False, fixed=own is None)


def _trait_relations(part: Group) -> Iterator[Relation]:
    for key, own, _many in _trait_lines(part):
        yield equal([key], [own] if own else [])


def _lines(
    slug: str, counted: QuestionCount, parts: Sequence[Group]
) -> Iterator[tuple[Key, list[Key]]]:
    """Yield each count of a question with those of the groups that make it up."""
    code = counted.question.code
    for place, tally in enumerate(counted.tables):
        names = [("row", one.code) for one in tally.counts] + [(name, "") for name in _PARTS]
        for name, row in names:
            below = [table_key(part.source.slug, code, place, name, row) for part in parts]
            yield table_key(slug, code, place, name, row), below
