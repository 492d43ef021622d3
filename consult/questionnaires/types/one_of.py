"""Questions with one answer out of a list: radio buttons."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from consult.core.locales import N_
from consult.questionnaires.definition import Question
from consult.questionnaires.types import kind, typed
from consult.questionnaires.types.base import OTHER, PREFER_NOT, Answer, Fields, Tally


class OneOf(kind.Kind):
    """What single choice, scale, yes/no, age band and region share.

    The stored value is the code; :meth:`value` and :meth:`code` turn it where it is another.
    """

    template: ClassVar[str] = "questionnaires/types/one_of.html"
    paper: ClassVar[str] = "one"
    tests: ClassVar[frozenset[str]] = frozenset({"equals", "answered"})
    quotable: ClassVar[bool] = True
    sheet_type: ClassVar[str] = "select_one"

    def value(self, code: str) -> Any:
        """Return what is stored for a code."""
        return code

    def code(self, value: Any) -> str:
        """Return the code of what is stored."""
        return str(value)

    def read(self, question: Question, fields: Fields) -> Answer:
        """Read the one code that came; several different ones are a problem."""
        name = kind.name_of(question)
        sent = typed.codes(fields, name)
        other = typed.text(fields, kind.name_of(question, OTHER)) if question.other else ""
        written = {f"{question.code}-{OTHER}": other} if other else {}
        if not sent and other:
            sent = [OTHER]  # who wrote beside "other" meant it
        if not sent:
            return Answer()
        if len(sent) > 1:
            only_one = kind.problem(question, "one_only", N_("Choose only one answer."))
            return Answer(None, written, (only_one,), typed.pairs(name, sent))
        if sent[0] not in self.offered(question):
            return Answer(None, written, (kind.not_offered(question),), typed.pairs(name, sent))
        closed = PREFER_NOT if sent[0] == PREFER_NOT else self.value(sent[0])
        return Answer(closed, written, self._other_problems(question, closed, other))

    def offered(self, question: Question) -> set[str]:
        """Return every code that may come."""
        codes = {option.code for option in kind.with_other(question, self.options(question))}
        return codes | {PREFER_NOT} if question.prefer_not else codes

    def _other_problems(self, question: Question, closed: Any, other: str) -> tuple[Any, ...]:
        if other and closed != OTHER:
            message = N_("You wrote something beside “Other”. Choose “Other”, or clear that line.")
            return (kind.problem(question, "other_not_chosen", message),)
        if len(other) > kind.LONGEST_OTHER:
            message = N_("Please write at most %(longest)s characters.")
            found = kind.problem(question, "text_long", message, longest=kind.LONGEST_OTHER)
            return (found,)
        return ()

    def fields(self, question: Question, answer: Answer) -> Iterator[tuple[str, str]]:
        """Yield the chosen code and what was written beside "other"."""
        yield from answer.sent
        if answer.closed is not None and not answer.sent:
            yield kind.name_of(question), self.code(answer.closed)
        written = answer.texts.get(f"{question.code}-{OTHER}")
        if written:
            yield kind.name_of(question, OTHER), written

    def say(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Return the label chosen, with what was written beside "other"."""
        if answer.closed is None:
            return []
        label = kind.label(self.options(question), self.code(answer.closed))
        written = answer.texts.get(f"{question.code}-{OTHER}")
        said = kind.in_words(label, language)
        return [f"{said}: {written}" if written else said]

    def tally(self, question: Question, values: Sequence[Any], asked: int) -> tuple[Tally, ...]:
        """Count each option."""
        given = [(self.code(v),) for v in values if v is not None and v != PREFER_NOT]
        options = kind.with_other(question, self.options(question))
        preferred_not = sum(1 for value in values if value == PREFER_NOT)
        return (kind.count(question, options, given, asked, preferred_not=preferred_not),)

    def from_cell(self, question: Question, cell: str) -> Answer:
        """Read a code, or ``other=`` with what was written."""
        code, _equals, written = cell.strip().partition("=")
        if code.strip() == OTHER and question.other:
            sent = {kind.name_of(question): [OTHER], kind.name_of(question, OTHER): [written]}
        else:
            sent = {kind.name_of(question): [cell]}
        return self.read(question, typed.Sent(sent))
