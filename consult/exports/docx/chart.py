"""A native bar chart: its part, the workbook Word edits it with, and the drawing that shows it."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.package import Package

from consult.core.locales import direction
from consult.exports.docx.styles import EAST_ASIAN_FONT, LATIN_FONT
from consult.exports.docx.xml import el
from consult.exports.outline import Bars

_EMU_PER_CM = 360_000
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_CATEGORIES, _VALUES = 111, 222


@dataclass(frozen=True)
class Placed:
    """Where a chart is drawn: the part that draws it, and its number in the paper."""

    part: XmlPart
    number: int
    language: str


def drawing(bars: Bars, placed: Placed) -> Element:
    """Add the chart's parts to the package and return the drawing to put in a run."""
    package = placed.part.package
    assert package is not None
    chart = XmlPart(
        PackURI(f"/word/charts/chart{placed.number}.xml"),
        CT.DML_CHART,
        _space(bars, rtl=direction(placed.language) == "rtl"),
        package,
    )
    _embed(chart, bars, package, placed.number)
    ident = placed.part.relate_to(chart, RT.CHART)
    height = min(2 + len(bars.bars), 22)
    return el(
        "w:drawing",
        el(
            "wp:inline",
            el("wp:extent", cx=16 * _EMU_PER_CM, cy=height * _EMU_PER_CM),
            el("wp:effectExtent", l=0, t=0, r=0, b=0),
            el(
                "wp:docPr",
                id=placed.number,
                name=f"Chart {placed.number}",
                descr=bars.description.replace("\n", " "),
            ),
            el("wp:cNvGraphicFramePr"),
            el("a:graphic", el("a:graphicData", el("c:chart", r_id=ident), uri=_CHART)),
            distT=0,
            distB=0,
            distL=0,
            distR=0,
        ),
    )


def _embed(chart: XmlPart, bars: Bars, package: Package, number: int) -> None:
    """Put the numbers beside the chart as a workbook, so that it can be edited in Word."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})  # the same bytes each time
    sheet = book.add_worksheet("Sheet1")
    sheet.write_string(0, 1, bars.caption)
    for row, bar in enumerate(bars.bars, start=1):
        sheet.write_string(row, 0, bar.label)
        if bar.count is not None:
            sheet.write_number(row, 1, bar.count)
    book.close()
    workbook = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"), CT.SML_SHEET, target.getvalue(), package
    )
    ident = chart.relate_to(workbook, RT.PACKAGE)
    chart.element.append(el("c:externalData", el("c:autoUpdate", val=0), r_id=ident))


def _space(bars: Bars, *, rtl: bool) -> Element:
    plot = el("c:plotArea", el("c:layout"), _plot(bars), *_axes(rtl=rtl))
    return el(
        "c:chartSpace",
        el("c:date1904", val=0),
        el("c:roundedCorners", val=0),
        el(
            "c:chart",
            el("c:autoTitleDeleted", val=1),
            plot,
            el("c:plotVisOnly", val=1),
            el("c:dispBlanksAs", val="gap"),
        ),
        el("c:spPr", el("a:noFill"), el("a:ln", el("a:noFill"))),
        _letters(rtl=rtl),
    )


def _plot(bars: Bars) -> Element:
    last = len(bars.bars) + 1
    labels = [f"{bar.label} –" if bar.count is None else bar.label for bar in bars.bars]
    counts = [bar.count for bar in bars.bars]
    series = el(
        "c:ser",
        el("c:idx", val=0),
        el("c:order", val=0),
        el("c:tx", _texts("Sheet1!$B$1", [bars.caption])),
        el("c:spPr", el("a:solidFill", el("a:srgbClr", val="1F6F8B"))),
        el("c:invertIfNegative", val=0),
        _labels(),
        el("c:cat", _texts(f"Sheet1!$A$2:$A${last}", labels)),
        el("c:val", _numbers(f"Sheet1!$B$2:$B${last}", counts)),
    )
    return el(
        "c:barChart",
        el("c:barDir", val="bar"),
        el("c:grouping", val="clustered"),
        el("c:varyColors", val=0),
        series,
        el("c:gapWidth", val=60),
        el("c:axId", val=_CATEGORIES),
        el("c:axId", val=_VALUES),
    )


def _labels() -> Element:
    shown = {"LegendKey": 0, "Val": 1, "CatName": 0, "SerName": 0, "Percent": 0, "BubbleSize": 0}
    return el(
        "c:dLbls",
        el("c:numFmt", formatCode="#,##0", sourceLinked=0),
        el("c:spPr", el("a:noFill"), el("a:ln", el("a:noFill"))),
        # Figures run from left to right in every language.
        _letters(rtl=False),
        el("c:dLblPos", val="outEnd"),
        *(el(f"c:show{name}", val=value) for name, value in shown.items()),
    )


def _texts(place: str, texts: list[str]) -> Element:
    points = (el("c:pt", el("c:v", text=text), idx=number) for number, text in enumerate(texts))
    cache = el("c:strCache", el("c:ptCount", val=len(texts)), *points)
    return el("c:strRef", el("c:f", text=place), cache)


def _numbers(place: str, counts: list[int | None]) -> Element:
    # A hidden count has no point at all: the file must not know it either.
    points = (
        el("c:pt", el("c:v", text=str(count)), idx=number)
        for number, count in enumerate(counts)
        if count is not None
    )
    cache = el(
        "c:numCache",
        el("c:formatCode", text="General"),
        el("c:ptCount", val=len(counts)),
        *points,
    )
    return el("c:numRef", el("c:f", text=place), cache)


def _axes(*, rtl: bool) -> tuple[Element, Element]:
    """Return the axes: the first row on top, and in Arabic bars that grow from the right."""
    names = el(
        "c:catAx",
        el("c:axId", val=_CATEGORIES),
        el("c:scaling", el("c:orientation", val="maxMin")),
        el("c:delete", val=0),
        el("c:axPos", val="r" if rtl else "l"),
        el("c:numFmt", formatCode="General", sourceLinked=0),
        el("c:majorTickMark", val="none"),
        el("c:minorTickMark", val="none"),
        el("c:tickLblPos", val="nextTo"),
        el("c:crossAx", val=_VALUES),
        el("c:crosses", val="autoZero"),
        el("c:auto", val=1),
        el("c:lblAlgn", val="ctr"),
        el("c:lblOffset", val=100),
        el("c:noMultiLvlLbl", val=1),
    )
    values = el(
        "c:valAx",
        el("c:axId", val=_VALUES),
        el("c:scaling", el("c:orientation", val="maxMin" if rtl else "minMax"), _zero()),
        el("c:delete", val=1),
        el("c:axPos", val="t"),
        el("c:numFmt", formatCode="#,##0", sourceLinked=0),
        el("c:majorTickMark", val="none"),
        el("c:minorTickMark", val="none"),
        el("c:tickLblPos", val="nextTo"),
        el("c:crossAx", val=_CATEGORIES),
        el("c:crosses", val="autoZero"),
        el("c:crossBetween", val="between"),
    )
    return names, values


def _zero() -> Element:
    # A bar that does not start at nought lies about its length.
    return el("c:min", val=0)


def _letters(*, rtl: bool) -> Element:
    style: Any = {"rtl": 1} if rtl else {}
    fonts = el(
        "a:defRPr",
        el("a:latin", typeface=LATIN_FONT),
        el("a:ea", typeface=EAST_ASIAN_FONT),
        el("a:cs", typeface=LATIN_FONT),
        sz=900,
    )
    return el(
        "c:txPr",
        el("a:bodyPr"),
        el("a:p", el("a:pPr", fonts, **style), el("a:endParaRPr", lang="en-GB")),
    )
