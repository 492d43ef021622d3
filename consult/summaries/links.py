"""What a reader knows about how the counts of one consultation hang together.

The tables of a question share its base; the questions share the number of responses; and a
question that was put only to some has its number from the tables of the questions before it. All of
that can be used to work out a hidden count, so all of it is told to ``suppression``.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Definition, Page, Question
from consult.questionnaires.types.base import OTHER, PREFER_NOT, Tally
from consult.summaries.suppression import Key, Relation, at_most, equal
from consult.summaries.tallies import QuestionCount

#: Kinds whose answer is one of the lines of one table.
_ONE_LINE = {"single_choice", "scale", "yes_no"}
#: Kinds whose table is the participation table, not one beside the question.
STRATUM_KINDS = {"region": "region", "age_band": "age_band"}

#: A sum of counts: how many times each is taken.
Sum = tuple[tuple[Key, int], ...]

# More alternatives than this say little and cost much.
_MOST = 6


def responses_key(slug: str) -> Key:
    """Name the number of responses."""
    return (slug, "responses")


def stratum_key(slug: str, stratum: str, code: str) -> Key:
    """Name a line of a participation table; ``base`` and ``no-answer`` stand below it."""
    return (slug, "stratum", stratum, code)


def table_key(slug: str, question: str, table: int, part: str, row: str = "") -> Key:
    """Name a count of a question's table: ``part`` is row, base, no_answer or prefer_not."""
    return (slug, "question", question, str(table), part, row)


def asked_key(slug: str, question: str) -> Key:
    """Name the number of young people a question was put to."""
    return (slug, "question", question, "asked")


def texts_key(slug: str, question: str) -> Key:
    """Name the number of free texts a question got."""
    return (slug, "question", question, "texts")


def of_table(slug: str, question: Question, place: int, tally: Tally) -> Iterator[Relation]:
    """Yield how the lines, base and gaps of one table add up."""
    base = table_key(slug, question.code, place, "base")
    rows = [table_key(slug, question.code, place, "row", one.code) for one in tally.counts]
    gaps = [table_key(slug, question.code, place, part) for part in ("no_answer", "prefer_not")]
    yield equal([asked_key(slug, question.code)], [base, *gaps])
    if tally.adds_up:
        yield equal([base], rows)
        return
    yield at_most([base], rows)
    for row in rows:
        yield at_most([row], [base])
    most = question.settings.get("at_most")
    if isinstance(most, int):
        yield at_most(rows, [base], times=most)


def of_question(slug: str, counted: QuestionCount) -> Iterator[Relation]:
    """Yield how the tables of one question hang together."""
    question, tables = counted.question, counted.tables
    yield at_most([asked_key(slug, question.code)], [responses_key(slug)])
    for place, tally in enumerate(tables):
        yield from of_table(slug, question, place, tally)
        if place:
            refused = [table_key(slug, question.code, n, "prefer_not") for n in (0, place)]
            yield equal(refused[:1], refused[1:])
    if question.type == "ranking":
        yield from _of_places(slug, question, len(tables))
    texts = texts_key(slug, question.code)
    if not tables:
        yield at_most([texts], [asked_key(slug, question.code)])
    elif question.other:
        yield at_most([texts], [table_key(slug, question.code, 0, "row", OTHER)])


def _of_places(slug: str, question: Question, places: int) -> Iterator[Relation]:
    """Nobody gives two places to one choice, or a later place without the first."""
    bases = [table_key(slug, question.code, place, "base") for place in range(places)]
    for earlier, later in pairwise(bases):
        yield at_most([later], [earlier])
    for choice in question.choices:
        over_places = [
            table_key(slug, question.code, place, "row", choice.code) for place in range(places)
        ]
        yield at_most(over_places, bases[:1])


def era_of(slug: str, number: int) -> str:
    """Name the answers of an era, as if they were a consultation of their own."""
    return f"{slug}@{number}"


def of_paths(slug: str, definition: Definition, *, but: Collection[str] = ()) -> Iterator[Relation]:
    """Yield whom each question was put to, but some, as far as the rules tell."""
    everybody: Sum = ((responses_key(slug), 1),)
    for page in definition.pages:
        for question in page.questions:
            if question.code in but:
                continue
            rule = _rule(page, question)
            asked: Sum = ((asked_key(slug, question.code), 1),)
            if rule is None:
                yield _no_more(asked, everybody, exactly=True)
                continue
            known = _Audience(slug, definition).of(rule)
            for low in known.lows:
                yield _no_more(low, asked, exactly=low in known.highs)
            for high in known.highs:
                yield _no_more(asked, high)


def of_choices(slug: str, definition: Definition, counted: QuestionCount) -> Iterator[Relation]:
    """Yield how often choices can have been made that were not offered to everybody."""
    question = counted.question
    audience = _Audience(slug, definition)
    met = {rule: audience.of(rule).highs for rule in question.narrowing}
    under: dict[Sum, list[str]] = {}
    for choice in question.choices:
        for high in met[choice.show_if] if choice.show_if else ():
            under.setdefault(high, []).append(choice.code)
    for high, codes in under.items():
        for place, tally in enumerate(counted.tables):
            rows = [table_key(slug, question.code, place, "row", code) for code in codes]
            # Where everybody stands in one line, all of these lines together are no more either.
            for together in [rows] if tally.adds_up else [[row] for row in rows]:
                yield _no_more(tuple((row, 1) for row in together), high)


def _rule(page: Page, question: Question) -> Condition | None:
    rules = tuple(rule for rule in (page.show_if, question.show_if) if rule)
    return Condition("all", rules) if len(rules) > 1 else next(iter(rules), None)


def _no_more(smaller: Sum, larger: Sum, *, exactly: bool = False) -> Relation:
    terms = (*smaller, *((key, -times) for key, times in larger))
    return Relation(terms, at_most=not exactly)


@dataclass(frozen=True)
class _Bounds:
    """Sums that are no more, and sums that are no less, than how many meet a rule."""

    lows: tuple[Sum, ...]
    highs: tuple[Sum, ...]

    @classmethod
    def exactly(cls, total: Sum) -> "_Bounds":
        return cls((total,), (total,))


@dataclass(frozen=True)
class _Audience:
    """Reads a show-if rule as bounds on how many young people meet it."""

    slug: str
    definition: Definition

    @property
    def everybody(self) -> Sum:
        return ((responses_key(self.slug), 1),)

    def of(self, rule: Condition) -> _Bounds:
        """Return the bounds of one rule."""
        if not rule.parts:
            return self._leaf(rule)
        parts = [self.of(part) for part in rule.parts]
        if rule.op == "all":
            return self._all(parts)
        either = self._any(rule, parts)
        return self._except(either) if rule.op == "not" else either

    def _all(self, parts: Sequence[_Bounds]) -> _Bounds:
        if len(parts) == 1:
            return parts[0]
        highs = tuple(high for part in parts for high in part.highs)[:_MOST]
        if not all(part.lows for part in parts):
            return _Bounds((), highs)
        # Of those who meet one part, at most the rest of everybody misses another.
        spare = ((responses_key(self.slug), 1 - len(parts)),)
        return _Bounds((_added([*(part.lows[0] for part in parts), spare]),), highs)

    def _any(self, rule: Condition, parts: Sequence[_Bounds]) -> _Bounds:
        together = _added([part.highs[0] for part in parts])
        if self._exclude_each_other(rule):
            return _Bounds.exactly(together)
        return _Bounds(tuple(low for part in parts for low in part.lows)[:_MOST], (together,))

    def _exclude_each_other(self, rule: Condition) -> bool:
        """Whether nobody can meet two of the parts: different values of one single answer."""
        codes = {part.question for part in rule.parts}
        values = {str(part.value) for part in rule.parts}
        if len(codes) > 1 or len(values) < len(rule.parts):
            return False
        question = self.definition.by_code.get(codes.pop())
        single = question is not None and question.type in _ONE_LINE | set(STRATUM_KINDS)
        return single and all(part.op == "equals" for part in rule.parts)

    def _except(self, met: _Bounds) -> _Bounds:
        def rest(total: Sum) -> Sum:
            return _added([self.everybody, tuple((key, -times) for key, times in total)])

        return _Bounds(tuple(map(rest, met.highs)), tuple(map(rest, met.lows)) or (self.everybody,))

    def _leaf(self, rule: Condition) -> _Bounds:
        """Return the line or lines of the table that a rule names, else only the whole."""
        unknown = _Bounds((), (self.everybody,))
        question = self.definition.by_code.get(rule.question)
        if question is None:
            return unknown
        if rule.op == "answered":
            return self._answered(question) or unknown
        codes = _codes(question, rule)
        if codes is None:
            return unknown
        return _Bounds.exactly(tuple((self._line(question, code), 1) for code in codes))

    def _line(self, question: Question, code: str) -> Key:
        if question.type in STRATUM_KINDS:
            return stratum_key(self.slug, STRATUM_KINDS[question.type], code)
        if code == PREFER_NOT:
            return table_key(self.slug, question.code, 0, "prefer_not")
        return table_key(self.slug, question.code, 0, "row", code)

    def _answered(self, question: Question) -> _Bounds | None:
        if question.type not in _ONE_LINE | {"multiple_choice", "ranking"}:
            return None
        parts = ("base", "prefer_not")
        return _Bounds.exactly(
            tuple((table_key(self.slug, question.code, 0, part), 1) for part in parts)
        )


def _codes(question: Question, rule: Condition) -> list[str] | None:
    """Return the lines in which those who meet a rule stand; ``None`` where no table tells."""
    single = question.type in _ONE_LINE | set(STRATUM_KINDS)
    if rule.op == "equals" and single:
        in_no_line = rule.value == PREFER_NOT and question.type in STRATUM_KINDS
        return None if in_no_line else [str(rule.value)]
    if rule.op == "includes" and question.type == "multiple_choice":
        return [str(rule.value)]
    if rule.op in {"at_least", "at_most"} and question.type == "scale":
        return [str(step) for step in _steps(question) if _meets(rule, step)]
    return None


def _steps(question: Question) -> range:
    return range(question.settings["low"], question.settings["high"] + 1)


def _meets(rule: Condition, step: int) -> bool:
    met: Any = step >= rule.value if rule.op == "at_least" else step <= rule.value
    return bool(met)


def _added(sums: Sequence[Sum]) -> Sum:
    total: dict[Key, int] = {}
    for one in sums:
        for key, times in one:
            total[key] = total.get(key, 0) + times
    return tuple((key, times) for key, times in sorted(total.items()) if times)
