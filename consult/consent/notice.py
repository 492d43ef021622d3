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
    N_("whose closed answers it holds"),
    N_("how often answers went or changed, so that no old copy is kept"),
    N_("how many responses are in it"),
    N_(
        "until an answer is taken back or changed, and with the answers at the latest: 90 days "
        "after the meeting (or the days this installation sets), or until its summary is signed "
        "later, at most 365 days"
    ),
    N_("random name of the row, without order of arrival"),
    N_("what its owner wants to hear about"),
    N_("language to write in"),
    N_("the e-mail address, sealed under keys of its own; nothing in the row leads to answers"),
    N_("whether a guardian must agree, and has"),
    N_("keeps a second press from leaving it twice; keyed digest of a random name"),
    N_("lets its owner take it back; keyed digest"),
    N_("lets a guardian decide; keyed digest"),
    N_("when it is deleted in any case"),
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
    N_("the closed answers as columns, so that all can be counted at once; never a text"),
    N_("which questions have a free text, so that it can be reviewed without opening all"),
    N_("the free texts, sealed with a key of their own, for review and quotes"),
    N_(
        "which kinds of personal data rules found in which text, never words of it; orders "
        "the review"
    ),
    N_("whether they came with an invitation; not with which"),
    N_("keeps answers that were taken back from being stored again; keyed digest of a random key"),
    N_("which consultation they were taken back from"),
    N_("whose answers it belongs to"),
    N_("which question it answers"),
    N_("which kind of harm the rules pointed at; orders the work of safeguarding staff"),
    N_("whether somebody may be in danger now"),
    N_(
        "by when safeguarding staff must decide: a full hour, rounded down, so that it tells "
        "no minute of arrival; without it a promise of one hour could not be kept"
    ),
    N_("where the work of safeguarding staff stands"),
    N_("a text that may tell of harm, sealed under the key of safeguarding alone"),
    N_("what safeguarding staff wrote down, sealed under the same key"),
    N_("who of the safeguarding staff acted last"),
    N_("names the row; random"),
    N_("the consultation it is about"),
    N_("how safe and long enough it was; a face from 1 to 5"),
    N_("how well one could say what one wanted; a face from 1 to 5"),
    N_("whether the right people will listen; a face from 1 to 5"),
    N_("whether it can change something; a face from 1 to 5"),
    N_("finds the report of a code; keyed digest"),
    N_("the language in which it is answered"),
    N_("the day, for the deletion; no time of day"),
    N_("what is reported, sealed"),
    N_("which report it is"),
    N_("what staff answered, sealed"),
    N_("the day of the answer, for the deletion"),
    N_(
        "30 days after the feedback was sent, 14 days when a guardian is waited for, and with"
        " the answers at the latest: 90 days after the meeting (or the days this installation"
        " sets), or until its summary is signed later, at most 365 days; at once when the "
        "young person or a guardian wants it"
    ),
    N_(
        "90 days after the meeting (or the days this installation sets), or until its summary"
        " is signed later, at most 365 days; at once when its author takes it back"
    ),
    N_(
        "90 days after the meeting (or the days this installation sets); at once when its "
        "author takes it back"
    ),
    N_(
        "90 days after the meeting (or the days this installation sets), or until its summary"
        " is signed later, at most 365 days"
    ),
    N_("with the consultation; it leads to nobody and to no answer"),
    N_("90 days after it was answered, and 365 days after it was written at the latest"),
    N_("stands in the signed paper for a quote; keyed digest, the key lies with the words"),
    N_("as long as the record of the meeting is kept"),
    N_("strikes the quote everywhere when its author takes the answers back or changes them"),
    N_("a quote that a signed paper prints, sealed beside the paper"),
    N_("as long as the paper is kept; at once when its author takes the answers back"),
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
    """Return everything that the inventory says is kept about a young person, in its order.

    Where a table holds anything about them, all its columns are told, also one that is about the
    staff who saw to it.
    """
    with _INVENTORY.open(encoding="utf-8", newline="") as source:
        lines = list(csv.DictReader(source))
    tables = {line["table"] for line in lines if line["class"] == _ABOUT_THEM}
    return tuple(
        Kept(line["table"], line["column"], line["purpose"], line["retention"])
        for line in lines
        if line["table"] in tables
    )
