"""Raw counts of one consultation, straight from the stored answers; not for anybody's eyes yet."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.questionnaires import queries as questionnaires
from consult.questionnaires import rules, types
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Definition, Question
from consult.questionnaires.types import number
from consult.questionnaires.types.base import Tally
from consult.summaries.eras import Versions, has_table, split, titled, worded
from consult.summaries.snapshots import columns
from consult.summaries.snapshots import queries as snapshots
from consult.summaries.snapshots.columns import STRATA, TEXTS, Columns, loose

__all__ = ["STRATA", "Counted", "QuestionCount", "count", "of_columns"]


@dataclass(frozen=True)
class QuestionCount:
    """One question: whom it was put to, its tables, and how many free texts it got."""

    question: Question
    asked: int
    tables: tuple[Tally, ...]
    texts: int


@dataclass(frozen=True)
class Counted:
    """One consultation.

    ``definition`` has all that was asked in any version; ``strata`` the number of responses per
    stratum and code, ``None`` standing for "not told"; ``crossed`` the number per combination of
    all of them, in the order of ``STRATA``; ``digest`` names the snapshot they were counted from,
    where there is one.
    """

    definition: Definition
    total: int
    strata: Mapping[str, Mapping[str | None, int]]
    crossed: Mapping[tuple[str | None, ...], int]
    questions: tuple[QuestionCount, ...]
    #: The answers that decide who is asked what, with how many gave them.
    paths: tuple[tuple[dict[str, Any], int], ...] = ()
    digest: str = ""
    #: What each version asks, by its digest.
    versions: Versions = field(default_factory=dict)
    #: The same counts era by era, under the number of the era's first version, where not everybody
    #: was asked the same. A question stands there as it was asked, its tables as in the whole.
    eras: Mapping[int, "Counted"] = field(default_factory=dict)


def count(session: Session, consultation: Consultation) -> Counted:
    """Count everything of a consultation, from its snapshot.

    Raises:
        ValueError: the consultation has no frozen questionnaire yet.
    """
    found = snapshots.of(session, consultation)
    versions = {
        each.content_digest: (each.number, questionnaires.definition(each))
        for each in consultations.versions(session, consultation)
    }
    definition = consultations.asked(session, consultation)
    return replace(of_columns(definition, found, versions), digest=found.digest)


def of_columns(
    definition: Definition,
    found: Columns,
    versions: Versions | None = None,
    *,
    like: Counted | None = None,
) -> Counted:
    """Count columns.

    Args:
        definition: all that was asked in any version.
        found: the closed answers.
        versions: what each version asks, where there are several.
        like: the counts of everybody, where the columns are those of some: lines that follow from
            all answers are theirs.

    Equal answers are gathered before a question's kind looks at them, so that the work of the
    kinds follows the number of different answers and not that of young people.
    """
    told = versions or {}
    whole = _counted(definition, found, definition, _by_code(like))
    lines = _by_code(like or whole)
    eras = {
        era.number: _counted(era.definition, era.found, definition, lines)
        for era in split(definition, found, told)
    }
    if eras:
        questions = tuple(_summed(one, list(eras.values())) for one in whole.questions)
        whole = replace(whole, questions=questions, eras=eras)
    questions = tuple(_worded(one, told) for one in whole.questions)
    return replace(whole, questions=questions, versions=told)


def _worded(one: QuestionCount, versions: Versions) -> QuestionCount:
    if not one.tables:
        return replace(one, question=titled(one.question, versions))
    return replace(one, tables=worded(one.question, one.tables, versions))


def _by_code(counted: Counted | None) -> dict[str, tuple[Tally, ...]]:
    return {one.question.code: one.tables for one in counted.questions} if counted else {}


def _counted(
    definition: Definition,
    found: Columns,
    whole: Definition,
    lines: Mapping[str, tuple[Tally, ...]],
) -> Counted:
    """Count columns of people who were asked the same, in tables with the lines of the whole."""
    texts, (asked, paths) = _each(found[TEXTS].times), _asked(definition, found)
    questions = []
    for question in definition.questions():
        if not types.of(question).asks:
            continue
        code, sensitive = question.code, whole.by_code[question.code].sensitive
        tables = _tables(whole.by_code[code], found[code].times, asked[code], lines.get(code))
        questions.append(
            QuestionCount(
                replace(question, sensitive=sensitive) if sensitive else question,
                asked[code],
                tuple(
                    table if has_table(question, place, whole.by_code[code]) else _empty(table)
                    for place, table in enumerate(tables)
                ),
                texts[code] + texts[f"{code}-other"],
            )
        )
    return Counted(
        definition,
        found.total,
        {name: _told(found[columns.of_stratum(name)].times) for name in STRATA},
        _told(found.together([columns.of_stratum(name) for name in STRATA])),
        tuple(questions),
        paths,
    )


def _empty(table: Tally) -> Tally:
    """Return a table of nobody."""
    none = tuple(replace(line, count=0) for line in table.counts)
    return replace(table, counts=none, base=0, no_answer=0, prefer_not=0, mean=None)


def _summed(whole: QuestionCount, eras: Sequence[Counted]) -> QuestionCount:
    """Return a question's counts with whom the eras put it to, and what they left open."""
    code = whole.question.code
    parts = [one for era in eras for one in era.questions if one.question.code == code]
    tables = tuple(
        replace(
            table,
            no_answer=sum(part.tables[place].no_answer for part in parts),
            prefer_not=sum(part.tables[place].prefer_not for part in parts),
        )
        for place, table in enumerate(whole.tables)
    )
    return replace(whole, asked=sum(part.asked for part in parts), tables=tables)


def _told(times: Mapping[Any, int]) -> dict[Any, int]:
    return dict(times)


def _each(combinations: Mapping[Any, int]) -> Counter[str]:
    each: Counter[str] = Counter()
    for codes, times in combinations.items():
        for code in codes:
            each[code] += times
    return each


def _answers(given: Mapping[Hashable, int]) -> Iterator[tuple[Any, int]]:
    """Yield each different answer in its stored shape; ``None`` is none."""
    for value, times in given.items():
        if value is not None:
            yield loose(value), times


def _tables(
    question: Question,
    given: Mapping[Hashable, int],
    asked: int,
    lines: tuple[Tally, ...] | None = None,
) -> tuple[Tally, ...]:
    """Let the kind count each different answer once, and add up with their frequencies."""
    kind = types.of(question)
    if question.type == "number":  # its lines follow from all numbers together
        every = [value for value, times in _answers(given) for _ in range(times)]
        tables = kind.tally(question, every, asked)
        if lines is None:
            return tables
        return (replace(tables[0], counts=number.in_lines(lines[0].counts, every)),)
    sums = [_Sum(table) for table in kind.tally(question, [], 0)]
    for value, times in _answers(given):
        for whole, one in zip(sums, kind.tally(question, [value], 1), strict=True):
            whole.add(one, times)
    return tuple(whole.told(asked) for whole in sums)


class _Sum:
    """A table to which equal answers are added with their frequency."""

    def __init__(self, empty: Tally) -> None:
        self.empty = empty
        self.counts = [0] * len(empty.counts)
        self.base = self.prefer_not = 0
        self.total: float | None = None

    def add(self, one: Tally, times: int) -> None:
        """Add the table of one answer that so many gave."""
        for place, line in enumerate(one.counts):
            if line.count:
                self.counts[place] += line.count * times
        self.base += one.base * times
        self.prefer_not += one.prefer_not * times
        if one.mean is not None:
            self.total = (self.total or 0) + one.mean * one.base * times

    def told(self, asked: int) -> Tally:
        """Return the whole table, where so many were asked."""
        lines = zip(self.empty.counts, self.counts, strict=True)
        return replace(
            self.empty,
            counts=tuple(replace(line, count=count) for line, count in lines),
            base=self.base,
            prefer_not=self.prefer_not,
            no_answer=max(0, asked - self.base - self.prefer_not),
            mean=None if self.total is None else self.total / self.base,
        )


def _asked(
    definition: Definition, found: Columns
) -> tuple[Counter[str], tuple[tuple[dict[str, Any], int], ...]]:
    """Return the number of young people each question was put to, and the paths they took."""
    conditions = [page.show_if for page in definition.pages]
    for question in definition.questions():
        conditions += [question.show_if, *question.narrowing]
    steering = sorted(_steering(definition, {c for r in conditions if r for c in referenced(r)}))
    asked: Counter[str] = Counter()
    paths = []
    for path, times in found.together(steering).items():
        answers = {
            code: loose(value)
            for code, value in zip(steering, path, strict=True)
            if value is not None
        }
        pages, said = rules.path(definition, answers)
        paths.append((said, times))
        for page in pages:
            for question in page.questions:
                asked[question.code] += times
    return asked, tuple(paths)


def _steering(definition: Definition, named: set[str]) -> set[str]:
    """Return the codes that rules name, with those that decide which of their choices count."""
    found: set[str] = set()
    waiting = list(named)
    while waiting:
        code = waiting.pop()
        if code not in found and code in definition.by_code:
            rules_ = definition.by_code[code].narrowing
            waiting += [each for rule in rules_ for each in referenced(rule)]
        found.add(code)
    return found


def referenced(condition: Condition) -> Iterator[str]:
    """Yield the codes of the questions a show-if rule looks at."""
    if condition.question:
        yield condition.question
    for part in condition.parts:
        yield from referenced(part)
