"""The working copy for staff: closed answers and strata, a row per response, never free text."""

import csv
import json
import os
from collections.abc import Iterator
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from sqlalchemy.orm import Session

from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core import writable
from consult.questionnaires import types
from consult.questionnaires.definition import Definition
from consult.responses import queries, spss

#: What every response has, before its answers.
STRATA = ("language", "mode", "stratum", "region", "age_band", "submitted_on", "version")


class Format(StrEnum):
    """A format of the working copy."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    SPS = "sps"


def columns(definition: Definition) -> tuple[str, ...]:
    """Return the column names: they follow from what was asked, not from what was answered."""
    asked = (q for q in definition.questions() if types.of(q).asks)
    return (*STRATA, *(name for question in asked for name in types.of(question).columns(question)))


def rows(
    session: Session, consultation: Consultation, definition: Definition
) -> Iterator[tuple[str, ...]]:
    """Stream the responses, in an order that does not tell when they came."""
    asked = [
        (question, question.code, types.of(question).cells)
        for question in definition.questions()
        if types.of(question).asks
    ]
    for strata, answers in stored(session, consultation):
        cells = (
            cell
            for question, code, cells_of in asked
            for cell in cells_of(question, answers.get(code))
        )
        yield (*strata, *cells)


def stored(
    session: Session, consultation: Consultation
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Stream strata (:data:`STRATA`) and closed answers by code, in no order of arrival."""
    # What a version did not ask is empty, as what was left out is: its number tells them apart.
    numbers = {one.id: str(one.number) for one in consultations.versions(session, consultation)}
    for row in queries.closed_rows(session, consultation.id, numbers, sort=True):
        strata = (
            row.language,
            row.mode,
            row.stratum,
            row.region or "",
            row.age_band or "",
            row.submitted_on.isoformat(),
            row.version,
        )
        yield strata, row.answers


def write(
    session: Session,
    consultation: Consultation,
    definition: Definition,
    *,
    format: Format,  # noqa: A002 - the word of the command line
    path: Path,
) -> int:
    """Write the working copy to a file that only its owner may read; return how many rows.

    Args:
        session: open, for reading.
        consultation: whose responses.
        definition: all that it asked in any version.
        format: of the file.
        path: where; a file of that name is replaced when the new one is whole.

    Raises:
        OSError: the file cannot be written.
    """
    beside = path.with_name(f".{path.name}.part")
    beside.unlink(missing_ok=True)
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            if format is Format.SPS:
                written = spss.write(target, definition, stored(session, consultation))
            else:
                names = columns(definition)
                found = rows(session, consultation, definition)
                written = _WRITERS[format](target, names, found)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return written


def _csv(target: IO[bytes], names: tuple[str, ...], found: Iterator[tuple[str, ...]]) -> int:
    # The mark lets spreadsheet programs read UTF-8.
    text = TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(names)
    written = 0
    for row in found:
        # Asked here, not in a call of its own: a file has millions of cells.
        starts = any(cell[:1] in writable.FORMULA_STARTS for cell in row)
        writer.writerow([_guarded(cell) for cell in row] if starts else row)
        written += 1
    text.flush()
    text.detach()
    return written


def _xlsx(target: IO[bytes], names: tuple[str, ...], found: Iterator[tuple[str, ...]]) -> int:
    book = xlsxwriter.Workbook(
        target,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    sheet = book.add_worksheet("responses")
    sheet.freeze_panes(1, 0)
    written = 0
    for column, name in enumerate(names):
        sheet.write_string(0, column, name)
    for written, row in enumerate(found, 1):
        for column, cell in enumerate(row):
            sheet.write_string(written, column, cell)
    book.close()
    return written


def _json(target: IO[bytes], names: tuple[str, ...], found: Iterator[tuple[str, ...]]) -> int:
    """Write an array with an object per response, streamed."""
    written = 0
    target.write(b"[")
    for row in found:
        told: dict[str, Any] = dict(zip(names, row, strict=True))
        start = b",\n" if written else b"\n"
        target.write(start + json.dumps(told, ensure_ascii=False).encode())
        written += 1
    target.write(b"\n]\n")
    return written


def _guarded(cell: str) -> str:
    """Return a cell that no program takes for a formula; a number stays one (TRUST.md B2.11)."""
    try:
        float(cell)
    except ValueError:
        return writable.cell(cell)
    return cell


_WRITERS = {Format.CSV: _csv, Format.XLSX: _xlsx, Format.JSON: _json}
