"""Raw counts of one consultation, straight from the stored answers; not for anybody's eyes yet."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.questionnaires import queries as questionnaires
from consult.questionnaires import rules, types
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Definition, Question
from consult.questionnaires.types.base import Tally
from consult.summaries import added
from consult.summaries.added import Fresh, Versions
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

    ``strata`` has the number of responses per stratum and code, ``None`` standing for "not told";
    ``crossed`` the number per combination of all of them, in the order of ``STRATA``; ``digest``
    names the snapshot they were counted from, where there is one; ``fresh`` is what was added
    since the first of them came.
    """

    definition: Definition
    total: int
    strata: Mapping[str, Mapping[str | None, int]]
    crossed: Mapping[tuple[str | None, ...], int]
    questions: tuple[QuestionCount, ...]
    digest: str = ""
    fresh: tuple[Fresh, ...] = ()
    #: Number and content of each version by its digest, where some ask less than the last one.
    versions: Versions = field(default_factory=dict)


def count(session: Session, consultation: Consultation) -> Counted:
    """Count everything of a consultation, from its snapshot.

    Raises:
        ValueError: the consultation has no frozen questionnaire yet.
    """
    if consultation.version is None:
        raise ValueError(f"{consultation.slug} was never opened")
    definition = questionnaires.definition(consultation.version)
    found = snapshots.of(session, consultation)
    answered = found[columns.VERSION].values
    read = {
        each.content_digest: (each.number, questionnaires.definition(each))
        for each in questionnaires.versions(session, consultation.questionnaire)
        if each.content_digest in answered
    }
    return replace(of_columns(definition, found, read), digest=found.digest)


def of_columns(definition: Definition, found: Columns, versions: Versions | None = None) -> Counted:
    """Count columns.

    Args:
        definition: what is asked now; earlier versions ask no other question.
        found: the closed answers.
        versions: the versions answered, where some may ask less.

    Equal answers are gathered before a question's kind looks at them, so that the work of the
    kinds follows the number of different answers and not that of young people.
    """
    questions = [q for q in definition.questions() if types.of(q).asks]
    texts = _each(found[TEXTS].times)
    asked = _asked(definition, found, versions or {})
    fresh = tuple(added.since(definition, found, versions or {}))
    return Counted(
        definition,
        found.total,
        {name: _told(found[columns.of_stratum(name)].times) for name in STRATA},
        _told(found.together([columns.of_stratum(name) for name in STRATA])),
        tuple(
            QuestionCount(
                question,
                asked[question.code],
                added.worded(
                    question,
                    _tables(question, found[question.code].times, asked[question.code]),
                    fresh,
                ),
                texts[question.code] + texts[f"{question.code}-other"],
            )
            for question in questions
        ),
        fresh=fresh,
        versions=versions or {},
    )


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


def _tables(question: Question, given: Mapping[Hashable, int], asked: int) -> tuple[Tally, ...]:
    """Let the kind count each different answer once, and add up with their frequencies."""
    kind = types.of(question)
    if question.type == "number":  # its lines follow from all numbers together
        every = [value for value, times in _answers(given) for _ in range(times)]
        return kind.tally(question, every, asked)
    total = list(kind.tally(question, [], 0))
    sums: dict[int, float] = {}
    for value, times in _answers(given):
        for place, one in enumerate(kind.tally(question, [value], 1)):
            total[place] = _plus(total[place], one, times)
            if one.mean is not None:
                sums[place] = sums.get(place, 0) + one.mean * one.base * times
    return tuple(
        replace(
            table,
            no_answer=max(0, asked - table.base - table.prefer_not),
            mean=sums[place] / table.base if place in sums else None,
        )
        for place, table in enumerate(total)
    )


def _plus(whole: Tally, one: Tally, times: int) -> Tally:
    return replace(
        whole,
        counts=tuple(
            replace(mine, count=mine.count + its.count * times)
            for mine, its in zip(whole.counts, one.counts, strict=True)
        ),
        base=whole.base + one.base * times,
        prefer_not=whole.prefer_not + one.prefer_not * times,
    )


def _asked(definition: Definition, found: Columns, versions: Versions) -> Counter[str]:
    """Return the number of young people each question was put to, by the version they read."""
    asked: Counter[str] = Counter()
    for version, own in added.parts(definition, found, versions):
        asked.update(_asked_in(own, version))
    return asked


def _asked_in(definition: Definition, found: Columns) -> Counter[str]:
    """Return the number of young people each question was put to, following the show-if rules."""
    conditions = [page.show_if for page in definition.pages]
    conditions += [question.show_if for question in definition.questions()]
    steering = sorted(_steering(definition, {c for r in conditions if r for c in referenced(r)}))
    asked: Counter[str] = Counter()
    for path, times in found.together(steering).items():
        answers = {
            code: loose(value)
            for code, value in zip(steering, path, strict=True)
            if value is not None
        }
        for page in rules.visible(definition, answers):
            for question in page.questions:
                asked[question.code] += times
    return asked


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
