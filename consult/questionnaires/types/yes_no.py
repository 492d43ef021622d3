"""Yes or no."""

from typing import ClassVar

from consult.core.locales import N_
from consult.questionnaires.definition import Choice, Question
from consult.questionnaires.types import kind
from consult.questionnaires.types.one_of import OneOf


class YesNo(OneOf):
    """Yes or no, in the product's own words. Stored: ``yes`` or ``no``."""

    name: ClassVar[str] = "yes_no"
    place: ClassVar[int] = 70

    def options(self, _question: Question) -> tuple[Choice, ...]:
        """Return yes and no."""
        return Choice("yes", kind.in_six(N_("Yes"))), Choice("no", kind.in_six(N_("No")))
