"""Where somebody lives, as one of the six regions of the Union and never nearer (TRUST.md R21)."""

from typing import ClassVar

from consult.core.regions import REGION_NAMES
from consult.questionnaires.definition import Choice, Question
from consult.questionnaires.types import kind
from consult.questionnaires.types.one_of import OneOf


class InRegion(OneOf):
    """One of the six regions. Stored: its letters, such as ``ARB``."""

    name: ClassVar[str] = "region"
    place: ClassVar[int] = 140

    def options(self, _question: Question) -> tuple[Choice, ...]:
        """Return the regions by the order of their letters."""
        return tuple(Choice(r.value, kind.in_six(words)) for r, words in REGION_NAMES.items())
