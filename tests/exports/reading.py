"""Reads finished files back, with other libraries than those that wrote them."""

import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openxml_audit import OpenXmlValidator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
#: Direction marks, joiners and blanks: a reader of PDF files puts them where it likes.
_INVISIBLE = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def problems(file: bytes, folder: Path, kind: str) -> list[str]:
    """Return what the Open XML SDK's rules find wrong."""
    path = folder / f"paper.{kind}"
    path.write_bytes(file)
    found = OpenXmlValidator().validate(path)
    return [error.description for error in found.errors]


def part(file: bytes, name: str) -> ElementTree.Element:
    """Return one part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return ElementTree.fromstring(package.read(name))


def parts(file: bytes) -> list[str]:
    """Return the names of a file's parts."""
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return package.namelist()


def paragraphs(file: bytes, name: str = "word/document.xml") -> list[tuple[str, str]]:
    """Return each paragraph's style and text; line breaks and tabs as characters."""
    found = []
    for paragraph in part(file, name).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        found.append(("" if style is None else style.attrib[f"{W}val"], text_of(paragraph)))
    return found


def text_of(node: ElementTree.Element) -> str:
    """Return the text of a paragraph as a reader sees it."""
    written = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(
        written.get(piece.tag, (piece.text or "") if piece.tag == f"{W}t" else "")
        for piece in node.iter()
    )


def tables(file: bytes) -> list[list[list[str]]]:
    """Return the texts of each table's cells, line by line, without the header line."""
    return [
        [[text_of(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")][1:]
        for table in part(file, "word/document.xml").iter(f"{W}tbl")
    ]


def letters(text: str) -> str:
    """Return the text without what cannot be seen, and without marks whose order readers change."""
    apart = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def pages(file: bytes, *options: str) -> list[str]:
    """Return what poppler, the library of most free PDF readers, reads out of each page.

    ``-layout`` among the options keeps the cells of a table's line on one line.
    """
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed: .ci/run installs it")
    read = subprocess.run(
        [program, *options, "-", "-"], input=file, capture_output=True, check=True
    )
    return read.stdout.decode().split("\f")
