"""Snapshot and tables of a million responses: ``python -m tests.bench.results [COUNT]``.

Prints seconds and memory of building the snapshot of a consultation with twelve questions, and of
all its tables (the paper's, and every question by every trait) from the warm snapshot, each in a
process of its own. Seconds are given on the clock and of the processor: they differ when others
use the machine.
"""

import json
import multiprocessing
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import event

from consult.consultations.models import Phase
from consult.core import migrations
from consult.core.db import Database
from consult.core.locales import LANGUAGES
from consult.questionnaires.definition import Definition, Page, Question
from consult.questionnaires.types import age_band
from consult.summaries import disclosure, release, tallies
from consult.summaries.cells import Source
from consult.summaries.results import crossing
from consult.summaries.snapshots import queries as snapshots
from consult.summaries.snapshots.columns import Columns
from tests.summaries import cast

CONSULTATION = UUID(int=7)


def definition() -> Definition:
    """Return twelve questions: age, region, gender, scales, single and multiple choices."""
    options = cast.choices("a", "b", "c", "d", "e")
    questions = [
        Question("age", "age_band", cast.six("Age?")),
        Question("region", "region", cast.six("Region?")),
        Question(
            "gender", "single_choice", cast.six("Gender?"), choices=cast.choices("girl", "boy")
        ),
    ]
    for number in range(3):
        scale = {"low": 1, "high": 5}
        questions.append(Question(f"scale{number}", "scale", cast.six("How?"), settings=scale))
        one = Question(f"one{number}", "single_choice", cast.six("Which?"), choices=options)
        many = Question(f"many{number}", "multiple_choice", cast.six("Which?"), choices=options)
        questions += [one, many]
    return Definition(
        cast.six("Bench"), cast.six("Hello"), LANGUAGES, (Page(cast.six("All"), tuple(questions)),)
    )


def rows(count: int) -> Iterator[tuple[object, ...]]:
    """Yield random rows of the table of responses."""
    draw = random.Random(1)
    modes, strata = ("open", "paper", "facilitated"), ("open", "invited")
    for number in range(count):
        region, age = draw.choice(cast.REGIONS), draw.choice(list(age_band.BANDS))
        answers: dict[str, object] = {"age": age, "region": region}
        answers["gender"] = draw.choice(("girl", "boy"))
        for place in range(3):
            answers[f"scale{place}"] = draw.randint(1, 5)
            answers[f"one{place}"] = draw.choice("abcde")
            answers[f"many{place}"] = sorted(draw.sample("abcde", draw.randint(1, 3)))
        yield (
            f"{draw.getrandbits(128):032x}",
            CONSULTATION.hex,
            CONSULTATION.hex,
            f"s{number}",
            f"r{number}",
            draw.choice(LANGUAGES),
            draw.choice(modes),
            region,
            age,
            "2026-01-01",
            0,
            json.dumps(answers),
            draw.choice(strata),
            "[]",
        )


def fill(path: str, count: int) -> None:
    """Write random responses; of the other tables there is nothing."""
    database = Database(f"sqlite:///{path}")
    migrations.upgrade(database.engine)
    database.engine.dispose()
    names = (
        "id, consultation_id, version_id, submission_digest, receipt_digest, language, mode, "
        "region, age_band, submitted_on, may_be_quoted, answers, stratum, text_codes"
    )
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        marks = ", ".join("?" * 14)
        connection.executemany(f"INSERT INTO response ({names}) VALUES ({marks})", rows(count))


def read(path: str) -> Columns:
    """Read the snapshot, or build and keep it."""
    database = Database(f"sqlite:///{path}")
    event.listen(database.engine, "connect", lambda c, _: c.execute("PRAGMA foreign_keys=OFF"))
    with database.transaction() as session:
        return snapshots.of_id(session, CONSULTATION, snapshots.codes(definition()), {})


def build(path: str) -> None:
    """Build the snapshot and print what it took."""
    clock, processor = time.perf_counter(), time.process_time()
    found = read(path)
    said("snapshot built", clock, processor)
    click.echo(f"snapshot: {len(found.to_bytes()) / 2**20:.1f} MB compressed")


def tables(path: str) -> None:
    """Count and release everything from the kept snapshot, and print what it took."""
    clock, processor = time.perf_counter(), time.process_time()
    found = read(path)
    counted = tallies.of_columns(definition(), found)
    source = Source("bench", Phase.BEFORE, 5, LANGUAGES, counted)
    everything = disclosure.system([source])
    shown = release.once(everything.cells.values(), everything.relations, everything.forced)
    made = sum(len(each) for each in disclosure.tables([source], shown)[1]["bench"].tables.values())
    for trait in crossing.TRAITS:
        parts = crossing.groups(source, found, trait)
        below = crossing.crossed(source, parts, shown)
        seen = release.once(below.cells.values(), below.relations, below.forced)
        for one in disclosure.tables([part.source for part in parts], seen)[1].values():
            made += sum(len(each) for each in one.tables.values())
    said(f"{made} tables", clock, processor)


def said(what: str, clock: float, processor: float) -> None:
    """Print seconds and the most memory of this process."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    click.echo(
        f"{what}: {time.perf_counter() - clock:.2f} s on the clock, "
        f"{time.process_time() - processor:.2f} s of the processor; {most} MB at most"
    )


def main(count: int) -> None:
    """Fill, build and count, each in a process of its own."""
    click.echo(f"{count:,} responses to {len(definition().by_code)} questions")
    start = multiprocessing.get_context("spawn").Process
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "bench.db")
        for step in (
            start(target=fill, args=(path, count)),
            *(start(target=act, args=(path,)) for act in (build, tables)),
        ):
            step.start()
            step.join()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
