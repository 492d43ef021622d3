"""What every format can carry: one sanitizer of text for pages, papers and files."""

import re

# C0 controls but tab and line feed, DEL and C1 controls, lone surrogates, non-characters: XML 1.0
# (section 2.2) or HTML (13.2.3.5) has no way to write them, and python-docx stops at them.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
    + "]"
)
#: What a spreadsheet may read as the start of a formula, full-width forms included.
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")


def text(raw: str) -> str:
    """Return the text without what XML or HTML cannot carry; every line end becomes a line feed.

    Nothing else is lost: emoji, marks of direction and spaces stay.
    """
    return _UNWRITABLE.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))


def cell(raw: str) -> str:
    """Return a spreadsheet cell that no program takes for a formula (OWASP, CSV injection)."""
    return f"'{raw}" if raw[:1] in FORMULA_STARTS else raw
