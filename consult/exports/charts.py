"""The Excel sheet of figures: each table of the paper as printed, with a chart that Excel draws."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale
from babel.numbers import NumberFormatError, parse_decimal

from consult.core.locales import direction
from consult.exports.outline import Bars, Block, Grid, Heading, Outline
from consult.exports.words import HIDDEN

SHEET = "figures"

#: Columns of a table, and where its chart begins.
_LABELS, _FIGURES, _BESIDE = 0, 1, 5
#: Height of a row, of a bar with its gap, and of what surrounds the bars, in pixels.
_ROW, _BAR, _AROUND = 20, 32, 60
_WIDTH = 560
_COLOUR = "#1F6F8B"
#: What Excel takes in a cell and in the description of a picture.
_LONGEST_CELL, _LONGEST_TOLD = 32_767, 8_000


@dataclass(frozen=True)
class _Formats:
    bold: Any
    wrapped: Any
    head: Any
    count: Any
    note: Any


def sheet(book: Any, paper: Outline) -> None:
    """Add the sheet: headings, tables and notes in the order of the paper, charts beside them.

    Args:
        book: an XlsxWriter workbook that takes no text for a formula.
        paper: what the paper shows; hidden counts are hidden here and in the charts.
    """
    rtl = direction(paper.language) == "rtl"
    written = book.add_worksheet(SHEET)
    if rtl:
        written.right_to_left()
    written.set_column(_LABELS, _LABELS, 56)
    written.set_column(_FIGURES, _BESIDE - 1, 14)
    formats = _Formats(
        bold=book.add_format({"bold": True, "font_size": 13}),
        wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
        head=book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        count=book.add_format({"num_format": "#,##0", "align": "right"}),
        note=book.add_format({"italic": True, "font_color": "#555555"}),
    )
    page = _Page(book, written, formats, paper.language, rtl=rtl)
    for block, bars in _with_charts(paper.blocks):
        if isinstance(block, Heading):
            page.heading(block)
        elif isinstance(block, Grid):
            page.table(block, bars)


def _with_charts(blocks: Sequence[Block]) -> Iterator[tuple[Block, Bars | None]]:
    """Yield the blocks; a chart comes with the table that follows it and says the same."""
    waiting: Bars | None = None
    for block in blocks:
        if isinstance(block, Bars):
            waiting = block
            continue
        fits = isinstance(block, Grid) and waiting and len(block.rows) == len(waiting.bars)
        yield block, waiting if fits else None
        waiting = None


class _Page:
    """Writes downwards and keeps charts from lying on each other."""

    def __init__(
        self, book: Any, written: Any, formats: _Formats, language: str, *, rtl: bool
    ) -> None:
        self._book, self._sheet, self._formats = book, written, formats
        self._locale = Locale.parse("en_GB" if language == "en" else language)
        self._rtl = rtl
        self._row = 0

    def heading(self, block: Heading) -> None:
        text = f"{block.number}. {block.text}" if block.number else block.text
        self._sheet.write_string(self._row, _LABELS, _fitting(text), self._formats.bold)
        self._row += 1

    def table(self, grid: Grid, bars: Bars | None) -> None:
        caption, first = self._row, self._row + 2
        self._sheet.write_string(caption, _LABELS, _fitting(grid.caption), self._formats.bold)
        for column, title in enumerate(grid.header):
            self._sheet.write_string(caption + 1, column, title, self._formats.head)
        for number, cells in enumerate(grid.rows):
            self._cells(first + number, cells, bars.bars[number].count if bars else None)
        self._row = first + len(grid.rows)
        for note in grid.notes:
            self._sheet.write_string(self._row, _LABELS, _fitting(note), self._formats.note)
            self._row += 1
        if bars:
            height = self._chart(bars, caption, first)
            self._row = max(self._row, caption + height // _ROW + 1)
        self._row += 1

    def _cells(self, row: int, cells: Sequence[str], count: int | None) -> None:
        self._sheet.write_string(row, _LABELS, _fitting(cells[0]), self._formats.wrapped)
        for column, cell in enumerate(cells[1:], _FIGURES):
            number = count if column == _FIGURES and count is not None else self._number(cell)
            if number is None:
                self._sheet.write_string(row, column, _fitting(cell), self._formats.count)
            else:
                self._sheet.write_number(row, column, number, self._formats.count)

    def _number(self, cell: str) -> int | None:
        """Return a count as the number it is; percentages, days and hidden ones stay text."""
        try:
            number = parse_decimal(cell, locale=self._locale, strict=True)
        except NumberFormatError:
            return None
        return int(number) if number == int(number) else None

    def _chart(self, bars: Bars, caption: int, first: int) -> int:
        """Draw the bars from the table's own cells; return the height in pixels."""
        last = first + len(bars.bars) - 1
        chart = self._book.add_chart({"type": "bar"})
        chart.add_series(
            {
                # Always cells: a text that begins with "=" would be taken for a formula here.
                "name": [SHEET, caption, _LABELS],
                "categories": [SHEET, first, _LABELS, last, _LABELS],
                "values": [SHEET, first, _FIGURES, last, _FIGURES],
                # Left to itself the writer keeps a nought for each hidden count.
                "values_data": [bar.count for bar in bars.bars],
                "fill": {"color": _COLOUR},
                "gap": 60,
                # A hidden count has no bar, and no nought beside it.
                "data_labels": {
                    "value": True,
                    "custom": [
                        {"value": HIDDEN if bar.count is None else bar.shown} for bar in bars.bars
                    ],
                },
            }
        )
        chart.set_title({"none": True})
        chart.set_legend({"none": True})
        # The first row on top; in Arabic bars grow from the right. They begin at nought.
        chart.set_y_axis({"reverse": True, "major_tick_mark": "none"})
        chart.set_x_axis(
            {
                "min": 0,
                "reverse": self._rtl,
                "visible": False,
                "major_gridlines": {"visible": False},
            }
        )
        height = len(bars.bars) * _BAR + _AROUND
        chart.set_size({"width": _WIDTH, "height": height})
        told = {"description": bars.description[:_LONGEST_TOLD], "object_position": 1}
        self._sheet.insert_chart(caption, _BESIDE, chart, told)
        return height


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"
