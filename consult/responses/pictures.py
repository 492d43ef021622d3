"""A receipt code as a QR code, made here: no other site learns a code."""

import io

import segno

#: Light modules around a QR code (ISO/IEC 18004).
_MARGIN = 4


class Outline:
    """The dark squares of a QR code as one SVG path on a grid of ``side`` units."""

    def __init__(self, code: str) -> None:
        rows = [bytes(row) for row in segno.make_qr(code, error="m").matrix]
        self.side = len(rows) + 2 * _MARGIN
        self.path = "".join(
            f"M{x + _MARGIN} {y + _MARGIN}h1v1h-1z"
            for y, row in enumerate(rows)
            for x, dark in enumerate(row)
            if dark
        )


def outline(code: str) -> Outline:
    """Return the QR code of a receipt code, to be drawn inside a page or a picture."""
    return Outline(code)


def png(code: str) -> bytes:
    """Return the QR code alone as a picture that every phone's album shows."""
    target = io.BytesIO()
    segno.make_qr(code, error="m").save(target, kind="png", scale=10, border=_MARGIN)
    return target.getvalue()
