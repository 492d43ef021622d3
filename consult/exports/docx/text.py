"""Paragraphs and runs, each marked with its language and direction."""

import re
import unicodedata

from docx.oxml.xmlchemy import BaseOxmlElement as Element

from consult.core.locales import direction
from consult.exports.docx.xml import Child, el

#: The tags Word's proofing tools know.
PROOFING = {
    "ar": "ar-SA",
    "zh": "zh-CN",
    "en": "en-GB",
    "fr": "fr-FR",
    "ru": "ru-RU",
    "es": "es-ES",
}

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_EAST_ASIAN = {"zh", "ja", "ko"}


def right_to_left(text: str, language: str) -> bool:
    """Tell the direction of a text by its first strong letter, as ``dir=auto`` does in HTML."""
    for letter in text:
        match unicodedata.bidirectional(letter):
            case "L":
                return False
            case "R" | "AL":
                return True
    return direction(language) == "rtl"


def run(text: str, language: str, *, rtl: bool | None = None, bold: bool = False) -> Element:
    """Return a run; line ends and tabs become Word's own.

    Args:
        text: clean text.
        language: the tag the text is in; anything that is no tag leaves the run unmarked.
        rtl: its direction; by default that of the language.
        bold: whether it is bold, in any script.
    """
    if rtl is None:
        rtl = direction(language) == "rtl"
    made = el("w:r", _properties(language, rtl=rtl, bold=bold))
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(el("w:br"))
        for position, piece in enumerate(line.split("\t")):
            if position:
                made.append(el("w:tab"))
            if piece:
                made.append(el("w:t", text=piece))
    return made


def _properties(language: str, *, rtl: bool, bold: bool) -> Element:
    known = _TAG.fullmatch(language) is not None
    east_asian = language.split("-", maxsplit=1)[0] in _EAST_ASIAN
    tag = PROOFING.get(language, language)
    slot = "bidi" if rtl else ("eastAsia" if east_asian else "val")
    return el(
        "w:rPr",
        # Without the hint Word takes quotation marks of a Chinese text from the Latin font.
        el("w:rFonts", hint="eastAsia") if east_asian else None,
        *((el("w:b"), el("w:bCs")) if bold else ()),
        el("w:rtl") if rtl else None,
        el("w:lang", **{slot: tag}) if known else None,
    )


def paragraph(
    *runs: Element,
    style: str = "",
    before: tuple[Child, ...] = (),
    bidi: bool | None = None,
    after: tuple[Child, ...] = (),
) -> Element:
    """Return a paragraph.

    Args:
        runs: what it consists of.
        style: id of its style; the default style when empty.
        before: properties that ECMA-376 puts between the style and ``w:bidi``.
        bidi: its direction where it differs from the style's.
        after: properties that come after ``w:bidi``.
    """
    properties = el(
        "w:pPr",
        el("w:pStyle", val=style) if style else None,
        *before,
        None if bidi is None else el("w:bidi", val=int(bidi)),
        *after,
    )
    return el("w:p", properties if len(properties) else None, *runs)


def line(
    text: str, language: str, style: str = "", *, bold: bool = False, keep: bool = False
) -> Element:
    """Return a paragraph of one text in the paper's language; ``keep`` holds it to the next."""
    before = (el("w:keepNext"),) if keep else ()
    return paragraph(run(text, language, bold=bold), style=style, before=before)
