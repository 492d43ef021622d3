"""How much of a file is read: what a questionnaire needs, with room to spare."""

from dataclasses import dataclass

from consult.core.errors import InvalidError
from consult.core.locales import N_

#: What the parts that are read may unfold to, and marks (``<``) in them, which cost time even where
#: they hold nothing. All parts of the largest real workbook have 2.8 MB and 240,000 marks; 976
#: questions with six choices each, in six languages, have 5.6 MB and 450,000.
MOST_READ = 7 * 1024 * 1024
MOST_MARKS = 600_000
#: The largest real sheet has 1,224 rows, the largest questionnaire 29,000 cells with 160,000
#: letters; those 976 questions have 6,000 rows, 63,000 cells and 2,100,000 letters.
MOST_ROWS = 8_000
MOST_COLUMNS = 256
MOST_CELLS = 120_000
MOST_LETTERS = 3_500_000
#: No spreadsheet program takes more letters into one cell.
MOST_IN_CELL = 32_767


@dataclass
class Room:
    """What may still be read of one file; each of its methods refuses what goes beyond.

    A text may be long and stand in many cells, so what cells say is counted cell by cell.
    """

    unfolded: int = MOST_READ
    marks: int = MOST_MARKS
    known: int = MOST_LETTERS
    cells: int = MOST_CELLS
    letters: int = MOST_LETTERS

    def unfold(self, size: int, marks: int) -> None:
        """Take a piece of XML: its bytes and the marks in it."""
        self.unfolded -= size
        self.marks -= marks
        self._look()

    def know(self, text: str) -> None:
        """Take a text that cells may refer to."""
        self.known -= len(text)
        self._look()

    def take(self, text: str) -> None:
        """Take what a cell says."""
        self.cells -= 1
        self.letters -= len(text)
        if len(text) > MOST_IN_CELL:
            raise too_much()
        self._look()

    def _look(self) -> None:
        if min(self.unfolded, self.marks, self.known, self.cells, self.letters) < 0:
            raise too_much()


def too_much() -> InvalidError:
    """Return the refusal of a workbook that holds too much."""
    message = N_(
        "The workbook holds far more than a questionnaire needs, so it was not opened. Copy the "
        "sheets with the questions and choices into a new workbook and bring that one."
    )
    return InvalidError("workbook_bomb", message)


def too_long(name: str, most: int = MOST_ROWS) -> InvalidError:
    """Return the refusal of a sheet with too many rows."""
    message = N_(
        "The sheet “%(sheet)s” has more than %(most)s rows. Take out the rows that no question "
        "needs, and try again."
    )
    return InvalidError("sheet_long", message, sheet=name, most=most)
