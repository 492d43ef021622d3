"""What an XLSForm cannot say: columns that only we write, and read back.

Whoever edits the spreadsheet works in the usual columns, so these count only while the usual cells
of the row still say what we wrote there.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from consult.core.locales import Localized
from consult.questionnaires import format as own_format
from consult.questionnaires import piping
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Choice, Question
from consult.questionnaires.types import REGISTRY
from consult.questionnaires.types.number import plain
from consult.questionnaires.xlsform.table import Table
from consult.questionnaires.xlsform.workbook import Row

TYPE = "consult_type"
CODE = "consult_code"
SETTINGS = "consult_settings"
RULE = "consult_rule"
PREFER_NOT = "prefer_not"
LANGUAGES = "consult_languages"
TITLE = "consult_title"
INTRODUCTION = "consult_introduction"
#: Column of a text that needs its own spelling, by the usual column.
WRITTEN = {"label": "consult_label", "hint": "consult_hint"}
#: Column of a setting that holds texts.
TEXT_SETTINGS = {"low_label": "consult_low", "high_label": "consult_high"}
#: Column of the sheet of choices, as JSON.
CHOICE_TEXTS = "consult_texts"
#: Rules of choices as JSON, by the name under which a choice has one in the column ``RULED``.
CHOICE_RULES = "consult_choice_rules"
RULED, ALWAYS = "consult_if", "always"
#: Form programs take no ``or_other`` beside a filter: then "other" stands in the list, and a row
#: of the type ``OTHER_LINE`` asks what it is.
OTHER, OTHER_LINE = "consult_other", "other"
#: Types of rows that are no question.
PAGE, ROW = "page", "row"

READ = (
    TYPE,
    CODE,
    SETTINGS,
    RULE,
    CHOICE_RULES,
    OTHER,
    PREFER_NOT,
    *WRITTEN.values(),
    *TEXT_SETTINGS.values(),
)

#: Returns the names in the sheet of a question: one, or one per row of a matrix.
Names = Callable[[str], list[str]]


def expression(rule: Condition, names: Names) -> str:
    """Return a show-if rule as the column ``relevant`` says it."""
    if rule.op == "not":
        return f"not({expression(rule.parts[0], names)})"
    if rule.op in {"all", "any"}:
        word = " and " if rule.op == "all" else " or "
        parts = [expression(part, names) for part in rule.parts]
        return parts[0] if len(parts) == 1 else word.join(f"({part})" for part in parts)
    tests = [_test(rule, name) for name in names(rule.question)]
    return tests[0] if len(tests) == 1 else " or ".join(f"({test})" for test in tests)


def choice_filter(rules: Mapping[str, Condition], names: Names) -> str:
    """Return the rules of choices as the column ``choice_filter`` says them."""
    each = [f"{RULED} = '{ALWAYS}'"]
    each += [f"({RULED} = '{n}' and ({expression(rule, names)}))" for n, rule in rules.items()]
    return " or ".join(each)


def choice_rules(table: Table, row: Row, names: Names) -> dict[str, Condition] | None:
    """Return the rules we wrote beside ``choice_filter``, while that still says the same."""
    told = _json(table.cell(row, CHOICE_RULES))
    if not isinstance(told, dict):
        return None
    rules = {name: rule for name, each in told.items() if (rule := own_format.rule(each))}
    try:
        same = choice_filter(rules, names) == table.cell(row, "choice_filter")
    except (KeyError, IndexError):
        return None
    return rules if same and len(rules) == len(told) else None


def _test(rule: Condition, name: str) -> str:
    if rule.op == "answered":
        return f"${{{name}}} != ''"
    value = f"'{rule.value}'" if isinstance(rule.value, str) else plain(rule.value)
    if rule.op == "includes":
        return f"selected(${{{name}}}, {value})"
    return f"${{{name}}} {({'equals': '=', 'at_least': '>=', 'at_most': '<='})[rule.op]} {value}"


def shown(text: str, names: Mapping[str, str]) -> str:
    """Return a text as the usual column has it: places for answers as XLSForms write them."""
    apart = text.replace("${", "$ {")  # nobody's name: a form program would look for it
    return piping.PLACE.sub(
        lambda found: f"${{{names[found[1]]}}}" if found[1] in names else found[0], apart
    )


def kept(text: str) -> str:
    """Return a text for one of our columns, where a form program must find no reference."""
    return text.replace("\\", "\\\\").replace("${", "$\\{")


def _texts(table: Table, row: Row, kind: str) -> Localized:
    return unkept(table.text(row, kind))


def unkept(text: Localized) -> Localized:
    """Return a text as it was before :func:`kept`."""
    return {tag: re.sub(r"\\(.)", r"\1", told, flags=re.DOTALL) for tag, told in text.items()}


def text(table: Table, row: Row, kind: str, names: Mapping[str, str]) -> Localized:
    """Return the texts of a row whose own spelling still fits what the usual column shows.

    Args:
        table: the sheet.
        row: of it.
        kind: the usual column.
        names: names in the sheet by question code.
    """
    usual = table.text(row, kind)
    return {
        tag: written
        for tag, written in _texts(table, row, WRITTEN[kind]).items()
        if shown(written, names) == usual.get(tag)
    }


def choice_text(table: Table, row: Row) -> Localized:
    """Return the texts of a choice that need their own spelling; form programs take one column."""
    told = _json(table.cell(row, CHOICE_TEXTS))
    usual = table.text(row, "label")
    each = told.items() if isinstance(told, dict) else ()
    return {tag: t for tag, t in each if isinstance(t, str) and shown(t, {}) == usual.get(tag)}


def rule(table: Table, row: Row, names: Names) -> Condition | None:
    """Return the rule we wrote beside ``relevant``, while that still says the same."""
    found = own_format.rule(_json(table.cell(row, RULE)))
    try:
        same = found is not None and expression(found, names) == table.cell(row, "relevant")
    except (KeyError, IndexError):
        return None
    return found if same else None


def question(table: Table, row: Row, read: Question, word: str) -> Question | None:
    """Return the question as we wrote it, while the usual cells still say the same.

    Args:
        table: the sheet.
        row: of it.
        read: what the usual columns say.
        word: the type of the row in the sheet, without its list.
    """
    found = REGISTRY.get(table.cell(row, TYPE))
    told = _json(table.cell(row, SETTINGS) or "{}")
    if found is None or not isinstance(told, dict):
        return None
    texts = {name: _texts(table, row, column) for name, column in TEXT_SETTINGS.items()}
    settings: dict[str, Any] = told | {name: text for name, text in texts.items() if text}
    choices = read.choices if found.has_choices else ()
    mine = replace(
        read,
        type=found.name,
        choices=choices,
        settings=settings | ({"rows": read.settings["rows"]} if "rows" in read.settings else {}),
    )
    if any(True for _problem in found.check(mine)):
        return None
    expected = found.in_sheet(mine)
    usual = {name: table.cell(row, name) for name in ("constraint", "parameters", "appearance")}
    same = word == expected.type and usual == dict.fromkeys(usual, "") | dict(expected.cells)
    return mine if same and _alike(read.choices, expected.options) else None


def _alike(listed: tuple[Choice, ...], options: tuple[Choice, ...]) -> bool:
    if [choice.code for choice in listed] != [option.code for option in options]:
        return False
    return all(
        text == option.text.get(tag)
        for choice, option in zip(listed, options, strict=True)
        for tag, text in choice.text.items()
    )


def _json(cell: str) -> Any:
    try:
        return json.loads(cell) if cell else None
    except (ValueError, RecursionError):
        return None
