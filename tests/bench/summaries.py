"""Time and memory of the tables of 100,000 responses: ``python -m tests.bench.summaries [COUNT]``.

Prints seconds (on the clock, and of the processor: they differ when others use the machine) and
memory of counting and publishing them from the rows, and their ratio to a plain loop that only
reads and decodes the same rows.
"""

import json
import multiprocessing
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import click
from sqlalchemy import event, insert

from consult.consultations.models import Phase
from consult.core import locales, migrations
from consult.core.db import Database
from consult.core.locales import LANGUAGES
from consult.responses.models import Response
from consult.summaries import tallies
from consult.summaries.cells import Source
from consult.summaries.disclosure import publish
from consult.summaries.snapshots import queries as snapshots
from tests.summaries import cast

CONSULTATION = UUID(int=7)


def fill(address: str, count: int) -> None:
    """Write random responses; of the other tables there is nothing."""
    database = Database(address)
    migrations.upgrade(database.engine)
    database.engine.dispose()
    event.listen(database.engine, "connect", lambda c, _: c.execute("PRAGMA foreign_keys=OFF"))
    shared = {"consultation_id": CONSULTATION, "version_id": CONSULTATION, "may_be_quoted": False}
    batch = [
        {
            "id": uuid4(),
            "submission_digest": f"s{number}",
            "receipt_digest": f"r{number}",
            "submitted_on": date(2026, 1, 1),
            "language": language,
            "mode": mode,
            "region": region,
            "age_band": age,
            "answers": answers,
            "text_codes": texts,
            "stratum": stratum,
            **shared,
        }
        for number, (language, mode, region, age, answers, texts, stratum) in enumerate(
            cast.rows(seed=1, total=count, unlikely=0.5)
        )
    ]
    with database.transaction() as session:
        session.execute(insert(Response), batch)


def tables(address: str) -> None:
    """Read the rows, count and publish."""
    definition = cast.definition()
    with Database(address).session(read_only=True) as session:
        found = snapshots.of_id(session, CONSULTATION, snapshots.codes(definition), {})
    counted = tallies.of_columns(definition, found)
    publish([Source("bench", Phase.BEFORE, 5, LANGUAGES, counted)])


def plain_loop(path: Path) -> None:
    """Read and decode the same rows."""
    with sqlite3.connect(path) as connection:
        for answers, texts in connection.execute("SELECT answers, text_codes FROM response"):
            json.loads(answers)
            json.loads(texts)


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of an act: on the clock, and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


def main(count: int) -> None:
    """Fill in a process of its own, so that its memory is not counted; measure; print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        address = f"sqlite:///{path}"
        filling = multiprocessing.get_context("spawn").Process(target=fill, args=(address, count))
        filling.start()
        filling.join()
        _, start = timed(lambda: [locales.catalogue(tag) for tag in LANGUAGES])
        at_rest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        clock, processor = timed(lambda: tables(address))
        at_most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        plain, plain_processor = timed(lambda: plain_loop(path))
    questions = len(list(cast.definition().questions()))
    click.echo(f"tables of {count:,} responses to {questions} questions")
    click.echo(f"catalogues, read once by each process: {start:.2f} s of the processor")
    click.echo(
        f"time: {clock:.2f} s on the clock, {processor:.2f} s of the processor; "
        f"memory: {at_most} MB at most, {at_rest} MB at rest"
    )
    click.echo(
        f"a loop that only decodes the same rows: {plain:.2f} s, {plain_processor:.2f} s; "
        f"ratio {clock / plain:.2f}, {processor / plain_processor:.2f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
