"""What is told about the rows of a sheet: what stands in the way, and what is left out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from consult.core.errors import Problem
from consult.questionnaires.xlsform.table import Table
from consult.questionnaires.xlsform.workbook import Row


@dataclass
class Noting:
    """Keeps problems (nothing is imported) and notes (what is left out or changed)."""

    table: Table
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    #: Whether what cannot be kept is left out; else it stands in the way.
    may_leave_out: bool = False
    _told: set[tuple[str, str, str]] = field(default_factory=set)

    def note(self, row: Row, column: str, code: str, message: str, /, **params: Any) -> None:
        """Keep what is left out or changed."""
        self.notes.append(Problem(code, message, params, self.table.place(row, column)))

    def wrong(self, row: Row, column: str, code: str, message: str, /, **params: Any) -> None:
        """Keep what stands in the way."""
        self.problems.append(Problem(code, message, params, self.table.place(row, column)))

    def cannot(self, row: Row, column: str, code: str, message: str, /, **params: Any) -> None:
        """Keep what cannot be kept: it is left out where that may be, else it stands in the way."""
        self.tell([Problem(code, message, params, self.table.place(row, column))])

    def tell(self, found: Iterable[Problem]) -> None:
        """Keep problems of the kinds in :data:`LOSSES`, each once."""
        listed = self.notes if self.may_leave_out else self.problems
        for each in found:
            key = (each.code, each.where, repr(each.params))
            if key not in self._told:
                self._told.add(key)
                listed.append(each)


#: What stands in the way only until somebody says that it may be left out: the questionnaire
#: without it is whole, and each is listed with its row. A question then has no rule, a text reads
#: "…" where an answer stood, a question without a text is not there, a choice without one is called
#: by its name, and a repeat is asked once.
LOSSES = frozenset(
    {
        "relevant_unread",
        "relevant_untranslated",
        "text_inserts",
        "label_missing",
        "name_twice",
        "other_impossible",
        "repeat",
    }
)
