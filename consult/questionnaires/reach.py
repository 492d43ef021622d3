"""Whether a show-if rule can ever be met: tried on every answer that could make a difference."""

from collections.abc import Iterable, Sequence
from itertools import combinations, islice, product
from typing import Any

from consult.questionnaires import offered, types
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Definition, Page, Question
from consult.questionnaires.types.base import OTHER

#: Combinations of answers that are tried; a rule that needs more is taken to be fine.
MOST_TRIES = 20_000

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


def can_hold(definition: Definition, rule: Condition) -> bool:
    """Tell whether some way to answer makes the rule hold."""
    asked = _needed(definition, rule)
    tests = [leaf for r in _rules(definition, asked, rule) for leaf in r.leaves()]
    if (
        len({(leaf.question, str(leaf.value)) for leaf in tests if leaf.op == "includes"})
        > _MOST_NAMED
    ):
        return True
    candidates = [_candidates(question, tests) for question in asked]
    page_of = {q.code: page for page in definition.pages for q in page.questions}
    tried = 0
    for values in islice(product(*candidates), MOST_TRIES):
        tried += 1
        if rule.holds(_given(asked, values, page_of)):
            return True
    return tried >= MOST_TRIES


def _given(
    asked: Sequence[Question], values: Iterable[Any], page_of: dict[str, Page]
) -> dict[str, Any]:
    """Return the answers that count: those to questions that the earlier answers let appear."""
    given: dict[str, Any] = {}
    for question, value in zip(asked, values, strict=True):
        rules = (question.show_if, page_of[question.code].show_if)
        if value is not None and all(rule is None or rule.holds(given) for rule in rules):
            put = offered.narrowed(question, given)
            fits = value if put is question else offered.fitting(put, value)
            if fits is not None:
                given[question.code] = fits
    return given


def _needed(definition: Definition, rule: Condition) -> list[Question]:
    """Return the questions the rule looks at, and those their own rules look at, in order."""
    needed: set[str] = set()
    waiting = [leaf.question for leaf in rule.leaves()]
    page_of = {q.code: page for page in definition.pages for q in page.questions}
    while waiting:
        code = waiting.pop()
        if code in needed or code not in definition.by_code:
            continue
        needed.add(code)
        for other in (definition.by_code[code].show_if, page_of[code].show_if):
            waiting += [leaf.question for leaf in other.leaves()] if other else []
        for narrows in definition.by_code[code].narrowing:
            waiting += [leaf.question for leaf in narrows.leaves()]
    return [question for question in definition.questions() if question.code in needed]


def _rules(definition: Definition, asked: Sequence[Question], rule: Condition) -> list[Condition]:
    codes = {question.code for question in asked}
    own = [question.show_if for question in asked]
    pages = [p.show_if for p in definition.pages if any(q.code in codes for q in p.questions)]
    of_choices = [rule for question in asked for rule in question.narrowing]
    return [rule, *(found for found in (*own, *pages) if found), *of_choices]


def _candidates(question: Question, tests: Iterable[Condition]) -> list[Any]:
    """Return the answers to one question that the tests can tell apart."""
    named = [leaf.value for leaf in tests if leaf.question == question.code]
    left_out: list[Any] = [None]
    if question.type in _NUMBERS:
        return left_out + _numbers(question, named)
    if question.type == "multiple_choice":
        codes = [code for code in _codes(question) if code in named]
        spare = [code for code in _codes(question) if code not in named][:1]
        most = question.settings.get("at_most", len(codes) + 1)
        sizes = range(1, min(most, len(codes) + len(spare)) + 1)
        return left_out + [list(c) for n in sizes for c in combinations(codes + spare, n)]
    if operators(question) <= {"answered"}:
        return [*left_out, [question.code]]
    told_apart = [code for code in _codes(question) if code in named]
    others = [code for code in _codes(question) if code not in named]
    return left_out + told_apart + others[:1]


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
