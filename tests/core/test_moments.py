"""Days and moments in words: UTC first, other clocks by name."""

from datetime import UTC, date, datetime

import pytest

from consult.core import moments
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
    assert moments.moment(MOMENT, language) == said


def test_a_day_is_told_with_the_day_first() -> None:
    assert moments.day(date(2026, 1, 19), "en") == "19 January 2026"


def test_other_clocks_show_the_same_moment_with_the_zone_by_name() -> None:
    told = {local.place: local for local in moments.elsewhere(MOMENT, "en")}

    assert told["Cairo"].moment == "20 January 2026, 00:30"
    assert told["Cairo"].zone == "Eastern European Standard Time"
    assert told["Colombo"].moment == "20 January 2026, 04:00"
    assert told["New York"].moment == "19 January 2026, 17:30"
    assert len(told) == len(moments.ZONES)


@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_places_and_zones_are_in_the_script_of_the_page(language: str) -> None:
    for local in moments.elsewhere(MOMENT, language):
        assert not any(c.isascii() and c.isalpha() for c in local.place + local.zone), local


@pytest.mark.parametrize("language", LANGUAGES)
def test_summer_time_counts(language: str) -> None:
    summer = moments.elsewhere(datetime(2026, 7, 19, 12, tzinfo=UTC), language)

    assert sum("14:00" in local.moment for local in summer) == 2  # Zurich and Johannesburg
