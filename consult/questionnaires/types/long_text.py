"""Long text: what somebody has to say, in their own words."""

from typing import ClassVar

from consult.questionnaires.types.text import FreeText


class LongText(FreeText):
    """Several lines of text; ``longest`` characters, 10,000 unless set."""

    name: ClassVar[str] = "long_text"
    template: ClassVar[str] = "questionnaires/types/long_text.html"
    longest: ClassVar[int] = 10_000
    lines: ClassVar[bool] = True
