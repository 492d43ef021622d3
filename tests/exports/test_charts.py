"""Excel draws the paper's charts itself, beside the printed tables, and knows no hidden count."""

import io
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from consult.exports import registry
from consult.exports.charts import SHEET
from tests.exports import papers, reading

C = reading.C


def charts(file: bytes) -> list[ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        names = sorted(n for n in package.namelist() if n.startswith("xl/charts/chart"))
        return [ElementTree.fromstring(package.read(name)) for name in names]


def test_each_chart_stands_beside_its_table_and_reads_its_cells() -> None:
    file = registry.write(papers.paper(), "en", "xlsx")
    drawn = charts(file)
    sheet: Any = openpyxl.load_workbook(io.BytesIO(file))[SHEET]
    assert len(drawn) == len(sheet._charts) == 2
    for chart in drawn:
        place = chart.find(f".//{C}val//{C}f")
        assert place is not None
        assert place.text is not None
        cells = [row[0].value for row in sheet[place.text.partition("!")[2].replace("$", "")]]
        kept = chart.findall(f".//{C}val//{C}numCache/{C}pt")
        told = {int(p.attrib["idx"]): p.findtext(f"{C}v") for p in kept}
        assert told.get(0) == str(cells[0])
    assert "–" in [str(row[1].value) for row in sheet.iter_rows()]


_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def test_a_hidden_count_is_a_dash_in_table_and_chart_and_never_a_nought() -> None:
    (chart, _other) = charts(registry.write(papers.paper(), "en", "xlsx"))
    labels = ["".join(t.text or "" for t in one.iter(f"{{{_A}}}t"))
              for one in chart.findall(f".//{C}dLbl")]  # fmt: skip
    assert labels == ["412 (68%)", "158 (26%)", "1,233 (99%)", "–"]
    told = {int(p.attrib["idx"]): p.findtext(f"{C}v") for p in chart.findall(f".//{C}val//{C}pt")}
    assert [told[n] for n in range(3)] == ["412", "158", "1233"]
    assert 3 not in told


def test_the_sheet_runs_from_right_to_left_in_arabic_and_so_do_the_bars() -> None:
    for language, way in (("ar", "maxMin"), ("en", "minMax")):
        file = registry.write(papers.paper(), language, "xlsx")
        book = openpyxl.load_workbook(io.BytesIO(file))
        assert bool(book[SHEET].sheet_view.rightToLeft) is (language == "ar")
        axis = charts(file)[0].find(f".//{C}valAx/{C}scaling/{C}orientation")
        assert axis is not None
        assert axis.attrib["val"] == way


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_the_workbook_is_the_same_each_time_and_opens_without_repair(
    language: str, tmp_path: Path
) -> None:
    file = registry.write(papers.paper(), language, "xlsx")
    assert file == registry.write(papers.paper(), language, "xlsx")
    assert reading.problems(file, tmp_path, "xlsx") == []
