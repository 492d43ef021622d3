"""Statements: something to agree or disagree with, or to pass, one by one."""

from typing import ClassVar

from consult.core.locales import N_
from consult.questionnaires.definition import Choice, Question
from consult.questionnaires.types import kind
from consult.questionnaires.types.matrix import Matrix

#: Stored code and msgid of what may be said to each statement.
VOTES = {"agree": N_("I agree"), "disagree": N_("I disagree"), "pass": N_("Pass")}


class Statements(Matrix):
    """Statements in ``settings["rows"]``. Stored: ``{statement: "agree"}``, some may be left out.

    "Pass" is an answer: somebody read the statement and takes no side.
    """

    name: ClassVar[str] = "statements"
    place: ClassVar[int] = 60
    template: ClassVar[str] = "questionnaires/types/statements.html"
    has_choices: ClassVar[bool] = False

    def options(self, _question: Question) -> tuple[Choice, ...]:
        """Return agree, disagree and pass."""
        return tuple(Choice(code, kind.in_six(words)) for code, words in VOTES.items())
