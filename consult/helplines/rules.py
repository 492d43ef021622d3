"""What a help line must tell, and how old a check of it may be."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from consult.core.errors import Problem
from consult.core.locales import N_

#: TRUST.md R38: a line is checked each year; one that nobody checked for 18 months is not fit.
CHECK_AGAIN_MONTHS, EXPIRED_MONTHS = 12, 18

_NUMBER = re.compile(r"\+?[0-9][0-9 ()/-]{1,28}[0-9]")
_LONGEST = 200


class Purpose(StrEnum):
    """What a help line is for."""

    ANYTHING = "anything"
    DANGER = "danger"
    UNION = "union"


PURPOSE_NAMES = {
    Purpose.ANYTHING: N_("For children and young people, about anything that worries you"),
    Purpose.DANGER: N_("When somebody hurts you or another child, or you are afraid of it"),
    Purpose.UNION: N_(
        "The number for children's help lines in the European Union. It works in most of its"
        " countries; if nobody answers, use the lists below"
    ),
}


class Freshness(StrEnum):
    """How long ago somebody checked a line."""

    FRESH = "fresh"
    CHECK_AGAIN = "check-again"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Line:
    """One help line.

    Args:
        key: names the line within its country.
        name: as it calls itself.
        number: to call; empty when it has only a page.
        address: of its page, with ``https://``; may be empty when there is a number.
        purpose: what it is for.
        languages: tags of the languages it speaks.
        source: where number and page were read.
        checked_on: when somebody last compared them with the source.
    """

    key: str
    name: str
    number: str
    address: str
    purpose: Purpose
    languages: tuple[str, ...]
    source: str
    checked_on: date

    @property
    def dialled(self) -> str:
        """Return the number as a phone takes it."""
        return re.sub(r"[^+0-9]", "", self.number)

    def stored(self) -> dict[str, Any]:
        """Return the line as JSON keeps it."""
        return asdict(self) | {
            "languages": list(self.languages),
            "checked_on": self.checked_on.isoformat(),
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Line":
        """Return the line that :meth:`stored` wrote."""
        return cls(
            key=stored["key"],
            name=stored["name"],
            number=stored["number"],
            address=stored["address"],
            purpose=Purpose(stored["purpose"]),
            languages=tuple(stored["languages"]),
            source=stored["source"],
            checked_on=date.fromisoformat(stored["checked_on"]),
        )


def freshness(checked_on: date, today: date) -> Freshness:
    """Tell how a check of that day stands today."""
    months = (today.year - checked_on.year) * 12 + today.month - checked_on.month
    past = (months, today.day > checked_on.day)
    if past > (EXPIRED_MONTHS, False):
        return Freshness.EXPIRED
    return Freshness.CHECK_AGAIN if past > (CHECK_AGAIN_MONTHS, False) else Freshness.FRESH


def problems(line: Line, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a line; ``where`` is the field."""
    for field in ("name", "source"):
        if not getattr(line, field):
            yield Problem("help_line_blank", N_("Fill this in."), where=field)
    for field in ("name", "source", "address"):
        if len(getattr(line, field)) > _LONGEST:
            message = N_("This is too long. Characters it may have: %(max)d")
            yield Problem("help_line_long", message, {"max": _LONGEST}, where=field)
    if not line.number and not line.address:
        message = N_("Give the number, the address of the page, or both.")
        yield Problem("help_line_unreachable", message, where="number")
    if line.number and not _NUMBER.fullmatch(line.number):
        message = N_("Write the number with digits, spaces and dashes, like 116 111.")
        yield Problem("help_line_number", message, where="number")
    if line.address and not _is_web_address(line.address):
        message = N_("The address must start with https:// and name a site.")
        yield Problem("help_line_address", message, where="address")
    if not line.languages:
        message = N_("Choose at least one language that is spoken there.")
        yield Problem("help_line_languages", message, where="languages")
    if line.checked_on > today:
        message = N_("This day has not come yet.")
        yield Problem("help_line_day", message, where="checked_on")


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not any(map(str.isspace, address))
