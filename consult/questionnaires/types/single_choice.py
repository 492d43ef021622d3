"""Single choice: one of the question's own choices, and "other"."""

from typing import ClassVar

from consult.questionnaires.types.one_of import OneOf


class SingleChoice(OneOf):
    """One answer out of a list the questionnaire gives. Stored: the code."""

    name: ClassVar[str] = "single_choice"
    place: ClassVar[int] = 10
    has_choices: ClassVar[bool] = True
    may_narrow: ClassVar[bool] = True
    may_offer_other: ClassVar[bool] = True
