"""A questionnaire of every kind, with answers drawn at random."""

import random
from collections.abc import Iterable, Iterator
from typing import Any

from consult.core.locales import LANGUAGES, Localized
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Choice, Definition, Page, Question
from consult.questionnaires.types import age_band
from consult.questionnaires.types.base import PREFER_NOT
from consult.responses.models import Mode, Stratum
from consult.summaries import tallies
from consult.summaries.snapshots import columns
from consult.summaries.snapshots import queries as snapshots
from consult.summaries.tallies import Counted

#: Language, mode, region, age band, closed answers, text codes, stratum of one response.
CountedRow = tuple[str, Mode, str | None, str | None, dict[str, Any], list[str], Stratum]

REGIONS = ("AFR", "AMS", "ARB", "ASP", "CIS", "EUR")
BANDS = tuple(age_band.BANDS)


def six(text: str) -> Localized:
    return {tag: f"{text} ({tag})" for tag in LANGUAGES}


def choices(*codes: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, six(code)) for code in codes)


def definition(*, languages: tuple[str, ...] = LANGUAGES) -> Definition:
    """Return questions of every kind; some are put only to those who answered others in a way."""
    first = Page(
        six("First"),
        (
            Question("age", "age_band", six("How old?"), required=True, prefer_not=True),
            Question("region", "region", six("Where?")),
            Question("seen", "yes_no", six("Seen?"), prefer_not=True),
            Question(
                "where",
                "single_choice",
                six("Where?"),
                choices=choices("home", "school", "street"),
                other=True,
                show_if=Condition("equals", question="seen", value="yes"),
            ),
            Question("worry", "scale", six("Worry?"), settings={"low": 1, "high": 5}),
            Question(
                "help",
                "multiple_choice",
                six("Who helps?"),
                choices=choices("parents", "teachers", "friends"),
                prefer_not=True,
                settings={"at_most": 2},
            ),
        ),
    )
    worried = Condition("at_least", question="worry", value=4)
    by_teachers = Condition("includes", question="help", value="teachers")
    second = Page(
        six("Second"),
        (
            Question(
                "order",
                "ranking",
                six("Order?"),
                choices=choices("law", "school", "tools"),
                required=True,
            ),
            Question(
                "agree",
                "matrix",
                six("Agree?"),
                choices=choices("yes", "no"),
                prefer_not=True,
                settings={"rows": choices("parents", "schools")},
                show_if=Condition("any", (worried, by_teachers)),
            ),
            Question(
                "calm",
                "yes_no",
                six("Calm?"),
                required=True,
                show_if=Condition("not", (worried,)),
            ),
            Question("more", "long_text", six("More?")),
        ),
    )
    third = Page(
        six("Third"),
        (Question("how", "short_text", six("How?"), required=True),),
        show_if=Condition("all", (worried, by_teachers)),
    )
    return Definition(six("All kinds"), six("Hello"), languages, (first, second, third))


def rows(seed: int, total: int, *, unlikely: float = 0.1) -> Iterator[CountedRow]:
    """Yield random responses; the last options of everything are as unlikely as told."""
    draw = random.Random(seed)
    # Drawn apart, so that the answers of a seed stay what they are.
    invited = random.Random(-seed - 1)

    def one_of(*options: Any) -> Any:
        weights = [unlikely if place else 1.0 for place in range(len(options))]
        draw.shuffle(weights) if draw.random() < 0.3 else None
        return draw.choices(options, weights)[0]

    for _ in range(total):
        language, mode = one_of(*LANGUAGES), one_of(*Mode)
        answers = dict(_answers(one_of))
        helped = answers.get("help")
        texts = ["more"] if one_of("", "more") else []
        if answers.get("worry") in {4, 5} and isinstance(helped, list) and "teachers" in helped:
            texts.append("how")
        if answers.get("where") == "other" and one_of("yes", ""):
            texts.append("where-other")
        region, age = answers.get("region"), answers["age"]
        stratum = Stratum.INVITED if invited.random() < 0.3 else Stratum.OPEN
        yield language, mode, region, None if age == PREFER_NOT else age, answers, texts, stratum


def _answers(one_of: Any) -> Iterator[tuple[str, Any]]:
    """Yield what one young person answers, keeping to the show-if rules of ``definition``."""
    yield "age", one_of(*BANDS, PREFER_NOT)
    if region := one_of(*REGIONS, None):
        yield "region", region
    seen = one_of("yes", "no", PREFER_NOT, None)
    if seen:
        yield "seen", seen
    if seen == "yes" and (where := one_of("home", "school", "street", "other", None)):
        yield "where", where
    worry = one_of(2, 4, 5, 1, 3, None)
    if worry:
        yield "worry", worry
    helped = one_of(["parents"], ["parents", "teachers"], ["friends"], PREFER_NOT, None)
    if helped:
        yield "help", helped
    yield "order", one_of(["law", "school", "tools"], ["tools", "law", "school"], ["school"])
    worried = worry in {4, 5}
    if worried or (isinstance(helped, list) and "teachers" in helped):
        agree = one_of({"parents": "yes", "schools": "yes"}, {"parents": "no"}, PREFER_NOT, None)
        if agree:
            yield "agree", agree
    if not worried:
        yield "calm", one_of("yes", "no")


def gathered(rows: Iterable[CountedRow], asked: Definition | None = None) -> columns.Columns:
    """Gather rows as a snapshot does."""
    strata = (("", (*row[:4], row[6]), row[4], row[5]) for row in rows)
    return columns.gather(snapshots.codes(asked or definition()), strata)


def counted(rows: Iterable[CountedRow], asked: Definition | None = None) -> Counted:
    """Count rows."""
    return tallies.of_columns(asked or definition(), gathered(rows, asked))
