"""Whom questions were put to, and whom choices were offered: what rules tell a reader.

A rule that looks at one table is met by those in some of its lines. One that looks at more splits
everybody by which of its tests they meet. How many stand in each part is on no page, but the parts
add up to lines of the tables, and those in which the rule holds to the number that were asked.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from consult.questionnaires import types
from consult.questionnaires.conditions import JOINS, Condition
from consult.questionnaires.definition import Definition, Question
from consult.questionnaires.reach import Reach
from consult.questionnaires.types import kind
from consult.summaries import links
from consult.summaries.known import Cell, Key, Relation
from consult.summaries.links import STRATUM_KINDS, responses_key, table_key
from consult.summaries.tallies import Counted, QuestionCount

#: Kinds whose answer is one of the lines of one table.
_ONE_LINE = {"single_choice", "scale", "yes_no", *STRATUM_KINDS}
#: Ways to answer that are followed for one question: more take longer than a page waits.
_MOST_WAYS = 5000
#: Parts that everybody is split into for one question.
_MOST_PARTS = 128
#: Rules of choices of one question that are looked at together.
_MOST_TOGETHER = 3

#: The tests of rules that somebody meets.
_Met = frozenset[Condition]


def part_key(slug: str, question: str, number: int) -> Key:
    """Name how many meet certain tests of the rules of a question, and no others."""
    return (slug, "question", question, "part", str(number))


def is_part(key: Key) -> bool:
    """Tell whether a count is one of those that :func:`part_key` names."""
    return key[1] == "question" and key[3] == "part"


@dataclass(frozen=True)
class Audience:
    """Everybody, split by what the rules of one question and of its choices tell apart.

    ``rule`` is that of page and question together. There are no ``parts`` where lines of one table
    tell all.
    """

    slug: str
    counted: Counted
    question: Question
    rule: Condition | None
    tests: tuple[Condition, ...]
    parts: tuple[_Met, ...]

    def cells(self) -> Iterator[Cell]:
        """Yield how many stand in each part."""
        times: Counter[_Met] = Counter()
        for said, many in self.counted.paths if self.parts else ():
            times[_met(self.tests, said)] += many
        for number, part in enumerate(self.parts):
            key = part_key(self.slug, self.question.code, number)
            yield Cell(key, times[part], 1, published=False)

    def relations(self, one: QuestionCount) -> Iterator[Relation]:
        """Yield how the parts add up, and what follows for the counts of the question."""
        if self.parts:
            yield _no_more(self._sum(self.parts), self._everybody, exactly=True)
            for code in sorted({test.question for test in self.tests}):
                yield from self._as_in_tables(code)
        asked = Counter({links.asked_key(self.slug, self.question.code): 1})
        yield _no_more(asked, self._who(self.rule), exactly=True)
        yield from self._choices(one)

    @property
    def _everybody(self) -> Counter[Key]:
        return Counter({responses_key(self.slug): 1})

    def _sum(self, parts: Iterable[_Met]) -> Counter[Key]:
        place = {part: number for number, part in enumerate(self.parts)}
        return Counter({part_key(self.slug, self.question.code, place[part]): 1 for part in parts})

    def _who(self, rule: Condition | None) -> Counter[Key]:
        """Return how many meet a rule, as a sum."""
        if rule is None:
            return self._everybody
        if self.parts:
            return self._sum(part for part in self.parts if _holds(rule, part))
        asked = self.counted.definition.by_code[self.tests[0].question]
        otherwise = _holds(rule, frozenset())
        found = Counter(self._everybody if otherwise else {})
        for code, met in _lines(asked, self.tests):
            found[_line(self.slug, asked, code)] += _holds(rule, met) - otherwise
        return found

    def _choices(self, one: QuestionCount) -> Iterator[Relation]:
        """Yield how often choices can have been made that were not offered to everybody."""
        narrowing = one.question.narrowing
        sets = [
            rules
            for many in range(1, _MOST_TOGETHER + 1)
            for rules in combinations(narrowing, many)
        ]
        for rules in sets:
            either = Condition("any", rules)
            who = self._who(Condition("all", (self.rule, either)) if self.rule else either)
            codes = sorted(frozenset[str]().union(*(narrowing[rule] for rule in rules)))
            for place, tally in enumerate(one.tables):
                rows = [
                    table_key(self.slug, self.question.code, place, "row", code) for code in codes
                ]
                if tally.adds_up:
                    yield _no_more(Counter(rows), who)
                elif len(rules) == 1:
                    yield from (_no_more(Counter([row]), who) for row in rows)

    def _as_in_tables(self, code: str) -> Iterator[Relation]:
        """Yield how the parts add up to counts of one question that the rules look at."""
        asked = self.counted.definition.by_code[code]
        tests = [test for test in self.tests if test.question == code]
        if asked.type in _ONE_LINE:
            lines = list(_lines(asked, tests))
            for met in sorted({met for _code, met in lines} - {frozenset()}, key=repr):
                there = self._sum(part for part in self.parts if part & set(tests) == met)
                rows = Counter(_line(self.slug, asked, line) for line, its in lines if its == met)
                yield _no_more(there, rows, exactly=True)
            return
        some = self._sum(part for part in self.parts if part & set(tests))
        for test in tests:
            there = self._sum(part for part in self.parts if test in part)
            if test.op == "includes":
                row = table_key(self.slug, code, 0, "row", str(test.value))
                yield _no_more(there, Counter([row]), exactly=True)
            elif test.op == "answered":
                yield from self._answered(asked, there)
        base = Counter([table_key(self.slug, code, 0, "base")])
        if asked.type == "multiple_choice":
            named = {str(test.value) for test in tests if test.op == "includes"}
            options = kind.with_other(asked, types.of(asked).options(asked))
            others = [option.code for option in options if option.code not in named]
            rest = Counter(table_key(self.slug, code, 0, "row", other) for other in others)
            yield _no_more(some, base)
            yield _no_more(base, some + rest)
        elif asked.type == "number":
            yield _no_more(some, base)

    def _answered(self, asked: Question, there: Counter[Key]) -> Iterator[Relation]:
        """Yield how those who answered a question stand in its tables."""
        places = len(types.rows(asked)) or 1
        bases = [table_key(self.slug, asked.code, place, "base") for place in range(places)]
        if places == 1:
            yield _no_more(there, Counter(bases), exactly=True)
            return
        for base in bases:
            yield _no_more(Counter([base]), there)
        yield _no_more(there, Counter(bases))
        refused = table_key(self.slug, asked.code, 0, "prefer_not")
        put = links.asked_key(self.slug, asked.code)
        yield _no_more(there + Counter([refused]), Counter([put]))


def of(slug: str, counted: Counted, question: Question) -> Audience | None:
    """Return whom a question was put to; ``None`` where its rules look at too much.

    Args:
        slug: of the consultation.
        counted: its counts, of people who were asked by the same rules.
        question: one that they were asked.
    """
    definition = counted.definition
    rule = _rule(definition, question)
    every = [one for one in (rule, *question.narrowing) if one is not None]
    tests = tuple(dict.fromkeys(test for one in every for test in one.leaves()))
    codes = {test.question for test in tests}
    if not codes <= definition.by_code.keys():
        return None
    if not tests or (len(codes) == 1 and definition.by_code[min(codes)].type in _ONE_LINE):
        return Audience(slug, counted, question, rule, tests, ())
    ways = Reach(definition).ways(Condition("any", tests), most=_MOST_WAYS)
    if ways is None:
        return None
    parts = {_met(tests, said) for said in ways}
    parts |= {_met(tests, said) for said, _times in counted.paths}
    if len(parts) > _MOST_PARTS:
        return None
    ordered = sorted(parts, key=lambda part: [test in part for test in tests])
    return Audience(slug, counted, question, rule, tests, tuple(ordered))


def _rule(definition: Definition, question: Question) -> Condition | None:
    page = next(page for page in definition.pages if question.code in _codes(page.questions))
    own = definition.by_code[question.code].show_if
    rules = tuple(rule for rule in (page.show_if, own) if rule)
    return Condition("all", rules) if len(rules) > 1 else next(iter(rules), None)


def _codes(questions: Sequence[Question]) -> set[str]:
    return {question.code for question in questions}


def _met(tests: Iterable[Condition], said: dict[str, object]) -> _Met:
    return frozenset(test for test in tests if test.holds(said))


def _holds(rule: Condition, met: _Met) -> bool:
    """Tell whether somebody who meets certain tests and no others meets a rule."""
    if rule.op not in JOINS:
        return rule in met
    found = [_holds(part, met) for part in rule.parts]
    return {"all": all(found), "any": any(found), "not": not any(found)}[rule.op]


def _lines(asked: Question, tests: Sequence[Condition]) -> Iterator[tuple[str, _Met]]:
    """Yield each line of a question that has one table, with the tests that are met in it."""
    for option in kind.with_other(asked, types.of(asked).options(asked)):
        value = int(option.code) if asked.type == "scale" else option.code
        yield option.code, _met(tests, {asked.code: value})


def _line(slug: str, asked: Question, code: str) -> Key:
    if asked.type in STRATUM_KINDS:
        return links.stratum_key(slug, STRATUM_KINDS[asked.type], code)
    return table_key(slug, asked.code, 0, "row", code)


def _no_more(smaller: Counter[Key], larger: Counter[Key], *, exactly: bool = False) -> Relation:
    terms = Counter(smaller)
    terms.subtract(larger)
    return Relation(tuple(sorted((k, n) for k, n in terms.items() if n)), at_most=not exactly)
