"""Every format a paper comes in, by name; each is one module."""

from collections.abc import Callable
from dataclasses import dataclass

from consult.core.errors import DomainError
from consult.core.locales import N_
from consult.exports import csv, docx, html, json, pdf, sps, xlsx
from consult.exports.edition import Edition, edition
from consult.summaries.paper import Paper


@dataclass(frozen=True)
class Format:
    """A kind of file. ``title`` is a msgid; ``write`` gives the same bytes each time."""

    name: str
    title: str
    media_type: str
    write: Callable[[Edition], bytes]


FORMATS: dict[str, Format] = {
    known.name: known
    for known in (
        Format(
            "docx",
            N_("Word document"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            docx.write,
        ),
        Format("pdf", N_("PDF document"), "application/pdf", pdf.write),
        Format("html", N_("Web page"), "text/html; charset=utf-8", html.write),
        Format(
            "xlsx",
            N_("Excel workbook"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            xlsx.write,
        ),
        Format("csv", N_("CSV table"), "text/csv; charset=utf-8", csv.write),
        Format("json", N_("JSON data"), "application/json", json.write),
        Format("sps", N_("SPSS syntax with the figures"), "text/plain; charset=utf-8", sps.write),
    )
}


def format_of(name: str) -> Format:
    """Return a format by its name.

    Raises:
        DomainError: there is no such format (``format_unknown``).
    """
    if name not in FORMATS:
        raise DomainError(
            "format_unknown",
            N_("There is no format “%(name)s”. Choose one of: %(formats)s."),
            name=name,
            formats=", ".join(FORMATS),
        )
    return FORMATS[name]


def write(paper: Paper, language: str, format: str) -> bytes:  # noqa: A002 - the word callers use
    """Return a paper as a file.

    Args:
        paper: a signed summary or a draft; drafts say so on every page.
        language: one of the six tags; the whole paper is in it, quotes excepted.
        format: a name in :data:`FORMATS`.

    Returns:
        The file; the same paper, language and format give the same bytes.

    Raises:
        DomainError: the format or language is unknown, or a text is not there in the language.
    """
    return format_of(format).write(edition(paper, language))


def file_name(paper: Paper, language: str, format: str) -> str:  # noqa: A002 - as above
    """Return an ASCII file name: ``S26-CLCWGCOP24-C-0007-A.docx``, or one that says draft."""
    kind = format_of(format)
    stem = edition(paper, language).symbol or f"meeting-{paper.meeting_number}-{language}"
    return f"{stem}{'' if paper.signed_on else '-draft'}.{kind.name}"
