"""Decisions about questionnaires: what is shown, what is missing, what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from consult.core.errors import Problem
from consult.core.locales import N_, NAMES, Localized, missing
from consult.questionnaires import offered, piping, reach, types
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Definition, Page, Question
from consult.questionnaires.reach import Reach
from consult.questionnaires.types.base import OTHER


def visible(definition: Definition, answers: Mapping[str, Any]) -> list[Page]:
    """Return the pages with the questions that are shown, given the closed answers.

    Each question has the choices that are offered. What was answered to a question that is not
    shown (any more), or with a choice that is not offered (any more), is not looked at. Pages
    without a question are left out.
    """
    return path(definition, answers)[0]


def path(definition: Definition, answers: Mapping[str, Any]) -> tuple[list[Page], dict[str, Any]]:
    """Return the pages as :func:`visible` does, and the closed answers that count on them."""
    seen: dict[str, Any] = {}
    pages = []
    for page in definition.pages:
        if page.show_if and not page.show_if.holds(seen):
            continue
        shown = []
        for question in page.questions:
            if question.show_if and not question.show_if.holds(seen):
                continue
            put = offered.narrowed(question, seen)
            shown.append(put)
            given = answers.get(question.code)
            if put is not question:
                given = offered.fitting(put, given)
            if given is not None:
                seen[question.code] = given
        if shown:
            pages.append(replace(page, questions=tuple(shown)))
    return pages, seen


def kept(
    definition: Definition, answers: Mapping[str, Any], texts: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the answers and texts that stand on the path taken; those on abandoned paths go.

    Args:
        definition: what was asked.
        answers: closed values by question code.
        texts: free texts by text code.
    """
    pages, counted = path(definition, answers)
    shown = [question.code for page in pages for question in page.questions]
    text_codes = {code for shown_code in shown for code in (shown_code, f"{shown_code}-{OTHER}")}
    return (
        counted,
        {code: text for code, text in texts.items() if code in text_codes},
    )


def missing_texts(definition: Definition, languages: tuple[str, ...] | list[str]) -> list[Problem]:
    """Return every text a young person reads that is absent in one of the languages."""
    return [
        Problem(
            "text_missing_in",
            N_("The text is not there in %(language)s."),
            {"language": NAMES.get(tag, tag)},
            where,
        )
        for where, text in texts(definition)
        for tag in missing(text, languages)
    ]


def texts(definition: Definition) -> Iterator[tuple[str, Localized]]:
    """Yield every text a young person reads, with its place in words."""
    yield "title", definition.title
    if definition.introduction:
        yield "introduction", definition.introduction
    for number, page in enumerate(definition.pages, 1):
        if page.title:
            yield f"page {number}, title", page.title
        for question in page.questions:
            for part, text in types.of(question).texts(question):
                yield f"page {number}, question {question.code}, {part}", text


def problems(definition: Definition) -> list[Problem]:
    """Return what is wrong with a questionnaire, each with its place in words."""
    found = list(_shape_problems(definition))
    return [
        *found,
        *piping.problems(definition),
        *_all_rule_problems(definition, None if found else reach.Reach(definition)),
    ]


def _shape_problems(definition: Definition) -> Iterator[Problem]:
    if not any(types.of(question).asks for question in definition.questions()):
        yield Problem("nothing_asked", N_("There is no question in it."))
    if not definition.languages:
        message = N_("Say which languages it is written in.")
        yield Problem("languages_missing", message, where="languages")
    seen: set[str] = set()
    for number, page in enumerate(definition.pages, 1):
        for question in page.questions:
            where = f"page {number}, question {question.code}"
            if question.code in seen:
                message = N_("The code “%(code)s” is there twice.")
                yield Problem("code_twice", message, {"code": question.code}, where)
            seen.add(question.code)
            for found in types.of(question).check(question):
                yield replace(found, where=f"{where}, {found.where}" if found.where else where)


def _all_rule_problems(definition: Definition, tries: Reach | None) -> Iterator[Problem]:
    """Yield what is wrong with rules; answers are tried only where the questions are sound."""
    earlier: dict[str, Question] = {}
    for number, page in enumerate(definition.pages, 1):
        where = f"page {number}"
        if page.show_if:
            yield from _rule_problems(definition, page.show_if, earlier, where, tries)
        for question in page.questions:
            if question.show_if:
                place = f"{where}, question {question.code}"
                rule = question.show_if
                yield from _rule_problems(definition, rule, earlier, place, tries)
            yield from _choice_problems(definition, page, question, earlier, where, tries=tries)
            earlier[question.code] = question


def _choice_problems(
    definition: Definition,
    page: Page,
    question: Question,
    earlier: Mapping[str, Question],
    where: str,
    *,
    tries: Reach | None,
) -> Iterator[Problem]:
    """Yield what is wrong with the rules of choices, which join those of question and page."""
    above = tuple(rule for rule in (page.show_if, question.show_if) if rule)
    told: dict[Condition, list[Problem]] = {}
    for number, choice in enumerate(question.choices, 1):
        rule = choice.show_if
        if rule is None:
            continue
        place = f"{where}, question {question.code}, choice {number}"
        if rule not in told:
            told[rule] = list(_rule_problems(definition, rule, earlier, place, tries))
            both = Condition("all", (*above, rule))
            if tries and above and not told[rule] and not tries.can_hold(both):
                message = N_("This rule can never be met, so nobody would ever see it.")
                told[rule] = [Problem("rule_never", message)]
        yield from (replace(problem, where=f"{place}, show_if") for problem in told[rule])


def _rule_problems(
    definition: Definition,
    rule: Condition,
    earlier: Mapping[str, Question],
    place: str,
    tries: Reach | None,
) -> Iterator[Problem]:
    """Yield what is wrong with one rule."""
    where = f"{place}, show_if"
    found = [
        replace(problem, where=where)
        for leaf in rule.leaves()
        for problem in _leaf_problems(definition, leaf, earlier, tries)
    ]
    yield from found
    if tries and not found and not tries.can_hold(rule):
        message = N_("This rule can never be met, so nobody would ever see it.")
        yield Problem("rule_never", message, where=where)


def _leaf_problems(
    definition: Definition,
    leaf: Condition,
    earlier: Mapping[str, Question],
    tries: Reach | None,
) -> Iterator[Problem]:
    asked = earlier.get(leaf.question)
    if asked is None and leaf.question in definition.by_code:
        message = N_("The rule looks at “%(code)s”, which is asked only later.")
        yield Problem("rule_later", message, {"code": leaf.question})
    elif asked is None:
        message = N_("The rule looks at “%(code)s”, which is not asked.")
        yield Problem("rule_unknown_question", message, {"code": leaf.question})
    elif leaf.op not in reach.operators(asked):
        message = N_("“%(operator)s” cannot be asked of “%(code)s”, which is of type “%(type)s”.")
        params = {"operator": leaf.op, "code": leaf.question, "type": asked.type}
        yield Problem("rule_operator", message, params)
    elif tries and leaf.op != "answered" and not reach.fits(asked, leaf.value):
        message = N_("“%(value)s” can never be an answer to “%(code)s”.")
        params = {"value": str(leaf.value)[:40], "code": leaf.question}
        yield Problem("rule_value", message, params)
