"""Workbooks in the format of before 2007 (``.xls``); nothing in them is run."""

from collections.abc import Iterator

import xlrd

from consult.questionnaires.xlsform.xlsx import Line

Lines = Iterator[Line]


def load(content: bytes, wanted: set[str] | None) -> Iterator[tuple[str, Lines]]:
    """Yield the names of sheets and their lines, to be read before the next.

    Args:
        content: the file's bytes, from anybody.
        wanted: names in small letters, or ``None`` for all.
    """
    # One sheet at a time, and lines only as long as what is in them: a far cell costs nothing.
    with xlrd.open_workbook(file_contents=content, on_demand=True, ragged_rows=True) as book:
        for name in book.sheet_names():
            if wanted is None or name.strip().lower() in wanted:
                yield name.strip(), _lines(book.sheet_by_name(name))
                book.unload_sheet(name)


def _lines(source: xlrd.sheet.Sheet) -> Lines:
    for number in range(source.nrows):
        cells = (source.cell(number, column) for column in range(source.row_len(number)))
        yield number + 1, dict(enumerate(map(_value, cells)))


def _value(cell: xlrd.sheet.Cell) -> object:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return None if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_ERROR} else cell.value
