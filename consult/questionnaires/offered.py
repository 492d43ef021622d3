"""Which choices of a question are offered: those whose own rule the earlier answers meet."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from consult.questionnaires.conditions import JOINS, Condition
from consult.questionnaires.definition import Choice, Question
from consult.questionnaires.types.base import OTHER, PREFER_NOT


def choices(question: Question, answers: Mapping[str, Any]) -> tuple[Choice, ...]:
    """Return the choices that are offered, given the closed answers so far."""
    closed: set[str] = set()
    for rule, codes in question.narrowing.items():
        if not rule.holds(answers):
            closed |= codes
    return tuple(choice for choice in question.choices if choice.code not in closed)


def narrowed(question: Question, answers: Mapping[str, Any]) -> Question:
    """Return the question with the choices that are offered."""
    if not question.narrowing:
        return question
    return replace(question, choices=choices(question, answers))


def fitting(question: Question, closed: Any) -> Any:
    """Return what of a closed answer stands among the choices of a narrowed question.

    "Other" and "I prefer not to say" are offered to everybody. ``None`` when nothing is left.
    """
    codes = {choice.code for choice in question.choices} | {OTHER, PREFER_NOT}
    if isinstance(closed, list):
        return [code for code in closed if code in codes] or None
    return closed if closed in codes else None


def settled(rule: Condition, answers: Mapping[str, Any], open_: Collection[str]) -> Condition:
    """Return a rule in which only the questions that may still change are looked at.

    Args:
        rule: of a choice.
        answers: the closed answers so far.
        open_: codes of questions whose answers may still change. Every other test becomes ``all``
            over nothing where it holds, and ``any`` over nothing where it does not.
    """
    if rule.op in JOINS:
        return replace(rule, parts=tuple(settled(part, answers, open_) for part in rule.parts))
    if rule.question in open_:
        return rule
    return Condition("all" if rule.holds(answers) else "any")


def undecided(question: Question, answers: Mapping[str, Any], open_: Collection[str]) -> Question:
    """Return the question with the choices that are, or may still be, offered.

    Args:
        question: as it stands in the questionnaire.
        answers: the closed answers so far.
        open_: codes of the questions on the same page, whose answers may still change.
    """
    if not any(choice.show_if for choice in question.choices):
        return question
    kept = []
    for choice in question.choices:
        rule = choice.show_if and settled(choice.show_if, answers, open_)
        if rule is None or any(True for _leaf in rule.leaves()):
            kept.append(replace(choice, show_if=rule))
        elif rule.holds({}):
            kept.append(replace(choice, show_if=None))
    return replace(question, choices=tuple(kept))
