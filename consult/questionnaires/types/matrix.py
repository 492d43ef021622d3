"""Matrix: the same choices for several rows, shown as one small question per row."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from consult.core.errors import Problem
from consult.core.locales import N_, Localized
from consult.questionnaires.definition import Choice, Question
from consult.questionnaires.types import kind, typed
from consult.questionnaires.types.base import PREFER_NOT, Answer, Fields, InSheet, Tally


class Matrix(kind.Kind):
    """Rows in ``settings["rows"]``, the choices are the columns. Stored: ``{row: column}``."""

    name: ClassVar[str] = "matrix"
    place: ClassVar[int] = 50
    template: ClassVar[str] = "questionnaires/types/matrix.html"
    paper: ClassVar[str] = "grid"
    settings: ClassVar[frozenset[str]] = frozenset({"rows"})
    has_choices: ClassVar[bool] = True
    has_rows: ClassVar[bool] = True

    def check(self, question: Question) -> Iterator[Problem]:
        """Yield what is wrong with the rows."""
        yield from super().check(question)
        if not rows(question):
            yield Problem("rows_missing", N_("A matrix needs “rows”."))
        yield from kind.check_codes(rows(question), "row", other=False)

    def joined_settings(
        self, earlier: Mapping[str, Any], later: Mapping[str, Any]
    ) -> Mapping[str, Any] | None:
        """Return the rows of both."""
        both = kind.with_earlier(earlier.get("rows", ()), later.get("rows", ()))
        return {**later, "rows": both}

    def texts(self, question: Question) -> Iterator[tuple[str, Localized]]:
        """Yield the rows too."""
        yield from super().texts(question)
        for number, row in enumerate(rows(question), 1):
            yield f"row {number}", row.text

    def read(self, question: Question, fields: Fields) -> Answer:
        """Read the column chosen in each row; rows may be left out."""
        columns = {choice.code for choice in self.options(question)}
        sent: list[tuple[str, str]] = []
        chosen: dict[str, str] = {}
        problems = []
        for row in rows(question):
            name = kind.name_of(question, row.code)
            values = typed.codes(fields, name)
            sent.extend(typed.pairs(name, values))
            if len(values) == 1 and values[0] in columns:
                chosen[row.code] = values[0]
            elif values:
                problems.append(kind.not_offered(question))
        answer = Answer(None if problems else chosen or None, {}, tuple(problems[:1]), tuple(sent))
        return kind.settle(question, answer, prefers_not=kind.boxed(question, fields))

    def fields(self, question: Question, answer: Answer) -> Iterator[tuple[str, str]]:
        """Yield the column of each row that has one."""
        yield from answer.sent
        if answer.closed == PREFER_NOT:
            yield kind.name_of(question, kind.PREFER_NOT_BOX), "yes"
        elif answer.closed:
            for row, column in answer.closed.items():
                yield kind.name_of(question, row), column

    def say(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Return a line per row that was answered."""
        if answer.closed == PREFER_NOT:
            return [kind.in_words(kind.label((), PREFER_NOT), language)]
        given = answer.closed or {}
        return [
            f"{kind.in_words(row.text, language)}: "
            + kind.in_words(kind.label(self.options(question), given[row.code]), language)
            for row in rows(question)
            if row.code in given
        ]

    def tally(self, question: Question, values: Sequence[Any], asked: int) -> tuple[Tally, ...]:
        """Count the columns, a table for each row."""
        given = [value for value in values if isinstance(value, dict)]
        preferred_not = sum(1 for value in values if value == PREFER_NOT)
        return tuple(
            kind.count(
                question,
                self.options(question),
                [(one[row.code],) for one in given if row.code in one],
                asked,
                preferred_not=preferred_not,
                caption=_caption(question, row),
            )
            for row in rows(question)
        )

    def columns(self, question: Question) -> tuple[str, ...]:
        """Return a column per row, ``{code}-{row}``."""
        return tuple(f"{question.code}-{row.code}" for row in rows(question))

    def cells(self, question: Question, closed: Any) -> tuple[str, ...]:
        """Return the choice in each row."""
        if closed == PREFER_NOT:
            return (PREFER_NOT,) * len(rows(question))
        return tuple((closed or {}).get(row.code, "") for row in rows(question))

    def from_cell(self, question: Question, cell: str) -> Answer:
        """Read ``row=column`` pairs with ``;`` between them."""
        if cell.strip() == PREFER_NOT and question.prefer_not:
            return Answer(PREFER_NOT)
        parts = [part.partition("=") for part in cell.split(";") if part.strip()]
        known = {row.code for row in rows(question)}
        if any(row.strip() not in known for row, _equals, _column in parts):
            return Answer(problems=(kind.not_offered(question),))
        pairs = ((kind.name_of(question, row.strip()), column) for row, _equals, column in parts)
        return self.read(question, typed.Sent.of(pairs))

    def in_sheet(self, question: Question) -> InSheet:
        """Return a group with a small question for each row."""
        return InSheet("begin_group", {}, self.options(question), rows(question))


def rows(question: Question) -> tuple[Choice, ...]:
    """Return the rows of a matrix."""
    found: tuple[Choice, ...] = question.settings.get("rows", ())
    return found


def _caption(question: Question, row: Choice) -> Localized:
    return {
        tag: f"{text} – {row.text[tag]}" for tag, text in question.text.items() if tag in row.text
    }
