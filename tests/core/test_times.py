"""Days and moments in words: months in full, UTC first, other clocks by name."""

from datetime import UTC, date, datetime

import pytest

from consult.core import times
from consult.core.locales import LANGUAGES

MOMENT = datetime(2026, 1, 19, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "19 يناير 2026، 22:30 UTC"),
        ("zh", "2026年1月19日 22:30 UTC"),
        ("en", "19 January 2026, 22:30 UTC"),
        ("fr", "19 janvier 2026, 22:30 UTC"),
        ("ru", "19 января 2026\u202fг., 22:30 UTC"),
        ("es", "19 de enero de 2026, 22:30 UTC"),
    ],
)
def test_a_moment_is_told_in_utc(language: str, said: str) -> None:
    assert times.say_moment(MOMENT, language) == said


def test_a_moment_elsewhere_names_its_zone() -> None:
    assert (
        times.say_moment(MOMENT, "en", "Europe/Zurich") == "19 January 2026, 23:30 (Europe/Zurich)"
    )


def test_a_day_is_told_with_the_day_first() -> None:
    assert times.say_day(date(2026, 1, 19), "en") == "19 January 2026"


def test_other_clocks_show_the_same_moment_with_the_zone_by_name() -> None:
    told = {local.place: local for local in times.elsewhere(MOMENT, "en")}

    assert told["Cairo"].moment == "20 January 2026, 00:30"
    assert told["Cairo"].zone == "Eastern European Standard Time"
    assert told["Colombo"].moment == "20 January 2026, 04:00"
    assert told["New York"].moment == "19 January 2026, 17:30"
    assert len(told) == len(times.ZONES)


@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_places_and_zones_are_in_the_script_of_the_page(language: str) -> None:
    for local in times.elsewhere(MOMENT, language):
        assert not any(c.isascii() and c.isalpha() for c in local.place + local.zone), local


@pytest.mark.parametrize("language", LANGUAGES)
def test_summer_time_counts(language: str) -> None:
    summer = times.elsewhere(datetime(2026, 7, 19, 12, tzinfo=UTC), language)

    assert sum("14:00" in local.moment for local in summer) == 2  # Zurich and Johannesburg


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "12–13 فبراير 2025"),
        ("zh", "2025年2月12日至13日"),
        ("en", "12–13 February 2025"),
        ("fr", "12–13 février 2025"),
        ("ru", "12–13 февраля 2025\u202fг."),
        ("es", "12–13 de febrero de 2025"),
    ],
)
def test_two_days_of_one_month_name_the_month_once_and_in_full(language: str, said: str) -> None:
    assert times.say_days(date(2025, 2, 12), date(2025, 2, 13), language) == said


def test_days_in_two_months_name_both() -> None:
    said = times.say_days(date(2024, 9, 30), date(2024, 10, 1), "ru")

    assert said == "30 сентября – 1 октября 2024\u202fг."


def test_one_day_is_said_alone() -> None:
    assert times.say_days(date(2026, 1, 19), date(2026, 1, 19), "fr") == "19 janvier 2026"
