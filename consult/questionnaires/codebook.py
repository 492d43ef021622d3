"""The codebook: what each column of an export means, and each value that may stand in it."""

import csv
import io
from collections.abc import Iterator

import xlsxwriter

from consult.core import writable
from consult.core.locales import Localized
from consult.questionnaires import piping, types, words
from consult.questionnaires.definition import Choice, Definition, Page, Question
from consult.questionnaires.types import kind
from consult.questionnaires.types.base import OTHER, PREFER_NOT

Row = dict[str, str]

_FIXED = ("column", "code", "type", "page", "required", "value", "from", "to")
_ENDS = (("low", "high"), ("minimum", "maximum"), ("earliest", "latest"))


def rows(definition: Definition) -> Iterator[Row]:
    """Yield a line per value of each column, with the question it belongs to.

    Questions whose answers are no columns (free text) have one line without a column.
    """
    read = piping.neutral(definition)
    for number, page in enumerate(read.pages, 1):
        for question in page.questions:
            if types.of(question).asks:
                yield from _question(read, page, number, question)


def header(definition: Definition) -> list[str]:
    """Return the names of the columns of the codebook itself."""
    by_language = ["text", "hint", "row", "label", "shown_if"]
    if any(choice.show_if for question in definition.questions() for choice in question.choices):
        by_language.append("offered_if")
    return [*_FIXED, *(f"{name}::{tag}" for name in by_language for tag in definition.languages)]


def as_csv(definition: Definition) -> bytes:
    """Return the codebook as CSV in UTF-8, with a mark that spreadsheet programs know."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header(definition), restval="")
    writer.writeheader()
    for row in rows(definition):
        writer.writerow({name: _guarded(cell) for name, cell in row.items()})
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(definition: Definition) -> bytes:
    """Return the codebook as a workbook with one sheet."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("codebook")
        sheet.freeze_panes(1, 0)
        names = header(definition)
        for column, name in enumerate(names):
            sheet.write_string(0, column, name)
        for line, row in enumerate(rows(definition), 1):
            for column, name in enumerate(names):
                sheet.write_string(line, column, row.get(name, ""))
    return buffer.getvalue()


def _question(definition: Definition, page: Page, number: int, question: Question) -> Iterator[Row]:
    told: Row = {
        "code": question.code,
        "type": question.type,
        "page": str(number),
        "required": "yes" if question.required else "no",
        **_texts("text", question.text, definition),
        **_texts("hint", question.hint, definition),
        **_shown_if(definition, page, question),
    }
    for low, high in _ENDS:
        for name, end in (("from", low), ("to", high)):
            if question.settings.get(end) is not None:
                told[name] = str(question.settings[end])
    columns = types.of(question).columns(question) or ("",)
    parts: list[Choice | None] = list(types.rows(question)) or [None] * len(columns)
    for column, part in zip(columns, parts, strict=True):
        each = told | {"column": column} | (_texts("row", part.text, definition) if part else {})
        values = _values(question)
        if not values:
            yield each
        for value in values:
            told_of = _texts("label", value.text, definition) | _offered_if(definition, value)
            yield each | {"value": value.code} | told_of


def _values(question: Question) -> list[Choice]:
    options = list(types.of(question).options(question))
    if question.other:
        options.append(Choice(OTHER, kind.label((), OTHER)))
    if question.prefer_not:
        options.append(Choice(PREFER_NOT, kind.label((), PREFER_NOT)))
    return options


def _shown_if(definition: Definition, page: Page, question: Question) -> Row:
    found = [rule for rule in (page.show_if, question.show_if) if rule]
    return {
        f"shown_if::{tag}": "\n".join(
            words.rule(rule, definition, tag, lambda asked: asked.code) for rule in found
        )
        for tag in definition.languages
        if found
    }


def _offered_if(definition: Definition, choice: Choice) -> Row:
    """Return after which answers a choice is offered."""
    if choice.show_if is None:
        return {}
    return {
        f"offered_if::{tag}": words.rule(choice.show_if, definition, tag, lambda asked: asked.code)
        for tag in definition.languages
    }


def _texts(name: str, text: Localized, definition: Definition) -> Row:
    return {f"{name}::{tag}": text[tag] for tag in definition.languages if tag in text}


def _guarded(cell: str) -> str:
    return cell if _is_number(cell) else writable.cell(cell)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
