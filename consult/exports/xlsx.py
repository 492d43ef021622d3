"""Excel: what the paper is, its tables each beside a chart, and all figures as flat records."""

import io
from datetime import UTC, datetime, time
from typing import Any

import xlsxwriter

from consult.core.locales import direction
from consult.exports import charts
from consult.exports.body import outline
from consult.exports.edition import Edition
from consult.exports.flat import COLUMNS, records
from consult.summaries.paper import day

#: What Excel takes in one cell. Longer texts end with "…" there; the other formats have them whole.
_LONGEST_CELL = 32_767


def write(edition: Edition) -> bytes:
    """Return the workbook; text is never read as a formula or a link."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    paper = outline(edition)
    made_on = day(edition.paper.signed_on or edition.paper.meeting_starts_on)
    book.set_properties(
        {
            "title": paper.front.title,
            "author": paper.front.body,
            # Fixed, so that the same paper gives the same bytes.
            "created": datetime.combine(made_on, time(), UTC),
        }
    )
    bold = book.add_format({"bold": True})
    _about(book, edition, bold)
    charts.sheet(book, paper)
    _data(book, edition, bold)
    book.close()
    return target.getvalue()


def _sheet(book: Any, name: str, edition: Edition) -> Any:
    sheet = book.add_worksheet(name)
    if direction(edition.language) == "rtl":
        sheet.right_to_left()
    return sheet


def _about(book: Any, edition: Edition, bold: Any) -> None:
    front = outline(edition).front
    sheet = _sheet(book, "paper", edition)
    sheet.set_column(0, 0, 110)
    told = [
        front.title,
        f"{front.body}, {front.meeting}, {front.place_and_days}",
        front.document,
        front.dated,
        *front.warnings,
        *front.abstract,
        front.running_foot,
    ]
    for number, line in enumerate(told):
        sheet.write_string(number, 0, _fitting(line), bold if number == 0 else None)


def _data(book: Any, edition: Edition, bold: Any) -> None:
    sheet = _sheet(book, "data", edition)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(COLUMNS) - 1, 16)
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, bold)
    written = 0
    for record in records(edition):
        for column, name in enumerate(COLUMNS):
            value = record.get(name)
            if isinstance(value, str) and value:
                sheet.write_string(written + 1, column, _fitting(value))
            elif isinstance(value, int):
                sheet.write_number(written + 1, column, value)
        written += 1
    sheet.autofilter(0, 0, max(written, 1), len(COLUMNS) - 1)


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"
