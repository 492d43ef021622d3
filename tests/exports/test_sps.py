"""SPSS syntax with a paper's figures; and every format hides the same counts."""

import csv
import io
import json
import re
from typing import Any

import openpyxl
import pytest

from consult.core.locales import LANGUAGES
from consult.exports import registry, sps
from tests.exports import papers

HIDING = papers.paper()


def data(syntax: str) -> list[dict[str, str]]:
    """Return the lines of data by variable, as SPSS reads them."""
    lines = syntax.split("BEGIN DATA\n", 1)[1].split("END DATA.\n", 1)[0].splitlines()
    return list(csv.DictReader(lines, list(sps.VARIABLES), quotechar="'"))


def labels(syntax: str, variable: str) -> dict[str, str]:
    """Return the labels of a variable's values."""
    block = syntax.split(f"VALUE LABELS {variable}\n", 1)[1].split(".\n", 1)[0]
    found = re.findall(r"^  (\d+) '(.*)'$", block, re.MULTILINE)
    return {number: label.replace("''", "'") for number, label in found}


def cut(text: str) -> str:
    """Return a text as long as SPSS takes it, in one line."""
    return " ".join(text.split()).encode()[:120].decode(errors="ignore")


def tables(language: str = "en") -> list[dict[str, str]]:
    """Return what CSV has of tables."""
    text = registry.write(HIDING, language, "csv").decode("utf-8-sig")
    lines = csv.DictReader(io.StringIO(text, newline=""))
    return [line for line in lines if line["part"] != "quote"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_spss_reads_the_figures_of_the_csv_with_their_words(language: str) -> None:
    syntax = registry.write(HIDING, language, "sps").decode()
    answers, captions = labels(syntax, "line"), labels(syntax, "table")
    read = data(syntax)
    assert len(read) == len(tables(language)) == len(answers)
    for mine, its in zip(read, tables(language), strict=True):
        for name in ("count", "percent", "base", "no_answer", "prefer_not"):
            assert mine[name] == (its[name] or "."), name
        assert mine["hidden"] == {"yes": "1", "no": "0"}[its["hidden"]]
        assert answers[mine["line"]] == cut(its["label"])
        assert captions[mine["table"]] == cut(its["table"])
        assert mine["answer"] == its["row"]
    declared = re.findall(r"^  (\w+) \((?:F8\.0|A64)\)\.?$", syntax, re.MULTILINE)
    assert declared == list(sps.VARIABLES) == list(read[0])
    # A comment goes on until a full stop ends a line.
    comments = [line for line in syntax.splitlines() if line.startswith("*")]
    assert comments
    assert all(line.endswith(".") for line in comments)


def test_every_format_hides_the_same_counts() -> None:
    hidden = [(line["question"], line["row"]) for line in tables() if line["hidden"] == "yes"]
    assert hidden
    syntax = data(registry.write(HIDING, "en", "sps").decode())
    assert [(one["question"], one["answer"]) for one in syntax if one["count"] == "."] == [
        (question, row) for question, row in hidden
    ]
    book = openpyxl.load_workbook(io.BytesIO(registry.write(HIDING, "en", "xlsx")))
    names, *rows = book["data"].iter_rows(values_only=True)
    cells = [dict(zip(map(str, names), row, strict=True)) for row in rows]
    assert [
        (one["question"], one["row"])
        for one in cells
        if one["part"] != "quote" and one["count"] is None
    ] == hidden
    told = json.loads(registry.write(HIDING, "en", "json"))
    assert sorted(_hidden(told)) == sorted(row for _question, row in hidden)


def _hidden(node: Any) -> list[str]:
    if isinstance(node, dict):
        mine = [node["code"]] if node.get("hidden") is True else []
        return mine + [code for value in node.values() for code in _hidden(value)]
    return [code for value in node for code in _hidden(value)] if isinstance(node, list) else []
