"""The styles of a paper, and its numbering: sections 1, 2; paragraphs 1.1, 1.2."""

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from consult.core.locales import direction
from consult.exports.docx.text import PROOFING
from consult.exports.docx.xml import Child, el

LATIN_FONT = "Arial"
EAST_ASIAN_FONT = "Microsoft YaHei"
INK = "1F3864"

SECTIONS, BULLETS, UNNUMBERED = 1, 2, 3


def styles(language: str) -> Element:
    """Return the styles part for papers in one language."""
    return el(
        "w:styles",
        el("w:docDefaults", el("w:rPrDefault", _default_run(language)), el("w:pPrDefault")),
        *_paragraph_styles(bidi=direction(language) == "rtl"),
        *_table_styles(),
    )


def _default_run(language: str) -> Element:
    tags = {"val": "en-GB", "eastAsia": "zh-CN", "bidi": "ar-SA"}
    slot = {"ar": "bidi", "zh": "eastAsia"}.get(language, "val")
    return el(
        "w:rPr",
        el(
            "w:rFonts",
            ascii=LATIN_FONT,
            hAnsi=LATIN_FONT,
            eastAsia=EAST_ASIAN_FONT,
            cs=LATIN_FONT,
        ),
        el("w:sz", val=21),
        el("w:szCs", val=22),
        el("w:lang", **(tags | {slot: PROOFING[language]})),
    )


def _style(
    name: str, paragraph: tuple[Child, ...] = (), run: tuple[Child, ...] = (), following: str = ""
) -> Element:
    """Return a paragraph style; its id is its name without spaces, in Word's own spelling."""
    ident = "".join(word[0].upper() + word[1:] for word in name.split())
    normal = ident == "Normal"
    made = el(
        "w:style",
        el("w:name", val=name),
        None if normal else el("w:basedOn", val="Normal"),
        el("w:next", val=following) if following else None,
        el("w:qFormat"),
        el("w:pPr", *paragraph) if any(part is not None for part in paragraph) else None,
        el("w:rPr", *run) if run else None,
        type="paragraph",
        styleId=ident,
    )
    if normal:
        made.set(qn("w:default"), "1")
    return made


def _size(half_points: int) -> tuple[Child, Child]:
    return el("w:sz", val=half_points), el("w:szCs", val=half_points)


def _bold() -> tuple[Child, Child]:
    return el("w:b"), el("w:bCs")


def _kept() -> tuple[Child, Child]:
    # Made anew for each style: an element has one parent.
    return el("w:keepNext"), el("w:keepLines")


def _numbered(level: int) -> Element:
    return el("w:numPr", el("w:ilvl", val=level), el("w:numId", val=SECTIONS))


def _space(before: int, after: int) -> Element:
    return el("w:spacing", before=before, after=after)


def _border(*sides: str, color: str = INK, size: int = 6) -> Element:
    return el(
        "w:pBdr", *(el(f"w:{side}", val="single", sz=size, space=4, color=color) for side in sides)
    )


def _paragraph_styles(*, bidi: bool) -> list[Element]:
    # The other styles are based on Normal, so the direction is told once.
    normal = (el("w:widowControl"), el("w:bidi") if bidi else None)
    red = _border("top", "left", "bottom", "right", color="B00020", size=12)
    return [
        _style("Normal", (*normal, el("w:spacing", after=120, line=264, lineRule="auto"))),
        _style(
            "heading 1",
            (*_kept(), _numbered(0), _space(360, 120), el("w:outlineLvl", val=0)),
            (*_bold(), el("w:color", val=INK), *_size(28)),
            "NumberedParagraph",
        ),
        _style(
            "heading 2",
            (*_kept(), _space(280, 100), el("w:outlineLvl", val=1)),
            (*_bold(), el("w:color", val=INK), *_size(24)),
            "NumberedParagraph",
        ),
        _style(
            "Title", (*_kept(), _space(240, 160)), (*_bold(), el("w:color", val=INK), *_size(34))
        ),
        _style(
            "Part Heading",
            (*_kept(), _space(280, 100), el("w:outlineLvl", val=0)),
            (*_bold(), el("w:color", val=INK), *_size(24)),
        ),
        _style("Numbered Paragraph", (_numbered(1),)),
        _style(
            "List Bullet",
            (el("w:numPr", el("w:numId", val=BULLETS)), _space(0, 80)),
        ),
        _style("caption", (*_kept(), _space(200, 80)), (*_bold(), *_size(19))),
        _style("Figure", (el("w:keepNext"), _space(160, 0))),
        _style("Figure Caption", (_space(40, 160),), (*_bold(), *_size(19))),
        _style("Table Text", (_space(30, 30),), _size(19)),
        # "right" is the end of the line in Arabic too: Word mirrors it with w:bidi.
        _style("Table Figure", (_space(30, 30), el("w:jc", val="right")), _size(19)),
        _style("Table Note", (_space(40, 40),), (el("w:color", val="404040"), *_size(17))),
        _style(
            "Quote",
            (
                # Shade, not a line at one side: quotes run in either direction.
                el("w:shd", val="clear", color="auto", fill="F1F3F6"),
                _space(120, 20),
                el("w:ind", left=340, right=340),
            ),
        ),
        _style(
            "Quote Source",
            (_space(0, 160), el("w:ind", left=340, right=340)),
            (el("w:color", val="404040"), *_size(17)),
        ),
        _style("Warning", (red, _space(160, 160)), (*_bold(), el("w:color", val="B00020"))),
        _style("header", (_border("bottom", size=4), _space(0, 120)), _size(16)),
        _style("footer", (_space(0, 0), el("w:jc", val="center")), _size(15)),
    ]


def _table_styles() -> list[Element]:
    borders = (
        el(f"w:{side}", val="single", sz=4, space=0, color="8C8C8C")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = el(
        "w:tblCellMar",
        el("w:top", w=20, type="dxa"),
        el("w:left", w=100, type="dxa"),
        el("w:bottom", w=20, type="dxa"),
        el("w:right", w=100, type="dxa"),
    )
    plain = el(
        "w:style",
        el("w:name", val="Normal Table"),
        el("w:uiPriority", val=99),
        el("w:semiHidden"),
        el("w:unhideWhenUsed"),
        el("w:tblPr", el("w:tblInd", w=0, type="dxa"), margins),
        type="table",
        default=1,
        styleId="TableNormal",
    )
    grid = el(
        "w:style",
        el("w:name", val="Table Grid"),
        el("w:basedOn", val="TableNormal"),
        el("w:tblPr", el("w:tblBorders", *borders)),
        type="table",
        styleId="TableGrid",
    )
    return [plain, grid]


def fonts() -> Element:
    """Return the table of fonts."""
    return el("w:fonts", *(el("w:font", name=name) for name in (LATIN_FONT, EAST_ASIAN_FONT)))


def numbering(language: str) -> Element:
    """Return the numbering part: headings with their paragraphs, and bullets."""
    # In a right-to-left paragraph Word counts "left" from the right edge. LibreOffice lets the
    # number grow towards that edge, so it starts a little inside of it.
    inset = 283 if direction(language) == "rtl" else 0
    sections = el(
        "w:abstractNum",
        el("w:multiLevelType", val="multilevel"),
        _level(0, "decimal", "%1", "Heading1", indent=567, inset=inset),
        _level(1, "decimal", "%1.%2", "NumberedParagraph", indent=567, inset=inset),
        abstractNumId=0,
    )
    bullets = el(
        "w:abstractNum",
        el("w:multiLevelType", val="hybridMultilevel"),
        _level(0, "bullet", "•", "ListBullet", indent=340, inset=inset),
        abstractNumId=1,
    )
    # An annex is a heading of level 1 without a number; "numId 0" is not known to every reader.
    unnumbered = el(
        "w:abstractNum",
        el("w:multiLevelType", val="singleLevel"),
        el(
            "w:lvl",
            el("w:start", val=1),
            el("w:numFmt", val="none"),
            el("w:suff", val="nothing"),
            el("w:lvlText", val=""),
            el("w:lvlJc", val="left"),
            el("w:pPr", el("w:ind", left=0, firstLine=0)),
            ilvl=0,
        ),
        abstractNumId=2,
    )
    return el(
        "w:numbering",
        sections,
        bullets,
        unnumbered,
        el("w:num", el("w:abstractNumId", val=0), numId=SECTIONS),
        el("w:num", el("w:abstractNumId", val=1), numId=BULLETS),
        el("w:num", el("w:abstractNumId", val=2), numId=UNNUMBERED),
    )


def _level(level: int, kind: str, text: str, style: str, *, indent: int, inset: int) -> Element:
    return el(
        "w:lvl",
        el("w:start", val=1),
        el("w:numFmt", val=kind),
        el("w:pStyle", val=style),
        el("w:lvlText", val=text),
        el("w:lvlJc", val="left"),
        el("w:pPr", el("w:ind", left=indent + inset, hanging=indent)),
        ilvl=level,
    )
