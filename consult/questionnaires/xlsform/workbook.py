"""Opening a workbook that anybody may have made: looked over before a reader sees it."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from openpyxl.utils import get_column_letter

from consult.core.errors import InvalidError
from consult.core.locales import N_
from consult.questionnaires.xlsform import old, xlsx
from consult.questionnaires.xlsform.room import MOST_COLUMNS, MOST_ROWS, Room, too_long, too_much
from consult.questionnaires.xlsform.xlsx import Line

#: What a workbook may unfold to, with its pictures, and how often more than it weighs. The largest
#: real questionnaire known has 3 MB in 28 parts.
MOST_UNFOLDED = 20 * 1024 * 1024
MOST_TIMES = 60
MOST_PARTS = 500
#: The format of before 2007 is read as a whole; the real ones have 40 kB.
MOST_OLD = 2 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
#: What a spreadsheet program makes of ``1-2``, and what it shows instead of a text.
_ODD = (date, time, timedelta, xlsx.Fault)
#: Marks of direction and blanks without width, which come along from other pages.
INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060"
    "\u2066\u2067\u2068\u2069\ufeff"
)
_SEEN = str.maketrans(dict.fromkeys(INVISIBLE, ""))
_WHOLE = re.compile(r"-?\d+\.0")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a sheet: its number as the spreadsheet shows it, and its cells by header."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, header: str) -> str:
        """Return a cell, empty when there is none."""
        return self.cells.get(header, "")


Lines = Iterator[Line]


@dataclass(frozen=True)
class Sheet:
    """A sheet with a header row. ``columns`` has each header as typed with its letter, in order."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    #: Cells that say something else than somebody typed, by row and header: a date, an error.
    odd: Mapping[tuple[int, str], object] = field(default_factory=dict)

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
    if content.startswith(_IMAGES):
        message = N_("This is a picture, whatever its name says. Bring the spreadsheet itself.")
        raise InvalidError("workbook_image", message)
    room = Room()
    read = _old if content.startswith(_OLE) else _new
    found = {}
    try:
        for name, lines in read(content, wanted, room):
            found[name.lower()] = sheet(name, lines, room)
    except InvalidError:
        raise
    except Exception as error:
        # The parsers raise whatever they meet in a broken file.
        message = N_("The workbook is damaged. Open it, save it as a new .xlsx and try again.")
        raise InvalidError("workbook_damaged", message) from error
    return found


def _old(content: bytes, wanted: set[str] | None, _room: Room) -> Iterator[tuple[str, Lines]]:
    if _ENCRYPTED in content:
        raise _secret()
    if len(content) > MOST_OLD:
        raise too_much()
    return old.load(content, wanted)


def _new(content: bytes, wanted: set[str] | None, room: Room) -> Iterator[tuple[str, Lines]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _look_over(packed)
            yield from xlsx.load(packed, wanted, room)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        raise _no_workbook() from error
    except RuntimeError as error:  # zipfile's answer to a part with a password
        raise _secret() from error


def _look_over(packed: zipfile.ZipFile) -> None:
    """Refuse an archive that holds too much, by what its directory says, or no workbook."""
    parts = packed.infolist()
    unfolded = sum(part.file_size for part in parts)
    folded = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MOST_PARTS or unfolded > MOST_UNFOLDED or unfolded > folded * MOST_TIMES:
        raise too_much()
    if xlsx.BOOK not in packed.NameToInfo:
        raise _no_workbook()


def _no_workbook() -> InvalidError:
    message = N_("This is not a workbook. Save the spreadsheet as .xlsx and try again.")
    return InvalidError("workbook_none", message)


def _secret() -> InvalidError:
    message = N_("The workbook has a password. Save it without one and try again.")
    return InvalidError("workbook_password", message)


def sheet(name: str, lines: Iterable[Line], room: Room | None = None) -> Sheet:
    """Return a sheet: its first line is the header, and empty lines are passed over.

    Args:
        name: as the workbook has it.
        lines: the cells of each line, from the first.
        room: what may still be read of its file.

    Raises:
        InvalidError: it has more than any questionnaire.
    """
    room = room or Room()
    headers: dict[int, str] = {}
    found: list[Row] = []
    odd: dict[tuple[int, str], object] = {}
    for number, cells in lines:
        told = {
            n: text for n, value in cells.items() if n < MOST_COLUMNS and (text := _text(value))
        }
        for text in told.values():
            room.take(text)
        if number == 1:
            plain = {n: text.translate(_SEEN).strip() for n, text in sorted(told.items())}
            headers = {n: text for n, text in plain.items() if text}
            continue
        # Of two columns with one header the first counts; the reader tells about the other.
        row: dict[str, str] = {}
        for column in sorted(told.keys() & headers.keys()):
            row.setdefault(headers[column], told[column])
            if isinstance(cells[column], _ODD):
                odd[number, headers[column]] = cells[column]
        if row:
            found.append(Row(number, row))
        if len(found) > MOST_ROWS:
            raise too_long(name)
    columns = tuple((header, get_column_letter(n + 1)) for n, header in headers.items())
    return Sheet(name, columns, tuple(found), odd)


def _text(value: object) -> str:
    """Return a cell as text: 1.0 is 1, as the spreadsheet shows it."""
    text = "" if value is None else str(value).strip()
    return text[:-2] if isinstance(value, float) and _WHOLE.fullmatch(text) else text
