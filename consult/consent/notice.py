"""The privacy notice, made from the data inventory: what is kept about a young person (R04)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from consult.core.locales import N_

_INVENTORY = Path(__file__).parents[1] / "data_inventory.csv"
#: The class of the inventory's lines about the young.
_ABOUT_THEM = "young person"

#: The inventory's own words for what it keeps about young people; a test keeps both lists equal, so
#: that a new line is translated before anybody meets it.
WORDS = (
    N_("random name of the row, without order of arrival"),
    N_("what was answered"),
    N_("which wording was answered"),
    N_("counts a repeated sending once; keyed digest of a random key"),
    N_("lets the author find the answers by code; keyed digest"),
    N_("counts by language; shows the answers again in it"),
    N_("tells how the answers reached us"),
    N_("counts by ITU region, when told"),
    N_("counts by age band, when told"),
    N_("the day, for the method note; no time of day"),
    N_("whether the author agreed to be quoted"),
    N_("the closed answers, for the tables"),
    N_("which questions have a free text, so that it can be reviewed without opening all"),
    N_("the free texts, sealed with a key of their own, for review and quotes"),
    N_("keeps answers that were taken back from being stored again; keyed digest of a random key"),
    N_("which consultation they were taken back from"),
    N_(
        "90 days after the meeting, or until its summary is signed later, at most 365 days; at "
        "once when its author takes it back"
    ),
    N_("90 days after the meeting; at once when its author takes it back"),
    N_("90 days after the meeting, or until its summary is signed later, at most 365 days"),
)


@dataclass(frozen=True)
class Kept:
    """One column that is kept about a young person; ``purpose`` and ``retention`` are msgids."""

    table: str
    column: str
    purpose: str
    retention: str


@cache
def kept() -> tuple[Kept, ...]:
    """Return everything that the inventory says is kept about a young person, in its order."""
    with _INVENTORY.open(encoding="utf-8", newline="") as source:
        return tuple(
            Kept(line["table"], line["column"], line["purpose"], line["retention"])
            for line in csv.DictReader(source)
            if line["class"] == _ABOUT_THEM
        )
