"""Who needs a guardian's yes: a pure rule over ``ages.csv`` (TRUST.md R34, A3, A4)."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType


class Part(StrEnum):
    """A way of taking part, by the data it holds (TRUST.md A3)."""

    #: Band, region and answers; no personal data.
    OPEN = "open"
    #: The same in a group; the partner holds the consents.
    FACILITATED = "facilitated"
    #: An e-mail address as well, in a store of its own.
    CONTACT = "contact"


#: The lowest age in each band of ``questionnaires.types.age_band``.
LOWEST_AGES: Mapping[str, int] = MappingProxyType(
    {"under-10": 0, "10-12": 10, "13-15": 13, "16-17": 16, "18-24": 18, "25-plus": 25}
)
#: From this age on nobody needs a guardian, anywhere in the table.
ADULT = 18


@dataclass(frozen=True)
class Age:
    """From which age a person in a country may agree alone, and where that is from."""

    country: str
    age: int
    source: str
    verified_on: date


def read(lines: Iterable[str]) -> dict[str, Age]:
    """Read the table of ages.

    Args:
        lines: CSV with the columns ``country`` (ISO 3166-1), ``age``, ``source``, ``verified_on``.

    Raises:
        ValueError: a row without source or date, of an impossible age, or a country twice.
    """
    ages: dict[str, Age] = {}
    for row in csv.DictReader(lines):
        country, source = (row["country"] or "").strip(), (row["source"] or "").strip()
        if not source or not (row["verified_on"] or "").strip():
            raise ValueError(f"{country}: an age needs its source and the day it was verified")
        if country in ages or len(country) != 2:
            raise ValueError(f"{country}: every country stands once, by its two letters")
        age = int(row["age"])
        if not 1 <= age <= ADULT:
            raise ValueError(f"{country}: an age of consent is from 1 to {ADULT}")
        ages[country] = Age(country, age, source, date.fromisoformat(row["verified_on"]))
    return ages


def _shipped() -> dict[str, Age]:
    with (Path(__file__).parent / "ages.csv").open(encoding="utf-8", newline="") as lines:
        return read(lines)


#: By ISO code; every Member State of the Union is there.
AGES: Mapping[str, Age] = MappingProxyType(_shipped())


def needs_guardian(country: str | None, band: str | None, mode: Part) -> bool:
    """Tell whether a guardian must agree before this young person takes part so.

    The band may hold ages on both sides of the country's, so its lowest counts: too many are
    asked rather than one too few.

    Args:
        country: ISO 3166-1 code; unknown or not told counts as the strictest of the table.
        band: age band; unknown or not told counts as the youngest.
        mode: the way of taking part; only contact ever asks.
    """
    if mode is not Part.CONTACT:
        return False
    known = AGES.get(country or "")
    age = known.age if known else max(one.age for one in AGES.values())
    return LOWEST_AGES.get(band or "", 0) < age


def youngest(*bands: str | None) -> str | None:
    """Return the youngest of the bands that were told; ``None`` when none was."""
    told = [band for band in bands if band is not None and band in LOWEST_AGES]
    return min(told, key=lambda band: LOWEST_AGES[band]) if told else None
