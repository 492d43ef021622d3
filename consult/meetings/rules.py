"""What a meeting, an agenda item and a registered paper must look like."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from consult.core.errors import Problem
from consult.core.locales import LANGUAGES, N_, NAMES, Localized, missing
from consult.meetings.models import Meeting
from consult.meetings.symbols import Symbol

_LONGEST = timedelta(days=31)
_AGENDA_NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})*[a-z]?")


@cache
def time_zones() -> frozenset[str]:
    """Return the names of the IANA time zones that name a place, and UTC."""
    return frozenset(name for name in available_timezones() if "/" in name) | {"UTC"}


def meeting_problems(
    number: int, starts_on: date, ends_on: date, place: Localized, time_zone: str
) -> Iterator[Problem]:
    """Yield what is wrong with a meeting; ``where`` is the field."""
    if not 1 <= number <= 999:
        message = N_("The number of a meeting is a whole number from 1 to 999.")
        yield Problem("meeting_number", message, where="number")
    if ends_on < starts_on:
        message = N_("The last day must not be before the first day.")
        yield Problem("meeting_days", message, where="ends_on")
    elif ends_on - starts_on > _LONGEST:
        message = N_("A meeting lasts at most 31 days. Check the first and the last day.")
        yield Problem("meeting_days", message, where="ends_on")
    if time_zone not in time_zones():
        message = N_(
            "There is no time zone named %(found)s. Write a name like Europe/Zurich or "
            "Africa/Cairo."
        )
        yield Problem("time_zone", message, {"found": time_zone}, where="time_zone")
    if any(text.strip() for text in place.values()):
        yield from text_problems(place, "place")


def text_problems(text: Mapping[str, str], where: str) -> Iterator[Problem]:
    """Yield the languages in which a text is missing; ``where`` is ``field-language``."""
    for tag in missing(text, LANGUAGES):
        message = N_("This text is missing in %(language)s.")
        yield Problem("text_missing", message, {"language": NAMES[tag]}, where=f"{where}-{tag}")


def agenda_item_problems(
    number: str, title: Localized, taken: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with an agenda item; ``taken`` are the numbers of the others."""
    if not _AGENDA_NUMBER.fullmatch(number):
        message = N_("Write the number of the agenda item as it is printed, like 5 or 5.1.")
        yield Problem("agenda_number", message, where="number")
    if number in taken:
        message = N_("The agenda has an item %(number)s already.")
        yield Problem("agenda_number_taken", message, {"number": number}, where="number")
    yield from text_problems(title, "title")


def document_problems(
    meeting: Meeting,
    symbol: Symbol,
    title: Localized,
    languages: Collection[str],
    address: str | None,
) -> Iterator[Problem]:
    """Yield what is wrong with a paper that is to be registered at a meeting."""
    if symbol.meeting != meeting.number:
        message = N_("%(symbol)s is a paper of meeting %(other)s, not of meeting %(number)s.")
        found = {"symbol": str(symbol), "other": symbol.meeting, "number": meeting.number}
        yield Problem("symbol_of_other_meeting", message, found, where="symbol")
    yield from text_problems(title, "title")
    if not languages or set(languages) - set(LANGUAGES):
        message = N_("Choose at least one language the paper is there in.")
        yield Problem("document_languages", message, where="languages")
    if address and not _is_web_address(address):
        message = N_("The address must start with https:// and name a site.")
        yield Problem("document_address", message, where="address")


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not any(map(str.isspace, address))
