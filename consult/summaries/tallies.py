"""Raw counts of one consultation, straight from the stored answers; not for anybody's eyes yet."""

import gc
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.questionnaires import queries as questionnaires
from consult.questionnaires import rules, types
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Definition, Question
from consult.questionnaires.types.base import Tally
from consult.responses import queries as responses
from consult.responses.models import Mode, Stratum

#: Language, mode, region, age band, closed answers, text codes, stratum of one response.
CountedRow = tuple[str, Mode, str | None, str | None, dict[str, Any], list[str], Stratum]

#: What is known of every response beside its answers; columns of ``Response``.
STRATA = ("language", "mode", "region", "age_band", "stratum")

_AT_ONCE = 2000
#: Shapes that JSON has and that cannot be counted as they are.
_LOOSE = (list, dict)


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
    ``crossed`` the number per combination of all of them, in the order of ``STRATA``.
    """

    definition: Definition
    total: int
    strata: Mapping[str, Mapping[str | None, int]]
    crossed: Mapping[tuple[str | None, ...], int]
    questions: tuple[QuestionCount, ...]


def count(session: Session, consultation: Consultation) -> Counted:
    """Count everything of a consultation in one pass over its answers.

    Equal answers are gathered before a question's kind looks at them, so that the work of the
    kinds follows the number of different answers and not that of young people.

    Raises:
        ValueError: the consultation has no frozen questionnaire yet.
    """
    if consultation.version is None:
        raise ValueError(f"{consultation.slug} was never opened")
    definition = questionnaires.definition(consultation.version)
    return tally(definition, responses.closed_rows(session, consultation.id))


def tally(definition: Definition, rows: Iterable[CountedRow]) -> Counted:
    """Count rows as ``responses.queries.closed_rows`` gives them."""
    questions = [q for q in definition.questions() if types.of(q).asks]
    given: dict[str, Counter[Hashable]] = {question.code: Counter() for question in questions}
    crossed: Counter[tuple[str | None, ...]] = Counter()
    text_codes: Counter[tuple[str, ...]] = Counter()
    paths = _Paths(definition)
    for batch in _batches(rows):
        crossed.update((row[0], row[1], row[2], row[3], row[6]) for row in batch)
        answers = [row[4] for row in batch]
        columns = {code: _column(code, answers) for code in given}
        for code, column in columns.items():
            given[code].update(column)
        paths.add(columns)
        text_codes.update(tuple(row[5]) for row in batch)
    texts = _each(text_codes)
    total = crossed.total()
    asked = paths.asked(total)
    return Counted(
        definition,
        total,
        {name: _margin(crossed, place) for place, name in enumerate(STRATA)},
        crossed,
        tuple(
            QuestionCount(
                question,
                asked[question.code],
                _tables(question, given[question.code], asked[question.code]),
                texts[question.code] + texts[f"{question.code}-other"],
            )
            for question in questions
        ),
    )


def _batches(rows: Iterable[CountedRow]) -> Iterator[list[CountedRow]]:
    """Yield rows in batches, with the collector of cycles at rest.

    Decoded JSON has no cycles, and looking for them in every batch took a quarter of the time.
    """
    left, was_on = iter(rows), gc.isenabled()
    gc.disable()
    try:
        while batch := list(islice(left, _AT_ONCE)):
            yield batch
    finally:
        if was_on:
            gc.enable()


def _margin(crossed: Mapping[tuple[str | None, ...], int], place: int) -> dict[str | None, int]:
    margin: Counter[str | None] = Counter()
    for combination, times in crossed.items():
        margin[combination[place]] += times
    return dict(margin)


def _each(combinations: Mapping[tuple[str, ...], int]) -> Counter[str]:
    each: Counter[str] = Counter()
    for codes, times in combinations.items():
        for code in codes:
            each[code] += times
    return each


def _column(code: str, answers: Sequence[Mapping[str, Any]]) -> list[Hashable]:
    """Return everybody's answer to one question, in a shape that can be counted."""
    column = [one.get(code) for one in answers]
    # Asking each value costs less than fixing each: most questions have plain values.
    if any(value.__class__ in _LOOSE for value in column):
        return [_fixed(value) for value in column]
    return column


def _fixed(value: Any) -> Hashable:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return frozenset(value.items())
    return value  # type: ignore[no-any-return]  # a string or number out of JSON


def _loose(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return dict(sorted(value)) if isinstance(value, frozenset) else value


def _answers(given: Mapping[Hashable, int]) -> Iterator[tuple[Any, int]]:
    """Yield each different answer in its stored shape; ``None`` is none."""
    for value, times in given.items():
        if value is not None:
            yield _loose(value), times


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


class _Paths:
    """Whom each question was put to, following the show-if rules."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        conditions = [page.show_if for page in definition.pages]
        conditions += [question.show_if for question in definition.questions()]
        self.steering = sorted({c for rule in conditions if rule for c in referenced(rule)})
        self.times: Counter[tuple[Hashable, ...]] = Counter()

    def add(self, columns: Mapping[str, Sequence[Hashable]]) -> None:
        """Note which of the rules' questions were answered how."""
        if self.steering:
            self.times.update(zip(*(columns[code] for code in self.steering), strict=True))

    def asked(self, total: int) -> dict[str, int]:
        """Return the number of young people each question was put to."""
        if not self.steering:
            return {question.code: total for question in self.definition.questions()}
        asked: Counter[str] = Counter()
        for path, times in self.times.items():
            answers = {
                code: _loose(value)
                for code, value in zip(self.steering, path, strict=True)
                if value is not None
            }
            for page in rules.visible(self.definition, answers):
                for question in page.questions:
                    asked[question.code] += times
        return asked


def referenced(condition: Condition) -> Iterator[str]:
    """Yield the codes of the questions a show-if rule looks at."""
    if condition.question:
        yield condition.question
    for part in condition.parts:
        yield from referenced(part)
