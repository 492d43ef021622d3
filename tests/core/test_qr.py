"""QR codes are read back by a reader: as picture, as path, in each of their uses."""

import re
import struct
import zlib

import pytest
import zxingcpp

from consult.core import ids, qr

TEXTS = [
    "http://localhost:8000/c/safety",
    "https://consult.example/c/a-rather-long-name-of-a-consultation#code=7KMD-R4XN-92PQ-V0TC-8HJE-51WZ",
    *(ids.receipt_code(bytes(32), f"consultation:{n}") for n in range(20)),
]


def read(rows: list[bytes]) -> str:
    """Read what a camera would read from grey points, row by row."""
    picture = memoryview(b"".join(rows)).cast("B", (len(rows), len(rows[0])))
    found = zxingcpp.read_barcode(picture)
    assert found is not None
    return found.text


@pytest.mark.parametrize("text", TEXTS)
def test_the_path_of_a_code_is_read_back(text: str) -> None:
    code = qr.qr_code(text)
    points = [bytearray(b"\xff" * code.size) for _row in range(code.size)]
    for x, y, width, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", code.path):
        assert width == back
        points[int(y)][int(x) : int(x) + int(width)] = bytes(int(width))
    assert all(set(points[n]) == {255} for n in (0, 1, 2, 3, -1, -2, -3, -4))  # the quiet zone
    wide = [bytes(p for point in row for p in [point] * 4) for row in points for _times in range(4)]
    assert read(wide) == text


@pytest.mark.parametrize("text", TEXTS[1:4])
def test_the_picture_of_a_code_is_read_back(text: str) -> None:
    picture = qr.png(text)
    width, height = struct.unpack(">II", picture[16:24])
    assert width == height
    length = struct.unpack(">I", picture[33:37])[0]
    assert picture[37:41] == b"IDAT"
    lines = zlib.decompress(picture[41 : 41 + length])
    rows = [lines[n * (width + 1) + 1 : (n + 1) * (width + 1)] for n in range(height)]
    assert read(rows) == text


def test_a_title_tells_what_the_picture_leads_to() -> None:
    assert "<title>http://localhost/c/a&amp;b</title>" in qr.svg("http://localhost/c/a&b")
