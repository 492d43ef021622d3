"""The cells of an ``.xlsx`` as a stream: its parts are read a piece at a time, others never."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn, TypeVar
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from consult.core.errors import InvalidError
from consult.core.locales import N_
from consult.questionnaires.xlsform.room import Room

BOOK = "xl/workbook.xml"

#: The number of a line as the spreadsheet shows it, and its cells by their column, from 0.
Line = tuple[int, Mapping[int, object]]


class Fault(str):
    """What a cell shows whose formula cannot be worked out, such as ``#REF!``."""

    __slots__ = ()


_PIECE = 32 * 1024
#: No spreadsheet program puts more elements into each other.
_DEEPEST = 50
_COLUMN = re.compile(r"([A-Z]{1,3})\d+")
#: Halves of a character stay as they are written.
_ESCAPED = re.compile(r"_x(?![dD][89a-fA-F])([0-9A-Fa-f]{4})_")
#: No spreadsheet program keeps more styles.
_MOST_STYLES = 65_490
_DATE, _DURATION = "date", "duration"


def load(
    packed: zipfile.ZipFile, wanted: set[str] | None, room: Room
) -> Iterator[tuple[str, Iterator[Line]]]:
    """Yield the names of sheets and their lines, to be read before the next.

    Args:
        packed: the archive, from anybody.
        wanted: names in small letters, or ``None`` for all.
        room: what may still be read.

    Raises:
        InvalidError: it has more than a questionnaire needs, or declares types and entities.
        expat.ExpatError, LookupError, ValueError, zipfile.BadZipFile: it is broken.
    """
    parts = _Parts(packed, room)
    book = parts.read(BOOK, _Book())
    places = parts.read("xl/_rels/workbook.xml.rels", _Places(), needed=False).places
    strings = _Strings(room)
    parts.read(_of_kind(places, "sharedStrings"), strings, needed=False)
    styles = parts.read(_of_kind(places, "styles"), _Styles(), needed=False).kinds
    for name, key in book.sheets:
        kind, place = places.get(key, ("", ""))
        if kind == "worksheet" and (wanted is None or name.strip().lower() in wanted):
            cells = _Cells(strings.found, styles, book.epoch)
            yield name.strip(), parts.lines(place, cells)


def _of_kind(places: Mapping[str, tuple[str, str]], wanted: str) -> str:
    return next((place for kind, place in places.values() if kind == wanted), "")


@dataclass
class _Reader:
    """Follows the elements of one part by their names without prefix."""

    path: list[str] = field(default_factory=list)
    #: What is written in the element that is open, if it is looked at.
    text: list[str] | None = None

    def opened(self, name: str, said: Mapping[str, str]) -> None:
        """Note that an element begins."""

    def closed(self, name: str) -> None:
        """Note that an element ends."""

    def start(self, name: str, said: Mapping[str, str]) -> None:
        if len(self.path) > _DEEPEST:
            raise ValueError(name)
        self.path.append(name.rpartition(":")[2])
        self.opened(self.path[-1], said)

    def end(self, _name: str) -> None:
        self.closed(self.path.pop())

    def said(self, written: str) -> None:
        if self.text is not None:
            self.text.append(written)

    def taken(self) -> str:
        """Return what was written, and look away."""
        written, self.text = "".join(self.text or ()), None
        return written


R = TypeVar("R", bound=_Reader)


@dataclass
class _Parts:
    packed: zipfile.ZipFile
    room: Room

    def read(self, name: str, reader: R, *, needed: bool = True) -> R:
        """Read a whole part; one that is not needed may not be there."""
        if needed or name in self.packed.NameToInfo:
            for _piece in self._followed(name, reader):
                pass
        return reader

    def lines(self, name: str, cells: "_Cells") -> Iterator[Line]:
        for _piece in self._followed(name, cells):
            yield from cells.lines
            cells.lines.clear()

    def _followed(self, name: str, reader: _Reader) -> Iterator[None]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.said
        with self.packed.open(name) as opened:
            # Asked for all at once, zipfile unfolds more than the directory declares.
            while piece := opened.read(_PIECE):
                self.room.unfold(len(piece), piece.count(b"<"))
                parser.Parse(piece, False)
                yield
        parser.Parse(b"", True)
        yield


def _refuse(*_declared: object) -> NoReturn:
    message = N_("The workbook holds XML declarations that no spreadsheet needs.")
    raise InvalidError("workbook_entities", message)


class _Book(_Reader):
    """The sheets of a workbook: name and key, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.epoch = WINDOWS_EPOCH

    def opened(self, name: str, said: Mapping[str, str]) -> None:
        if name == "sheet":
            key = next((v for k, v in said.items() if k.rpartition(":")[2] == "id"), "")
            self.sheets.append((said.get("name", ""), key))
        elif name == "workbookPr" and said.get("date1904") in {"1", "true"}:
            self.epoch = MAC_EPOCH


class _Places(_Reader):
    """Where the parts of a workbook are: kind and name in the archive, by key."""

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[str, tuple[str, str]] = {}

    def opened(self, name: str, said: Mapping[str, str]) -> None:
        if name == "Relationship":
            place = posixpath.normpath(posixpath.join("/xl", said.get("Target", ""))).lstrip("/")
            kind = said.get("Type", "").rpartition("/")[2]
            self.places[said.get("Id", "")] = (kind, place)


class _Strings(_Reader):
    """The texts that cells refer to by number; how they are to be pronounced is passed over."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.room = room
        self.found: list[str] = []
        self.pieces: list[str] = []

    def opened(self, name: str, _said: Mapping[str, str]) -> None:
        if name == "t" and "rPh" not in self.path:
            self.text = []

    def closed(self, name: str) -> None:
        if name == "t":
            self.pieces.append(self.taken())
        elif name == "si":
            told = _unescaped("".join(self.pieces))
            self.room.know(told)
            self.found.append(told)
            self.pieces.clear()


class _Styles(_Reader):
    """Which styles show a number as a date or as a duration."""

    def __init__(self) -> None:
        super().__init__()
        self.formats = {
            str(number): kind for number, code in BUILTIN_FORMATS.items() if (kind := _shows(code))
        }
        self.count = 0
        #: ``date`` or ``duration`` by the number of the style.
        self.kinds: dict[int, str] = {}

    def opened(self, name: str, said: Mapping[str, str]) -> None:
        if name == "numFmt":
            # A file may give a number of its own meaning to a format that is built in.
            self.formats[said.get("numFmtId", "")] = _shows(said.get("formatCode", ""))
        elif name == "xf" and self.path[-2:] == ["cellXfs", "xf"]:
            kind = self.formats.get(said.get("numFmtId", "0"))
            if kind and self.count < _MOST_STYLES:
                self.kinds[self.count] = kind
            self.count += 1


def _shows(code: str) -> str:
    """Return what a number format shows a number as: ``date``, ``duration`` or nothing."""
    if is_timedelta_format(code):
        return _DURATION
    return _DATE if is_date_format(code) else ""


class _Cells(_Reader):
    """The lines of a sheet that hold something."""

    def __init__(self, strings: list[str], styles: Mapping[int, str], epoch: datetime) -> None:
        super().__init__()
        self.strings, self.styles, self.epoch = strings, styles, epoch
        self.lines: list[Line] = []
        self.row, self.column = 0, -1
        self.cells: dict[int, object] = {}
        self.kind, self.style, self.value = "n", 0, ""

    def opened(self, name: str, said: Mapping[str, str]) -> None:
        if name in {"v", "t"}:
            self.text = [] if "rPh" not in self.path else None
        elif name == "c":
            found = _COLUMN.fullmatch(said.get("r", ""))
            self.column = _of_letters(found[1]) if found else self.column + 1
            self.kind, self.style = said.get("t", "n"), int(said.get("s", "0"))
            self.value = ""
        elif name == "row":
            self.row = int(said["r"]) if "r" in said else self.row + 1
            self.column, self.cells = -1, {}

    def closed(self, name: str) -> None:
        if name == "v":
            self.value = self.taken()
        elif name == "t":
            self.value += self.taken()
        elif name == "c" and self.value:
            self.cells[self.column] = self._typed()
        elif name == "row" and self.cells:
            self.lines.append((self.row, self.cells))

    def _typed(self) -> object:
        match self.kind:
            case "s":
                return self.strings[int(self.value)]
            case "b":
                return bool(int(self.value))
            case "e":
                return Fault(self.value)
            case "n":
                return self._number()
        return _unescaped(self.value)

    def _number(self) -> object:
        number = float(self.value) if set(self.value) & set(".eE") else int(self.value)
        shown = self.styles.get(self.style)
        try:
            return from_excel(number, self.epoch, timedelta=shown == _DURATION) if shown else number
        except (OverflowError, ValueError):
            return number


def _of_letters(letters: str) -> int:
    """Return the column with these letters, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _unescaped(text: str) -> str:
    """Return a text with the characters that XML cannot hold, which spreadsheets write by code."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
