"""A consultation as the sum of its eras: what a reader knows where not all were asked the same.

No count of an era stands on a page. But each era keeps its own rules, and adds up with the others
to what is shown: from a question that only some were asked, much can be worked out about those. So
every count of an era is unknown to a reader and guarded like a hidden one. How many answered in it
is taken for known, unless one of the eras is small: whoever saw the total on the day of a new
version remembers it.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from consult.questionnaires import combining
from consult.questionnaires.definition import Definition
from consult.summaries import audiences, cells, eras, known, links
from consult.summaries.cells import Source
from consult.summaries.known import Cell, Key, Relation
from consult.summaries.links import responses_key, table_key


def sources(source: Source) -> list[Source]:
    """Return each era as if it were a consultation of its own; none where there is but one."""
    return [
        replace(source, slug=links.era_of(source.slug, number), counted=counted)
        for number, counted in source.counted.eras.items()
    ]


def apart(source: Source) -> frozenset[str]:
    """Return the questions that have to be looked at era by era.

    They are those that were not asked alike in all eras, and all that hang together with one of
    them by rules. Of any other question, what was answered in an era can be any share of the whole,
    so that its eras tell a reader nothing.
    """
    if not source.counted.eras:
        return frozenset()
    versions = [
        source.counted.definition,
        *(one.definition for one in source.counted.eras.values()),
    ]
    told = [combining.asked(one) for one in versions]
    found = {code for code in told[0] if any(each.get(code) != told[0][code] for each in told[1:])}
    near: dict[str, set[str]] = {}
    for definition in versions:
        for code, others in combining.looks_at(definition).items():
            for other in others:
                near.setdefault(code, set()).add(other)
                near.setdefault(other, set()).add(code)
    waiting = list(found)
    while waiting:
        new = near.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return frozenset(found)


def decisive(source: Source) -> frozenset[str]:
    """Return the questions of which the lines of an era tell a reader more than who was asked.

    Rules look at them, or they were not offered alike. Any other can have been answered in each era
    in the same proportions: only how many it was put to in each is told.
    """
    whole, asked = source.counted.definition, apart(source)
    versions = [one.definition for one in source.counted.eras.values()]
    seen = {
        code for one in versions for codes in combining.looks_at(one).values() for code in codes
    }
    differ = {
        code
        for code in asked
        for one in versions
        if code in one.by_code
        and (whole.by_code[code].narrowing or _offer(one, code) != _offer(whole, code))
    }
    return frozenset(asked & (seen | differ))


def _offer(definition: Definition, code: str) -> tuple[object, ...]:
    """Return what can be answered to a question, whoever is asked."""
    question = definition.by_code[code]
    settings = {
        name: {row.code for row in value} if name == "rows" else value
        for name, value in question.settings.items()
    }
    rules = {choice.code: choice.show_if for choice in question.choices}
    return question.type, rules, question.prefer_not, question.other, settings


def of_consultation(source: Source) -> Iterator[Cell]:
    """Yield the counts of every era."""
    codes = apart(source)
    known = all(era.total >= source.smallest for era in source.counted.eras.values())
    for era in sources(source):
        nothing = set(_not_asked(source, era))
        for cell in cells.of_consultation(era, like=source):
            if cell.key == responses_key(era.slug):
                yield replace(cell, fixed=known)
            elif _is_split(source, cell.key, codes):
                never = cell.key in nothing or (cell.fixed and cell.key[-1] != "base")
                fixed = never and not cell.value
                yield replace(
                    cell, fixed=fixed, published=False, guarded=cell.published or cell.guarded
                )


def relations(source: Source) -> Iterator[Relation]:
    """Yield how the counts of the eras add up, each by itself and all to the consultation's."""
    found, codes = sources(source), apart(source)
    for era in found:
        yield from cells.relations(era, like=source)
    there = {cell.key for cell in of_consultation(source)}
    for whole in cells.of_consultation(source) if found else ():
        if audiences.is_part(whole.key):
            continue  # each era has its own
        if whole.key == responses_key(source.slug) or _is_split(source, whole.key, codes):
            parts = [(era.slug, *whole.key[1:]) for era in found]
            yield known.equal([whole.key], [key for key in parts if key in there])


def _is_split(source: Source, key: Key, codes: Collection[str]) -> bool:
    """Tell whether a count is looked at era by era."""
    if key[1] == "stratum":
        kinds = {q.type for q in source.counted.definition.questions() if q.code in codes}
        return any(links.STRATUM_KINDS.get(kind) == key[2] for kind in kinds)
    return key[1] == "question" and key[2] in codes


def _not_asked(source: Source, era: Source) -> Iterator[Key]:
    """Yield the counts of what an era did not ask or offer: they are nobody, and a reader knows."""
    whole = source.counted.definition.by_code
    for counted in era.counted.questions:
        question = counted.question
        offered = eras.offered(question)
        for place, tally in enumerate(counted.tables):
            asked = eras.has_table(question, place, whole[question.code])
            parts = () if asked else ("base", "no_answer", "prefer_not")
            yield from (table_key(era.slug, question.code, place, part) for part in parts)
            for line in tally.counts:
                if not asked or (offered is not None and line.code not in offered):
                    yield table_key(era.slug, question.code, place, "row", line.code)
