"""What a reader knows about how the counts of one consultation hang together.

The tables of a question share its base; the questions share the number of responses; and a
question that was put only to some has its number from the tables of the questions before it. All of
that can be used to work out a hidden count, so all of it is told to ``suppression``.
"""

from collections.abc import Iterator
from itertools import pairwise

from consult.questionnaires.definition import Question
from consult.questionnaires.types.base import OTHER, Tally
from consult.summaries.known import Key, Relation, at_most, equal
from consult.summaries.tallies import QuestionCount

#: Kinds whose table is the participation table, not one beside the question.
STRATUM_KINDS = {"region": "region", "age_band": "age_band"}


def responses_key(slug: str) -> Key:
    """Name the number of responses."""
    return (slug, "responses")


def stratum_key(slug: str, stratum: str, code: str) -> Key:
    """Name a line of a participation table; ``base`` and ``no-answer`` stand below it."""
    return (slug, "stratum", stratum, code)


def table_key(slug: str, question: str, table: int, part: str, row: str = "") -> Key:
    """Name a count of a question's table: ``part`` is row, base, no_answer or prefer_not."""
    return (slug, "question", question, str(table), part, row)


def asked_key(slug: str, question: str) -> Key:
    """Name the number of young people a question was put to."""
    return (slug, "question", question, "asked")


def untold_key(slug: str, question: str) -> Key:
    """Name who were asked for a trait of theirs and did not tell it."""
    return (slug, "question", question, "untold")


def texts_key(slug: str, question: str) -> Key:
    """Name the number of free texts a question got."""
    return (slug, "question", question, "texts")


def of_table(slug: str, question: Question, place: int, tally: Tally) -> Iterator[Relation]:
    """Yield how the lines, base and gaps of one table add up."""
    base = table_key(slug, question.code, place, "base")
    rows = [table_key(slug, question.code, place, "row", one.code) for one in tally.counts]
    gaps = [table_key(slug, question.code, place, part) for part in ("no_answer", "prefer_not")]
    yield equal([asked_key(slug, question.code)], [base, *gaps])
    if tally.adds_up:
        yield equal([base], rows)
        return
    yield at_most([base], rows)
    for row in rows:
        yield at_most([row], [base])
    most = question.settings.get("at_most")
    if isinstance(most, int):
        yield at_most(rows, [base], times=most)


def of_question(slug: str, counted: QuestionCount) -> Iterator[Relation]:
    """Yield how the tables of one question hang together."""
    question, tables = counted.question, counted.tables
    yield at_most([asked_key(slug, question.code)], [responses_key(slug)])
    for place, tally in enumerate(tables):
        yield from of_table(slug, question, place, tally)
        if place:
            refused = [table_key(slug, question.code, n, "prefer_not") for n in (0, place)]
            yield equal(refused[:1], refused[1:])
    if question.type == "ranking":
        yield from _of_places(slug, question, len(tables))
    texts = texts_key(slug, question.code)
    if not tables:
        yield at_most([texts], [asked_key(slug, question.code)])
    elif question.other:
        yield at_most([texts], [table_key(slug, question.code, 0, "row", OTHER)])


def _of_places(slug: str, question: Question, places: int) -> Iterator[Relation]:
    """Nobody gives two places to one choice, or a later place without the first."""
    bases = [table_key(slug, question.code, place, "base") for place in range(places)]
    for earlier, later in pairwise(bases):
        yield at_most([later], [earlier])
    for choice in question.choices:
        over_places = [
            table_key(slug, question.code, place, "row", choice.code) for place in range(places)
        ]
        yield at_most(over_places, bases[:1])


def era_of(slug: str, number: int) -> str:
    """Name the answers of an era, as if they were a consultation of their own."""
    return f"{slug}@{number}"
