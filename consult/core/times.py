"""Days and moments as people read them, in their language and in a zone that is named."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import (
    format_date,
    format_time,
    get_timezone_location,
    get_timezone_name,
)

from consult.core.locales import N_, Speaker

_SHORT_MONTH = re.compile(r"(?<!M)MMM(?!M)")

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


def say_day(day: date, language: str) -> str:
    """Return a day in words: ``19 January 2026``."""
    return format_date(day, "long", locale=_locale(language))


def say_days(first: date, last: date, language: str) -> str:
    """Return one day or a span of days: ``12 – 13 February 2025``."""
    if first == last:
        return say_day(first, language)
    locale = Locale.parse(_locale(language))
    spans = locale.interval_formats
    # Few languages have a span with the month in full; the short one has the same order.
    span = spans.get("yMMMMd") or spans["yMMMd"]
    differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    return "".join(
        format_date(day, _SHORT_MONTH.sub("MMMM", part), locale=locale)
        for day, part in zip((first, last), span[differs], strict=True)
    )


def say_moment(at: datetime, language: str, zone: str = "UTC") -> str:
    """Return a moment with its zone by name: ``19 January 2026, 17:00 UTC``.

    Args:
        at: aware.
        language: one of the six tags.
        zone: IANA name, shown as ``(Africa/Cairo)``, or ``UTC``.
    """
    return _in_zone(at, zone, language) + (" UTC" if zone == "UTC" else f" ({zone})")


def elsewhere(at: datetime, language: str) -> list[LocalTime]:
    """Return the moment as clocks around the world show it, from west to east of the day."""
    places = sorted(ZONES, key=lambda zone: at.astimezone(ZoneInfo(zone)).replace(tzinfo=UTC))
    return [
        LocalTime(
            get_timezone_location(zone, locale=language, return_city=True),
            get_timezone_name(at.astimezone(ZoneInfo(zone)), locale=language),
            _in_zone(at, zone, language),
        )
        for zone in places
    ]


def _in_zone(at: datetime, zone: str, language: str) -> str:
    there = at.astimezone(ZoneInfo(zone))
    # The zone is given again: without it Babel turns the moment to UTC.
    hour = format_time(there, "HH:mm", tzinfo=ZoneInfo(zone), locale=_locale(language))
    return Speaker(language).gettext(
        N_("%(day)s, %(clock)s"), day=say_day(there.date(), language), clock=hour
    )


def _locale(language: str) -> str:
    # British English: day before month, as the group's papers write it.
    return {"en": "en_GB"}.get(language, language)
