"""The whole form with its show-if rules, so that script can hide and show what the server would.

A question that the answers so far do not lead to lies in a ``<template>``: without script it is not
there. ``core/static/answer.js`` judges the same tree; the server judges again what comes.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass

from consult.core.locales import Localized
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Definition, Page, Question
from consult.questionnaires.format import condition


@dataclass(frozen=True)
class Placed:
    """A question, the rule that shows it as JSON (empty: always), and whether it is shown now."""

    question: Question
    rule: str
    shown: bool


@dataclass(frozen=True)
class Part:
    """A page on the whole form; its title is shown with the first of its questions."""

    title: Localized
    rule: str
    shown: bool
    questions: tuple[Placed, ...]


def parts(definition: Definition, shown: Collection[str]) -> list[Part]:
    """Return the whole form.

    Args:
        definition: what is asked.
        shown: codes of the questions that the answers so far lead to.
    """
    return [_part(page, shown) for page in definition.pages if page.questions]


def plain(pages: list[Page]) -> list[Part]:
    """Return pages of which everything is shown as it is."""
    return [
        Part(page.title, "", True, tuple(Placed(q, "", True) for q in page.questions))
        for page in pages
    ]


def of_choices(question: Question) -> dict[str, str]:
    """Return the rules of a question's choices as JSON, by choice code."""
    return {c.code: _json(c.show_if) for c in question.choices if c.show_if is not None}


def _part(page: Page, shown: Collection[str]) -> Part:
    rules = [_together(page.show_if, question.show_if) for question in page.questions]
    placed = tuple(
        Placed(question, _json(rule), question.code in shown)
        for question, rule in zip(page.questions, rules, strict=True)
    )
    found = [rule for rule in rules if rule is not None]
    title = Condition("any", tuple(found)) if len(found) == len(rules) else None
    return Part(page.title, _json(title), any(each.shown for each in placed), placed)


def _together(*rules: Condition | None) -> Condition | None:
    found = tuple(rule for rule in rules if rule is not None)
    return Condition("all", found) if len(found) > 1 else next(iter(found), None)


def _json(rule: Condition | None) -> str:
    if rule is None:
        return ""
    return json.dumps(condition(rule), ensure_ascii=False, separators=(",", ":"))
