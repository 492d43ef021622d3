"""Tables of a paper: direction, repeated header row, and words for those who cannot see them."""

from collections.abc import Sequence

from docx.oxml.xmlchemy import BaseOxmlElement as Element

from consult.core.locales import direction
from consult.exports.docx.text import line, paragraph
from consult.exports.docx.xml import el
from consult.exports.outline import Grid

#: Width of the text on A4 with margins of 2.5 cm, in twentieths of a point.
WIDTH = 9070

_SHADE = "DDE5EF"

#: A table of so many rows is not torn over two pages.
_SHORT = 12


def table(
    language: str,
    widths: Sequence[int],
    rows: Sequence[Element],
    *,
    borders: bool = True,
    caption: str = "",
) -> Element:
    """Return a table.

    Args:
        language: the paper's; in Arabic the first column stands right.
        widths: of the columns, in twentieths of a point.
        rows: made by :func:`row`.
        borders: whether lines are drawn.
        caption: what the table shows, read out by screen readers.
    """
    return el(
        "w:tbl",
        el(
            "w:tblPr",
            el("w:tblStyle", val="TableGrid") if borders else None,
            el("w:bidiVisual") if direction(language) == "rtl" else None,
            el("w:tblW", w=sum(widths), type="dxa"),
            el("w:tblLayout", type="fixed"),
            el("w:tblLook", val="0620" if caption else "0600"),
            el("w:tblCaption", val=caption) if caption else None,
        ),
        el("w:tblGrid", *(el("w:gridCol", w=width) for width in widths)),
        *rows,
    )


def row(cells: Sequence[Element], *, header: bool = False) -> Element:
    """Return a row that stays on one page; a header row is repeated on each."""
    marks = el("w:trPr", el("w:cantSplit"), el("w:tblHeader") if header else None)
    return el("w:tr", marks, *cells)


def cell(width: int, *content: Element, shade: str = "") -> Element:
    """Return a cell; it holds at least a paragraph, as Word demands."""
    properties = el(
        "w:tcPr",
        el("w:tcW", w=width, type="dxa"),
        el("w:shd", val="clear", color="auto", fill=shade) if shade else None,
    )
    return el("w:tc", properties, *(content or (el("w:p"),)))


def grid(block: Grid, language: str) -> list[Element]:
    """Return a table with its caption above and its notes below."""
    widths = _widths(block)
    short = len(block.rows) <= _SHORT
    rows = [row(_cells(block, block.header, widths, language, head=True, keep=True), header=True)]
    for number, cells in enumerate(block.rows, start=1):
        keep = short and (number < len(block.rows) or bool(block.notes))
        rows.append(row(_cells(block, cells, widths, language, keep=keep)))
    notes = [
        line(note, language, "TableNote", keep=short and number < len(block.notes))
        for number, note in enumerate(block.notes, start=1)
    ]
    return [
        line(block.caption, language, "Caption"),
        table(language, widths, rows, caption=block.caption.replace("\n", " ")),
        # Word merges two tables that touch.
        *(notes or [paragraph(style="TableNote")]),
    ]


def _cells(
    block: Grid,
    cells: Sequence[str],
    widths: Sequence[int],
    language: str,
    *,
    head: bool = False,
    keep: bool = False,
) -> list[Element]:
    made = []
    for column, (width, text) in enumerate(zip(widths, cells, strict=True)):
        style = "TableFigure" if block.figures and column else "TableText"
        content = line(text, language, style, bold=head, keep=keep)
        made.append(cell(width, content, shade=_SHADE if head else ""))
    return made


def _widths(block: Grid) -> list[int]:
    others = len(block.header) - 1
    each = 1750 if block.figures else int(WIDTH * 0.7 / max(others, 1))
    return [WIDTH - each * others, *([each] * others)]
