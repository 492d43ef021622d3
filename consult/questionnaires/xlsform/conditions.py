"""From expressions to what the questionnaire knows: show-if rules, and limits of numbers."""

import re
from dataclasses import dataclass, field
from typing import Any

from consult.core.locales import N_
from consult.questionnaires import types
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Question
from consult.questionnaires.types import OTHER
from consult.questionnaires.xlsform.expressions import Join, Test, Tree

_JOINS = {"and": "all", "or": "any"}
_NUMBERS = {"number", "scale"}


class UntranslatedError(ValueError):
    """A rule that cannot be kept; carries the sentence and its parameters."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


@dataclass
class Asked:
    """What has been read so far: questions by name, their choices' codes, and what was left out."""

    questions: dict[str, Question] = field(default_factory=dict)
    #: By question: choice as typed in the sheet → code.
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    #: Names that ask nothing here, with their row.
    left_out: dict[str, int] = field(default_factory=dict)
    #: Tests of the rule read last that never hold: the choice that is not there, the question.
    never: list[tuple[str, str]] = field(default_factory=list)


def rule(tree: Tree, asked: Asked) -> Condition | bool:
    """Return the show-if rule of a ``relevant`` expression, or that it holds always or never.

    A test for a choice that the list does not have never holds; ``asked.never`` remembers it.

    Raises:
        UntranslatedError: says what cannot be kept.
    """
    if isinstance(tree, Test):
        return _test(tree, asked)
    parts = [rule(part, asked) for part in tree.parts]
    if tree.op == "not":
        (part,) = parts
        return (not part) if isinstance(part, bool) else Condition("not", (part,))
    decides = tree.op == "or"  # one true part decides "or", one false part decides "and"
    if decides in [part for part in parts if isinstance(part, bool)]:
        return decides
    kept = tuple(part for part in parts if isinstance(part, Condition))
    if len(kept) < 2:
        return kept[0] if kept else not decides
    return Condition(_JOINS[tree.op], kept)


def not_asked(name: str, asked: Asked) -> UntranslatedError:
    """Return the refusal of a rule that looks at what is not asked before it."""
    if name in asked.left_out:
        message = N_("It looks at “%(name)s” of row %(row)s, which cannot be asked here.")
        return UntranslatedError(message, name=name, row=asked.left_out[name])
    message = N_("It looks at “%(name)s”, which is not asked before this row.")
    return UntranslatedError(message, name=name)


def _test(test: Test, asked: Asked) -> Condition | bool:
    question = asked.questions.get(test.ref)
    if question is None:
        raise not_asked(test.ref, asked)
    if types.of(question).free_text:
        message = N_(
            "It looks at “%(name)s”, a free text, and rules look at closed answers only. Ask a "
            "closed question first, such as yes or no, and look at that; or take the rule away."
        )
        raise UntranslatedError(message, name=test.ref)
    if test.value == "" and test.op in {"=", "!="}:
        given = Condition("answered", question=question.code)
        return given if test.op == "!=" else Condition("not", (given,))
    if question.type in _NUMBERS:
        return _of_number(question, test)
    return _of_choice(question, test, asked)


def _of_number(question: Question, test: Test) -> Condition:
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", str(test.value)) or test.op == "selected":
        raise _odd(test)
    value = float(test.value)
    number: int | float = int(value) if value == int(value) else value
    whole = question.type == "scale" or bool(question.settings.get("whole"))

    def leaf(op: str, limit: float) -> Condition:
        return Condition(op, question=question.code, value=limit)

    given = Condition("answered", question=question.code)
    next_to = {">": ("at_least", number + 1), "<": ("at_most", number - 1)}
    if whole and isinstance(number, int) and test.op in next_to:
        return leaf(*next_to[test.op])
    return {
        "=": leaf("equals", number),
        "!=": Condition("not", (leaf("equals", number),)),
        ">=": leaf("at_least", number),
        "<=": leaf("at_most", number),
        ">": Condition("all", (given, Condition("not", (leaf("at_most", number),)))),
        "<": Condition("all", (given, Condition("not", (leaf("at_least", number),)))),
    }[test.op]


def _of_choice(question: Question, test: Test, asked: Asked) -> Condition | bool:
    if not types.of(question).tests & {"equals", "includes"}:
        raise _odd(test)
    if test.op not in {"=", "!=", "selected"}:
        raise _odd(test)
    several = question.type == "multiple_choice"
    if several and test.op != "selected":
        message = N_("Several choices may be ticked at “%(name)s”: write selected(…) instead.")
        raise UntranslatedError(message, name=test.ref)
    typed = str(test.value)
    codes = asked.codes.get(test.ref, {})
    code = OTHER if typed == OTHER and question.other else codes.get(typed)
    if code is None:
        asked.never.append((typed, test.ref))
        return test.op == "!="
    found = Condition("includes" if several else "equals", question=question.code, value=code)
    return Condition("not", (found,)) if test.op == "!=" else found


def _odd(test: Test) -> UntranslatedError:
    message = N_("“%(name)s %(operator)s %(value)s” cannot be kept.")
    return UntranslatedError(message, name=test.ref, operator=test.op, value=test.value)


def limits(tree: Tree, *, whole: bool) -> dict[str, Any] | None:
    """Return ``minimum`` and ``maximum`` of a ``constraint``; ``None`` when it says more."""
    parts = tree.parts if isinstance(tree, Join) and tree.op == "and" else (tree,)
    found: dict[str, Any] = {}
    for part in parts:
        if not isinstance(part, Test) or part.ref != "." or not isinstance(part.value, int | float):
            return None
        step = {">": 1, "<": -1}.get(part.op, 0)
        if (step and not (whole and isinstance(part.value, int))) or part.op in {"=", "!="}:
            return None
        name = "minimum" if part.op in {">", ">="} else "maximum"
        if name in found:
            return None
        found[name] = part.value + step
    return found
