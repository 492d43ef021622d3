"""Versions that were answered one after the other: who was asked what, and how tables say so.

All answers count together (``questionnaires.combining``). An era is the answers to versions that
ask alike; whom a question was put to follows from the rules of its era alone. How many answered in
an era stands on no page, but a reader of several tables can work it out: ``disclosure`` counts it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from consult.questionnaires import combining, types
from consult.questionnaires.definition import Definition, Question
from consult.questionnaires.types import kind
from consult.questionnaires.types.base import Tally
from consult.summaries.snapshots.columns import VERSION, Columns

#: Number and content of a consultation's versions, answered or not, by digest.
Versions = Mapping[str, tuple[int, Definition]]


@dataclass(frozen=True)
class Era:
    """Answers to versions that ask alike; ``number`` is that of the first of them."""

    number: int
    definition: Definition
    found: Columns


def split(definition: Definition, found: Columns, versions: Versions) -> list[Era]:
    """Return the eras, oldest first; none where whoever answered was asked all of ``definition``.

    Args:
        definition: all that was asked in any version.
        found: the closed answers.
        versions: what each version asks; an answer to another one was asked the last.
    """
    if not versions:
        return []
    last = max(versions.values(), key=lambda one: one[0])
    groups: list[tuple[int, Definition, list[str]]] = []
    answered = [(versions.get(str(digest), last), str(digest)) for digest in found[VERSION].values]
    for (number, own), digest in sorted(answered, key=lambda one: (one[0][0], one[1])):
        same = next((each for each in groups if combining.asks_alike(each[1], own)), None)
        if same is None:
            groups.append((number, own, [digest]))
        else:
            same[2].append(digest)
    if not groups or (len(groups) == 1 and combining.asks_alike(groups[0][1], definition)):
        return []
    return [Era(number, own, found.among(VERSION, digests)) for number, own, digests in groups]


def worded(question: Question, tables: Sequence[Tally], versions: Versions) -> tuple[Tally, ...]:
    """Return tables that say in which versions they, or lines of them, were asked."""
    if len(versions) < 2:
        return tuple(tables)
    asked = {
        number: own.by_code[question.code]
        for number, own in versions.values()
        if question.code in own.by_code
    }
    every = sorted(number for number, _own in versions.values())
    rows = types.rows(question)
    told = []
    for place, table in enumerate(tables):
        code = rows[place].code if rows else None
        inside = [n for n, own in asked.items() if code is None or _has_row(own, code)]
        lines = tuple(
            replace(
                line,
                label=combining.said(
                    "offered",
                    line.label,
                    [n for n in inside if _offers(asked[n], line.code)],
                    sorted(inside),
                ),
            )
            for line in table.counts
        )
        caption = combining.said("asked", table.caption, inside, every)
        told.append(replace(table, caption=caption, counts=lines))
    return tuple(told)


def titled(question: Question, versions: Versions) -> Question:
    """Return a question without tables, whose words say in which versions it was asked."""
    asked = dict(versions.values())
    return replace(question, text=combining.asked_in(question.text, question.code, asked))


def offered(question: Question) -> frozenset[str] | None:
    """Return the codes of the lines a question offers; ``None`` where answers make the lines."""
    if question.type in {"number", "date"}:
        return None
    options = kind.with_other(question, types.of(question).options(question))
    return frozenset(option.code for option in options)


def has_table(question: Question, place: int, whole: Question) -> bool:
    """Tell whether a version of a question has the table that stands at a place in the whole."""
    rows = types.rows(whole)
    return not rows or _has_row(question, rows[place].code)


def _has_row(question: Question, code: str) -> bool:
    return any(row.code == code for row in types.rows(question))


def _offers(question: Question, code: str) -> bool:
    codes = offered(question)
    return codes is None or code in codes
