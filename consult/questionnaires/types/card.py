"""Information card: something to read, nothing to answer."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from consult.core.errors import Problem
from consult.core.locales import N_
from consult.questionnaires.definition import Question
from consult.questionnaires.types import kind
from consult.questionnaires.types.base import Answer, Fields, Tally


class Card(kind.Kind):
    """A text between the questions; the hint is its second paragraph. Nothing is stored."""

    name: ClassVar[str] = "card"
    place: ClassVar[int] = 150
    template: ClassVar[str] = "questionnaires/types/card.html"
    paper: ClassVar[str] = "read"
    asks: ClassVar[bool] = False
    tests: ClassVar[frozenset[str]] = frozenset()
    sheet_type: ClassVar[str] = "note"

    def check(self, question: Question) -> Iterator[Problem]:
        """Yield what only a question can have."""
        yield from super().check(question)
        if question.required or question.prefer_not:
            yield Problem("card_asks", N_("A card asks nothing, so nothing about it is required."))

    def read(self, _question: Question, _fields: Fields) -> Answer:
        """Return no answer, whatever was sent."""
        return Answer()

    def fields(self, _question: Question, _answer: Answer) -> Iterator[tuple[str, str]]:
        """Yield nothing."""
        return iter(())

    def say(self, _question: Question, _answer: Answer, _language: str) -> list[str]:
        """Return nothing."""
        return []

    def tally(self, _question: Question, _values: Sequence[Any], _asked: int) -> tuple[Tally, ...]:
        """Return no table."""
        return ()

    def columns(self, _question: Question) -> tuple[str, ...]:
        """Return none."""
        return ()

    def cells(self, _question: Question, _closed: Any) -> tuple[str, ...]:
        """Return none."""
        return ()

    def from_cell(self, _question: Question, _cell: str) -> Answer:
        """Return no answer."""
        return Answer()
