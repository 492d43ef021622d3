"""The requirements a consultation is looked at by, and where they come from (TRUST.md R50).

The first nine are the basic requirements for the right of the child to be heard: General Comment
No. 12 (CRC/C/GC/12, 2009), paragraph 134 (a) to (i). The ten after them follow the indicators of
the Child Participation Assessment Tool of the Council of Europe (2016), which measures how States
carry out Recommendation CM/Rec(2012)2; a consultation says of each what it adds to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from consult.core.locales import N_


@dataclass(frozen=True)
class Requirement:
    """One requirement; ``title`` is a msgid, ``mark`` its place in the source."""

    code: str
    mark: str
    title: str


GENERAL_COMMENT = (
    Requirement("gc12-a", "(a)", N_("Transparent and informative")),
    Requirement("gc12-b", "(b)", N_("Voluntary")),
    Requirement("gc12-c", "(c)", N_("Respectful")),
    Requirement("gc12-d", "(d)", N_("Relevant")),
    Requirement("gc12-e", "(e)", N_("Child-friendly")),
    Requirement("gc12-f", "(f)", N_("Inclusive")),
    Requirement("gc12-g", "(g)", N_("Supported by training")),
    Requirement("gc12-h", "(h)", N_("Safe and sensitive to risk")),
    Requirement("gc12-i", "(i)", N_("Accountable")),
)
COUNCIL_OF_EUROPE = (
    Requirement("coe-1", "1", N_("The right to take part is protected by law")),
    Requirement("coe-2", "2", N_("Taking part belongs to a strategy for children's rights")),
    Requirement("coe-3", "3", N_("An independent institution watches over children's rights")),
    Requirement("coe-4", "4", N_("Children can take part safely in proceedings about them")),
    Requirement("coe-5", "5", N_("Children can complain in a child-friendly way")),
    Requirement("coe-6", "6", N_("People who work with children learn about taking part")),
    Requirement("coe-7", "7", N_("Children learn about their right to take part")),
    Requirement("coe-8", "8", N_("Children are represented where decisions are made")),
    Requirement("coe-9", "9", N_("Children can say what they think of services for them")),
    Requirement("coe-10", "10", N_("Children take part in watching over the Convention")),
)
SOURCES: Mapping[str, tuple[str, tuple[Requirement, ...]]] = {
    "gc12": (
        N_("Committee on the Rights of the Child, General Comment No. 12 (2009), paragraph 134"),
        GENERAL_COMMENT,
    ),
    "coe": (
        N_("Council of Europe, Child Participation Assessment Tool (2016), the ten indicators"),
        COUNCIL_OF_EUROPE,
    ),
}
REQUIREMENTS = {one.code: one for _title, group in SOURCES.values() for one in group}
#: The most letters of one statement, so that it stays a short one.
LONGEST = 600
