"""Over 60 hostile texts in every place of a paper, in every format: text they came, text they stay.

A file is compared with the same paper made of harmless texts: the same elements and attributes in
the same order, so nothing of a text became part of the document.
"""

import csv
import io
import json
import zipfile
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import openpyxl
import pypdf
import pytest

from consult.core import writable
from consult.core.locales import LANGUAGES
from consult.exports import package, registry
from consult.summaries.paper import Paper, Quote
from tests.attack.payloads import EVERY, FORMULAS, ODD, XSS
from tests.exports import papers, reading

#: Not texts of people: codes, tags, dates and names that rules of ours have passed.
_OURS = {
    "symbol", "signed_on", "agenda_item", "purpose", "phase", "opens_at", "closes_at", "languages",
    "slug", "code", "kind", "language", "region", "age_band", "meeting_starts_on",
    "meeting_ends_on", "mean",
}  # fmt: skip


def filled(node: Any, text: str) -> Any:
    """Return the tree with every text of people replaced."""
    if isinstance(node, str):
        return text
    if isinstance(node, dict):
        return {key: filled(value, text) for key, value in node.items()}
    if isinstance(node, tuple):
        return tuple(part if isinstance(part, str) else filled(part, text) for part in node)
    if is_dataclass(node) and not isinstance(node, type):
        values = {f.name: getattr(node, f.name) for f in fields(node)}
        changed = {n: filled(v, text) for n, v in values.items() if n not in _OURS}
        return replace(node, **changed)
    return node


def paper_of(text: str) -> Paper:
    base = papers.paper()
    short = tuple(
        replace(c, questions=tuple(replace(q, quotes=q.quotes[:2]) for q in c.questions))
        for c in base.consultations
    )
    made: Paper = filled(replace(base, consultations=short), text)
    return made


def skeleton(page: str) -> list[tuple[str, tuple[str, ...]]]:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    # A long word may break, a long label of a chart goes on in a second line.
    laid_out = {"wbr", "{http://www.w3.org/2000/svg}tspan", "tspan"}
    found = ((str(e.tag), tuple(sorted(map(str, e.attrib)))) for e in tree.iter())
    return [(tag, names) for tag, names in found if tag not in laid_out]


def word_skeleton(file: bytes) -> list[str]:
    found = []
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        for name in sorted(package.namelist()):
            found.append(name)
            if name.endswith((".xml", ".rels")):
                tree = ElementTree.fromstring(package.read(name))
                # Runs are cut where a text changes its script; breaks and tabs are text.
                inner = {"r", "t", "br", "tab", "rPr", "rtl", "lang", "rFonts", "cs", "bidi", "jc"}
                tags = (str(e.tag).rpartition("}")[2] for e in tree.iter())
                found += [] if name.startswith("docProps") else [t for t in tags if t not in inner]
    return found


def chart_formulas(file: bytes) -> list[str | None]:
    """Return what the charts of a workbook compute; their titles and labels come from cells."""
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        drawn = [n for n in sorted(package.namelist()) if n.startswith("xl/charts/chart")]
        trees = [ElementTree.fromstring(package.read(name)) for name in drawn]
    return [e.text for tree in trees for e in tree.iter() if e.tag.endswith("}f")]


def says_something(text: str) -> bool:
    return bool(writable.text(text).strip())


assert len(XSS) + len(FORMULAS) >= 60
#: One line each; a very long one is laid out in another way than a word.
TEXTS = [
    text
    for text in EVERY
    if says_something(text) and "\n" not in writable.text(text) and len(text) < 300
]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_text_becomes_part_of_the_web_page(language: str) -> None:
    harmless = skeleton(registry.write(paper_of("word"), language, "html").decode())
    for text in TEXTS:
        page = registry.write(paper_of(text), language, "html").decode()
        assert skeleton(page) == harmless, text


def test_no_text_becomes_a_formula_or_is_lost_in_csv_and_json() -> None:
    for text in TEXTS:
        paper = paper_of(text)
        lines = csv.reader(io.StringIO(registry.write(paper, "en", "csv").decode("utf-8-sig")))
        for cell in (cell for line in lines for cell in line):
            number = cell.lstrip("-").replace(".", "", 1).isdigit()
            assert number or not cell.startswith(tuple("=+-@\t\r\n＝＋－＠")), (text, cell)
        told = json.loads(registry.write(paper, "en", "json"))
        quotes = [q["text"] for q in told["consultations"][0]["questions"][0]["quotes"]]
        assert quotes == [writable.text(text)] * 2, text


def test_no_text_ends_a_label_or_begins_a_command_in_spss() -> None:
    def commands(text: str) -> list[str]:
        lines = registry.write(paper_of(text), "en", "sps").decode().split("\n")
        starts = [line for line in lines if line[:1].strip() and not line.startswith("*")]
        comments = [line for line in lines if line.startswith("*")]
        assert all(line.endswith(".") for line in comments), text
        return [*starts, str(len(comments)), str(len(lines))]

    harmless = commands("word")
    for text in TEXTS:
        assert commands(text) == harmless, text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_text_becomes_a_formula_or_a_link_in_excel(language: str) -> None:
    harmless = chart_formulas(registry.write(paper_of("word"), language, "xlsx"))
    assert harmless
    for text in TEXTS:
        file = registry.write(paper_of(text), language, "xlsx")
        book = openpyxl.load_workbook(io.BytesIO(file))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}, text
        assert not any(cell.hyperlink for cell in cells), text
        assert not any(part.startswith("xl/externalLinks") for part in reading.parts(file))
        assert all(sheet.sheet_state == "visible" for sheet in book)
        hidden = [d for s in book for d in s.column_dimensions.values() if d.hidden]
        assert hidden == []
        assert chart_formulas(file) == harmless, text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_text_becomes_a_field_or_a_link_in_word(language: str) -> None:
    harmless = word_skeleton(registry.write(paper_of("word"), language, "docx"))
    for text in TEXTS:
        assert word_skeleton(registry.write(paper_of(text), language, "docx")) == harmless, text


def loaded() -> Paper:
    """Return the paper with every hostile text as a quote of one question."""
    base = papers.paper()
    quotes = tuple(Quote(text, "en", "", "") for text in EVERY)
    questions = tuple(replace(q, quotes=quotes) for q in base.consultations[0].questions[:1])
    return replace(base, consultations=(replace(base.consultations[0], questions=questions),))


@pytest.mark.slow
def test_word_opens_all_of_them_without_repair(tmp_path: Path) -> None:
    # All at once, one quote each: the check itself takes a second a file.
    for language in LANGUAGES:
        for kind in ("docx", "xlsx"):
            file = registry.write(loaded(), language, kind)
            assert reading.problems(file, tmp_path, kind) == [], language
    assert len(ODD) > 10


def test_no_text_breaks_the_pdf_or_becomes_a_link_in_it() -> None:
    # All at once, one quote each: setting the type takes most of a second a file.
    file = registry.write(loaded(), "en", "pdf")
    read = pypdf.PdfReader(io.BytesIO(file))
    links = [note for page in read.pages for note in page.get("/Annots", [])]
    names: Any = read.trailer["/Root"]
    assert links == []
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(names)
    assert b"/JavaScript" not in file
    told = "".join(page.extract_text() for page in read.pages)
    assert "alert(1)" in told


def test_no_text_becomes_a_formula_in_a_package_or_leaves_its_place() -> None:
    sources = package.Sources(loaded().to_json(), loaded(), {}, {})
    archive = package.build(sources, write=lambda *_place: b"")
    assert package.problems(archive) == []
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        names = opened.namelist()
        cells = csv.reader(io.StringIO(opened.read("tables.csv").decode()))
        assert not any(cell.startswith(tuple("=+@\t\r")) for line in cells for cell in line)
    assert not any(name.startswith("/") or ".." in name or "\\" in name for name in names)
