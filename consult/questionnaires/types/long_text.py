"""Long text: what somebody has to say, in their own words."""

from typing import ClassVar

from consult.questionnaires.definition import Question
from consult.questionnaires.types.base import InSheet
from consult.questionnaires.types.text import FreeText


class LongText(FreeText):
    """Several lines of text; ``longest`` characters, 10,000 unless set."""

    name: ClassVar[str] = "long_text"
    place: ClassVar[int] = 110
    template: ClassVar[str] = "questionnaires/types/long_text.html"
    paper: ClassVar[str] = "lines"
    longest: ClassVar[int] = 10_000
    lines: ClassVar[bool] = True

    def in_sheet(self, _question: Question) -> InSheet:
        """Return a text of several lines."""
        return InSheet("text", {"appearance": "multiline"})
