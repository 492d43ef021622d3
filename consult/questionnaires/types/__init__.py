"""The kinds of question: one class per kind, one file each, found here by name."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from consult.core.errors import Problem
from consult.questionnaires.definition import Choice, Question
from consult.questionnaires.types import kind
from consult.questionnaires.types.base import OTHER, PREFER_NOT, Answer, QuestionType
from consult.questionnaires.types.matrix import rows


def _kinds() -> Iterator[QuestionType]:
    """Yield one of each class that has a name of its own, out of every file of this folder."""
    for each in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{each.name}")
        for found in vars(module).values():
            own = isinstance(found, type) and found.__module__ == module.__name__
            if own and issubclass(found, kind.Kind) and "name" in vars(found):
                yield found()


#: Every kind by its name, in the order an editor offers them.
REGISTRY: dict[str, QuestionType] = {
    each.name: each for each in sorted(_kinds(), key=lambda each: each.place)
}


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
    #: Rules by choice code, as JSON, for a script that hides what is not offered.
    rules: Mapping[str, str] = field(default_factory=dict)

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


__all__ = ["OTHER", "PREFER_NOT", "REGISTRY", "Answer", "Shown", "of", "rows", "shown", "stored"]
