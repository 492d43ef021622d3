"""The working copy for staff: the same columns whatever was answered, never a free text."""

import csv
import json
import stat
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core import clock
from consult.responses.exporting import _guarded
from tests.responses.cast import add_consultation, address, send

COLUMNS = [
    *("language", "mode", "stratum", "region", "age_band", "submitted_on", "version"),
    *("age", "where", "seen", "places"),
    *("worry", "told", "helped", "first", "trust-teachers", "trust-police"),
]


def export(app: Flask, kind: str, path: Path) -> Path:
    args = ["responses", "export", "safety", "--format", kind, "--output", str(path)]
    done = app.test_cli_runner().invoke(args=args)
    assert done.exit_code == 0, done.output
    assert "Do not publish this file." in done.output
    return path


def table(path: Path) -> list[list[str]]:
    """Return a working copy as rows of texts, whatever its format."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    if path.suffix == ".json":
        rows = json.loads(path.read_text("utf-8"))
        return [list(rows[0]), *(list(row.values()) for row in rows)]
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return [[str(c.value or "") for c in row] for row in book["responses"].iter_rows()]
    finally:
        book.close()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_every_format_has_the_same_columns_and_rows(
    app: Flask, client: FlaskClient, consultation: Consultation, tmp_path: Path, kind: str
) -> None:
    send(client, address())
    send(client, address(language="fr"), submission_key="luca-sends-this-once", q_age=None)

    path = export(app, kind, tmp_path / f"copy.{kind}")

    header, *rows = table(path)
    assert header == COLUMNS
    assert len(rows) == 2
    amina = next(row for row in rows if row[0] == "ar")
    told = dict(zip(header, amina, strict=True))
    assert told["submitted_on"] == clock.today().isoformat()
    assert told["version"] == "1"
    strata = ("mode", "stratum", "region", "age_band")
    assert [told[c] for c in strata] == ["open", "open", "ARB", "13-15"]
    assert [told[c] for c in ("worry", "told", "trust-teachers")] == ["4", "parents", "much"]
    assert "الحافلة" not in json.dumps(rows, ensure_ascii=False)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.glob(".*")] == []


def test_nothing_answered_gives_the_header_alone(
    app: Flask, consultation: Consultation, tmp_path: Path
) -> None:
    assert table(export(app, "csv", tmp_path / "copy.csv")) == [COLUMNS]
    assert table(export(app, "xlsx", tmp_path / "copy.xlsx")) == [COLUMNS]
    assert json.loads(export(app, "json", tmp_path / "copy.json").read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+49 30", "'+49 30"),
        ("-cmd", "'-cmd"),
        ("\tx", "'\tx"),
        ("-5", "-5"),
        ("yes", "yes"),
        ("", ""),
    ],
)
def test_no_cell_starts_a_formula(cell: str, written: str) -> None:
    assert _guarded(cell) == written


def test_a_draft_and_an_unknown_consultation_are_refused(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    add_consultation(session, slug="draft", approved_at=None, version=None)
    session.commit()

    for slug, said in (("draft", "has not been opened"), ("nothing", "Check the link")):
        args = ["responses", "export", slug, "--format", "csv", "--output"]
        done = app.test_cli_runner().invoke(args=[*args, str(tmp_path / "copy.csv")])
        assert done.exit_code == 1
        assert said in done.output
    assert not (tmp_path / "copy.csv").exists()


def test_a_path_that_cannot_be_written_is_told(
    app: Flask, consultation: Consultation, tmp_path: Path
) -> None:
    where = str(tmp_path / "no such folder" / "copy.csv")
    args = ["responses", "export", "safety", "--format", "csv", "--output", where]

    done = app.test_cli_runner().invoke(args=args)

    assert done.exit_code == 1
    assert "cannot be written" in done.output
