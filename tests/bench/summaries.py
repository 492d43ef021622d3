"""Time and memory of the tables of 100,000 responses: ``python -m tests.bench.summaries [COUNT]``.

Prints seconds and memory of counting and publishing them, and their ratio to a plain loop that
only reads and decodes the same rows.
"""

import json
import multiprocessing
import resource
import sqlite3
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import click
from sqlalchemy import event, insert

from consult.consultations.models import Phase
from consult.core import migrations
from consult.core.db import Database
from consult.core.locales import LANGUAGES
from consult.responses import queries
from consult.responses.models import Response
from consult.summaries import tallies
from consult.summaries.disclosure import Source, publish
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


def tables(address: str) -> float:
    """Count and publish; return the seconds it took."""
    started = time.perf_counter()
    with Database(address).session(read_only=True) as session:
        counted = tallies.tally(cast.definition(), queries.closed_rows(session, CONSULTATION))
    publish([Source("bench", Phase.BEFORE, 5, LANGUAGES, counted)])
    return time.perf_counter() - started


def plain_loop(path: Path) -> float:
    """Read and decode the same rows; return the seconds it took."""
    started = time.perf_counter()
    with sqlite3.connect(path) as connection:
        for answers, texts in connection.execute("SELECT answers, text_codes FROM response"):
            json.loads(answers)
            json.loads(texts)
    return time.perf_counter() - started


def main(count: int) -> None:
    """Fill in a process of its own, so that its memory is not counted; measure; print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        address = f"sqlite:///{path}"
        filling = multiprocessing.get_context("spawn").Process(target=fill, args=(address, count))
        filling.start()
        filling.join()
        at_rest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        seconds = tables(address)
        at_most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        plain = plain_loop(path)
    questions = len(list(cast.definition().questions()))
    click.echo(f"tables of {count:,} responses to {questions} questions")
    click.echo(f"time: {seconds:.2f} s; memory: {at_most} MB at most, {at_rest} MB at rest")
    click.echo(
        f"a loop that only decodes the same rows: {plain:.2f} s; ratio {seconds / plain:.2f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
