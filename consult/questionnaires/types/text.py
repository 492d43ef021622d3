"""Free text: a line, or as much as somebody wants to say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from consult.core.errors import Problem
from consult.core.locales import N_
from consult.questionnaires.definition import Question
from consult.questionnaires.types import kind, typed
from consult.questionnaires.types.base import PREFER_NOT, Answer, Fields, Tally

#: The most characters any text may be allowed to have.
LONGEST_EVER = 20_000
_WRITTEN = frozenset({"short_text", "long_text"})


class FreeText(kind.Kind):
    """What short and long text share. Sealed under the question's code, never counted."""

    free_text: ClassVar[bool] = True
    tests: ClassVar[frozenset[str]] = frozenset()
    settings: ClassVar[frozenset[str]] = frozenset({"longest"})
    #: Characters allowed when ``longest`` is not set.
    longest: ClassVar[int]
    #: Whether line ends are kept.
    lines: ClassVar[bool]

    def check(self, question: Question) -> Iterator[Problem]:
        """Yield a limit that makes no sense."""
        yield from super().check(question)
        longest = question.settings.get("longest", self.longest)
        if type(longest) is not int or not 1 <= longest <= LONGEST_EVER:
            message = N_("“longest” must be a whole number from 1 to %(most)s.")
            yield Problem("longest", message, {"most": LONGEST_EVER})

    def joined(self, earlier: Question, later: Question) -> Question | None:
        """Return the later question: a line and more than a line are both somebody's own words."""
        if earlier.type in _WRITTEN:
            earlier = replace(earlier, type=later.type)
        return super().joined(earlier, later)

    def joined_settings(
        self, _earlier: Mapping[str, Any], later: Mapping[str, Any]
    ) -> Mapping[str, Any] | None:
        """Return the later limit."""
        return later

    def read(self, question: Question, fields: Fields) -> Answer:
        """Read the text; one that is too long is kept and told."""
        name = kind.name_of(question)
        written = typed.text(fields, name, lines=self.lines)
        longest = question.settings.get("longest", self.longest)
        problems: tuple[Problem, ...] = ()
        if len(written) > longest:
            message = N_("Please write at most %(longest)s characters. You wrote %(written)s.")
            problems = (
                kind.problem(question, "text_long", message, longest=longest, written=len(written)),
            )
        texts = {question.code: written} if written and not problems else {}
        sent = ((name, written),) if written else ()
        answer = Answer(None, texts, problems, sent)
        return kind.settle(question, answer, prefers_not=kind.boxed(question, fields))

    def fields(self, question: Question, answer: Answer) -> Iterator[tuple[str, str]]:
        """Yield the text, or the ticked box."""
        yield from answer.sent
        if answer.closed == PREFER_NOT:
            yield kind.name_of(question, kind.PREFER_NOT_BOX), "yes"
        elif answer.texts:
            yield kind.name_of(question), answer.texts[question.code]

    def say(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Return the text as it was written."""
        if answer.closed == PREFER_NOT:
            return [kind.in_words(kind.label((), PREFER_NOT), language)]
        return [answer.texts[question.code]] if question.code in answer.texts else []

    def tally(self, _question: Question, _values: Sequence[Any], _asked: int) -> tuple[Tally, ...]:
        """Return no table: people read texts."""
        return ()

    def columns(self, _question: Question) -> tuple[str, ...]:
        """Return none: free text is not among the closed columns."""
        return ()

    def cells(self, _question: Question, _closed: Any) -> tuple[str, ...]:
        """Return none."""
        return ()

    def from_cell(self, question: Question, cell: str) -> Answer:
        """Read the whole cell as the text."""
        if cell.strip() == PREFER_NOT and question.prefer_not:
            return Answer(PREFER_NOT)
        return self.read(question, typed.Sent({kind.name_of(question): [cell]}))
