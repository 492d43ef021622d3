"""Show-if rules in words, for people who read them on paper or in a codebook."""

from collections.abc import Callable

from consult.core.locales import LANGUAGES, N_, Speaker
from consult.questionnaires import types
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Definition, Question
from consult.questionnaires.types.base import Answer

_TESTS = {
    "equals": N_("the answer to %(question)s is “%(answer)s”"),
    "includes": N_("“%(answer)s” is ticked at %(question)s"),
    "at_least": N_("the answer to %(question)s is %(answer)s or more"),
    "at_most": N_("the answer to %(question)s is %(answer)s or less"),
    "answered": N_("%(question)s has an answer"),
}
#: The same tests turned round, as people say it.
_TURNED = {
    "equals": N_("the answer to %(question)s is not “%(answer)s”"),
    "includes": N_("“%(answer)s” is not ticked at %(question)s"),
    "at_least": N_("the answer to %(question)s is not %(answer)s or more"),
    "at_most": N_("the answer to %(question)s is not %(answer)s or less"),
    "answered": N_("%(question)s has no answer"),
}


def rule(
    condition: Condition, definition: Definition, language: str, name: Callable[[Question], str]
) -> str:
    """Return a rule as a part of a sentence.

    Args:
        condition: the rule.
        definition: the whole that it belongs to.
        language: one of the six; other languages get English around their own words.
        name: says which question is meant, such as "question 3".
    """
    speaker = Speaker(language if language in LANGUAGES else "en")
    tests = _TESTS
    if condition.op == "not" and condition.parts[0].op == "not":
        return rule(condition.parts[0].parts[0], definition, language, name)
    if condition.op == "not" and condition.parts[0].op in _TURNED:
        condition, tests = condition.parts[0], _TURNED
    if condition.op == "not":
        inner = rule(condition.parts[0], definition, language, name)
        return speaker.gettext(N_("this is not so: (%(rule)s)"), rule=inner)
    if condition.op in {"all", "any"}:
        each = [_part(part, definition, language, name) for part in condition.parts]
        message = N_("%(one)s and %(two)s") if condition.op == "all" else N_("%(one)s or %(two)s")
        said = each[0]
        for part in each[1:]:
            said = speaker.gettext(message, one=said, two=part)
        return said
    question = definition.by_code[condition.question]
    answer = _answer(question, condition, language) if condition.op != "answered" else ""
    message = tests[condition.op]
    return speaker.gettext(message, question=name(question), answer=answer)


def _part(
    part: Condition, definition: Definition, language: str, name: Callable[[Question], str]
) -> str:
    said = rule(part, definition, language, name)
    return f"({said})" if part.op in {"all", "any"} and len(part.parts) > 1 else said


def _answer(question: Question, condition: Condition, language: str) -> str:
    closed = [condition.value] if condition.op == "includes" else condition.value
    lines = types.of(question).say(question, Answer(closed), language)
    return (lines[0] if lines else "") or str(condition.value)
