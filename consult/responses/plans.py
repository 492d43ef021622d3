"""Which column of a file answers which question, and what its cells mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from consult.core.errors import InvalidError, Problem
from consult.core.locales import N_
from consult.questionnaires import types
from consult.questionnaires.definition import Definition, Question
from consult.questionnaires.types.base import OTHER, PREFER_NOT, Answer
from consult.questionnaires.types.typed import Sent
from consult.responses.sheets import Separator

#: Stands in ``ignored`` for every column not named elsewhere.
EVERY_OTHER = "*"


@dataclass(frozen=True)
class Source:
    """Where one question's answers are in the file.

    One of ``column`` (a cell with the answer), ``columns`` (header to choice code: one column per
    choice) and ``rows`` (row code of a matrix to header) is set.
    """

    column: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    #: Cell texts that mean "this choice was chosen", with ``columns``.
    chosen: tuple[str, ...] = ()
    rows: Mapping[str, str] = field(default_factory=dict)
    #: Cell text to choice code; without it cells hold codes already.
    codes: Mapping[str, str] | None = None
    no_answer: tuple[str, ...] = ()
    prefer_not: tuple[str, ...] = ()
    #: What stands between several answers in one cell.
    between: str = ";"
    other_column: str = ""

    def names(self) -> Iterator[str]:
        """Yield every column it reads."""
        yield from filter(None, (self.column, self.other_column))
        yield from self.columns
        yield from self.rows.values()


@dataclass(frozen=True)
class Plan:
    """A whole mapping."""

    sources: Mapping[str, Source]
    separator: Separator | None = None
    #: Cell texts that mean "no answer" everywhere; an empty cell always does.
    no_answer: tuple[str, ...] = ()
    #: The column that tells whether words may be quoted, and the cell texts that say yes.
    quote_column: str = ""
    quote_yes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def column_of(self, code: str) -> str:
        """Return the column to name when a question's answer is wrong."""
        source = self.sources.get(code)
        return next(source.names(), code) if source else code

    def names(self) -> Iterator[str]:
        """Yield every column it reads."""
        for source in self.sources.values():
            yield from source.names()
        if self.quote_column:
            yield self.quote_column

    def may_be_quoted(self, cells: Mapping[str, str]) -> bool:
        """Tell whether a row's author agreed to be quoted."""
        return bool(self.quote_column) and cells[self.quote_column].strip() in self.quote_yes

    def answer(self, question: Question, cells: Mapping[str, str]) -> Answer:
        """Read one question's answer out of a row; never raises for bad cells."""
        source = self.sources.get(question.code)
        if source is None:
            return Answer()
        try:
            found = self._read(question, source, cells)
        except _UnknownCellError as unknown:
            return Answer(problems=(unknown.problem,))
        return Answer(found.closed, found.texts, found.problems)

    def _read(self, question: Question, source: Source, cells: Mapping[str, str]) -> Answer:
        kind = types.of(question)
        name = f"q-{question.code}"
        if source.rows:
            chosen = {row: self._one(source, cells[c], c) for row, c in source.rows.items()}
            if set(chosen.values()) - {""} == {PREFER_NOT}:
                return Answer(PREFER_NOT)
            return kind.read(question, Sent({f"{name}-{r}": [code] for r, code in chosen.items()}))
        written = cells[source.other_column].strip() if source.other_column else ""
        if written in {*self.no_answer, *source.no_answer}:
            written = ""
        if source.columns:
            codes = [c for col, c in source.columns.items() if self._is_chosen(source, cells, col)]
        elif source.codes is None and not written:
            # The cell is written as ``from_cell`` reads it already.
            cell = self._one(source, cells[source.column], source.column)
            return kind.from_cell(question, cell) if cell else Answer()
        else:
            several = _takes_several(question) and source.between
            parts = (
                cells[source.column].split(source.between) if several else [cells[source.column]]
            )
            codes = [code for part in parts if (code := self._one(source, part, source.column))]
        if codes == [PREFER_NOT] and question.prefer_not:
            return Answer(PREFER_NOT)
        if question.type == "ranking":
            return kind.from_cell(question, ";".join(codes)) if codes else Answer()
        return kind.read(question, Sent({name: codes, f"{name}-{OTHER}": [written]}))

    def _one(self, source: Source, cell: str, column: str) -> str:
        """Return the code a cell text stands for."""
        said = cell.strip()
        if not said or said in self.no_answer or said in source.no_answer:
            return ""
        if said in source.prefer_not:
            return PREFER_NOT
        if source.codes is None:
            return said
        if said not in source.codes:
            raise _UnknownCellError(column, said)
        return source.codes[said]

    def _is_chosen(self, source: Source, cells: Mapping[str, str], column: str) -> bool:
        said = cells[column].strip()
        if not said or said in self.no_answer or said in source.no_answer:
            return False
        if said not in source.chosen:
            raise _UnknownCellError(column, said)
        return True


class _UnknownCellError(Exception):
    def __init__(self, column: str, said: str) -> None:
        super().__init__(column)
        message = N_("The mapping does not tell what “%(said)s” in column “%(column)s” means.")
        self.problem = Problem("cell_unknown", message, {"said": said[:60], "column": column})


def plain(definition: Definition, header: Sequence[str]) -> Plan:
    """Return the plan of a file whose columns are named by question code and hold codes."""
    asked = {q.code: q for q in definition.questions() if types.of(q).asks}
    sources = {
        code: Source(column=code, other_column=f"{code}-{OTHER}" if _has_other(q, header) else "")
        for code, q in asked.items()
        if code in header
    }
    quote = "may-be-quoted" if "may-be-quoted" in header else ""
    return Plan(sources, quote_column=quote, quote_yes=("yes",))


def in_version(number: int, where: str) -> Problem:
    """Return what is said of a question that only another version asks."""
    message = N_(
        "Only version %(number)s asks this question. If the answers are to that version, say "
        "--version %(number)s."
    )
    return Problem("other_version", message, {"number": number}, where)


def check_header(
    plan: Plan, header: Sequence[str], elsewhere: Mapping[str, int] | None = None
) -> None:
    """Compare a plan with the columns of a file.

    Args:
        plan: which column answers which question.
        header: the names of the columns.
        elsewhere: number of a version by code, for questions that only other versions ask.

    Raises:
        InvalidError: ``columns``: one that is read is not there, or one that is there is neither
            read nor ignored. What is left out is left out on purpose.
    """
    read = set(plan.names())
    absent = N_("The file has no column of this name.")
    unread = N_("No question is answered by this column. Map it, or list it under “ignored”.")
    problems = [
        Problem("column_absent", absent, where=f"column “{name}”")
        for name in sorted(read - set(header))
    ]
    if EVERY_OTHER not in plan.ignored:
        versions = elsewhere or {}
        for name in header:
            if name in read or name in plan.ignored:
                continue
            number = versions.get(name.removesuffix(f"-{OTHER}"))
            where = f"column “{name}”"
            problems.append(
                in_version(number, where)
                if number
                else Problem("column_unread", unread, where=where)
            )
    if problems:
        raise InvalidError(
            "columns",
            N_("The file was not imported: its columns do not fit the questions."),
            problems=problems,
        )


def _takes_several(question: Question) -> bool:
    return question.type in {"multiple_choice", "ranking"}


def _has_other(question: Question, header: Sequence[str]) -> bool:
    return question.other and f"{question.code}-{OTHER}" in header
