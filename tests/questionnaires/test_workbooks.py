"""A workbook is looked over before it is opened; one made to do harm is refused at once."""

import io
import json
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from consult.core.errors import InvalidError
from consult.questionnaires import files
from consult.questionnaires.xlsform import grouping, room, workbook
from consult.questionnaires.xlsform.choices import MOST_OFFERED
from tests.bench import xlsforms
from tests.questionnaires.spreadsheets import Rows, survey
from tests.questionnaires.spreadsheets import workbook as spreadsheet

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


def _sheet(rows: bytes, before: bytes = b"", names: bytes = b"") -> dict[str, bytes]:
    head = b'<?xml version="1.0" encoding="UTF-8"?>' + before
    head += (
        b"<worksheet "
        + names
        + b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return {"xl/worksheets/sheet1.xml": head + rows + b"</sheetData></worksheet>"}


_TOO_MUCH = tuple(f"refused: {code}" for code in ("workbook_bomb", "sheet_long", "json_odd"))
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


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (b'<c r="C2" t="inlineStr"><is><t>One</t></is></c>', "One"),
        (b'<x:c t="str"><x:f>A1</x:f><x:v>Worked out</x:v></x:c>', "Worked out"),
        (b"<c t='inlineStr'><is><r><t>Two </t></r><r><t>ways</t></r></is></c>", "Two ways"),
        (b"<c t='inlineStr'><is><t>Kyoto</t><rPh><t>kyou</t></rPh></is></c>", "Kyoto"),
        (b"<c t='str'><v>One_x000D__x000A_two _x005F_x0041_</v></c>", "One\ntwo _x0041_"),
        (b"<c><v>3.0</v></c>", "3"),
        (b"<c><v>1E-2</v></c>", "0.01"),
        (b'<c t="b"><v>1</v></c>', "True"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_the_spreadsheet_shows_it(cell: bytes, text: str) -> None:
    header = b"".join(
        b'<c t="inlineStr"><is><t>%s</t></is></c>' % name
        for name in (b"type", b"name", b"label::English (en)")
    )
    before = b'<c t="inlineStr"><is><t>text</t></is></c><c t="inlineStr"><is><t>q</t></is></c>'
    rows = b"<row>" + header + b"</row><row>" + before + cell + b"</row>"
    (asked,) = files.read("cell.xlsx", _repacked(_sheet(rows, names=b'xmlns:x="x" '))).questions()
    assert asked.text == {"en": text}


def test_a_number_shown_as_a_date_is_read_as_one() -> None:
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True, "date_1904": True}) as book:
        sheet = book.add_worksheet("table")
        sheet.write_row(0, 0, ["question", "choice"])
        sheet.write(1, 0, 40_000, book.add_format({"num_format": "dd.mm.yyyy"}))
        sheet.write(2, 0, 0.5, book.add_format({"num_format": "[h]:mm"}))
        sheet.write(3, 0, 40_000, book.add_format({"num_format": "0.00"}))
    found = workbook.all_sheets(buffer.getvalue())["table"]
    assert [row["question"] for row in found.rows] == ["2013-07-07 00:00:00", "12:00:00", "40000"]


def test_a_workbook_with_a_whole_questionnaire_is_read() -> None:
    assert files.read("good.xlsx", GOOD).languages == ("en",)
    assert files.read("GOOD.XLSM", GOOD).languages == ("en",)


def test_a_workbook_made_to_do_harm_costs_neither_time_nor_memory(tmp_path: Path) -> None:
    for path in xlsforms.harmful(tmp_path):
        told = xlsforms.cost(path)
        assert "refused" in told.told, path.name
        assert told.worked < 1, told
        assert told.above < 50, told


def test_a_file_just_below_the_limits_takes_little_memory(tmp_path: Path) -> None:
    for path in [*xlsforms.nearly(tmp_path), *xlsforms.unusual(tmp_path)]:
        told = xlsforms.cost(path)
        assert not told.told.startswith(_TOO_MUCH), told
        assert told.above < 50, told


def test_the_largest_real_spreadsheets_are_read_within_bounds(shared: Path) -> None:
    paths = sorted((shared / "xlsforms").iterdir(), key=lambda path: path.stat().st_size)
    for path in paths[-3:]:
        told = xlsforms.cost(path)
        assert told.worked < 5, told
        assert told.at_most < 300, told


def test_a_part_that_unfolds_to_more_than_it_declares_is_cut_where_it_says() -> None:
    # Its checksum is that of the first thousand bytes, so that only the length tells.
    zeros = b"<styleSheet/>" + b" " * 30_000_000
    told = struct.pack("<L", zlib.crc32(zeros[:1_000]))
    packed = _repacked({"xl/styles.xml": zeros})
    packed = packed.replace(struct.pack("<L", zlib.crc32(zeros)), told)
    packed = packed.replace(struct.pack("<L", len(zeros)), struct.pack("<L", 1_000))
    tracemalloc.start()
    files.read("cut.xlsx", packed)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000


def test_choices_without_end_and_groups_without_end_are_told_once_with_the_row() -> None:
    lists: Rows = [["list_name", "name", "label::English (en)"]]
    lists += [["l", n, n] for n in range(room.MOST_ROWS)]
    asked: Rows = [["select_one l", f"q{n}", "Say"] for n in range(MOST_OFFERED // 8_000 + 3)]
    deep: Rows = [["begin group", f"g{n}", "G"] for n in range(grouping.MOST_DEEP + 2)]
    ends: Rows = [["end group"]] * len(deep)
    for rows, code, place in (
        (asked, "choices_many", "survey, row 4, column type"),
        ([*deep, ["text", "say", "Say"], *ends], "groups_deep", "survey, row 22, column type"),
    ):
        with pytest.raises(InvalidError) as refused:
            files.read("many.xlsx", survey(*rows, choices=lists))
        assert [(p.code, p.where) for p in refused.value.problems] == [(code, place)]


def test_what_is_too_much_says_what_to_do() -> None:
    most = room.MOST_ROWS
    cell = "x" * (room.MOST_IN_CELL + 1)
    table = "question,choice\n"
    for name, content, told in (
        ("rows.csv", table + "Who?,I\n" * (most + 1), "Take out the rows"),
        ("cell.csv", f"{table}{cell},I\n", "into a new workbook"),
        ("wide.csv", table + "," * (room.MOST_MARKS + 1), "into a new workbook"),
        ("long.csv", table + "\n" * files.MOST_TEXT, "Take out what is no question"),
        ("wide.tsv", "class\tname\ttext\n" + "\t" * (room.MOST_MARKS + 1), "export it again"),
        ("many.json", json.dumps(list(range(250_001))), "as JSON once more"),
        ("rare.json", json.dumps("\U0001f600" + "q" * 4_000_000, ensure_ascii=False), "once more"),
    ):
        with pytest.raises(InvalidError) as refused:
            files.read(name, content.encode())
        assert told in refused.value.message, name


def test_a_cell_that_is_a_date_or_an_error_is_told_with_its_place() -> None:
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("survey")
        sheet.write_row(0, 0, ["type", "name", "label::English (en)", "seen on"])
        sheet.write_row(1, 0, ["select_one l", "q", "How long?"])
        sheet.write_row(2, 0, ["text", "why"])
        sheet.write_formula(2, 2, "=A99", None, "#REF!")
        day = book.add_format({"num_format": "d-mmm"})
        sheet.write(1, 3, 45_000, day)
        choices = book.add_worksheet("choices")
        choices.write_row(0, 0, ["list_name", "name", "label::English (en)"])
        choices.write_row(1, 0, ["l", "short"])
        choices.write(1, 2, 45_000, day)
    with pytest.raises(InvalidError) as refused:
        files.read("odd.xlsx", buffer.getvalue())
    assert [(p.code, p.where, p.params["shown"]) for p in refused.value.problems] == [
        ("cell_odd", "survey, row 3, column label::English (en)", "#REF!"),
        ("cell_odd", "choices, row 2, column label::English (en)", "2023-03-15 00:00:00"),
    ]


def test_marks_nobody_sees_in_headers_and_types_do_no_harm() -> None:
    header = ["\ufefftype", "name\u200b", "\u200elabel::Arabic\u200f (ar)\u200e"]
    rows: Rows = [[*header], ["text\u200b", "\u200ewhy", "لماذا؟"]]
    (asked,) = files.read("marks.xlsx", spreadsheet(survey=rows)).questions()
    assert (asked.code, asked.type, asked.text) == ("why", "short_text", {"ar": "لماذا؟"})


def test_a_choice_without_its_list_is_told() -> None:
    lists: Rows = [["list_name", "name", "label::English (en)"], ["l", "a", "A"], [None, "b", "B"]]
    brought = files.bring("one.xlsx", survey(["select_one l", "q", "Say"], choices=lists))
    told = [problem for problem in brought.left_out if problem.code == "list_name_missing"]
    assert [problem.where for problem in told] == ["choices, row 3, column list_name"]
