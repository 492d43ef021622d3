"""Days and moments in words: UTC first, and what the clock shows elsewhere, each zone by name."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location, get_timezone_name

from consult.core.locales import N_, Speaker

#: Zones shown to readers whose own is not known: the server never asks where they are.
#: Colombo shows India's time: Babel has neither Kolkata's city nor its zone in every language.
ZONES = (
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "America/Mexico_City",
    "America/New_York",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Asia/Riyadh",
    "Asia/Colombo",
    "Asia/Shanghai",
    "Australia/Sydney",
    "Europe/Moscow",
    "Asia/Tashkent",
    "Europe/London",
    "Europe/Zurich",
)


@dataclass(frozen=True)
class LocalTime:
    """A moment as the clocks of one place show it."""

    place: str
    zone: str
    moment: str


def day(on: date, language: str) -> str:
    """Return a day in words: ``19 January 2026``."""
    # Papers of the Union write the day first; CLDR's long English form does not.
    return format_date(on, "d MMMM y" if language == "en" else "long", locale=language)


def moment(at: datetime, language: str) -> str:
    """Return a moment in words, in UTC: ``19 January 2026, 17:00 UTC``."""
    return _in_words(at, "UTC", language) + " UTC"


def elsewhere(at: datetime, language: str) -> list[LocalTime]:
    """Return the moment as clocks around the world show it, from west to east of the day."""
    places = sorted(ZONES, key=lambda zone: at.astimezone(ZoneInfo(zone)).replace(tzinfo=UTC))
    return [
        LocalTime(
            get_timezone_location(zone, locale=language, return_city=True),
            get_timezone_name(at.astimezone(ZoneInfo(zone)), locale=language),
            _in_words(at, zone, language),
        )
        for zone in places
    ]


def _in_words(at: datetime, zone: str, language: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    # The zone is given again: without it Babel turns the moment to UTC.
    clock = format_time(local, "HH:mm", tzinfo=ZoneInfo(zone), locale=language)
    return Speaker(language).gettext(
        N_("%(day)s, %(clock)s"), day=day(local.date(), language), clock=clock
    )
