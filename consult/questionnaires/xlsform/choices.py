"""The lists of the sheet ``choices``."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count

from consult.core.errors import Problem
from consult.core.locales import N_
from consult.questionnaires.conditions import PREFER_NOT
from consult.questionnaires.definition import Choice
from consult.questionnaires.format import CHOICE_CODE
from consult.questionnaires.types import OTHER
from consult.questionnaires.types.kind import PREFER_NOT_BOX
from consult.questionnaires.xlsform import own
from consult.questionnaires.xlsform.noting import LOSSES
from consult.questionnaires.xlsform.table import Table, inserted, without_places
from consult.questionnaires.xlsform.workbook import Row

#: Choices of all questions together; the largest real questionnaire offers 2,300.
MOST_OFFERED = 20_000

_RESERVED = {PREFER_NOT, PREFER_NOT_BOX}


@dataclass
class List:
    """One list: its choices, the row of each, and the code of each name as typed."""

    choices: list[Choice] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    #: What stands in the line of each, by the header of its column.
    cells: list[Mapping[str, str]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def kept(self, keep: Sequence[Choice | None]) -> "List":
        """Return the list with other choices in the places of its own, or with none there."""
        each = [(new, n, c) for new, n, c in zip(keep, self.rows, self.cells, strict=True) if new]
        codes = {new.code for new, _row, _cells in each}
        return List(
            [new for new, _row, _cells in each],
            [row for _new, row, _cells in each],
            [cells for _new, _row, cells in each],
            {typed: code for typed, code in self.codes.items() if code in codes},
            self.problems,
            self.notes,
        )


def lists(table: Table, *, may_leave_out: bool = False) -> dict[str, List]:
    """Return every list by its name; a list's problems are told only when it is used.

    Under no name stand the notes of choices that say no list.

    Args:
        table: the sheet.
        may_leave_out: whether what cannot be kept (``noting.LOSSES``) is left out.
    """
    found: dict[str, List] = {}
    taken: dict[str, set[str]] = {}
    for row in table.sheet.rows:
        name = table.cell(row, "list_name")
        if not name:
            if table.cell(row, "name") or table.text(row, "label"):
                message = N_(
                    "A choice without list_name is left out. Cells that are joined (merged) hold "
                    "their text only in the first row: write it in each."
                )
                where = table.place(row, "list_name")
                found.setdefault("", List()).notes.append(
                    Problem("list_name_missing", message, {}, where)
                )
            continue
        into = found.setdefault(name, List())
        code = table.cell(row, "name") or table.cell(row, "value")
        problems = list(_problems(table, into, row, name, code))
        if may_leave_out and {problem.code for problem in problems} <= LOSSES:
            into.notes += [_named(each) for each in problems]
        elif problems:
            into.problems += problems
            continue
        kept = fitting(code, CHOICE_CODE, taken.setdefault(name, set()))
        taken[name].add(kept)
        if kept != code:
            message = N_("The name “%(typed)s” is stored as “%(code)s”.")
            params = {"typed": code, "code": kept}
            into.notes.append(Problem("name_changed", message, params, table.place(row, "name")))
        into.codes[code] = kept
        told = table.text(row, "label") or dict.fromkeys(filter(None, table.tags("label")), code)
        text = without_places(told) | own.choice_text(table, row)
        into.choices.append(Choice(kept, text))
        into.rows.append(row.number)
        into.cells.append({header: row[header] for header, _letter in table.sheet.columns})
    return found


def _problems(table: Table, into: List, row: Row, name: str, code: str) -> Iterator[Problem]:
    place = table.place(row, "name")
    if not code:
        yield Problem("name_missing", N_("The choice has no name."), {}, place)
    if code in into.codes:
        first = into.rows[list(into.codes).index(code)]
        message = N_("“%(code)s” is twice in the list “%(list)s”; first in row %(row)s.")
        yield Problem("choice_twice", message, {"code": code, "list": name, "row": first}, place)
    if not table.text(row, "label"):
        message = N_("The choice has no text in any language.")
        yield Problem("label_missing", message, {}, table.place(row, "label"))
    yield from inserted(table, row, "label")


def _named(problem: Problem) -> Problem:
    """Return what is told of a choice that stays without a text."""
    if problem.code != "label_missing":
        return problem
    return replace(problem, message=N_("The choice has no text, so its name stands there."))


def fitting(name: str, pattern: re.Pattern[str], taken: Collection[str]) -> str:
    """Return a code as close to a name as the format allows, and not taken yet."""
    if pattern.fullmatch(name) and name not in taken and name not in _RESERVED:
        return name
    allowed = "".join(c if pattern.fullmatch(f"a{c}") else "_" for c in name)[:50]
    allowed = allowed.lstrip("_.-") or "item"
    if allowed not in taken and allowed not in {*_RESERVED, OTHER}:
        return allowed
    # Where many names come out alike, those after the first hundred are not all tried again.
    numbers = chain(range(2, 100), count(100 + len(taken)))
    return next(code for n in numbers if (code := f"{allowed}_{n}") not in taken)


def too_many(where: str) -> Problem:
    """Return the refusal of questions that offer too many choices together."""
    message = N_(
        "The questions up to here offer more than %(most)s choices. Give them shorter lists, such "
        "as regions in the place of towns."
    )
    return Problem("choices_many", message, {"most": MOST_OFFERED}, where)
