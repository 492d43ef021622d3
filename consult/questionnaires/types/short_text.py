"""Short text: one line."""

from typing import ClassVar

from consult.questionnaires.types.text import FreeText


class ShortText(FreeText):
    """A line of text; ``longest`` characters, 200 unless set."""

    name: ClassVar[str] = "short_text"
    place: ClassVar[int] = 100
    template: ClassVar[str] = "questionnaires/types/short_text.html"
    longest: ClassVar[int] = 200
    lines: ClassVar[bool] = False
