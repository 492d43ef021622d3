"""Workbooks made for a test."""

import io

from xlsxwriter import Workbook

Rows = list[list[object]]


def workbook(**sheets: Rows) -> bytes:
    """Return an .xlsx with these sheets; ``None`` leaves a cell empty."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, column, value)
                    elif value is not None:
                        sheet.write(number, column, value)
    return buffer.getvalue()


HEADER: list[object] = ["type", "name", "label::English (en)", "relevant", "constraint", "required"]
CHOICES: Rows = [
    ["list_name", "name", "label::English (en)"],
    ["yn", "yes", "Yes"],
    ["yn", "no", "No"],
    ["where", "games", "In games"],
    ["where", "chats", "In chats"],
    ["where", "other", "Elsewhere"],
]


def survey(*rows: list[object], choices: Rows = CHOICES) -> bytes:
    """Return a workbook with these rows under the usual header."""
    return workbook(survey=[HEADER, *rows], choices=choices)
