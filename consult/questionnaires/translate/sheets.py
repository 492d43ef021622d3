"""Spreadsheets of texts, XLSX and CSV: a line for each text, to be filled in by anybody.

Columns: ``key``, ``where``, ``source::fr``, ``target::ar``, ``state``, ``glossary``, and
``machine`` where a machine made some. Only the target, the state and the machine are read back,
besides the key and the source that they belong to.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator

import xlsxwriter

from consult.core.errors import InvalidError, Problem
from consult.core.locales import N_
from consult.questionnaires import tables
from consult.questionnaires.translate.exchange import INITIAL, STATES, Entry, Exchange
from consult.questionnaires.xlsform import workbook
from consult.questionnaires.xlsform.workbook import Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

#: A spreadsheet program takes a cell that starts so for a formula; one that is quoted already
#: gets one more quote, so that each comes back as it was.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED = re.compile(r"'+[=+\-@\t\r]")
_WIDTHS = (24, 30, 50, 50, 12, 40, 20)


def write_xlsx(exchange: Exchange) -> bytes:
    """Return the texts as a workbook with one sheet."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("texts")
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        arabic = book.add_format({"text_wrap": True, "valign": "top", "reading_order": 2})
        for column, width in enumerate(_WIDTHS):
            right = (column, "ar") in {(2, exchange.source_language), (3, exchange.language)}
            sheet.set_column(column, column, width, arabic if right else wrapped)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(_rows(exchange)):
            for column, cell in enumerate(row):
                sheet.write_string(line, column, cell)
        states = {"validate": "list", "source": list(STATES)}
        sheet.data_validation(1, 4, max(1, len(exchange.entries)), 4, states)
    return buffer.getvalue()


def write_csv(exchange: Exchange) -> bytes:
    """Return the texts as CSV in UTF-8, with a mark that spreadsheet programs know."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(
        [f"'{cell}" if _FORMULA.match(cell) else cell for cell in row] for row in _rows(exchange)
    )
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def read_xlsx(content: bytes) -> Exchange:
    """Return the texts in a workbook.

    Raises:
        InvalidError: it is no workbook that can be read, or has no such sheet.
    """
    found = workbook.all_sheets(content)
    return _read(found.get("texts") or next(iter(found.values())), lambda cell: cell)


def read_csv(content: bytes) -> Exchange:
    """Return the texts in a CSV file with ``,``, ``;`` or tabs between the cells.

    Raises:
        InvalidError: it is no text in UTF-8, or no such table.
    """
    return _read(tables.from_csv(content)["table"], _unquoted)


def _rows(exchange: Exchange) -> Iterator[tuple[str, ...]]:
    source, target = f"source::{exchange.source_language}", f"target::{exchange.language}"
    made = any(one.machine for one in exchange.entries)
    head = ("key", "where", source, target, "state", "glossary")
    yield (*head, "machine") if made else head
    for one in exchange.entries:
        cells = (one.key, one.context, one.source, one.target, one.state, one.glossary)
        yield (*cells, one.machine) if made else cells


def _unquoted(cell: str) -> str:
    return cell[1:] if _QUOTED.match(cell) else cell


def _read(sheet: Sheet, unquoted: Callable[[str], str]) -> Exchange:
    headers = [header.strip() for header, _letter in sheet.columns]
    source, target = (_column(headers, name) for name in ("source", "target"))
    if "key" not in headers or not source or not target:
        message = N_("The first line needs the columns key, source::LANGUAGE and target::LANGUAGE.")
        raise InvalidError("columns_missing", message)
    entries, problems = [], []
    for row in sheet.rows:
        place = f"{sheet.name}, row {row.number}"
        state = row["state"].strip().lower() or INITIAL
        if state not in STATES:
            message = N_("The state is one of %(states)s.")
            problems.append(Problem("state_unknown", message, {"states": ", ".join(STATES)}, place))
        cells = (unquoted(row[name]) for name in ("key", source, target))
        key, said, translated = cells
        machine = unquoted(row["machine"].strip())
        entries.append(Entry(key, said, translated, state, machine=machine, place=place))
    if problems:
        message = N_("Nothing was taken from the file. Mend what is listed and try again.")
        raise InvalidError("translation_unfit", message, problems=problems)
    return Exchange(
        source.partition("::")[2].strip(), target.partition("::")[2].strip(), tuple(entries)
    )


def _column(headers: Iterable[str], name: str) -> str:
    return next((header for header in headers if header.startswith(f"{name}::")), "")
