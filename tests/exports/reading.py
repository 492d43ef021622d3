"""Reads finished files back, with other libraries than those that wrote them."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from openxml_audit import OpenXmlValidator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


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
