"""Who needs a guardian: the table, and the rule over all countries, bands and modes."""

import csv
import itertools
from pathlib import Path

import pytest

from consult.consent import countries, guardians
from consult.consent.guardians import ADULT, AGES, LOWEST_AGES, Part, needs_guardian, youngest
from consult.core.locales import LANGUAGES
from consult.questionnaires.types.age_band import BANDS

COUNTRIES = [*AGES, None, "", "XX", "eg", "EGY"]
BANDS_TOLD = [*BANDS, None, "", "prefer-not-to-say", "old"]


@pytest.mark.trust("R34")
def test_only_contact_ever_asks_a_guardian() -> None:
    for country, band in itertools.product(COUNTRIES, BANDS_TOLD):
        assert not needs_guardian(country, band, Part.OPEN)
        assert not needs_guardian(country, band, Part.FACILITATED)


@pytest.mark.trust("R34")
def test_a_guardian_is_needed_where_somebody_in_the_band_may_be_too_young() -> None:
    # Told by every single age, not by the lowest: the rule must not miss one.
    spans = {
        "under-10": range(10),
        "10-12": range(10, 13),
        "13-15": range(13, 16),
        "16-17": range(16, 18),
        "18-24": range(18, 25),
        "25-plus": range(25, 100),
    }
    assert spans.keys() == BANDS.keys() == LOWEST_AGES.keys()
    for country, band in itertools.product(AGES, BANDS):
        too_young = any(age < AGES[country].age for age in spans[band])
        assert needs_guardian(country, band, Part.CONTACT) == too_young, (country, band)


@pytest.mark.trust("R34")
def test_what_is_not_known_counts_as_the_strictest() -> None:
    strictest = max(one.age for one in AGES.values())
    assert strictest == ADULT
    for band in BANDS:
        for unknown in (None, "", "XX", "eg"):
            expected = LOWEST_AGES[band] < strictest
            assert needs_guardian(unknown, band, Part.CONTACT) == expected
    for country in COUNTRIES:
        for unknown in (None, "", "prefer-not-to-say"):
            assert needs_guardian(country, unknown, Part.CONTACT)


def test_an_older_band_never_needs_a_guardian_that_a_younger_does_not() -> None:
    for country in COUNTRIES:
        asked = [needs_guardian(country, band, Part.CONTACT) for band in BANDS]
        assert asked == sorted(asked, reverse=True)


@pytest.mark.parametrize(
    ("country", "age"),
    [("DK", 15), ("ES", 14), ("FR", 15), ("DE", 16), ("US", 13), ("CN", 14), ("IN", 18),
     ("JP", 15), ("BR", 18), ("EG", 18), ("KE", 18), ("AU", 16)],
)  # fmt: skip
def test_the_table_says_what_its_source_says(country: str, age: int) -> None:
    assert AGES[country].age == age


@pytest.mark.parametrize(
    "row",
    ["EG,18,,2026-01-01", "EG,18,law,", "EG,18,  ,2026-01-01", "EG,19,law,2026-01-01",
     "EG,0,law,2026-01-01", "EG,18,law,soon", "EGY,18,law,2026-01-01",
     "FR,15,law,2026-01-01\nFR,15,law,2026-01-01"],
)  # fmt: skip
def test_a_row_that_cannot_be_right_is_refused(row: str) -> None:
    table = ["country,age,source,verified_on", *row.split("\n")]

    with pytest.raises(ValueError, match=r"."):
        guardians.read(table)
    assert guardians.read([*table[:1], "EG,18,law,2026-01-01"])["EG"].age == 18


def test_every_member_state_is_there_and_has_a_name_in_six_languages(shared: Path) -> None:
    with (shared / "countries" / "country-codes.csv").open(encoding="utf-8", newline="") as lines:
        states = {
            row["ISO3166-1-Alpha-2"]
            for row in csv.DictReader(lines)
            if row["is_independent"] == "Yes" and row["UNTERM English Short"].strip()
        }
    # 193 Members of the United Nations and the Holy See are the Union's 194 Member States.
    assert len(AGES) == 194
    assert states - set(AGES) == set()
    for language in LANGUAGES:
        named = dict(countries.named(language))
        assert named.keys() == AGES.keys()
        assert not [code for code, name in named.items() if name == code]


def test_the_youngest_band_told_counts() -> None:
    assert youngest("18-24", "13-15", None) == "13-15"
    assert youngest(None, "prefer-not-to-say") is None
