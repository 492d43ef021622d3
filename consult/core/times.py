"""Days and moments as people read them, in their language and in a zone that is named."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime

_SHORT_MONTH = re.compile(r"(?<!M)MMM(?!M)")


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


def say_moment(moment: datetime, language: str, zone: str = "UTC") -> str:
    """Return a moment in a zone, with the zone's name: ``5 January 2026, 08:00 (UTC)``.

    Args:
        moment: aware.
        language: one of the six tags.
        zone: IANA name, ``Africa/Cairo``, or ``UTC``.
    """
    there = moment.astimezone(UTC if zone == "UTC" else ZoneInfo(zone))
    day = say_day(there.date(), language)
    hour = format_datetime(there, "HH:mm", locale=_locale(language))
    comma = {"ar": "،", "zh": ""}.get(language, ",")
    return f"{day}{comma} {hour} ({zone})"


def _locale(language: str) -> str:
    # British English: day before month, as the group's papers write it.
    return {"en": "en_GB"}.get(language, language)
