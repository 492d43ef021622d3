"""SPSS syntax that carries a paper's figures in itself: numbers as data, every word as a label.

One line of data per table row. Opened in SPSS or PSPP it needs no other file, so that no path has
to be set; quotes are not in it (CSV and JSON have them).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consult.core.locales import N_, pick
from consult.exports.body import outline
from consult.exports.edition import Edition
from consult.exports.words import Words
from consult.responses.spss import LABEL, NAME, VALUE, quoted
from consult.summaries.paper import Table

#: Variables in the order of the data, with the form SPSS reads and what the variable is.
VARIABLES = {
    "consultation": ("F8.0", N_("Consultation")),
    "table": ("F8.0", N_("Table")),
    "question": ("A64", N_("Code of the question")),
    "line": ("F8.0", N_("Answer given")),
    "answer": ("A64", N_("Code of the answer")),
    "count": ("F8.0", N_("How many")),
    "hidden": ("F8.0", N_("Hidden")),
    "percent": ("F8.0", N_("Percent")),
    "base": ("F8.0", N_("Answers")),
    "no_answer": ("F8.0", N_("No answer")),
    "prefer_not": ("F8.0", N_("I prefer not to say")),
}


@dataclass(frozen=True)
class _Placed:
    """A table with the number of its consultation and the code of its question."""

    consultation: int | None
    question: str
    table: Table


def write(edition: Edition) -> bytes:
    """Return the syntax; a hidden count is system-missing and its line says ``hidden`` 1."""
    say, language = Words(edition.language), edition.language
    tables = list(_tables(edition))
    lines: list[str] = []
    captions: dict[int, str] = {}
    answers: dict[int, str] = {}
    for number, placed in enumerate(tables, 1):
        table = placed.table
        captions[number] = pick(table.caption, language)
        for row in table.rows:
            answers[len(lines) + 1] = pick(row.label, language)
            told = (
                placed.consultation, number, quoted(placed.question, NAME), len(lines) + 1,
                quoted(row.code, NAME), row.count, int(row.count is None), row.percent, table.base,
                table.no_answer, table.prefer_not,
            )  # fmt: skip
            lines.append(",".join("." if cell is None else str(cell) for cell in told))
    titles = {
        number: pick(one.title, language)
        for number, one in enumerate(edition.paper.consultations, 1)
    }
    variables = "\n".join(f"  {name} ({form})" for name, (form, _msgid) in VARIABLES.items())
    labels = "\n  /".join(
        f"{name} {quoted(say.gettext(msgid), LABEL)}" for name, (_form, msgid) in VARIABLES.items()
    )
    yes_and_no = {0: say.gettext("No"), 1: say.gettext("Yes")}
    told_lines = "".join(f"{line}\n" for line in lines)
    syntax = (
        "* Encoding: UTF-8.\n"
        f"{_comments(edition)}"
        f'DATA LIST LIST (",") /\n{variables}.\n'
        f"BEGIN DATA\n{told_lines}END DATA.\n"
        f"VARIABLE LABELS\n  {labels}.\n"
        f"{_values('consultation', titles)}{_values('table', captions)}"
        f"{_values('line', answers)}{_values('hidden', yes_and_no)}"
        "EXECUTE.\n"
    )
    return syntax.encode()


def _tables(edition: Edition) -> Iterator[_Placed]:
    """Yield every table in the order of the paper."""
    yield _Placed(None, "phases", edition.paper.phases)
    for number, one in enumerate(edition.paper.consultations, 1):
        for stratum, table in one.participation:
            yield _Placed(number, stratum, table)
        for question in one.questions:
            for table in question.tables:
                yield _Placed(number, question.code, table)


def _comments(edition: Edition) -> str:
    """Return what the paper is, and that answers are made up; a comment ends with its full stop."""
    front = outline(edition).front
    told = (front.title, front.document, front.dated, *front.warnings, edition.digest)
    lines = (" ".join(line.split()).rstrip(".") for line in told)
    return "".join(f"* {line}.\n" for line in lines if line)


def _values(name: str, labels: Mapping[int, str]) -> str:
    told = "\n".join(f"  {number} {quoted(label, VALUE)}" for number, label in labels.items())
    return f"VALUE LABELS {name}\n{told}.\n" if labels else ""
