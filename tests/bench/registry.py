"""Time of looking for words in the register: ``python -m tests.bench.registry [PAPERS]``.

Prints milliseconds of the first and of later requests of the page, beside a plain loop that finds
the same word in the same texts, and the memory that the process took for them.
"""

import json
import resource
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click

from consult.app import create_app
from consult.core import migrations
from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.core.locales import LANGUAGES
from consult.meetings.models import Document, Meeting
from consult.summaries import paper as frozen_papers
from consult.summaries import sealing
from consult.summaries.models import SignedQuote, Summary
from consult.summaries.paper import Paper, Quote
from tests.exports import papers
from tests.public.conftest import NOW

_QUESTIONS, _ROUNDS = 20, 20


def fill(database: Database, keys: Keyring, count: int) -> str:
    """Store signed papers of twenty questions each; return all that one of them says in English."""
    base = papers.paper()
    one = base.consultations[0]
    with database.transaction() as session:
        for number in range(count):
            meeting = Meeting(
                number=100 + number,
                starts_on=NOW.date() + timedelta(days=number),
                ends_on=NOW.date() + timedelta(days=number),
                place=base.meeting_place,
                time_zone="UTC",
            )
            symbol = f"S26-CLCWGCOP{100 + number}-C-0007"
            quotes, rows = sealed(keys, one.questions[0].quotes)
            asked = tuple(
                replace(one.questions[0], code=f"q{place}", quotes=quotes if place == 0 else ())
                for place in range(_QUESTIONS)
            )
            paper = replace(
                base,
                symbol=symbol,
                meeting_number=100 + number,
                consultations=(replace(one, questions=asked),),
            )
            document = Document(
                meeting=meeting, symbol=symbol, title=paper.title, languages=list(LANGUAGES),
                published_at=NOW, sector="S", year=2026, body="CLCWGCOP", series="C", serial=7,
                meeting_number=100 + number,
            )  # fmt: skip
            frozen = paper.to_json()
            summary = Summary(
                meeting=meeting, title=paper.title, abstract=paper.abstract, document=document,
                narrative=paper.narrative, signed_at=NOW, frozen=frozen, changed_at=NOW,
                frozen_digest=frozen_papers.digest(frozen),
            )  # fmt: skip
            session.add_all([meeting, document, summary, *rows])
    return "\n".join(text.get("en", "") for text in Paper.from_json(frozen).texts())


def sealed(keys: Keyring, quotes: tuple[Quote, ...]) -> tuple[tuple[Quote, ...], list[SignedQuote]]:
    """Return quotes with their seals, and the rows that hold their words."""
    made, rows = [], []
    for quote in quotes:
        key = secrets.token_hex(32)
        seal = sealing.seal_of(quote, key)
        told = {n: v for n, v in vars(quote).items() if n != "seal"}
        words = json.dumps({"key": key, "quote": told})
        place = {"table": "signed_quote", "row": seal, "column": "words"}
        rows.append(SignedQuote(seal=seal, words=keys.seal(words, **place)))
        made.append(Quote("", "", "", "", seal=seal))
    return tuple(made), rows


def timed(act: Callable[[], object]) -> float:
    """Return milliseconds."""
    started = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - started)


def main(count: int) -> None:
    """Fill, ask, print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        address = f"sqlite:///{path / 'bench.db'}"
        app = create_app({"DATABASE_URL": address, "INSTANCE": path, "KEYS": path / "keys.json"})
        database: Database = app.extensions["database"]
        migrations.upgrade(database.engine)
        said = fill(database, app.extensions["keys"], count)
        client = app.test_client()
        client.get("/en/")
        at_rest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        for words in ("", "picture", "nobody wrote this word"):

            def ask(words: str = words) -> None:
                page = client.get("/en/documents", query_string={"words": words})
                assert page.status_code == 200

            first = timed(ask)
            later = statistics.median(timed(ask) for _ in range(_ROUNDS))
            click.echo(f"“{words}” in {count} papers: first {first:.0f} ms, then {later:.0f} ms")
        plain = timed(lambda: [said.count("picture") for _ in range(count)])
        at_most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    click.echo(f"a loop that only finds the word: {plain:.1f} ms")
    click.echo(f"memory: {at_most} MB at most, {at_rest} MB before")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
