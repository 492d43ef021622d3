"""Reading a mapping out of its JSON, with every mistake named; ``mapping.md`` describes it."""

from collections.abc import Iterator, Mapping
from typing import Any

from consult.core.errors import InvalidError, Problem
from consult.core.locales import N_
from consult.questionnaires import types
from consult.questionnaires.definition import Definition, Question
from consult.questionnaires.types.base import OTHER
from consult.responses.plans import Plan, Source, in_version

_KEYS = {"separator", "questions", "no_answer", "may_be_quoted", "ignored"}
_SOURCE_KEYS = {
    "column",
    "columns",
    "chosen",
    "rows",
    "codes",
    "no_answer",
    "prefer_not",
    "between",
    "other_column",
}


def parse(content: Any, definition: Definition, elsewhere: Mapping[str, int] | None = None) -> Plan:
    """Read a mapping out of its JSON.

    Args:
        content: what the JSON file holds.
        definition: the version whose questions are answered.
        elsewhere: number of a version by code, for questions that only other versions ask.

    Raises:
        InvalidError: ``mapping``, with everything that is wrong.
    """
    problems = list(_wrong(content, definition, elsewhere or {}))
    if problems:
        raise InvalidError(
            "mapping", N_("The mapping does not fit. Look at mapping.md."), problems=problems
        )
    quoted = content.get("may_be_quoted", {})
    return Plan(
        sources={code: _source(entry) for code, entry in content["questions"].items()},
        separator=content.get("separator"),
        no_answer=tuple(content.get("no_answer", ())),
        quote_column=quoted.get("column", ""),
        quote_yes=tuple(quoted.get("yes", ())),
        ignored=tuple(content.get("ignored", ())),
    )


def _source(entry: Mapping[str, Any]) -> Source:
    lists = {
        key: tuple(entry[key]) for key in ("chosen", "no_answer", "prefer_not") if key in entry
    }
    return Source(**{**entry, **lists})


def _wrong(content: Any, definition: Definition, elsewhere: Mapping[str, int]) -> Iterator[Problem]:
    """Yield what is wrong with a mapping's shape."""
    if not isinstance(content, dict) or not isinstance(content.get("questions"), dict):
        yield Problem("mapping_shape", N_("A mapping is an object with “questions” in it."))
        return
    for key in sorted(set(content) - _KEYS):
        yield _unknown_key(key, "")
    if content.get("separator") not in {None, ",", ";"}:
        yield Problem("mapping_separator", N_("The separator is “,” or “;”."), where="separator")
    for key in ("no_answer", "ignored"):
        yield from _not_texts(content.get(key, []), key)
    quoted = content.get("may_be_quoted", {"column": "-", "yes": []})
    if not isinstance(quoted, dict) or not isinstance(quoted.get("column"), str):
        message = N_("This needs “column” and “yes”, the cells that mean yes.")
        yield Problem("mapping_quoted", message, where="may_be_quoted")
    else:
        yield from _not_texts(quoted.get("yes"), "may_be_quoted.yes")
    for code, entry in content["questions"].items():
        if code in elsewhere:
            yield in_version(elsewhere[code], code)
        else:
            yield from _wrong_source(code, entry, definition)


def _wrong_source(code: str, entry: Any, definition: Definition) -> Iterator[Problem]:
    question = definition.by_code.get(code)
    if question is None or not types.of(question).asks:
        message = N_("The questionnaire has no question with this code.")
        yield Problem("mapping_question", message, where=code)
        return
    if not isinstance(entry, dict) or len({"column", "columns", "rows"} & set(entry)) != 1:
        message = N_("A question needs one of “column”, “columns” and “rows”.")
        yield Problem("mapping_source", message, where=code)
        return
    for key in sorted(set(entry) - _SOURCE_KEYS):
        yield _unknown_key(key, code)
    for key in ("column", "other_column", "between"):
        if not isinstance(entry.get(key, ""), str):
            yield Problem("mapping_text", N_("This must be a text."), where=f"{code}.{key}")
    for key in ("columns", "rows", "codes"):
        if not _maps_texts(entry.get(key, {})):
            message = N_("This must be an object of texts.")
            yield Problem("mapping_object", message, where=f"{code}.{key}")
    for key in ("chosen", "no_answer", "prefer_not"):
        yield from _not_texts(entry.get(key, []), f"{code}.{key}")
    yield from _wrong_codes(question, entry)


def _wrong_codes(question: Question, entry: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield codes that the question does not offer."""
    offered = {option.code for option in types.of(question).options(question)}
    offered |= {OTHER} if question.other else set()
    message = N_("The question does not offer the code “%(code)s”.")
    for key in ("codes", "columns"):
        listed = entry.get(key, {})
        if not _maps_texts(listed) or not offered:
            continue
        for told in sorted(set(listed.values()) - offered):
            yield Problem("mapping_code", message, {"code": told}, f"{question.code}.{key}")
    if entry.get("prefer_not") and not question.prefer_not:
        told_wrong = N_("The question does not offer “I prefer not to say”.")
        yield Problem("mapping_prefer_not", told_wrong, where=f"{question.code}.prefer_not")


def _unknown_key(key: str, where: str) -> Problem:
    return Problem("mapping_key", N_("Nothing is known of “%(name)s”."), {"name": key}, where)


def _not_texts(value: Any, where: str) -> Iterator[Problem]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        yield Problem("mapping_list", N_("This must be a list of texts."), where=where)


def _maps_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
