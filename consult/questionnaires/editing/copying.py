"""Questions taken over from another questionnaire: their rules and places for answers go along.

What looks at a question that is not taken over cannot go along; it is left out and told.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from consult.questionnaires import format as own_format
from consult.questionnaires import piping
from consult.questionnaires.conditions import JOINS
from consult.questionnaires.definition import Definition

Content = dict[str, Any]


def picked(offered: Definition, codes: Collection[str]) -> tuple[list[Content], list[str]]:
    """Return the questions with these codes, and those that lose a rule.

    Args:
        offered: the questionnaire they stand in; the rule of a page becomes one of its questions.
        codes: which ones.

    Returns:
        The questions in their order, and the codes of those whose rule (or the rule of a choice)
        looks at a question that is not among them.
    """
    found, lost = [], []
    for page in own_format.dump(offered)["pages"]:
        for question in page["questions"]:
            if question["code"] not in codes:
                continue
            rules = [one["show_if"] for one in (page, question) if "show_if" in one]
            kept = [rule for rule in rules if set(_asked(rule)) <= set(codes)]
            copied = {name: value for name, value in question.items() if name != "show_if"}
            if kept:
                copied["show_if"] = kept[0] if len(kept) == 1 else {"all": kept}
            choices = [_choice(choice, codes) for choice in question.get("choices", ())]
            if choices:
                copied["choices"] = choices
            found.append(copied)
            if len(kept) < len(rules) or choices != question.get("choices", []):
                lost.append(question["code"])
    return found, lost


def renamed(question: Content, names: Mapping[str, str]) -> Content:
    """Return a copy of a question in which other questions are called by their new codes."""
    copied = own_format.copy(question)
    for holder in (copied, *copied.get("choices", ())):
        if "show_if" in holder:
            holder["show_if"] = _rule(holder["show_if"], names)
    for part in ("text", "hint"):
        for tag, told in copied.get(part, {}).items():
            copied[part][tag] = piping.PLACE.sub(lambda place: _place(place, names), told)
    return copied


def _choice(choice: Content, codes: Collection[str]) -> Content:
    if set(_asked(choice.get("show_if"))) <= set(codes):
        return choice
    return {name: value for name, value in choice.items() if name != "show_if"}


def _asked(rule: Any) -> Iterator[str]:
    """Yield the codes of the questions that the JSON of a rule looks at."""
    if rule:
        parsed = own_format.rule(rule)
        yield from (leaf.question for leaf in parsed.leaves()) if parsed else ()


def _rule(rule: Any, names: Mapping[str, str]) -> Any:
    op = next(name for name in rule if name != "question")
    if op == "not":
        return {"not": _rule(rule["not"], names)}
    if op in JOINS:
        return {op: [_rule(part, names) for part in rule[op]]}
    return {**rule, "question": names.get(rule["question"], rule["question"])}


def _place(found: re.Match[str], names: Mapping[str, str]) -> str:
    return found[0].replace(found[1], names.get(found[1], found[1]), 1)
