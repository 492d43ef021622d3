"""A workbook is looked over before it is opened; one made to do harm is refused at once."""

import io
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from consult.core.errors import InvalidError
from consult.questionnaires import files
from tests.bench import xlsforms
from tests.questionnaires.spreadsheets import survey

GOOD = survey(["text", "say", "Say"])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def _repacked(changes: dict[str, bytes], *, repeat: int = 1) -> bytes:
    """Return the good workbook with some parts replaced or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as good,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in good.namelist():
            made.writestr(name, changes.get(name, good.read(name)))
        for name, content in changes.items():
            if name not in good.namelist():
                for number in range(repeat):
                    made.writestr(f"{number}{name}", content)
    return buffer.getvalue()


def _sheet(rows: bytes, before: bytes = b"") -> dict[str, bytes]:
    head = b'<?xml version="1.0" encoding="UTF-8"?>' + before
    head += (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return {"xl/worksheets/sheet1.xml": head + rows + b"</sheetData></worksheet>"}


LAUGHS = b'<!DOCTYPE lol [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
WIDE_LAUGHS = LAUGHS.decode().encode("utf-16")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("old.xls", OLE, "workbook_damaged"),
        ("renamed.xlsx", OLE, "workbook_damaged"),
        ("secret.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "workbook_password"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "workbook_image"),
        ("photo.xlsx", b"\xff\xd8\xff\xe0" + bytes(100), "workbook_image"),
        ("text.xlsx", b"type,name,label\n", "workbook_none"),
        ("empty.xlsx", b"", "workbook_none"),
        ("half.xlsx", GOOD[: len(GOOD) // 2], "workbook_none"),
        ("zip.xlsx", _repacked({})[:0] + b"PK\x05\x06" + bytes(18), "workbook_none"),
        ("bomb.xlsx", _repacked({"b.xml": bytes(30_000_000)}), "workbook_bomb"),
        ("ratio.xlsx", _repacked({"b.xml": b" " * 9_000_000}), "workbook_bomb"),
        ("parts.xlsx", _repacked({"p.xml": b""}, repeat=600), "workbook_bomb"),
        ("laughs.xlsx", _repacked(_sheet(b"", LAUGHS)), "workbook_entities"),
        ("late.xlsx", _repacked(_sheet(b"", b" " * 9_000 + LAUGHS)), "workbook_entities"),
        ("utf16.xlsx", _repacked({"xl/styles.xml": WIDE_LAUGHS}), "workbook_entities"),
        ("broken.xlsx", _repacked(_sheet(b"<row><c></row>")), "workbook_damaged"),
        ("broken.xlsx", _repacked({"xl/workbook.xml": b"<x/>"}), "survey_missing"),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_is_no_workbook_is_refused_with_a_sentence(
    name: str, content: bytes, code: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        files.read(name, content)
    assert refused.value.code == code


def test_a_sheet_with_far_cells_is_refused() -> None:
    far = b'<row r="%d"><c r="XFD%d" t="inlineStr"><is><t>x</t></is></c></row>'
    head = b"<row r='1'><c r='A1' t='inlineStr'><is><t>type</t></is></c></row>"
    rows = head + b"".join(far % (n, n) for n in range(2, 3_000)) + far % (1048576, 1048576)
    with pytest.raises(InvalidError):
        files.read("far.xlsx", _repacked(_sheet(rows)))


def test_a_workbook_with_a_whole_questionnaire_is_read() -> None:
    assert files.read("good.xlsx", GOOD).languages == ("en",)
    assert files.read("GOOD.XLSM", GOOD).languages == ("en",)


def test_a_workbook_made_to_do_harm_costs_neither_time_nor_memory(tmp_path: Path) -> None:
    for path in xlsforms.harmful(tmp_path):
        told = xlsforms.cost(path)
        assert "refused" in told.told, path.name
        slow = path.name.startswith("nearly")
        assert told.worked < (5 if slow else 1), told
        assert told.above < (250 if slow else 50), told


def test_the_largest_real_spreadsheets_are_read_within_bounds(shared: Path) -> None:
    paths = sorted((shared / "xlsforms").iterdir(), key=lambda path: path.stat().st_size)
    for path in paths[-3:]:
        told = xlsforms.cost(path)
        assert told.worked < 5, told
        assert told.at_most < 300, told


def test_a_part_that_unfolds_to_more_than_it_declares_is_cut_where_it_says() -> None:
    # Its checksum is that of the first thousand bytes, so that only the length tells.
    zeros = b" " * 30_000_000
    told = struct.pack("<L", zlib.crc32(zeros[:1_000]))
    packed = _repacked({"late.xml": zeros})
    packed = packed.replace(struct.pack("<L", zlib.crc32(zeros)), told)
    packed = packed.replace(struct.pack("<L", len(zeros)), struct.pack("<L", 1_000))
    tracemalloc.start()
    files.read("cut.xlsx", packed)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000
