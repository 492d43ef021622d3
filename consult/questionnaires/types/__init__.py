"""The kinds of question: one class per kind, one file each, found here by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from consult.core.errors import Problem
from consult.questionnaires.definition import Choice, Question
from consult.questionnaires.types import kind
from consult.questionnaires.types.age_band import AgeBand
from consult.questionnaires.types.base import OTHER, PREFER_NOT, Answer, QuestionType
from consult.questionnaires.types.card import Card
from consult.questionnaires.types.long_text import LongText
from consult.questionnaires.types.matrix import Matrix, rows
from consult.questionnaires.types.multiple_choice import MultipleChoice
from consult.questionnaires.types.number import Number
from consult.questionnaires.types.ranking import Ranking
from consult.questionnaires.types.region import InRegion
from consult.questionnaires.types.scale import Scale
from consult.questionnaires.types.short_text import ShortText
from consult.questionnaires.types.single_choice import SingleChoice
from consult.questionnaires.types.yes_no import YesNo

_KINDS: tuple[QuestionType, ...] = (
    SingleChoice(),
    MultipleChoice(),
    Scale(),
    Ranking(),
    Matrix(),
    YesNo(),
    Number(),
    ShortText(),
    LongText(),
    AgeBand(),
    InRegion(),
    Card(),
)

#: Every kind by its name, in the order an editor offers them.
REGISTRY: dict[str, QuestionType] = {each.name: each for each in _KINDS}


def of(question: Question) -> QuestionType:
    """Return the kind of a question.

    Raises:
        KeyError: the questionnaire was not checked by ``format.parse``.
    """
    return REGISTRY[question.type]


def stored(question: Question, answers: Mapping[str, Any], texts: Mapping[str, str]) -> Answer:
    """Return the answer to one question out of a whole response.

    Args:
        question: which one.
        answers: closed values by question code.
        texts: free texts by text code.
    """
    codes = (question.code, f"{question.code}-{OTHER}")
    return Answer(answers.get(question.code), {c: texts[c] for c in codes if c in texts})


@dataclass(frozen=True)
class Shown:
    """A question as its template shows it, with what was answered and what is wrong with it."""

    question: Question
    kind: QuestionType
    #: What was sent, by field name; nothing is preselected when there is no answer.
    sent: Mapping[str, list[str]]
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        """Return the name of its (first) field, which is the id of that field too."""
        return kind.name_of(self.question)

    @property
    def options(self) -> tuple[Choice, ...]:
        """Return what can be chosen, without "other" and "I prefer not to say"."""
        return self.kind.options(self.question)

    @property
    def rows(self) -> tuple[Choice, ...]:
        """Return the rows of a matrix."""
        return rows(self.question)

    def chose(self, code: str, part: str = "") -> bool:
        """Tell whether a field was sent with this value."""
        return code in self.sent.get(kind.name_of(self.question, part), ())

    def wrote(self, part: str = "") -> str:
        """Return what was sent in a field, empty when nothing was."""
        return "\n".join(self.sent.get(kind.name_of(self.question, part), ()))


def shown(question: Question, answer: Answer | None = None) -> Shown:
    """Return a question ready for ``questionnaires/question.html``."""
    found = of(question)
    answer = answer or Answer()
    sent: dict[str, list[str]] = {}
    for name, value in found.fields(question, answer):
        sent.setdefault(name, []).append(value)
    return Shown(question, found, sent, answer.problems)


__all__ = ["OTHER", "PREFER_NOT", "REGISTRY", "Answer", "Shown", "of", "shown", "stored"]
