"""A note on quality: what looks unusual among the answers, for people to judge (TRUST.md B4).

Counts only, those with an invitation apart from the others, and through the same door as every
table: what stands above the note (who came with an invitation, who without) was released with the
paper; where it is hidden, all below it is. Nothing is left out of any table because of it.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.rules import ends_at
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.locales import N_, Localized
from consult.responses import queries as responses
from consult.responses.models import Response
from consult.summaries import figures, queries, release, strata
from consult.summaries.cells import Source
from consult.summaries.disclosure import System
from consult.summaries.known import Cell, Key, Relation, equal
from consult.summaries.links import responses_key, stratum_key
from consult.summaries.release import Released
from consult.summaries.results import alike
from consult.summaries.snapshots import columns
from consult.summaries.snapshots import queries as snapshots
from consult.summaries.snapshots.columns import Columns

#: What is counted of each stratum; those of one line make up everybody together with the rest.
LINES = (("burst",), ("choices",), ("words",), ("nothing", "stopped"))
LINE_NAMES = {
    "burst": N_("On days with far more answers than usual"),
    "choices": N_("In groups of %(size)s or more who ticked exactly the same"),
    "words": N_("In groups of %(size)s or more who wrote nearly the same words"),
    "nothing": N_("Ticked nothing"),
    "stopped": N_("Ticked nothing in the last third of the questions"),
}
_REST = "rest"
#: A day is unusual from so many answers on that are more than so many times the usual.
_BUSY, _TIMES = 30, 5
#: Fewer choices than these are the same by chance.
_FEWEST_CHOICES = 5
#: More texts than these are not compared: it would keep the page waiting for seconds.
_MOST_TEXTS = 20_000
#: From this share of a stratum on a count is pointed at.
_STRIKING = 0.1


@dataclass(frozen=True)
class Part:
    """What may be shown of one stratum; ``None`` stands for a hidden count."""

    label: Localized
    responses: int | None
    counts: Mapping[str, int | None]
    #: Unusual days with how many of them came on each.
    days: tuple[tuple[date, int], ...]

    def is_striking(self, name: str) -> bool:
        """Tell whether somebody should look at this count."""
        count, everybody = self.counts[name], self.responses
        return bool(count and everybody and count >= everybody * _STRIKING)


@dataclass(frozen=True)
class Note:
    """The note on a consultation, by stratum."""

    parts: tuple[Part, ...]
    held: bool


@dataclass(frozen=True)
class Found:
    """Raw counts of one stratum: not for anybody's eyes before they are released."""

    everybody: int
    counts: Mapping[str, int]
    days: Mapping[date, int]


def note(session: Session, keys: Keyring, consultation: Consultation) -> Note | None:
    """Return the note on a consultation; ``None`` while its paper has released nothing to stand on.

    Args:
        session: of the page, which only reads.
        keys: open the texts, which a program compares and nobody sees.
        consultation: an approved one.

    Raises:
        DomainError: ``release_busy``.
    """
    meeting = consultation.meeting
    asked = queries.consulted(session, meeting)
    signed = queries.is_signed(session, meeting)
    paper = figures.of(session, meeting, asked, signed=signed)
    given, source = paper.given, paper.source(consultation.slug)
    name = f"quality of {source.slug}"
    last = release.last(session, meeting, name)
    digest = source.counted.digest
    if given.snapshots.get(source.slug) != digest:
        # The paper's release is older than the answers, and the note stands under it.
        return _shown(source, given, last) if last else None
    if last and last.snapshots.get(source.slug) == digest:
        return _shown(source, given, replace(last, held=False))
    found = _count(session, keys, consultation, source)
    total = responses_key(source.slug)
    released = release.of(
        session,
        meeting,
        name,
        system(source, found, given.shown),
        snapshots={source.slug: digest},
        totals={total: source.smallest},
    )
    return _shown(source, given, released)


def system(source: Source, found: Mapping[str, Found], shown: Mapping[Key, int]) -> System:
    """Return the counts of a note with all that a reader knows of how they add up.

    Args:
        source: the whole consultation.
        found: raw counts by stratum.
        shown: the released counts of the paper it stands under.
    """
    slug, smallest = source.slug, source.smallest
    total = responses_key(slug)
    cells = {total: Cell(total, source.counted.total, smallest, fixed=True)}
    relations: list[Relation] = []
    forced: set[Key] = set()
    for code, mine in found.items():
        above = stratum_key(slug, "stratum", code)
        known = above in shown
        cells[above] = Cell(above, mine.everybody, smallest, published=False, fixed=known)
        for line in LINES:
            if line[0] not in mine.counts:
                continue
            below = [_key(slug, code, one) for one in (*line, f"{_REST} {line[0]}")]
            values = [mine.counts[one] for one in line]
            values.append(mine.everybody - sum(values))
            cells |= {key: Cell(key, n, smallest) for key, n in zip(below, values, strict=True)}
            relations.append(equal([above], below))
            if not known:
                forced |= set(below)
        per_day = {(*_key(slug, code, "burst"), day.isoformat()): n for day, n in mine.days.items()}
        cells |= {key: Cell(key, n, smallest) for key, n in per_day.items()}
        relations.append(equal([_key(slug, code, "burst")], per_day))
        if not known:
            forced |= set(per_day)
    strata_keys = [stratum_key(slug, "stratum", code) for code in found]
    relations.append(equal([total], strata_keys))
    return System(cells, tuple(relations), frozenset(forced))


def _key(slug: str, stratum: str, name: str) -> Key:
    return (slug, "quality", stratum, name)


def _shown(source: Source, given: Released, released: Released) -> Note:
    parts = []
    for code in strata.codes("stratum"):
        counts = {
            name: released.shown.get(_key(source.slug, code, name))
            for line in LINES
            for name in line
        }
        everybody = given.shown.get(stratum_key(source.slug, "stratum", code))
        days = sorted(
            (date.fromisoformat(key[-1]), count)
            for key, count in released.shown.items()
            if key[:-1] == _key(source.slug, code, "burst") and count
        )
        parts.append(Part(strata.label("stratum", code), everybody, counts, tuple(days)))
    return Note(tuple(parts), given.held or released.held)


# --- Counting ----------------------------------------------------------------------------------


def _count(
    session: Session, keys: Keyring, consultation: Consultation, source: Source
) -> dict[str, Found]:
    """Return the raw counts by stratum."""
    table = snapshots.of(session, consultation)
    per_day = _per_day(session, consultation)
    days = unusual_days(Counter({day: sum(n.values()) for day, n in per_day.items()}), consultation)
    words = _alike_words(session, keys, consultation)
    choices = _alike_choices(source, table)
    found = {}
    for code in strata.codes("stratum"):
        mine = table.where(columns.of_stratum("stratum"), code)
        nothing, stopped = _drop_outs(source, mine)
        mine_on = {day: per_day[day][code] for day in days}
        counts = {
            "burst": sum(mine_on.values()),
            "choices": _times(mine, _closed(source), choices),
            "nothing": nothing,
            "stopped": stopped,
        }
        if words is not None:
            counts["words"] = words[code]
        found[code] = Found(mine.total, counts, mine_on)
    return found


def _per_day(session: Session, consultation: Consultation) -> dict[date, Counter[str]]:
    wanted = (
        select(Response.submitted_on, Response.stratum, func.count())
        .where(Response.consultation_id == consultation.id)
        .group_by(Response.submitted_on, Response.stratum)
    )
    found: dict[date, Counter[str]] = {}
    for day, stratum, number in session.execute(wanted):
        found.setdefault(day, Counter())[stratum.value] += number
    return found


def unusual_days(per_day: Counter[date], consultation: Consultation) -> dict[date, int]:
    """Return the days with far more answers than the usual day since the consultation opened."""
    until = min(clock.today(), ends_at(consultation).date())
    quiet = max(0, (until - consultation.opens_at.date()).days + 1 - len(per_day))
    usual = median([*per_day.values(), *[0] * quiet]) if per_day else 0
    return {
        day: number
        for day, number in sorted(per_day.items())
        if number >= _BUSY and number > _TIMES * max(1, usual)
    }


def _alike_words(
    session: Session, keys: Keyring, consultation: Consultation
) -> Counter[str] | None:
    """Return, by stratum, how many wrote nearly the same words as enough others did.

    Enough are as many as the smallest count shown; ``None``: there are too many to compare.
    """
    owners: list[tuple[Response, str]] = []
    wanted = select(Response).where(
        Response.consultation_id == consultation.id, Response.texts.is_not(None)
    )
    for one in session.scalars(wanted.execution_options(yield_per=1000)):
        owners += [(one, text) for text in responses.texts_of(keys, one).values()]
        if len(owners) > _MOST_TEXTS:
            return None
    alike_in = {
        owners[place][0].id: owners[place][0].stratum.value
        for group in alike.groups([text for _one, text in owners])
        if len({owners[place][0].id for place in group}) >= consultation.smallest_cell
        for place in group
    }
    return Counter(alike_in.values())


def _closed(source: Source) -> list[str]:
    """Return the codes of what is ticked and asked of everybody, in the order it is asked."""
    return [
        counted.question.code
        for counted in source.counted.questions
        if counted.tables and counted.asked == source.counted.total
    ]


def _alike_choices(source: Source, table: Columns) -> Collection[tuple[Hashable, ...]]:
    """Return the whole sets of choices that at least as many as the smallest count made alike."""
    return {
        chosen
        for chosen, number in table.together(_closed(source)).items()
        if number >= source.smallest
        and sum(value is not None for value in chosen) >= _FEWEST_CHOICES
    }


def _times(mine: Columns, codes: Sequence[str], wanted: Collection[tuple[Hashable, ...]]) -> int:
    return sum(n for chosen, n in mine.together(codes).items() if chosen in wanted)


def _drop_outs(source: Source, mine: Columns) -> tuple[int, int]:
    """Return how many ticked nothing, and how many nothing in the last third of the questions."""
    asked = _closed(source)
    last = asked[len(asked) - len(asked) // 3 :]
    nothing = _blank(mine, asked)
    return nothing, _blank(mine, last) - nothing if last else 0


def _blank(mine: Columns, codes: Sequence[str]) -> int:
    return sum(n for chosen, n in mine.together(codes).items() if not any(_told(chosen)))


def _told(chosen: tuple[Hashable, ...]) -> Iterator[bool]:
    return (value not in (None, (), frozenset()) for value in chosen)
