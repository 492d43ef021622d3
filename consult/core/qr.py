"""QR codes, made here, so that no other site learns an address or a code.

They are paths for inline SVG, so that pages print them without a file or a style, or pictures.
"""

import struct
import zlib
from dataclasses import dataclass
from html import escape
from itertools import groupby

import numpy as np
import zxingcpp

#: Light modules around the code; scanners need four (ISO/IEC 18004).
_QUIET = 4
#: Picture points a module in a PNG.
_SCALE = 10


@dataclass(frozen=True)
class QrCode:
    """A QR code: a square of ``size`` units, its border included, and what is dark in it."""

    size: int
    path: str


def qr_code(text: str, level: str = "Q") -> QrCode:
    """Return the QR code of a text, an address most often.

    Args:
        text: what a camera reads.
        level: how much may be lost to creases and dirt: ``L`` 7, ``M`` 15, ``Q`` 25, ``H`` 30 %.
    """
    rows = _rows(text, level)
    runs: list[str] = []
    for y, row in enumerate(rows, _QUIET):
        x = _QUIET
        for dark, modules in groupby(row):
            width = len(list(modules))
            if dark:
                runs.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return QrCode(len(rows) + 2 * _QUIET, "".join(runs))


def svg(text: str) -> str:
    """Return the QR code of a text as an SVG picture, which tells a screen reader what it is."""
    code = qr_code(text)
    side = code.size * 4
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" '
        f'viewBox="0 0 {code.size} {code.size}"><title>{escape(text)}</title>'
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<path d="{code.path}" shape-rendering="crispEdges"/></svg>'
    )


def png(text: str) -> bytes:
    """Return the QR code alone as a picture that every phone's album shows."""
    rows = _rows(text, "M")
    light = [False] * _QUIET
    border = [[False] * (len(rows) + 2 * _QUIET)] * _QUIET
    points = [
        line
        for row in [*border, *([*light, *row, *light] for row in rows), *border]
        for line in [b"\0" + b"".join((b"\0" if dark else b"\xff") * _SCALE for dark in row)]
        * _SCALE
    ]
    # A picture of grey points, eight bits each (ISO/IEC 15948).
    head = struct.pack(">IIBBBBB", len(points), len(points), 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (
            (b"IHDR", head),
            (b"IDAT", zlib.compress(b"".join(points), 9)),
            (b"IEND", b""),
        )
    )


def _rows(text: str, level: str) -> list[list[bool]]:
    """Return the modules row by row, true where dark, without the border."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    points = np.asarray(zxingcpp.write_barcode_to_image(made, add_quiet_zones=False))
    rows: list[list[bool]] = (points == 0).tolist()
    return rows
