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

from tests.conftest import SHARED
from tests.questionnaires.spreadsheets import survey
from tests.questionnaires.test_real_spreadsheets import SAID

_READ = """
import json, resource, sys, time
from pathlib import Path
from openpyxl import load_workbook
from consult.core.errors import InvalidError
from consult.questionnaires import files

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

before, told = most(), "loaded only"
started, worked = time.perf_counter(), time.process_time()
if len(sys.argv) > 1:
    path = Path(sys.argv[1])
    try:
        content = path.read_bytes()
        try:
            found = files.bring(path.name, content, json.loads(sys.argv[2]), may_be_unsaid=True)
            how = "read"
        except InvalidError as refusal:
            if not refusal.problems:
                raise
            said = json.loads(sys.argv[2])
            found = files.bring(path.name, content, said, may_be_unsaid=True, may_leave_out=True)
            how = f"read without {len(refusal.problems)} pieces"
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
        "bomb_of_rows.xlsx": _with({"xl/worksheets/sheet1.xml": _rows(1_000_000), **noise}),
        "nearly_too_many_rows.xlsx": _with({"xl/worksheets/sheet1.xml": _rows(590_000), **noise}),
        "bomb_of_parts.xlsx": _with({f"xl/part{n}.xml": b"<a/>" for n in range(20_000)}),
        "billion_laughs.xlsx": _with({"xl/worksheets/sheet1.xml": _laughs()}),
        "renamed_image.xlsx": b"\x89PNG\r\n\x1a\n" + random.Random(3).randbytes(300_000),
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


def _rows(count: int) -> bytes:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return head + b"<sheetData>" + b"<row/>" * count + b"</sheetData>"


def main(*folders: Path) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as made:
        paths = [path for each in folders for path in sorted(each.iterdir()) if path.is_file()]
        made_here = [*harmful(Path(made)), *unusual(Path(made))]
        costs = [cost(), *(cost(path) for path in (*paths, *made_here))]
    click.echo(f"{'file':<44} {'s':>6} {'cpu s':>6} {'MB':>5} {'+MB':>5}")
    for each in costs:
        size = f"{each.at_most:>5} {each.above:>5}"
        click.echo(f"{each.name:<44} {each.seconds:>6.2f} {each.worked:>6.2f} {size}  {each.told}")


if __name__ == "__main__":
    given = [Path(folder) for folder in sys.argv[1:]]
    main(*(given or [SHARED / "xlsforms", SHARED / "schemas"]))
