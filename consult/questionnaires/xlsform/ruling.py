"""The columns ``relevant`` and ``choice_filter``: rules of questions, groups and choices."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from consult.core.locales import N_
from consult.questionnaires.conditions import Condition
from consult.questionnaires.xlsform import conditions, expressions, own
from consult.questionnaires.xlsform.choices import List
from consult.questionnaires.xlsform.noting import Noting
from consult.questionnaires.xlsform.table import Table
from consult.questionnaires.xlsform.workbook import Row

_NAMED = re.compile(r"\$\{\s*([^}\s]+)\s*\}")


@dataclass
class Ruling:
    """Reads rules row by row, over what was asked before."""

    told: Noting
    asked: conditions.Asked = field(default_factory=conditions.Asked)
    #: Names of questions that could not be read; what is wrong with them is told at their rows.
    broken: set[str] = field(default_factory=set)
    #: Names in the sheet by question code: one, or one per row of a matrix.
    names: dict[str, list[str]] = field(default_factory=dict)
    #: Headers of the sheet of choices that filters look at.
    filtering: set[str] = field(default_factory=set)

    @property
    def table(self) -> Table:
        """Return the sheet that is read."""
        return self.told.table

    def of(self, row: Row) -> Condition | bool:
        """Return the rule of a row, or whether it is always or never shown."""
        ours = own.rule(self.table, row, self.names.__getitem__)
        if ours:
            return ours
        written = self.table.cell(row, "relevant")
        named = set(_NAMED.findall(written))
        if not named.isdisjoint(self.broken):
            # What is wrong with those rows is told there; the rest of the rule is looked at here.
            for name in sorted(named - self.broken - {*self.asked.questions}):
                error = conditions.not_asked(name, self.asked)
                self._lost(row, "relevant_untranslated", error)
            return True
        if not written:
            return True
        self.asked.never.clear()
        try:
            found = conditions.rule(expressions.parse(written), self.asked)
        except expressions.NotInSubsetError as error:
            message = N_(
                "“%(piece)s” cannot be kept in a rule here. Rules compare one answer with one "
                "value, such as ${age} > 12."
            )
            self._lost(
                row, "relevant_unread", conditions.UntranslatedError(message, piece=str(error))
            )
            return True
        except conditions.UntranslatedError as error:
            self._lost(row, "relevant_untranslated", error)
            return True
        for value, name in self.asked.never:
            message = N_("“%(value)s” is not among the choices of “%(name)s”: this never holds.")
            self.told.note(row, "relevant", "relevant_never", message, value=value, name=name)
        return found

    def _lost(self, row: Row, code: str, error: conditions.UntranslatedError) -> None:
        self.told.cannot(row, "relevant", code, error.message, **error.params)

    def choices(self, row: Row, listed: List, *, narrows: bool) -> List:
        """Return a list with the rules that ``choice_filter`` gives its choices.

        Args:
            row: of the question.
            listed: the list it uses.
            narrows: whether its kind can offer choices to some only.
        """
        written = self.table.cell(row, "choice_filter")
        if not written or not listed.choices:
            return listed
        ours = own.choice_rules(self.table, row, self.names.__getitem__)
        try:
            found = [self._choice(written, cells, ours) for cells in listed.cells]
        except (expressions.NotInSubsetError, conditions.UntranslatedError) as error:
            self._unfiltered(row, error)
            return listed
        if not narrows or not any(found):
            self._unfiltered(row, expressions.NotInSubsetError(written))
            return listed
        self.filtering |= set(re.findall(r"[A-Za-z_][\w-]*", written))
        never = [number for number, each in zip(listed.rows, found, strict=True) if each is False]
        if never:
            message = N_(
                "No answer leads to some choices of this list, so they are left out. Choices: "
                "%(count)s; the first is in row %(row)s."
            )
            params = {"count": len(never), "row": never[0]}
            self.told.note(row, "choice_filter", "choice_never", message, **params)
        kept = [
            None if rule is False else replace(choice, show_if=None if rule is True else rule)
            for choice, rule in zip(listed.choices, found, strict=True)
        ]
        return listed.kept(kept)

    def _choice(
        self, written: str, cells: Mapping[str, str], ours: Mapping[str, Condition] | None
    ) -> Condition | bool:
        if ours is not None:
            return ours.get(cells.get(own.RULED, ""), True)
        return conditions.rule(expressions.parse(written, cells), self.asked)

    def _unfiltered(self, row: Row, error: Exception) -> None:
        piece = str(error)
        if isinstance(error, conditions.UntranslatedError):
            piece = str(error.params.get("name", ""))
        message = N_(
            "“%(piece)s” cannot be kept in choice_filter, so every choice of the list is offered. "
            "Rules compare the answer to an earlier closed question with a value."
        )
        self.told.note(row, "choice_filter", "choice_filter_left_out", message, piece=piece[:60])
