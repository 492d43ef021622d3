"""PDF: the same outline as Word and the web page, set by Typst, tagged for screen readers."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from consult.core import typesetting
from consult.exports.body import outline
from consult.exports.edition import Edition
from consult.exports.outline import Bars, Block, Excerpt, Outline
from consult.exports.words import Words

_TEMPLATE = Path(__file__).parent / "typst" / "paper.typ"


def write(edition: Edition) -> bytes:
    """Return the file; where a sign cannot be shown, its first page says so."""
    whole = outline(edition)
    made = typesetting.pdf(_TEMPLATE, _content(whole))
    if made.replaced:
        said = Words(edition.language).gettext(
            "Some signs in the quotes cannot be shown in this file: “%(sign)s” stands in their"
            " place. The Word document has them.",
            sign=typesetting.REPLACEMENT,
        )
        warned = replace(whole.front, warnings=(*whole.front.warnings, said))
        made = typesetting.pdf(_TEMPLATE, _content(replace(whole, front=warned)))
    return made.file


def _content(whole: Outline) -> dict[str, Any]:
    return {
        "language": whole.language,
        "front": asdict(whole.front),
        "blocks": [_block(block) for block in whole.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    told = {"kind": type(block).__name__} | asdict(block)
    if isinstance(block, Excerpt):
        told["text"] = block.text.replace("\t", "\u2003")  # Typst draws nothing for a tab
    if isinstance(block, Bars):
        most = max((bar.count or 0 for bar in block.bars), default=0) or 1
        told["bars"] = [
            {"label": bar.short, "share": (bar.count or 0) / most, "shown": bar.shown}
            for bar in block.bars
        ]
    return told
