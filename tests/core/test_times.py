"""Spans of days in words: the month in full in every language, as the group's papers write it."""

from datetime import date

import pytest

from consult.core import times


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
