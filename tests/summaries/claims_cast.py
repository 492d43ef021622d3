"""A short questionnaire and its answers: what statements are drafted from, quickly counted."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations.models import Phase
from consult.core.locales import LANGUAGES
from consult.questionnaires.definition import Definition, Page
from consult.responses.models import Mode, Stratum
from consult.summaries import tallies
from consult.summaries.cells import Source
from consult.summaries.claims import queries, writing, young
from consult.summaries.models import Summary
from consult.summaries.snapshots import columns
from consult.summaries.snapshots import queries as snapshots
from consult.summaries.snapshots.columns import Columns
from tests.summaries import cast
from tests.summaries.cast import CountedRow

_KEPT = ("age", "region", "seen", "more")


def definition() -> Definition:
    """Return the questions about age, region, one yes or no, and one in own words."""
    whole = cast.definition()
    asked = tuple(whole.by_code[code] for code in _KEPT)
    return Definition(
        cast.six("Short"), cast.six("Hello"), LANGUAGES, (Page(cast.six("First"), asked),)
    )


def rows(seed: int, total: int, *, unlikely: float) -> Iterator[CountedRow]:
    """Yield random responses to them."""
    for language, mode, region, age, answers, texts, stratum in cast.rows(
        seed, total, unlikely=unlikely
    ):
        kept = {code: value for code, value in answers.items() if code in _KEPT}
        yield language, mode, region, age, kept, [t for t in texts if t == "more"], stratum


def gathered(seed: int, total: int, *, unlikely: float) -> Columns:
    """Return random responses as columns."""
    found = rows(seed, total, unlikely=unlikely)
    strata = (("", (*row[:4], row[6]), row[4], row[5]) for row in found)
    return columns.gather(snapshots.codes(definition()), strata)


def source(found: Columns) -> Source:
    """Return their raw counts."""
    counted = tallies.of_columns(definition(), found)
    return Source("safety", Phase.BEFORE, 5, LANGUAGES, counted)


def approve(session: Session, summary: Summary, actor: Actor) -> None:
    """Read the plain words and approve them."""
    kept = [row.content for row in queries.kept(session, summary)]
    seen = young.digest(queries.young_text(session, summary, kept))
    writing.approve_young(session, summary, seen=seen, actor=actor)


def apart() -> Iterator[CountedRow]:
    """Yield 200 responses from two regions that think otherwise, nobody alone in anything."""
    for region, likes in (("EUR", 70), ("ARB", 30)):
        for n in range(100):
            age = ("13-15", "16-17")[n % 2]
            answers = {"age": age, "region": region, "seen": "yes" if n < likes else "no"}
            language = ("en", "fr")[n // 2 % 2]
            yield language, Mode.OPEN, region, age, answers, [], Stratum.OPEN
