"""How old somebody is, as a band and never as a date (TRUST.md R21)."""

from typing import ClassVar

from consult.core.locales import N_
from consult.questionnaires.definition import Choice, Question
from consult.questionnaires.types import kind
from consult.questionnaires.types.one_of import OneOf

#: Stored code and msgid of each band, youngest first.
BANDS = {
    "under-10": N_("Under 10"),
    "10-12": N_("10 to 12"),
    "13-15": N_("13 to 15"),
    "16-17": N_("16 or 17"),
    "18-24": N_("18 to 24"),
    "25-plus": N_("25 or older"),
}


class AgeBand(OneOf):
    """One of six bands. Stored: the band's code."""

    name: ClassVar[str] = "age_band"
    place: ClassVar[int] = 130

    def options(self, _question: Question) -> tuple[Choice, ...]:
        """Return the bands, youngest first."""
        return tuple(Choice(code, kind.in_six(words)) for code, words in BANDS.items())
