"""What frames a paper's text: the head of page one, running head and foot, the page itself."""

from docx.oxml.xmlchemy import BaseOxmlElement as Element

from consult.core.locales import direction
from consult.exports.docx.tables import WIDTH, cell, row, table
from consult.exports.docx.text import line, paragraph, run
from consult.exports.docx.xml import el
from consult.exports.outline import Front


def first_page(front: Front, language: str) -> list[Element]:
    """Return the head of the first page: the meeting, the document, the title, the box."""
    left = int(WIDTH * 0.52)
    head = table(
        language,
        (left, WIDTH - left),
        [
            row(
                [
                    cell(
                        left,
                        line(front.body, language, bold=True),
                        line(front.meeting, language),
                        line(front.place_and_days, language),
                    ),
                    cell(
                        WIDTH - left,
                        line(front.document, language, bold=True),
                        line(front.dated, language),
                        line(front.original, language),
                    ),
                ]
            )
        ],
        borders=False,
    )
    warnings = [line(warning, language, "Warning") for warning in front.warnings]
    labelled = [front.source, *([front.agenda] if front.agenda else [])]
    return [
        head,
        *(warnings or [paragraph()]),
        line(front.title, language, "Title"),
        *(_labelled(label, text, language) for label, text in labelled),
        _box(front, language),
    ]


def _labelled(label: str, text: str, language: str) -> Element:
    return paragraph(run(f"{label}: ", language, bold=True), run(text, language))


def _box(front: Front, language: str) -> Element:
    content = [line(front.purpose, language, bold=True)]
    if front.abstract:
        content.append(line(front.abstract_heading, language, bold=True))
        content.extend(line(text, language) for text in front.abstract)
    content.append(line(front.references_heading, language, bold=True))
    content.extend(line(text, language, "ListBullet") for text in front.references)
    # The box may be longer than a page: its row must be able to split.
    return table(language, (WIDTH,), [el("w:tr", cell(WIDTH, *content))])


def running_head(front: Front, language: str) -> Element:
    """Return the head of every page: the symbol, and that it is a draft or a demonstration."""
    return el("w:hdr", line(front.running_head, language, "Header"))


def running_foot(front: Front, language: str) -> Element:
    """Return the foot of every page: its number, and what the paper is bound to."""
    return el("w:ftr", page_number(language), line(front.running_foot, language, "Footer"))


def page_number(language: str) -> Element:
    """Return the number of the page and how many there are."""
    return paragraph(
        el("w:fldSimple", run("1", language, rtl=False), instr=" PAGE "),
        run(" / ", language),
        el("w:fldSimple", run("1", language, rtl=False), instr=" NUMPAGES "),
        style="Footer",
    )


def section(header: str, footer: str, language: str) -> Element:
    """Return the section's properties: A4, margins of 2.5 cm.

    Args:
        header: relationship id of the running head.
        footer: relationship id of the running foot.
        language: the paper's.
    """
    reference = el("w:headerReference", type="default", r_id=header)
    return el(
        "w:sectPr",
        reference,
        el("w:footerReference", type="default", r_id=footer),
        el("w:pgSz", w=11906, h=16838),
        el(
            "w:pgMar",
            top=1418,
            right=1418,
            bottom=1418,
            left=1418,
            header=709,
            footer=567,
            gutter=0,
        ),
        # Word ignores w:bidi when it stands after w:docGrid.
        el("w:bidi") if direction(language) == "rtl" else None,
        el("w:docGrid", linePitch=360),
    )


def settings() -> Element:
    """Return the settings: the mode of present Word, so that it does not speak of compatibility."""
    mode = el(
        "w:compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val=15,
    )
    return el(
        "w:settings",
        el("w:zoom", percent=100),
        el("w:defaultTabStop", val=567),
        el("w:characterSpacingControl", val="doNotCompress"),
        el("w:compat", mode),
    )
