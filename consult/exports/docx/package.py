"""The parts of a Word file, put together so that the same paper gives the same bytes."""

import io
import zipfile
from datetime import datetime, time
from functools import cache

from docx import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.package import Package

from consult.exports.body import outline
from consult.exports.docx import blocks, pages, styles
from consult.exports.docx.text import PROOFING
from consult.exports.docx.xml import el
from consult.exports.edition import Edition
from consult.exports.outline import Outline
from consult.summaries.paper import day

#: The earliest moment a zip directory can tell.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(edition: Edition) -> bytes:
    """Return the paper as a Word file."""
    paper = outline(edition)
    package = Package()
    body = el("w:body")
    document = part(package, "document", CT.WML_DOCUMENT_MAIN, el("w:document", body))
    package.relate_to(document, RT.OFFICE_DOCUMENT)
    header, footer = _frame(package, document, paper)
    body.extend(pages.first_page(paper.front, paper.language))
    body.extend(list(blocks.draw(paper, document)))
    body.append(pages.section(header, footer, paper.language))
    _describe(package, paper, edition)
    saved = io.BytesIO()
    package.save(saved)
    return timeless(saved)


def part(package: Package, name: str, content_type: str, element: Element) -> XmlPart:
    """Return a part of the package that holds one XML document."""
    return XmlPart(PackURI(f"/word/{name}.xml"), content_type, element, package)


def _frame(package: Package, document: XmlPart, paper: Outline) -> tuple[str, str]:
    """Add the parts around the text; return the relationship ids of running head and foot."""
    language, front = paper.language, paper.front
    for name, content_type, kind, element in (
        ("styles", CT.WML_STYLES, RT.STYLES, styles.styles(language)),
        ("numbering", CT.WML_NUMBERING, RT.NUMBERING, styles.numbering(language)),
        ("settings", CT.WML_SETTINGS, RT.SETTINGS, pages.settings()),
        ("fontTable", CT.WML_FONT_TABLE, RT.FONT_TABLE, styles.fonts()),
    ):
        document.relate_to(part(package, name, content_type, element), kind)
    document.relate_to(theme(package), RT.THEME)
    header = part(package, "header1", CT.WML_HEADER, pages.running_head(front, language))
    footer = part(package, "footer1", CT.WML_FOOTER, pages.running_foot(front, language))
    return document.relate_to(header, RT.HEADER), document.relate_to(footer, RT.FOOTER)


def theme(package: Package) -> Part:
    """Return the theme, which Word asks for."""
    return Part(PackURI("/word/theme/theme1.xml"), CT.OFC_THEME, _theme(), package)


@cache
def _theme() -> bytes:
    # Word asks for a theme though no style here refers to one; python-docx brings a plain one.
    part: Part = Document().part.part_related_by(RT.THEME)
    return part.blob


def _describe(package: Package, paper: Outline, edition: Edition) -> None:
    """Fill the document's properties; its dates are those of the paper, not of the clock."""
    made_at = datetime.combine(
        day(edition.paper.signed_on or edition.paper.meeting_starts_on), time()
    )
    properties = package.core_properties
    # The properties hold 255 characters each; python-docx refuses more.
    properties.title = paper.front.title[:255]
    properties.subject = " · ".join((paper.front.document, paper.front.meeting))[:255]
    properties.author = properties.last_modified_by = paper.front.body[:255]
    properties.language = PROOFING[paper.language]
    properties.created = properties.modified = made_at
    properties.revision = 1


def timeless(saved: io.BytesIO) -> bytes:
    """Return the zip with the same date on every member."""
    target = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(target, "w") as copy:
        for member in source.infolist():
            entry = zipfile.ZipInfo(member.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            copy.writestr(entry, source.read(member))
    return target.getvalue()
