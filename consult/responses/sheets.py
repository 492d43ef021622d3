"""Reading a CSV file of answers gathered elsewhere: encoding, separator, header, rows."""

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from typing import Literal

from consult.core.errors import InvalidError, Problem
from consult.core.locales import N_

Separator = Literal[",", ";"]


@dataclass(frozen=True)
class Row:
    """One line of the table.

    ``number`` is the one a spreadsheet shows: the header is 1.
    """

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A whole file: its header, its rows, and a digest of what they say."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    digest: str


def read(content: bytes, separator: Separator | None = None) -> Table:
    """Read a CSV file.

    Args:
        content: the file's bytes, UTF-8 with or without a byte order mark.
        separator: what stands between cells; found out from the header when it is not told.

    Raises:
        InvalidError: another encoding, broken quotes, no header, a name twice in it, or rows with
            too many or too few cells; nothing of the file is used.
    """
    text = _decoded(content)
    lines = _lines(text, separator or _separator(text))
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise InvalidError(
            "csv_empty", N_("The file is empty: the first row must name the columns.")
        )
    header = tuple(cell.strip() for cell in lines[0])
    # Spreadsheets leave rows of empty cells at the end.
    filled = [(n, cells) for n, cells in enumerate(lines[1:], 2) if any(c.strip() for c in cells)]
    problems = [*_doubled(header), *_ragged(len(header), filled)]
    if problems:
        raise InvalidError(
            "csv_shape",
            N_("The file was not imported: its rows and columns do not fit together."),
            problems=problems,
        )
    rows = tuple(Row(number, dict(zip(header, cells, strict=True))) for number, cells in filled)
    # Over what the cells say, so that saving the file anew with another separator changes nothing.
    said = json.dumps([header, [cells for _n, cells in filled]], ensure_ascii=False)
    return Table(header, rows, hashlib.sha256(said.encode()).hexdigest())


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InvalidError(
            "csv_encoding",
            N_(
                "The file is not in UTF-8: line %(line)s cannot be read. In the spreadsheet "
                "program, save it again as “CSV UTF-8”."
            ),
            line=line,
        ) from error


def _separator(text: str) -> Separator:
    """Return the separator that cuts the header into more cells."""
    counts: dict[Separator, int] = {}
    for candidate in (",", ";"):
        try:
            counts[candidate] = len(next(csv.reader(io.StringIO(text), delimiter=candidate), []))
        except csv.Error:
            counts[candidate] = 0
    return ";" if counts[";"] > counts[","] else ","


def _lines(text: str, separator: Separator) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise InvalidError(
            "csv_quotes",
            N_(
                "The file cannot be read near line %(line)s: a quotation mark is missing or "
                "stands in the wrong place, or a cell is too long."
            ),
            line=reader.line_num,
        ) from error


def _doubled(header: tuple[str, ...]) -> list[Problem]:
    found = []
    for number, name in enumerate(header, 1):
        where = f"row 1, column {number}"
        if not name:
            found.append(Problem("column_unnamed", N_("This column has no name."), where=where))
        elif header.index(name) < number - 1:
            message = N_("Two columns have the name “%(name)s”.")
            found.append(Problem("column_twice", message, {"name": name}, where))
    return found


def _ragged(width: int, rows: list[tuple[int, list[str]]]) -> list[Problem]:
    message = N_("The row has %(found)s cells, the header has %(expected)s.")
    return [
        Problem("row_width", message, {"found": len(cells), "expected": width}, f"row {number}")
        for number, cells in rows
        if len(cells) != width
    ]
