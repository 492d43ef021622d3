"""Show-if rules as lists to choose from: a tree of JSON, changed at a path such as ``0.1``."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from consult.core.errors import InvalidError
from consult.core.locales import N_, Localized
from consult.questionnaires import reach, types
from consult.questionnaires.conditions import JOINS
from consult.questionnaires.definition import Definition, Question
from consult.questionnaires.format import DEEPEST_RULE
from consult.questionnaires.types import kind

#: Groups a person may choose; ``not`` is kept where a file brought it, and by "is not".
GROUPS = ("all", "any")


@dataclass(frozen=True)
class Node:
    """One line of a rule as it is shown: a group, or one test of one question."""

    path: str
    depth: int
    op: str
    #: Whether it is turned round by ``not``.
    turned: bool
    question: Question | None = None
    code: str = ""
    value: Any = None
    #: The value in words, where it is a choice.
    said: Localized | None = None


def lines(definition: Definition, rule: Any) -> Iterator[Node]:
    """Yield a rule's lines, each group before its parts; nothing for no rule."""
    if rule is not None:
        yield from _lines(definition, grouped(rule), "", 0, turned=False)


def _lines(
    definition: Definition, rule: dict[str, Any], path: str, depth: int, *, turned: bool
) -> Iterator[Node]:
    op = next(name for name in rule if name != "question")
    if op == "not":
        yield from _lines(definition, rule["not"], path, depth, turned=not turned)
    elif op in JOINS:
        yield Node(path, depth, op, turned)
        for index, part in enumerate(rule[op]):
            below = f"{path}.{index}" if path else str(index)
            yield from _lines(definition, part, below, depth + 1, turned=False)
    else:
        asked = definition.by_code.get(rule["question"])
        said = None
        if asked is not None and isinstance(rule[op], str):
            said = kind.label(types.of(asked).options(asked), rule[op])
        yield Node(path, depth, op, turned, asked, rule["question"], rule[op], said)


def earlier(definition: Definition, code: str, page: int) -> list[Question]:
    """Return the questions a rule may look at: those asked before a question, or before a page."""
    found: list[Question] = []
    for number, one in enumerate(definition.pages, 1):
        if not code and number == page:
            break
        for question in one.questions:
            if code and question.code == code:
                return found
            if reach.operators(question):
                found.append(question)
    return found


def values(question: Question) -> list[tuple[str, Localized]]:
    """Return what an answer can be compared with, with its words; empty where it is a number."""
    found = [(one.code, one.text) for one in types.of(question).options(question)]
    if question.other:
        found.append(("other", kind.label((), "other")))
    return found


def test(question: Question, operator: str, typed: str) -> dict[str, Any]:
    """Return one test of one question.

    Args:
        question: an earlier one.
        operator: ``equals``, ``includes``, ``at_least``, ``at_most`` or ``answered``, with ``not-``
            before it to turn it round.
        typed: the value as a form sends it.

    Raises:
        InvalidError: the operator or value does not fit the question.
    """
    turned = operator.startswith("not-")
    op = operator.removeprefix("not-")
    if op not in reach.operators(question):
        raise InvalidError("rule_operator", N_("Choose from the list how to compare."))
    value: Any = True
    if op != "answered":
        value = _number(typed) if question.type in {"scale", "number"} else typed
        if not reach.fits(question, value):
            raise InvalidError("rule_value", N_("Choose an answer from the list."))
    made = {"question": question.code, op: value}
    return {"not": made} if turned else made


def _number(typed: str) -> int | float | None:
    try:
        found = float(typed.strip().replace(",", "."))
    except ValueError as error:
        message = N_("Write a number in digits, such as 12.")
        raise InvalidError("rule_number", message) from error
    if found != found or found in {float("inf"), float("-inf")}:  # noqa: PLR0124 - NaN alone differs from itself
        raise InvalidError("rule_number", N_("Write a number in digits, such as 12."))
    return int(found) if found == int(found) else found


def added(rule: Any, new: dict[str, Any], where: str) -> Any:
    """Return a rule with a test more.

    Args:
        rule: the present one, or ``None``.
        new: the test.
        where: path of the group it joins; or path of a test with ``+any`` or ``+all`` behind it, to
            make a group of the two.
    """
    path, _plus, group = where.partition("+")
    if group and group not in GROUPS:
        raise InvalidError("rule_group", N_("Choose a group from the list."))
    whole = grouped(rule) if rule is not None else {"all": []}
    if path.count(".") >= DEEPEST_RULE - 3:
        raise InvalidError("rule_deep", N_("There are too many groups inside groups."))
    if group:
        above, _dot, last = path.rpartition(".")
        members = _members(whole, above)
        if not last.isdecimal() or int(last) >= len(members):
            raise InvalidError("rule_path", N_("This part of the rule is not there any more."))
        members[int(last)] = {group: [members[int(last)], new]}
    else:
        _members(whole, path).append(new)
    return plain(whole)


def without(rule: Any, path: str) -> Any:
    """Return a rule without one of its lines; ``None`` when nothing is left."""
    if rule is None or not path:
        return None
    whole = grouped(rule)
    above, _dot, last = path.rpartition(".")
    members = _members(whole, above)
    if not last.isdecimal() or int(last) >= len(members):
        raise InvalidError("rule_path", N_("This part of the rule is not there any more."))
    del members[int(last)]
    return plain(whole)


def switched(rule: Any, path: str) -> Any:
    """Return a rule in which a group asks for any of its parts instead of all, or back."""
    if rule is None:
        return None
    whole = grouped(rule)
    group = _group(whole, path)
    op = next(iter(group))
    group["any" if op == "all" else "all"] = group.pop(op)
    # A group with one test would lose its kind when it is stored, so it is only switched for two.
    return plain(whole)


def grouped(rule: Any) -> dict[str, Any]:
    """Return a copy of a rule with a group on top."""
    copied: dict[str, Any] = deepcopy(rule)
    return copied if next(iter(copied)) in GROUPS else {"all": [copied]}


def plain(rule: dict[str, Any]) -> Any:
    """Return the rule without empty groups, and without groups of one part."""
    op = next(name for name in rule if name != "question")
    if op == "not":
        inner = plain(rule["not"])
        return None if inner is None else {"not": inner}
    if op not in GROUPS:
        return rule
    parts = [part for part in map(plain, rule[op]) if part is not None]
    return {op: parts} if len(parts) > 1 else next(iter(parts), None)


def _group(whole: dict[str, Any], path: str) -> dict[str, Any]:
    group = whole
    for step in path.split(".") if path else ():
        members = _members_of(group)
        if not step.isdecimal() or int(step) >= len(members):
            raise InvalidError("rule_path", N_("This part of the rule is not there any more."))
        group = members[int(step)]
    while "not" in group:
        group = group["not"]
    if next(iter(group)) not in GROUPS:
        raise InvalidError("rule_path", N_("This part of the rule is not there any more."))
    return group


def _members(whole: dict[str, Any], path: str) -> list[Any]:
    return _members_of(_group(whole, path))


def _members_of(group: dict[str, Any]) -> list[Any]:
    while "not" in group:
        group = group["not"]
    op = next(iter(group))
    if op not in GROUPS:
        raise InvalidError("rule_path", N_("This part of the rule is not there any more."))
    found: list[Any] = group[op]
    return found
