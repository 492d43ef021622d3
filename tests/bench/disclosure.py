"""Counts a reader can work out: ``python -m tests.bench.disclosure [TABLES]``.

Draws consultations at random until so many tables were released, whole and by traits, again after
more answers, and prints how many of the hidden counts linear programming recovers, beside what
hiding the small ones alone would have given away. Before that the same for the demonstration, and
for consultations that came to ask otherwise while they were open.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import click

from consult.app import create_app
from consult.core import migrations
from consult.core.db import Database
from consult.demo import service as demo
from consult.summaries import disclosure, figures, release
from consult.summaries.known import Key
from consult.summaries.results import crossing
from consult.summaries.results import queries as results
from consult.summaries.snapshots import queries as snapshots
from tests.summaries import audit, cast, versions

#: As long as consultations of several versions are drawn, in seconds.
_VERSIONS_FOR = 90
_TRAITS = ("region", "mode", "stratum")


def random_tables(wanted: int) -> None:
    """Draw, release, audit, and print."""
    draw, started = random.Random(29), time.perf_counter()
    tables = hidden = near = told = naive = seed = 0
    while tables < wanted:
        seed += 1
        total, unlikely = draw.randint(60, 700), draw.choice((0.3, 0.6, 0.9))
        rows = list(cast.rows(seed, total + 40, unlikely=unlikely))
        found = cast.gathered(rows[:total])
        every = audit.lattice(found, (draw.choice(_TRAITS),))
        tables += sum(_tables(system.cells) for system, _ in every)
        many, exposed = audit.told(every)
        hidden, told = hidden + many, told + len(exposed)
        small = [
            (
                system,
                {
                    key: cell.value
                    for key, cell in system.cells.items()
                    if cell.published and not 0 < cell.value < 5
                },
            )
            for system, _ in every[:1]
        ]
        naive += len(audit.told(small)[1])
        before, now = every[0][1], disclosure.system([audit.source(cast.gathered(rows))])
        grew, exposed = audit.steps(before, (now, release.again(now, [before])))
        near, told = near + grew, told + len(exposed)
    click.echo(
        f"{tables:,} tables of {seed} consultations: {hidden:,} hidden counts, {near:,} that grew "
        f"by less than the threshold, {told} recoverable"
    )
    click.echo(f"hiding small counts alone, papers only: {naive:,} recoverable")
    click.echo(f"{time.perf_counter() - started:.0f} s")


def versions_too(seconds: float) -> None:
    """Draw consultations of two or three versions until the time is up; release, audit, print."""
    draw, started = random.Random(31), time.perf_counter()
    tables = hidden = told = seed = 0
    while time.perf_counter() - started < seconds:
        seed += 1
        totals = [draw.choice((7, 20, 60, 150)) for _ in range(draw.choice((2, 3)))]
        asked = versions.series(seed, len(totals))
        found = versions.found(seed, asked, totals, draw.choice((0.2, 0.6)))
        whole = versions.source(asked, found)
        paper = disclosure.system([whole])
        every = [(paper, audit.shown_once(paper))]
        parts = crossing.groups(whole, found, draw.choice(_TRAITS))
        below = crossing.crossed(whole, parts, every[0][1])
        every.append((below, audit.shown_once(below)))
        tables += sum(_tables(key for key in one.cells if "@" not in key[0]) for one, _ in every)
        many, exposed = audit.told(every)
        hidden, told = hidden + many, told + len(exposed)
    click.echo(
        f"several versions: {tables:,} tables of {seed} consultations: {hidden:,} hidden counts, "
        f"{told} recoverable; {time.perf_counter() - started:.0f} s"
    )


def _tables(keys: Iterable[Key]) -> int:
    return len({(key[0], key[2], key[3]) for key in keys if len(key) > 4 and key[1] == "question"})


def demonstration() -> None:
    """Audit everything the demonstration releases, by region and by way of answering too."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        app = create_app(
            {
                "DATABASE_URL": f"sqlite:///{path / 'demo.db'}",
                "INSTANCE": path,
                "KEYS": path / "keys.json",
            }
        )
        database: Database = app.extensions["database"]
        migrations.upgrade(database.engine)
        with database.transaction() as session:
            demo.make(session, app.extensions["keys"])
        with database.session(read_only=True) as session:
            for consultation in results.available(session):
                sources = figures.sources(session, [consultation])
                found = snapshots.of(session, consultation)
                paper = disclosure.system(sources)
                every = [(paper, audit.shown_once(paper))]
                for trait in _TRAITS:
                    parts = crossing.groups(sources[0], found, trait)
                    below = crossing.crossed(sources[0], parts, every[0][1])
                    every.append((below, audit.shown_once(below)))
                hidden, exposed = audit.told(every)
                click.echo(
                    f"demonstration, {consultation.slug}: {hidden:,} hidden counts, "
                    f"{len(exposed)} recoverable"
                )


if __name__ == "__main__":
    demonstration()
    versions_too(_VERSIONS_FOR)
    random_tables(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
