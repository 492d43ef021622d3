"""Opening a workbook that anybody may have made: looked over before a reader sees it."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from consult.core.errors import InvalidError
from consult.core.locales import N_
from consult.questionnaires.xlsform import old

#: What a workbook may unfold to. The largest real questionnaire known has 3 MB in 28 parts.
MOST_UNFOLDED = 20 * 1024 * 1024
MOST_TIMES = 60
MOST_PARTS = 500
#: Marks (``<``) in all its XML, which cost time even where they hold nothing; the real ones have
#: up to 240,000.
MOST_MARKS = 600_000
MOST_ROWS = 20_000
MOST_COLUMNS = 256

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_FORBIDDEN = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_WHOLE = re.compile(r"-?\d+\.0")


@dataclass(frozen=True)
class Row:
    """A line of a sheet: its number as the spreadsheet shows it, and its cells by header."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, header: str) -> str:
        """Return a cell, empty when there is none."""
        return self.cells.get(header, "")


@dataclass(frozen=True)
class Sheet:
    """A sheet with a header row. ``columns`` has each header as typed with its letter, in order."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]

    def place(self, row: int, header: str = "") -> str:
        """Return a place in words: sheet, row and column."""
        return f"{self.name}, row {row}" + (f", column {header}" if header else "")


def sheets(content: bytes) -> dict[str, Sheet]:
    """Return the sheets survey, choices and settings, as far as they are there.

    Raises:
        InvalidError: it is no workbook that can be read, or one made to do harm.
    """
    return _known(content, {"survey", "choices", "settings"})


def all_sheets(content: bytes) -> dict[str, Sheet]:
    """Return every sheet by its name, for tables that are no XLSForm.

    Raises:
        InvalidError: as :func:`sheets`.
    """
    return _known(content, None)


def _known(content: bytes, wanted: set[str] | None) -> dict[str, Sheet]:
    checked = _look_over(content)
    try:
        if isinstance(checked, bytes):
            return {name.lower(): sheet(name, lines) for name, lines in old.load(checked, wanted)}
        return dict(_load(checked, wanted))
    except InvalidError:
        raise
    except Exception as error:
        # openpyxl raises whatever its parsers meet in a broken file.
        message = N_("The workbook is damaged. Open it, save it as a new .xlsx and try again.")
        raise InvalidError("workbook_damaged", message) from error


def _look_over(content: bytes) -> io.BytesIO | bytes:
    """Return an archive of the parts that were looked at, so that nobody reads any other.

    The old format has no parts that unfold; it comes back as it is.
    """
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            message = N_("The workbook has a password. Save it without one and try again.")
            raise InvalidError("workbook_password", message)
        return content
    if content.startswith(_IMAGES):
        message = N_("This is a picture, whatever its name says. Bring the spreadsheet itself.")
        raise InvalidError("workbook_image", message)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            checked = dict(_look_inside(packed))
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
        message = N_("This is not a workbook. Save the spreadsheet as .xlsx and try again.")
        raise InvalidError("workbook_none", message) from error
    except RuntimeError as error:  # zipfile's answer to a part with a password
        message = N_("The workbook has a password. Save it without one and try again.")
        raise InvalidError("workbook_password", message) from error
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as stored:
        for name, text in checked.items():
            stored.writestr(name, text)
    return again


def _look_inside(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    parts = packed.infolist()
    unfolded = sum(part.file_size for part in parts)
    folded = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MOST_PARTS or unfolded > MOST_UNFOLDED or unfolded > folded * MOST_TIMES:
        raise _bomb()
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        message = N_("This is not a workbook. Save the spreadsheet as .xlsx and try again.")
        raise InvalidError("workbook_none", message)
    marks = 0
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with packed.open(part) as opened:
            # Asked for all at once, zipfile unfolds more than the directory declares.
            text = opened.read(part.file_size + 1)
        if _FORBIDDEN.search(text) or b"\x00" in text:
            message = N_("The workbook holds XML declarations that no spreadsheet needs.")
            raise InvalidError("workbook_entities", message)
        marks += text.count(b"<")
        if marks > MOST_MARKS:
            raise _bomb()
        yield part.filename, text


def _bomb() -> InvalidError:
    message = N_("The workbook unfolds to more than a questionnaire needs. It was not opened.")
    return InvalidError("workbook_bomb", message)


def _load(archive: io.BytesIO, wanted: set[str] | None) -> Iterator[tuple[str, Sheet]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that openpyxl leaves out
        book = load_workbook(
            archive, read_only=True, data_only=True, keep_links=False, keep_vba=False
        )
        try:
            for name in book.sheetnames:
                known = name.strip().lower()
                if wanted is None or known in wanted:
                    rows = book[name]
                    rows.reset_dimensions()
                    cells = rows.iter_rows(max_col=MOST_COLUMNS, values_only=True)
                    yield known, sheet(name.strip(), cells)
        finally:
            book.close()


def sheet(name: str, lines: Iterable[Sequence[object]]) -> Sheet:
    """Return a sheet: its first line is the header, and empty lines are passed over.

    Args:
        name: as the workbook has it.
        lines: the cells of each line, from the first.

    Raises:
        InvalidError: it has more rows than any questionnaire.
    """
    each = iter(lines)
    first = next(each, ())[:MOST_COLUMNS]
    headers = [(_text(v), get_column_letter(n)) for n, v in enumerate(first, 1)]
    while headers and not headers[-1][0]:
        headers.pop()
    found: list[Row] = []
    for number, values in enumerate(each if headers else (), 2):
        # Of two columns with one header the first counts; the reader tells about the other.
        told: dict[str, str] = {}
        for (header, _letter), value in zip(headers, values, strict=False):
            if header and value is not None:
                told.setdefault(header, _text(value))
        if any(told.values()):
            found.append(Row(number, told))
        if len(found) > MOST_ROWS:
            message = N_("The sheet “%(sheet)s” has more than %(most)s rows.")
            raise InvalidError("sheet_long", message, sheet=name, most=MOST_ROWS)
    return Sheet(name, tuple(h for h in headers if h[0]), tuple(found))


def _text(value: object) -> str:
    """Return a cell as text: 1.0 is 1, as the spreadsheet shows it."""
    text = "" if value is None else str(value).strip()
    return text[:-2] if isinstance(value, float) and _WHOLE.fullmatch(text) else text
