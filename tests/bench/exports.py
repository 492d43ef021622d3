"""Time and memory of taking answers out: ``python -m tests.bench.exports [COUNT]``.

Prints seconds and memory of the working copies of COUNT responses beside a tenth of them, of Word
for a consultation of 40 questions, and of a package.
"""

import multiprocessing
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import click

from consult.core.db import Database
from consult.exports import package, registry
from consult.responses import exporting
from consult.responses.exporting import Format
from consult.summaries.paper import Paper
from tests.bench.summaries import CONSULTATION, fill
from tests.exports import papers
from tests.summaries import cast as asked

_QUESTIONS = 40


def copy(address: str, kind: str, path: str, told: Any) -> None:
    """Write a working copy; tell seconds, those of work, and memory in MB, in all and for it."""
    database, definition = Database(address), asked.definition()
    consultation = cast("Any", SimpleNamespace(id=CONSULTATION, version_id=None))
    at_rest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, worked = time.perf_counter(), time.process_time()
    with database.session(read_only=True) as session:
        exporting.write(session, consultation, definition, format=Format(kind), path=Path(path))
    seconds, worked = time.perf_counter() - started, time.process_time() - worked
    at_most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told.put((seconds, worked, at_most // 1024, (at_most - at_rest) // 1024))


def large() -> Paper:
    """Return a paper over 40 questions, with its quotes."""
    base = papers.paper()
    one = base.consultations[0]
    questions = tuple(
        replace(one.questions[number % 3], code=f"q{number}", quotes=one.questions[0].quotes[:3])
        for number in range(_QUESTIONS)
    )
    return replace(base, consultations=(replace(one, questions=questions),))


def main(count: int) -> None:
    """Measure each copy in a process of its own; print."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        for rows in (count // 10, count):
            address = f"sqlite:///{folder}/{rows}.db"
            filling = context.Process(target=fill, args=(address, rows))
            filling.start()
            filling.join()
            for kind in (Format.CSV, Format.SPS):
                told = context.Queue()
                args = (address, kind.value, f"{folder}/{rows}.{kind}", told)
                writing = context.Process(target=copy, args=args)
                writing.start()
                seconds, worked, at_most, more = told.get()
                writing.join()
                click.echo(
                    f"{kind} of {rows:,} responses: {seconds:.2f} s ({worked:.2f} s of work),"
                    f" {at_most} MB at most, {more} MB of them for it"
                )
    paper = large()
    for name in registry.FORMATS:
        started = time.perf_counter()
        registry.write(paper, "en", name)
        click.echo(f"{name} of {_QUESTIONS} questions: {time.perf_counter() - started:.2f} s")
    started = time.perf_counter()
    built = package.build(package.Sources(paper.to_json(), paper, {}, {}))
    seconds = time.perf_counter() - started
    click.echo(f"package in six languages: {seconds:.1f} s, {len(built):,} bytes")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
