"""How many answers carry a theme, in two kinds that are never mixed, and where groups differ.

"Read by people" counts answers that people read, every one of them. "Estimated" comes from the
random sample that people read, with its interval. A model's raw count is in neither.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from consult.core.locales import Localized
from consult.themes import agreement
from consult.themes.agreement import Firmness
from consult.themes.models import Outcome, Reading, Stance, Theme

#: Percentage points from which a group's difference asks for a quote (SUMMARIES.md).
APART = 5
#: The smallest base of a percentage (TRUST.md R30).
SMALLEST_BASE = 30


class Kind(StrEnum):
    """Where the numbers come from."""

    READ = "read"
    ESTIMATED = "estimated"
    #: People have not read enough: there are no numbers yet.
    UNFINISHED = "unfinished"


@dataclass(frozen=True)
class ThemeCount:
    """One theme: how many answers carry it, between ``low`` and ``high`` where estimated.

    The three are absent while people have not read enough. ``alpha`` is the agreement of two
    readers; absent where nothing was read twice.
    """

    theme_id: UUID
    label: Localized
    count: int | None
    low: int | None
    high: int | None
    alpha: float | None
    firmness: Firmness


@dataclass(frozen=True)
class Counts:
    """The themes of one question; raw numbers, not for the public before disclosure control.

    Args:
        kind: in which words the numbers may be told.
        total: how many answers there are.
        read: how many of them people read for these numbers.
        to_read: how many people must read for them.
        none: how many carry no theme; only where people read all.
        unclear: how many nobody can understand; only where people read all.
    """

    kind: Kind
    version: int
    total: int
    read: int
    to_read: int
    themes: tuple[ThemeCount, ...]
    none: int | None = None
    unclear: int | None = None


@dataclass(frozen=True)
class Contrast:
    """A group that differs from the rest by ``APART`` points or more: a quote should show it.

    ``stance`` is absent when the theme as a whole is meant.
    """

    theme_id: UUID
    label: Localized
    stance: Stance | None
    stratum: str
    group: str
    group_percent: int
    rest_percent: int


def one_each(readings: Iterable[Reading]) -> dict[UUID, Reading]:
    """Return the reading that counts for each answer.

    Of two readings a clear one counts before an unclear one; between two clear ones the lot
    decides: their keys are random.
    """
    found: dict[UUID, Reading] = {}
    for one in sorted(readings, key=lambda r: (r.outcome is Outcome.UNCLEAR, str(r.id))):
        found.setdefault(one.response_id, one)
    return found


def alphas(readings: Iterable[Reading], themes: Iterable[Theme]) -> dict[UUID, float | None]:
    """Return the agreement of those who read the same answers, per theme."""
    by_answer: dict[UUID, list[set[UUID]]] = defaultdict(list)
    for one in readings:
        by_answer[one.response_id].append({code.theme_id for code in one.codes})
    return {
        theme.id: agreement.alpha(
            [[theme.id in codes for codes in coded] for coded in by_answer.values()]
        )
        for theme in themes
    }


def counts(
    version: int,
    themes: Sequence[Theme],
    readings: Sequence[Reading],
    answers: Sequence[UUID],
    *,
    sample: Sequence[UUID],
    estimate: Callable[[Mapping[UUID, Reading]], Mapping[UUID, tuple[int, int, int]]],
) -> Counts:
    """Return what may be told of the themes now.

    Args:
        version: of the codebook.
        themes: in their order.
        readings: all of this version.
        answers: every answer that is there.
        sample: the random sample of them.
        estimate: gives count, low and high per theme from the readings of a sample that is whole;
            only called when there are more answers than people read.
    """
    there = set(answers)
    own = {key: one for key, one in one_each(readings).items() if key in there}
    agreed = alphas((one for one in readings if one.response_id in there), themes)
    none = unclear = None
    numbers: Mapping[UUID, tuple[int, int, int]] = {}
    kind, read = Kind.UNFINISHED, sum(one in own for one in sample)
    if answers and len(own) == len(answers):
        kind, read = Kind.READ, len(own)
        outcomes = Counter(one.outcome for one in own.values())
        none, unclear = outcomes[Outcome.NONE], outcomes[Outcome.UNCLEAR]
        said = Counter(code.theme_id for one in own.values() for code in one.codes)
        numbers = {theme.id: (said[theme.id],) * 3 for theme in themes}
    elif len(sample) < len(answers) and read == len(sample):
        kind = Kind.ESTIMATED
        numbers = estimate({key: own[key] for key in sample})
    lines = []
    for theme in themes:
        count, low, high = numbers.get(theme.id, (None, None, None))
        alpha = agreed[theme.id]
        firmness = agreement.firmness(alpha)
        lines.append(ThemeCount(theme.id, theme.label, count, low, high, alpha, firmness))
    return Counts(
        kind, version, len(answers), read, len(sample), tuple(lines), none=none, unclear=unclear
    )


def contrasts(
    themes: Sequence[Theme], readings: Iterable[Reading], smallest: int
) -> list[Contrast]:
    """Return where a region or language differs from the rest, by what people coded.

    Args:
        themes: in their order.
        readings: one per answer, of the random sample or of all answers.
        smallest: a group of which fewer than this, but somebody, said it is not told apart.
    """
    read = list(readings)
    return [
        found
        for theme in themes
        for stance in (None, *Stance)
        for stratum in ("region", "language")
        for found in _of_stratum(theme, stance, stratum, read, smallest)
    ]


def _of_stratum(
    theme: Theme, stance: Stance | None, stratum: str, readings: Sequence[Reading], smallest: int
) -> Iterator[Contrast]:
    asked, said = Counter[str](), Counter[str]()
    for one in readings:
        group = getattr(one.response, stratum)
        if group is None or one.outcome is Outcome.UNCLEAR:
            continue
        asked[group] += 1
        said[group] += any(
            code.theme_id == theme.id and stance in {None, code.stance} for code in one.codes
        )
    for group in sorted(asked):
        inside, rest = (
            (said[group], asked[group]),
            (
                said.total() - said[group],
                asked.total() - asked[group],
            ),
        )
        if any(base < SMALLEST_BASE or 0 < n < smallest for n, base in (inside, rest)):
            continue
        mine, theirs = (100 * n / base for n, base in (inside, rest))
        if abs(mine - theirs) >= APART:
            yield Contrast(
                theme.id, theme.label, stance, stratum, group, round(mine), round(theirs)
            )
