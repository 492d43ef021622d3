"""What is told about the rows of a sheet: what stands in the way, and what is left out."""

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

    def note(self, row: Row, column: str, code: str, message: str, /, **params: Any) -> None:
        """Keep what is left out or changed."""
        self.notes.append(Problem(code, message, params, self.table.place(row, column)))

    def wrong(self, row: Row, column: str, code: str, message: str, /, **params: Any) -> None:
        """Keep what stands in the way."""
        self.problems.append(Problem(code, message, params, self.table.place(row, column)))
