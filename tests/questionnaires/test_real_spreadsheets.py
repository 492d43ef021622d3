"""Real XLSForms that others wrote, beside an independent reading of their sheets."""

import re
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from consult.core.errors import InvalidError
from consult.questionnaires import files
from consult.questionnaires.definition import Definition

_NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
Grid = dict[int, dict[str, str]]


def _grid(path: Path, sheet: str) -> Grid:
    """Read a sheet straight from its XML: row number → column letter → text."""
    with zipfile.ZipFile(path) as packed:
        # Some programs write every text into its own cell.
        has_shared = "xl/sharedStrings.xml" in packed.namelist()
        strings = ElementTree.fromstring(
            packed.read("xl/sharedStrings.xml") if has_shared else "<sst/>"
        )
        shared = ["".join(t.text or "" for t in si.iter(f"{{{_NAMES['m']}}}t")) for si in strings]
        book = ElementTree.fromstring(packed.read("xl/workbook.xml"))
        links = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id"): link.get("Target") or "" for link in links}
        (found,) = (s for s in book.iterfind("m:sheets/m:sheet", _NAMES) if s.get("name") == sheet)
        target = targets[found.get(_RELATION)].removeprefix("/xl/")
        root = ElementTree.fromstring(packed.read(f"xl/{target}"))
    grid: Grid = {}
    for cell in root.iterfind(".//m:c", _NAMES):
        place = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r") or "")
        value = cell.find("m:v", _NAMES)
        text = "".join(t.text or "" for t in cell.iter(f"{{{_NAMES['m']}}}t"))
        if value is not None and value.text:
            text = shared[int(value.text)] if cell.get("t") == "s" else value.text
        if place and text.strip():
            grid.setdefault(int(place[2]), {})[place[1]] = text.strip()
    return grid


def _expected(path: Path, column: str, choice_column: str, left_out: set[int]) -> Counter[str]:
    """Count every label of the survey, and of the lists its rows use."""
    lists: dict[str, list[str]] = {}
    for number, row in sorted(_grid(path, "choices").items()):
        if number > 1 and "A" in row:
            lists.setdefault(row["A"], []).append(row[choice_column])
    wanted: Counter[str] = Counter()
    for number, row in _grid(path, "survey").items():
        if number == 1 or number in left_out:
            continue
        wanted.update([row[column]] if column in row else [])
        used = re.match(r"select.* (\S+)$", row.get("A", ""))
        wanted.update(lists[used[1]] if used else [])
    return wanted


def _texts(definition: Definition, language: str, *, hints: bool = False) -> Counter[str]:
    found: Counter[str] = Counter()
    for page in definition.pages:
        found.update([page.title[language]] if language in page.title else [])
        for question in page.questions:
            found.update([question.text[language]] if language in question.text else [])
            found.update(c.text[language] for c in question.choices if language in c.text)
            if hints and language in question.hint:
                found.update([question.hint[language]])
    return found


def test_the_german_questionnaire_is_read_whole(shared: Path) -> None:
    path = shared / "xlsforms" / "mitwirken_umfrage_de.xlsx"
    chosen = {"Deutsch (de)": "en"}
    brought = files.bring(path.name, path.read_bytes(), chosen)

    told = [(note.where, note.code) for note in brought.left_out]
    # Row 28 looks at a choice that the sheet does not have: nobody could ever be asked.
    assert told == [
        ("survey, row 28, column relevant", "relevant_never"),
        ("survey, row 28, column label::Deutsch (de)", "never_asked"),
        ("survey, row 54, column constraint", "constraint_left_out"),
    ]
    wanted = _expected(path, "D", "C", left_out={28})
    assert _texts(brought.definition, "en") == wanted
    assert wanted.total() > 140
    assert len(brought.definition.pages) == 9
    hints = [q.hint["en"] for q in brought.definition.questions() if q.hint]
    assert hints == ["Freiwillig – keine Auswirkung auf die Vergütung."]
    with pytest.raises(InvalidError) as refused:
        files.read(path.name, path.read_bytes())
    assert [p.code for p in refused.value.problems] == ["language_not_offered"]


def test_the_arabic_and_english_questionnaire_is_read_whole(shared: Path) -> None:
    path = shared / "xlsforms" / "ona_tutorial_en_ar.xlsx"
    brought = files.bring(path.name, path.read_bytes())

    # A picture (row 4) and an exact place (row 6) are never asked of young people.
    assert [note.where for note in brought.left_out if note.code == "row_left_out"] == [
        "survey, row 4, column type",
        "survey, row 6, column type",
    ]
    for language, column in (("en", "C"), ("ar", "D")):
        wanted = _expected(path, column, column, left_out={4, 6})
        assert _texts(brought.definition, language) == wanted
        assert wanted.total() == 10
    assert brought.definition.languages == ("ar", "en")


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("ona_duplicate_choice_BAD.xlsx", "choices, row 6, column name"),
        ("pyxform_duplicate_columns_BAD.xlsx", "survey, row 1, column label"),
    ],
)
def test_a_broken_spreadsheet_is_refused_by_sheet_and_row(
    shared: Path, name: str, where: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        files.read(name, (shared / "xlsforms" / name).read_bytes())
    assert where in {problem.where for problem in refused.value.problems}


def test_old_words_for_types_are_read_and_a_date_of_birth_is_left_out(shared: Path) -> None:
    path = shared / "xlsforms" / "ona_mch_unknown_type_BAD.xlsx"
    brought = files.bring(path.name, path.read_bytes(), may_be_unsaid=True)
    told = {(note.where, note.code) for note in brought.left_out}
    assert ("survey, row 17, column type", "type_read") in told
    assert {w for w, c in told if c == "row_left_out"} == {"survey, row 30, column type"}
    # The other dates need limits for their tables, and the sheet sets none.
    dates = {f"survey, row {row}, column bind:constraint" for row in (20, 21, 22, 31)}
    assert dates == {where for where, code in told if code == "date_limits_set"}


def test_a_workbook_with_macros_is_read_and_nothing_in_it_runs(shared: Path) -> None:
    path = shared / "xlsforms" / "pyxform_macros.xlsm"
    brought = files.bring(path.name, path.read_bytes())
    assert [q.code for q in brought.definition.questions()] == ["permission"]
    assert ("survey, row 3, column type", "row_left_out") in {
        (note.where, note.code) for note in brought.left_out
    }


#: Languages a person has to name, by file; "label" for columns without one.
SAID = {
    "mitwirken_umfrage_de.xlsx": {"Deutsch (de)": "en"},
    "correlaid_all_types.xlsx": {"de": "en"},
    "correlaid_testA.xlsx": {"Deutsch": "en"},
}
#: What no file should be read with: one choice twice in a list, two columns with one header.
BROKEN = {"ona_duplicate_choice_BAD.xlsx", "pyxform_duplicate_columns_BAD.xlsx"}


@cache
def whole(path: Path) -> files.Brought:
    """Return what a file holds, with what cannot be kept left out."""
    said = {"label": "en"} | SAID.get(path.name, {})
    return files.bring(path.name, path.read_bytes(), said, may_leave_out=True)


def test_every_real_spreadsheet_is_read_once_what_cannot_be_kept_may_be_left_out(
    shared: Path,
) -> None:
    at_once, with_losses = set(), set()
    for path in sorted((shared / "xlsforms").iterdir()):
        content, said = path.read_bytes(), {"label": "en"} | SAID.get(path.name, {})
        try:
            files.bring(path.name, content, said)
            at_once.add(path.name)
            continue
        except InvalidError as refusal:
            problems = refusal.problems
        places = [problem.where for problem in problems]
        assert all(re.match(r"(survey|choices), row \d+", place) for place in places), path.name
        if path.name in BROKEN:
            with pytest.raises(InvalidError):
                whole(path)
            continue
        brought = whole(path)
        with_losses.add(path.name)
        # Whatever stood in the way before is listed now.
        listed = {(note.where, note.code) for note in brought.left_out}
        lacking = [p for p in problems if (p.where, p.code) not in listed]
        assert not lacking, (path.name, lacking[:3])
    assert len(at_once) >= 11
    assert len(with_losses) == 24 - len(at_once)


def test_every_label_of_every_spreadsheet_that_is_read_arrives(shared: Path) -> None:
    counted = 0
    for path in sorted((shared / "xlsforms").glob("*.xls[xm]")):
        try:
            brought = whole(path)
        except InvalidError:
            continue
        told = {
            _spelled(text)
            for tag in brought.definition.languages
            for text in _texts(brought.definition, tag, hints=True)
        }
        # A row without a question is listed by its number.
        listed = {int(n) for note in brought.left_out for n in re.findall(r"row (\d+)", note.where)}
        grid = _grid(path, "survey")
        wanted = [
            _spelled(text)
            for number, row in grid.items()
            for column, header in grid[1].items()
            if header.lower().startswith("label") and number > 1 and number not in listed
            if (text := row.get(column, "")) and not text.replace(".", "").isdecimal()
        ]
        lacking = [text for text in wanted if text not in told]
        assert not lacking, (path.name, lacking[:3])
        counted += len(wanted)
    assert counted > 1_600


def _spelled(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\$\{(\w+)\}", r"{{\1}}", text)).strip()
