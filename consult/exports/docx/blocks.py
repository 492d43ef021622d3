"""Draws the blocks of an outline as paragraphs, tables and charts."""

from collections.abc import Iterator
from itertools import count

from docx.opc.part import XmlPart
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from consult.exports.docx import chart, tables
from consult.exports.docx.styles import UNNUMBERED
from consult.exports.docx.text import line, paragraph, right_to_left, run
from consult.exports.docx.xml import el
from consult.exports.outline import Bars, Bullets, Excerpt, Grid, Heading, Outline, Paragraph

#: Letters of a quote that fits on one page with its source; a longer one must be free to break.
_ONE_PAGE = 1000


def draw(outline: Outline, part: XmlPart) -> Iterator[Element]:
    """Yield the elements of the text.

    Args:
        outline: the paper.
        part: the document's part, which charts are related to.
    """
    language = outline.language
    numbers = count(1)
    for block, following in zip(outline.blocks, [*outline.blocks[1:], None], strict=True):
        match block:
            case Heading():
                yield _heading(block, language)
            case Paragraph():
                style = "NumberedParagraph" if block.number else ""
                yield line(block.text, language, style, keep=isinstance(following, Excerpt))
            case Bullets():
                yield from (line(item, language, "ListBullet") for item in block.items)
            case Grid():
                yield from tables.grid(block, language)
            case Bars():
                placed = chart.Placed(part, next(numbers), language)
                drawn = el("w:r", chart.drawing(block, placed))
                # In a right-to-left paragraph LibreOffice turns the digits of a chart round; the
                # chart mirrors itself and fills the line, so its paragraph need not.
                yield paragraph(drawn, style="Figure", bidi=False)
                yield line(block.caption, language, "FigureCaption")
            case Excerpt():
                yield from _excerpt(block, language)


def _heading(block: Heading, language: str) -> Element:
    if block.level == 2:
        return line(block.text, language, "Heading2")
    if block.number:
        return line(block.text, language, "Heading1")
    # An annex begins a page and is not counted.
    unnumbered = el("w:numPr", el("w:ilvl", val=0), el("w:numId", val=UNNUMBERED))
    return paragraph(
        run(block.text, language),
        style="Heading1",
        before=(el("w:pageBreakBefore"), unnumbered),
    )


def _excerpt(block: Excerpt, language: str) -> Iterator[Element]:
    rtl = right_to_left(block.text, block.language)
    yield paragraph(
        run(block.text, block.language, rtl=rtl),
        style="Quote",
        before=(el("w:keepNext"),) if len(block.text) < _ONE_PAGE else (),
        bidi=rtl,
    )
    yield line(block.source, language, "QuoteSource")
