"""Whether a show-if rule can ever be met: tried on every answer that could make a difference.

Answers are tried question by question, those that a rule names first, and a way is given up as soon
as the rule cannot be met on it any more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from consult.questionnaires import offered, types
from consult.questionnaires.conditions import JOINS, Condition
from consult.questionnaires.definition import Definition, Question
from consult.questionnaires.types.base import OTHER

#: Answers that are tried for one rule, and for all rules of a questionnaire together: about two
#: seconds. A rule that needs more is taken to be fine.
MOST_TRIES, MOST_IN_ALL = 20_000, 300_000

#: Choices of one question named by rules, beyond which not every selection is tried.
_MOST_NAMED = 8

_NUMBERS = {"scale", "number"}


def operators(question: Question) -> frozenset[str]:
    """Return what a rule may ask of a question: nothing of texts and cards."""
    return types.of(question).tests


def fits(question: Question, value: Any) -> bool:
    """Tell whether a value can be (a part of) an answer to the question."""
    if question.type in _NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str) and value in _codes(question)


class Reach:
    """Tries the rules of one questionnaire; ``left`` is how many answers may still be tried."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.left = MOST_IN_ALL
        self.page_of = {q.code: page for page in definition.pages for q in page.questions}
        self.place_of = {q.code: place for place, q in enumerate(definition.questions())}

    def can_hold(self, rule: Condition) -> bool:
        """Tell whether some way to answer may make the rule hold: none was shut out."""
        return self._tried(rule) is not False

    def surely_holds(self, rule: Condition) -> bool:
        """Tell whether a way to answer was found that makes the rule hold."""
        return self._tried(rule) is True

    def ways(self, rule: Condition, *, most: int) -> list[dict[str, Any]] | None:
        """Return the answers to earlier questions that a rule, and what leads to them, tell apart.

        Args:
            rule: of a page, a question or a choice.
            most: ways to answer; ``None`` is returned where there are more.
        """
        candidates = self._candidates(rule)
        found: list[dict[str, Any]] = [{}]
        for question, values in candidates if candidates is not None else ():
            found = [
                given if value is None else {**given, question.code: value}
                for given in found
                for (value,) in self._answers(question, values, given)
            ]
            if len(found) > most:
                return None
        return None if candidates is None else found

    def _tried(self, rule: Condition) -> bool | None:
        if self.left <= 0:
            return None
        candidates = self._candidates(rule)
        if candidates is None:
            return None
        return self._found(rule, [q for q, _v in candidates], [values for _q, values in candidates])

    def _candidates(self, rule: Condition) -> list[tuple[Question, list[Any]]] | None:
        """Return the questions that decide, with what is tried of each; ``None``: too much."""
        asked = self._needed(rule)
        tests = [leaf for r in self._rules(asked, rule) for leaf in r.leaves()]
        self.left -= len(tests)
        if (
            len({(leaf.question, str(leaf.value)) for leaf in tests if leaf.op == "includes"})
            > _MOST_NAMED
        ):
            return None
        named: dict[str, list[Any]] = {}
        for leaf in tests:
            named.setdefault(leaf.question, []).append(leaf.value)
        return [(q, _candidates(q, named.get(q.code, []))) for q in asked]

    def _found(
        self, rule: Condition, asked: Sequence[Question], candidates: Sequence[Sequence[Any]]
    ) -> bool | None:
        place = {question.code: number for number, question in enumerate(asked)}
        given: dict[str, Any] = {}
        if not asked:
            return rule.holds(given)
        ways = [self._answers(asked[0], candidates[0], given)]
        tried = 0
        while ways:
            at = len(ways) - 1
            given.pop(asked[at].code, None)
            found = next(ways[-1], None)
            if found is None:
                ways.pop()
                continue
            (value,) = found
            tried += 1
            self.left -= 1
            if tried > MOST_TRIES or self.left <= 0:
                return None
            if value is not None:
                given[asked[at].code] = value
            met = _so_far(rule, given, place, at)
            if met:
                return True
            if met is None:
                ways.append(self._answers(asked[at + 1], candidates[at + 1], given))
        return False

    def _answers(
        self, question: Question, candidates: Sequence[Any], given: Mapping[str, Any]
    ) -> Iterator[tuple[Any]]:
        """Yield the answers that count, as tuples: none where it is not asked on this way."""
        rules = (question.show_if, self.page_of[question.code].show_if)
        if all(rule is None or rule.holds(given) for rule in rules):
            put = offered.narrowed(question, given)
            for value in candidates:
                fits = value if put is question else offered.fitting(put, value)
                if fits is not None:
                    yield (fits,)
        yield (None,)

    def _needed(self, rule: Condition) -> list[Question]:
        """Return the questions the rule looks at, and those their own rules look at, in order."""
        by_code = self.definition.by_code
        needed: set[str] = set()
        waiting = [leaf.question for leaf in rule.leaves()]
        while waiting:
            code = waiting.pop()
            if code in needed or code not in by_code:
                continue
            needed.add(code)
            for other in (by_code[code].show_if, self.page_of[code].show_if):
                waiting += [leaf.question for leaf in other.leaves()] if other else []
            for narrows in by_code[code].narrowing:
                waiting += [leaf.question for leaf in narrows.leaves()]
        return [by_code[code] for code in sorted(needed, key=self.place_of.__getitem__)]

    def _rules(self, asked: Sequence[Question], rule: Condition) -> Iterator[Condition]:
        yield rule
        pages = {id(page): page for page in (self.page_of[q.code] for q in asked)}
        own = (question.show_if for question in asked)
        yield from (each for each in (*own, *(page.show_if for page in pages.values())) if each)
        for question in asked:
            yield from question.narrowing


def _so_far(
    rule: Condition, given: Mapping[str, Any], place: Mapping[str, int], at: int
) -> bool | None:
    """Tell whether a rule holds whatever is answered after a place; ``None``: that decides."""
    if rule.op not in JOINS:
        return rule.holds(given) if place.get(rule.question, -1) <= at else None
    met = [_so_far(part, given, place, at) for part in rule.parts]
    decides = rule.op != "all"
    if decides in met:
        found: bool | None = decides
    else:
        found = None if None in met else not decides
    return None if found is None else found != (rule.op == "not")


def _candidates(question: Question, named: Sequence[Any]) -> list[Any]:
    """Return the answers to one question that tests of these values can tell apart."""
    if question.type in _NUMBERS:
        return _numbers(question, named)
    if question.type == "multiple_choice":
        codes = [code for code in _codes(question) if code in named]
        spare = [code for code in _codes(question) if code not in named][:1]
        most = question.settings.get("at_most", len(codes) + 1)
        sizes = range(1, min(most, len(codes) + len(spare)) + 1)
        return [list(c) for n in sizes for c in combinations(codes + spare, n)]
    if operators(question) <= {"answered"}:
        return [[question.code]]
    told_apart = [code for code in _codes(question) if code in named]
    others = [code for code in _codes(question) if code not in named]
    return told_apart + others[:1]


def _numbers(question: Question, named: Iterable[Any]) -> list[Any]:
    """Return the named numbers, their neighbours and the ends, as far as they are allowed."""
    limits = ("low", "high") if question.type == "scale" else ("minimum", "maximum")
    low, high = (question.settings.get(name) for name in limits)
    whole = question.type == "scale" or question.settings.get("whole", False)
    near = [n + step for n in named if n is not None for step in (-1, 0, 1)]
    tried = {n for n in (*near, low, high, 0 if low is None else low) if n is not None}
    if whole:
        tried = {n for n in tried if n == int(n)}
    return sorted(n for n in tried if (low is None or n >= low) and (high is None or n <= high))


def _codes(question: Question) -> list[str]:
    codes = [option.code for option in types.of(question).options(question)]
    return [*codes, OTHER] if question.other else codes
