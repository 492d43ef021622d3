"""QR codes as a path for inline SVG, so that pages print them without a file or a style."""

from dataclasses import dataclass

import segno

#: Light modules around the code; scanners need four (ISO/IEC 18004).
_QUIET = 4


@dataclass(frozen=True)
class QrCode:
    """A QR code: a square of ``size`` units, its border included, and what is dark in it."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """Return the QR code of a text, an address most often, with a quarter of it to spare."""
    made = segno.make_qr(text, error="q", boost_error=False)
    dark = (
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z"
        for y, row in enumerate(made.matrix)
        for x, module in enumerate(row)
        if module
    )
    return QrCode(len(made.matrix) + 2 * _QUIET, "".join(dark))
