"""Time and memory of reading questionnaires: ``python -m tests.bench.xlsforms [FOLDER …]``.

Reads every file in the folder as ``check`` does, and some made to do harm, each in a process of
its own. Prints for each the seconds it took, of them on the processor, the memory at most, and how
much of that is above a process that has loaded the same modules and read nothing.
"""

import io
import json
import random
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from consult.questionnaires import files
from consult.questionnaires.xlsform import room
from consult.questionnaires.xlsform.choices import MOST_OFFERED
from tests.conftest import SHARED
from tests.questionnaires.spreadsheets import Rows, survey
from tests.questionnaires.test_real_spreadsheets import SAID

_SURVEY, _STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
#: As long as a cell can be; the first sign makes each letter take four bytes.
_LONG = "\U0001f600" + "q" * 32_000

_READ = """
import json, resource, sys, time
from pathlib import Path
from consult.core.errors import InvalidError
from consult.questionnaires import files

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

before, told = most(), "loaded only"
started, worked = time.perf_counter(), time.process_time()
if len(sys.argv) > 1:
    path = Path(sys.argv[1])
    try:
        content, said, how = path.read_bytes(), json.loads(sys.argv[2]), "read"
        try:
            found = files.bring(path.name, content, said, may_be_unsaid=True)
        except InvalidError as refusal:
            if not refusal.problems:
                raise
            how = f"read without {len(refusal.problems)} pieces"
        if how != "read":
            found = files.bring(path.name, content, said, may_be_unsaid=True, may_leave_out=True)
        questions = sum(1 for _each in found.definition.questions())
        told = f"{how}: {questions} questions, {len(found.left_out)} notes"
    except InvalidError as refusal:
        told = f"refused: {refusal.code}, {len(refusal.problems)} problems"
took = [time.perf_counter() - started, time.process_time() - worked]
print(json.dumps([*took, before, most(), told]))
"""


@dataclass(frozen=True)
class Cost:
    """What one file took: seconds, of them on the processor, megabytes, those above rest."""

    name: str
    seconds: float
    worked: float
    at_most: int
    above: int
    told: str


def cost(path: Path | None = None) -> Cost:
    """Read one file in a process of its own; without one, only load the modules."""
    run = subprocess.run(
        # A process starts with the memory figure of the one that made it: the shell's is small.
        [
            "sh",
            "-c",
            '"$0" "$@"; exit $?',
            sys.executable,
            "-c",
            _READ,
            *([str(path), json.dumps(SAID.get(path.name, {}))] if path else []),
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    seconds, worked, before, at_most, told = json.loads(run.stdout)
    return Cost(
        path.name if path else "(nothing)", seconds, worked, at_most, at_most - before, told
    )


def harmful(folder: Path) -> list[Path]:
    """Write workbooks that unfold to far more than they weigh; return their paths."""
    zeros = bytes(300 * 1024 * 1024)
    # Makes the whole look as if it were folded no more than a real workbook is.
    noise = {"xl/noise.bin": random.Random(1).randbytes(400_000)}
    made = {
        "bomb_300_mb.xlsx": _with({"xl/worksheets/sheet9.xml": zeros}),
        "bomb_that_lies.xlsx": _lying(_with({"xl/worksheets/sheet1.xml": zeros}), len(zeros)),
        "bomb_of_rows.xlsx": _with({_SURVEY: _xml(b"<row/>" * 1_000_000), **noise}),
        "bomb_of_repeats.xlsx": _with({_STRINGS: _strings(_LONG), _SURVEY: _repeats(5_000)}),
        "far_row.xlsx": _with({_SURVEY: _xml(b'<row r="2000000000"><c><v>1</v></c></row>')}),
        "bomb_of_parts.xlsx": _with({f"xl/part{n}.xml": b"<a/>" for n in range(20_000)}),
        "billion_laughs.xlsx": _with({"xl/worksheets/sheet1.xml": _laughs()}),
        "renamed_image.xlsx": b"\x89PNG\r\n\x1a\n" + random.Random(3).randbytes(300_000),
    }
    return _written(folder, made)


def nearly(folder: Path) -> list[Path]:
    """Write files just below each limit of what is read; return their paths."""
    noise = {"xl/noise.bin": random.Random(4).randbytes(400_000)}
    marks = room.MOST_MARKS - 5_000
    rows = room.MOST_ROWS - 10
    long = room.MOST_LETTERS // len(_LONG) - 2
    empty = b"<row>" + b"<c/>" * 1_000 + b"</row>"
    numbers = b"<row>" + b"<c><v>7.5</v></c>" * 256 + b"</row>"
    styles = b"<cellXfs>" + b'<xf numFmtId="14"/>' * 350_000 + b"</cellXfs>"
    half = (long * 14) // 20
    both = {_STRINGS: _strings(*(f"{n}{_LONG}" for n in range(half)))}
    both[_SURVEY] = _sheet(
        ("type", "name", "label"), *(("text", f"q{n}", f"{n}{_LONG}") for n in range(half))
    )
    header = ("type", "name", "label::English (en)")
    lists: Rows = [
        ["list_name", "name", "label::English (en)"],
        *(["l", n, n] for n in range(rows)),
    ]
    one: Rows = [["select_one l", f"q{n}", "Say"] for n in range(MOST_OFFERED // rows)]
    table = "question,choice\n" + "".join(f"{n} \U0001f600{'q' * 300},Yes\n" for n in range(rows))
    made = {
        "nearly_rows.xlsx": _with({_SURVEY: _xml(b"<row/>" * marks), **noise}),
        "nearly_cells.xlsx": _with({_SURVEY: _xml(empty * (marks // 1_002)), **noise}),
        "nearly_numbers.xlsx": _with(
            {_SURVEY: _xml(numbers * (room.MOST_CELLS // 256)), **noise},
        ),
        "nearly_styles.xlsx": _with(
            {"xl/styles.xml": b"<styleSheet>" + styles + b"</styleSheet>", **noise}
        ),
        "nearly_texts.xlsx": _with({**both, **noise}),
        "nearly_questions.xlsx": _with(
            {_SURVEY: _sheet(header, *(("text", f"q{n}", f"{n}?") for n in range(rows))), **noise}
        ),
        "nearly_faults.xlsx": _with(
            {_SURVEY: _sheet(header, *(("txet", f"q{n}", f"{n}?") for n in range(rows))), **noise}
        ),
        "nearly_choices.xlsx": survey(*one, choices=lists),
        "nearly_table.csv": table.encode(),
        "nearly_marks.lss": b"<document>" + b"<a/>" * marks + b"</document>",
        "nearly_long.tsv": _tsv(rows, files.MOST_TEXT // rows - 40).encode(),
        "nearly_signs.json": json.dumps([f"{n}" for n in range(249_000)]).encode(),
        "nearly_long.json": f'["\U0001f600{"q" * 3_600_000}"]'.encode(),
    }
    return _written(folder, made)


def unusual(folder: Path) -> list[Path]:
    """Write workbooks that are odd and all the same read; return their paths."""
    made = {
        "macros.xlsm": _with({"xl/vbaProject.bin": random.Random(2).randbytes(50_000)}),
        "976_questions.xlsx": survey(*([*row] for row in _many(976))),
    }
    return _written(folder, made)


def _written(folder: Path, made: dict[str, bytes]) -> list[Path]:
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in made]


def _with(changes: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    good = zipfile.ZipFile(io.BytesIO(survey(["text", "say", "Say"])))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name in good.namelist():
            if name not in changes:
                made.writestr(name, good.read(name))
        for name, content in changes.items():
            made.writestr(name, content)
    return buffer.getvalue()


def _many(count: int) -> Iterator[tuple[object, ...]]:
    for number in range(count):
        yield "text", f"q{number}", f"Question {number}?"


def _laughs() -> bytes:
    """Return XML whose entities unfold to a billion words."""
    named = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "lol">{named}]><x>&l9;</x>'.encode()


def _lying(content: bytes, size: int) -> bytes:
    """Return the archive with a part that says it unfolds to a thousand bytes."""
    return content.replace(struct.pack("<L", size), struct.pack("<L", 1_000))


def _xml(rows: bytes) -> bytes:
    return b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"


def _sheet(*rows: tuple[str, ...]) -> bytes:
    cells = (
        "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) for row in rows
    )
    return _xml("".join(f"<row>{each}</row>" for each in cells).encode())


def _strings(*texts: str) -> bytes:
    return f"<sst>{''.join(f'<si><t>{text}</t></si>' for text in texts)}</sst>".encode()


def _repeats(count: int) -> bytes:
    """Return rows that all show the first of the texts."""
    header = '<row><c t="inlineStr"><is><t>label</t></is></c></row>'
    return _xml(header.encode() + b'<row><c t="s"><v>0</v></c></row>' * count)


def _tsv(rows: int, letters: int) -> str:
    each = (f"Q\tS\tq{n}\t1\t\U0001f600{'q' * letters}\t\ten\n" for n in range(rows))
    head = "class\ttype/scale\tname\trelevance\ttext\thelp\tlanguage\nG\tG\tG\t1\t\t\ten\n"
    return head + "".join(each)


def main(*folders: Path) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as made:
        paths = [path for each in folders for path in sorted(each.iterdir()) if path.is_file()]
        made_here = [*harmful(Path(made)), *nearly(Path(made)), *unusual(Path(made))]
        costs = [cost(), *(cost(path) for path in (*paths, *made_here))]
    click.echo(f"{'file':<44} {'s':>6} {'cpu s':>6} {'MB':>5} {'+MB':>5}")
    for each in costs:
        size = f"{each.at_most:>5} {each.above:>5}"
        click.echo(f"{each.name:<44} {each.seconds:>6.2f} {each.worked:>6.2f} {size}  {each.told}")


if __name__ == "__main__":
    given = [Path(folder) for folder in sys.argv[1:]]
    main(*(given or [SHARED / "xlsforms", SHARED / "schemas"]))
