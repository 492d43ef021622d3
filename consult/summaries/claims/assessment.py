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
    """One requirement; ``title`` is a msgid, ``mark`` its place in the source.

    ``does`` says what the product does for every consultation, or does not: it stands, marked,
    until those who ran a consultation say it in their own words.
    """

    code: str
    mark: str
    title: str
    does: str


GENERAL_COMMENT = (
    Requirement(
        "gc12-a",
        "(a)",
        N_("Transparent and informative"),
        N_(
            "The first page says who asks, why, for which meeting, who reads the answers and when "
            "we tell what came of it."
        ),
    ),
    Requirement(
        "gc12-b",
        "(b)",
        N_("Voluntary"),
        N_(
            "Nobody has to answer. Every question can be left out, and answers can be taken back "
            "with a code."
        ),
    ),
    Requirement(
        "gc12-c",
        "(c)",
        N_("Respectful"),
        N_(
            "People read what is written. A quote stands in its own language, as it was written, "
            "and only where its author agreed."
        ),
    ),
    Requirement(
        "gc12-d",
        "(d)",
        N_("Relevant"),
        N_(
            "Where the questionnaire has room for it, young people say in their own words what was "
            "not asked."
        ),
    ),
    Requirement(
        "gc12-e",
        "(e)",
        N_("Child-friendly"),
        N_("The words are plain, there are six languages, and the form works on any phone."),
    ),
    Requirement(
        "gc12-f",
        "(f)",
        N_("Inclusive"),
        N_("Groups can answer on paper or with a facilitator. The paper says who was not heard."),
    ),
    Requirement(
        "gc12-g",
        "(g)",
        N_("Supported by training"),
        N_("The system notes on which day staff were trained. It does not train them."),
    ),
    Requirement(
        "gc12-h",
        "(h)",
        N_("Safe and sensitive to risk"),
        N_(
            "What may tell of harm is read by safeguarding staff only, help is named on every "
            "page, and small counts are hidden."
        ),
    ),
    Requirement(
        "gc12-i",
        "(i)",
        N_("Accountable"),
        N_(
            "After the meeting the page of the consultation says what was heard and what changed, "
            "or that this is late."
        ),
    ),
)
COUNCIL_OF_EUROPE = (
    Requirement(
        "coe-1",
        "1",
        N_("The right to take part is protected by law"),
        N_("This depends on each country. A consultation changes no law."),
    ),
    Requirement(
        "coe-2",
        "2",
        N_("Taking part belongs to a strategy for children's rights"),
        N_("This depends on each country. The paper is public and can be used there."),
    ),
    Requirement(
        "coe-3",
        "3",
        N_("An independent institution watches over children's rights"),
        N_("This depends on each country. The system sets up no such institution."),
    ),
    Requirement(
        "coe-4",
        "4",
        N_("Children can take part safely in proceedings about them"),
        N_("A consultation is no proceeding about a child, and gives no legal help."),
    ),
    Requirement(
        "coe-5",
        "5",
        N_("Children can complain in a child-friendly way"),
        N_(
            "Anybody can report a problem in six languages, without a name, and read the answer "
            "with a code."
        ),
    ),
    Requirement(
        "coe-6",
        "6",
        N_("People who work with children learn about taking part"),
        N_("A facilitator has a page for the group's sheets. It is no course about taking part."),
    ),
    Requirement(
        "coe-7",
        "7",
        N_("Children learn about their right to take part"),
        N_("The first page says that taking part is a choice, and what happens with the answers."),
    ),
    Requirement(
        "coe-8",
        "8",
        N_("Children are represented where decisions are made"),
        N_("The paper brings to the group what young people said. It gives them no seat there."),
    ),
    Requirement(
        "coe-9",
        "9",
        N_("Children can say what they think of services for them"),
        N_("After answering, young people can say how taking part was."),
    ),
    Requirement(
        "coe-10",
        "10",
        N_("Children take part in watching over the Convention"),
        N_("Papers are public for ever, and can be used in reports on the Convention."),
    ),
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
