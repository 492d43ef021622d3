"""The symbols of the group's papers, such as ``S26-CLCWGCOP24-C-0004``: read, checked, printed."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from consult.core.errors import InvalidError
from consult.core.locales import LETTERS, N_

#: The group's own code in the symbols of its papers.
BODY = "CLCWGCOP"
EXAMPLE = "S26-CLCWGCOP24-C-0004"

# General Secretariat, standardization, radiocommunication, development.
_SECTORS = "STRD"
_CENTURY = 2000
_LAST_SERIAL = 9999
_LAST_MEETING = 999
_LAST_CHANGE = 99
#: No symbol of the group is half as long; what is longer is not looked at further.
_LONGEST = 120

_LANGUAGE = re.compile(r"-([EFSRCA])$")
# As papers and people write them: "-REV1", "(Rev.1)", " Corr. 2", and several in a row.
_CHANGE = re.compile(r"(REV|ADD|CORR?)[.\s]*([0-9]{1,2})")
_ONE_CHANGE = r"(?:REV|ADD|CORR?)[.\s]*[0-9]{1,2}"
# No two parts that follow each other take the same signs: a symbol is typed into addresses by
# anybody, and a match that can be cut in many ways would be tried in all of them.
_CHANGES = re.compile(rf"[\s(-]*{_ONE_CHANGE}(?:[\s()-]*{_ONE_CHANGE})*[\s)]*$")
_FIRST = re.compile(r"([A-Z])([0-9]{2})")
_SECOND = re.compile(r"([A-Z]+?)([0-9]{1,3})")
_SERIAL = re.compile(r"[0-9]{4}")


class Series(StrEnum):
    """What kind of paper it is."""

    CONTRIBUTION = "C"
    INFORMATION = "INF"
    TEMPORARY = "DT"
    DOCUMENT_LIST = "DL"
    ADMINISTRATIVE = "ADM"


class ChangeKind(StrEnum):
    """How a paper follows an earlier one of the same number."""

    REVISION = "REV"
    ADDENDUM = "ADD"
    CORRIGENDUM = "COR"


@dataclass(frozen=True, order=True)
class Change:
    """A revision, addendum or corrigendum: ``REV1``."""

    kind: ChangeKind
    number: int

    def __str__(self) -> str:
        return f"{self.kind}{self.number}"


@dataclass(frozen=True, order=True)
class Symbol:
    """The number of a paper, the same in every language.

    ``year`` has four digits; ``changes`` follow in the order they are printed.

    Raises:
        InvalidError: a part is out of its range.
    """

    sector: str
    year: int
    body: str
    meeting: int
    series: Series
    serial: int
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        if self.sector not in _SECTORS or not 0 <= self.year - _CENTURY < 100:
            raise _first_part(f"{self.sector}{self.year % 100:02}")
        if self.body != BODY or not 1 <= self.meeting <= _LAST_MEETING:
            raise _second_part(f"{self.body}{self.meeting}")
        if not 1 <= self.serial <= _LAST_SERIAL:
            raise _fourth_part(str(self.serial))
        for change in self.changes:
            if not 1 <= change.number <= _LAST_CHANGE:
                raise InvalidError(
                    "symbol_change",
                    N_("Revisions, addenda and corrigenda count from 1 to 99. Found: %(found)s"),
                    found=str(change),
                )

    def __str__(self) -> str:
        number = f"{self.sector}{self.year % 100:02}-{self.body}{self.meeting}"
        return "-".join([number, self.series, f"{self.serial:04}", *map(str, self.changes)])

    @property
    def change(self) -> str:
        """Return the revisions, addenda and corrigenda alone: ``REV1-ADD2``, or nothing."""
        return "-".join(map(str, self.changes))

    def followed_by(self, kind: ChangeKind, number: int) -> "Symbol":
        """Return the symbol of what follows this paper.

        A revision takes the place of earlier revisions; an addendum or corrigendum is to this very
        paper: ``REV2`` follows ``REV1``, and ``REV1-COR1`` corrects it.
        """
        kept = () if kind is ChangeKind.REVISION else self.changes
        return replace(self, changes=(*kept, Change(kind, number)))

    def in_language(self, language: str) -> str:
        """Return the symbol with its language letter, as a paper's head has it."""
        return f"{self}-{LETTERS[language]}"

    @property
    def address(self) -> str:
        """Return where the Union keeps the paper."""
        return f"https://www.itu.int/md/{self}/en"

    @classmethod
    def parse(cls, text: str) -> "Symbol":
        """Read a symbol as people and papers write it.

        Case does not matter; ``Rev.1``, ``(Rev.1)`` and ``REV1`` are the same; a language letter
        at the end is left out, because a symbol names the paper in all its languages.

        Raises:
            InvalidError: says which part is wrong and how it should look.
        """
        text = text.strip()
        written = _LANGUAGE.sub("", text.upper()) if len(text) <= _LONGEST else ""
        found = _CHANGES.search(written)
        changes = _read_changes(found.group()) if found else ()
        parts = (written[: found.start()] if found else written).split("-")
        if len(parts) != 4:
            raise InvalidError(
                "symbol_parts",
                N_(
                    "A symbol has four parts with hyphens between them, like %(like)s. "
                    "Found: %(found)s"
                ),
                like=EXAMPLE,
                found=text[:_LONGEST],
            )
        first, second = _FIRST.fullmatch(parts[0]), _SECOND.fullmatch(parts[1])
        if not first:
            raise _first_part(parts[0])
        if not second or second[2].startswith("0"):
            raise _second_part(parts[1])
        if parts[2] not in set(Series):
            raise InvalidError(
                "symbol_series",
                N_("The third part of a symbol is the series: %(series)s. Found: %(found)s"),
                series=", ".join(Series),
                found=parts[2],
            )
        if not _SERIAL.fullmatch(parts[3]):
            raise _fourth_part(parts[3])
        year = _CENTURY + int(first[2])
        meeting, serial = int(second[2]), int(parts[3])
        return cls(first[1], year, second[1], meeting, Series(parts[2]), serial, changes)


def _read_changes(written: str) -> tuple[Change, ...]:
    found = _CHANGE.findall(written)
    return tuple(Change(ChangeKind(kind[:3]), int(number)) for kind, number in found)


def _first_part(found: str) -> InvalidError:
    return InvalidError(
        "symbol_year",
        N_(
            "A symbol starts with the letter of the sector (S, T, R or D) and two digits of the "
            "year, like S26. Found: %(found)s"
        ),
        found=found,
    )


def _second_part(found: str) -> InvalidError:
    return InvalidError(
        "symbol_body",
        N_(
            "The second part of a symbol is CLCWGCOP and the number of the meeting, like "
            "CLCWGCOP24. Found: %(found)s"
        ),
        found=found,
    )


def _fourth_part(found: str) -> InvalidError:
    return InvalidError(
        "symbol_serial",
        N_(
            "The fourth part of a symbol is the number of the paper with four digits, from 0001 "
            "to 9999. Found: %(found)s"
        ),
        found=found,
    )
