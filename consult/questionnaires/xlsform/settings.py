"""What the columns ``constraint``, ``parameters`` and ``appearance`` say about one question."""

import re
from dataclasses import replace
from typing import Any

from consult.core.errors import Problem
from consult.core.locales import N_
from consult.questionnaires.definition import Question
from consult.questionnaires.types.scale import MOST_STEPS
from consult.questionnaires.xlsform import conditions, expressions
from consult.questionnaires.xlsform.table import Table
from consult.questionnaires.xlsform.workbook import Row

_AT_MOST = re.compile(r"count-selected\(\s*\.\s*\)\s*(<=?)\s*(\d{1,3})")
_PARAMETER = re.compile(r"(start|end|step)\s*=\s*(-?\d{1,12}(?:\.\d{1,6})?)")
#: Limits of dates where a file sets none.
WIDE_DATES = {"earliest": "2000-01-01", "latest": "2049-12-31"}
#: Characters a line of text may have; spreadsheets set no limit of their own.
_LONGEST_LINE = 500


def fitted(table: Table, row: Row, question: Question) -> tuple[Question, list[Problem]]:
    """Return the question as one of our kinds, and notes on what could not be kept."""
    constraint = table.cell(row, "constraint")
    notes: list[Problem] = []
    match question.type:
        case "short_text" if "multiline" in table.cell(row, "appearance").lower():
            question = replace(question, type="long_text")
        case "short_text":
            question = replace(question, settings={"longest": _LONGEST_LINE})
        case "integer" | "decimal":
            question, kept = _number(question, constraint)
            constraint = "" if kept else constraint
        case "range":
            question, kept = _range(question, table.cell(row, "parameters"))
            if not kept:
                message = N_("The steps of the range are left out.")
                where = table.place(row, "parameters")
                notes.append(Problem("range_steps", message, {}, where))
        case "date":
            question = replace(question, settings=_dates(table.cell(row, "appearance")))
            message = N_("Dates from %(earliest)s to %(latest)s are taken; change it if need be.")
            where = table.place(row, "constraint")
            notes.append(Problem("date_limits_set", message, dict(question.settings), where))
        case "multiple_choice" if found := _AT_MOST.fullmatch(constraint):
            most = int(found[2]) - (found[1] == "<")
            return replace(question, settings={"at_most": most}), []
    if constraint:
        message = N_("The constraint is left out: “%(constraint)s”.")
        where = table.place(row, "constraint")
        said = {"constraint": constraint[:80]}
        notes.append(Problem("constraint_left_out", message, said, where))
    return question, notes


def _dates(appearance: str) -> dict[str, Any]:
    """Return wide limits: spreadsheets mostly set none, and a table needs them."""
    if appearance.lower() == "month-year":
        return {"precision": "month"} | {name: day[:7] for name, day in WIDE_DATES.items()}
    if appearance.lower() == "year":
        return {"precision": "year"} | {name: day[:4] for name, day in WIDE_DATES.items()}
    return dict(WIDE_DATES)


def _number(question: Question, constraint: str) -> tuple[Question, bool]:
    whole = question.type == "integer"
    found: dict[str, Any] | None = {}
    if constraint:
        try:
            found = conditions.limits(expressions.parse(constraint), whole=whole)
        except expressions.NotInSubsetError:
            found = None
    settings = ({"whole": True} if whole else {}) | (found or {})
    return replace(question, type="number", settings=settings), found is not None


def _range(question: Question, parameters: str) -> tuple[Question, bool]:
    """Return a scale where the steps fit beside each other, or a number between the ends."""
    told = dict(_PARAMETER.findall(parameters.lower()))
    low, high, step = (float(told.get(k, d)) for k, d in {"start": 0, "end": 10, "step": 1}.items())
    if not all(number == int(number) for number in (low, high, step)):
        settings: dict[str, Any] = {"minimum": low, "maximum": high}
        return replace(question, type="number", settings=settings), False
    if step == 1 and 1 <= high - low < MOST_STEPS:
        settings = {"low": int(low), "high": int(high)}
        return replace(question, type="scale", settings=settings), True
    settings = {"minimum": int(low), "maximum": int(high), "whole": True}
    return replace(question, type="number", settings=settings), step == 1
