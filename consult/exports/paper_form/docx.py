"""The paper form as a Word file, in the styles of the papers."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.package import Package

from consult.exports.docx import pages, styles
from consult.exports.docx.package import part, theme, timeless
from consult.exports.docx.tables import WIDTH, cell, row, table
from consult.exports.docx.text import PROOFING, line, paragraph, run
from consult.exports.docx.xml import el
from consult.exports.paper_form.sheet import Sheet

_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_ROUND, _SQUARE = "○", "☐"
#: A line to write on is a paragraph with nothing in it and a rule below.
_LINES = {"line": 1, "lines": 6}


def write(sheet: Sheet) -> bytes:
    """Return the form as a Word file; equal content gives equal bytes."""
    package = Package()
    body = el("w:body")
    document = part(package, "document", CT.WML_DOCUMENT_MAIN, el("w:document", body))
    package.relate_to(document, RT.OFFICE_DOCUMENT)
    language = sheet["language"]
    for name, content_type, kind, element in (
        ("styles", CT.WML_STYLES, RT.STYLES, styles.styles(language)),
        ("numbering", CT.WML_NUMBERING, RT.NUMBERING, styles.numbering(language)),
        ("settings", CT.WML_SETTINGS, RT.SETTINGS, pages.settings()),
        ("fontTable", CT.WML_FONT_TABLE, RT.FONT_TABLE, styles.fonts()),
    ):
        document.relate_to(part(package, name, content_type, element), kind)
    document.relate_to(theme(package), RT.THEME)
    head = part(
        package, "header1", CT.WML_HEADER, el("w:hdr", line(sheet["title"], language, "Header"))
    )
    version = line(sheet["version"], language, "Footer")
    foot = part(
        package, "footer1", CT.WML_FOOTER, el("w:ftr", pages.page_number(language), version)
    )
    frame = document.relate_to(head, RT.HEADER), document.relate_to(foot, RT.FOOTER)
    body.extend(list(_Form(language).whole(sheet)))
    body.append(pages.section(*frame, language))
    properties = package.core_properties
    properties.title = sheet["title"][:255]
    properties.language = PROOFING[language]
    # Otherwise the moment of writing stands there, and equal content gives other bytes.
    properties.created = properties.modified = _NO_MOMENT
    saved = io.BytesIO()
    package.save(saved)
    return timeless(saved)


class _Form:
    def __init__(self, language: str) -> None:
        self.language = language

    def whole(self, sheet: Sheet) -> Iterator[Element]:
        yield self.said(sheet["title"], "Title")
        if sheet["introduction"]:
            yield self.said(sheet["introduction"])
        yield self.said(sheet["note"], "TableNote")
        for page in sheet["pages"]:
            if page["title"]:
                yield self.said(page["title"], "PartHeading")
            if page["only_if"]:
                yield line(page["only_if"], self.language, bold=True, keep=True)
            for question in page["questions"]:
                yield from self.question(question)

    def question(self, question: Sheet) -> Iterator[Element]:
        if question["only_if"]:
            yield line(question["only_if"], self.language, "Caption", bold=True, keep=True)
        number = f"{question['number']}. " if question["number"] else ""
        runs = [run(number + question["text"], self.language, bold=bool(number))]
        if number:
            runs += self.code(question["code"])
        yield paragraph(*runs, before=(el("w:keepNext"),))
        for text in filter(None, (question["hint"], question["how"])):
            yield line(text, self.language, "TableNote", keep=True)
        yield from self.answer(question)
        if question["prefer_not"]:
            yield self.box(_SQUARE, question["prefer_not"], "prefer-not-to-say")
        yield paragraph(style="TableNote")

    def answer(self, question: Sheet) -> Iterator[Element]:
        paper = question["paper"]
        marks = {"one": _ROUND, "several": _SQUARE, "places": "____"}
        if paper in marks:
            for option in question["options"]:
                yield self.box(marks[paper], option["text"], option["code"])
            if question["other"]:
                yield self.box(marks[paper], f"{question['other']}: {'_' * 40}", "other")
        elif paper == "scale":
            yield self.scale(question)
        elif paper == "grid":
            yield self.grid(question)
        elif paper == "parts":
            yield self.said("   ".join(f"{name}: {'_' * 8}" for name in question["parts"]))
        for _ in range(_LINES.get(paper, 0)):
            yield el("w:p", el("w:pPr", self.rule(), el("w:spacing", before=240, after=0)))

    def scale(self, question: Sheet) -> Element:
        options = question["options"]
        width = WIDTH // len(options)
        ends = [question["ends"][0], *[""] * (len(options) - 2), question["ends"][1]]
        cells = [
            cell(
                width,
                self.centred(_ROUND),
                self.centred(option["text"]),
                *([self.centred(end)] if end else ()),
            )
            for option, end in zip(options, ends, strict=True)
        ]
        return table(self.language, [width] * len(options), [row(cells)], borders=False)

    def grid(self, question: Sheet) -> Element:
        each = int(WIDTH * 0.6 / len(question["options"]))
        first = WIDTH - each * len(question["options"])
        head = [
            cell(each, self.coded(option["text"], option["code"])) for option in question["options"]
        ]
        rows = [row([cell(first), *head], header=True)]
        for one in question["rows"]:
            boxes = [cell(each, self.centred(_ROUND)) for _ in question["options"]]
            rows.append(row([cell(first, self.coded(one["text"], one["code"])), *boxes]))
        widths = [first, *[each] * len(question["options"])]
        return table(self.language, widths, rows, caption=question["text"].replace("\n", " "))

    def box(self, mark: str, text: str, code: str) -> Element:
        runs = (run(f"{mark}  {text}", self.language), *self.code(code))
        return paragraph(*runs, style="TableText", before=(el("w:keepNext"),))

    def coded(self, text: str, code: str) -> Element:
        return paragraph(run(text, self.language), *self.code(code), style="TableText")

    def code(self, code: str) -> list[Element]:
        """Return a code in small grey letters, from left to right in every language."""
        made = run(code, "", rtl=False)
        properties = made.find(el("w:rPr").tag)
        assert properties is not None
        for name, value in (("w:color", "595959"), ("w:sz", 14), ("w:szCs", 14)):
            properties.append(el(name, val=value))
        return [run("  ", self.language), made]

    def centred(self, text: str) -> Element:
        return paragraph(
            run(text, self.language), style="TableText", after=(el("w:jc", val="center"),)
        )

    def said(self, text: str, style: str = "") -> Element:
        return line(text, self.language, style)

    def rule(self) -> Element:
        return el("w:pBdr", el("w:bottom", val="single", sz=4, space=1, color="777777"))
