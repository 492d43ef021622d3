"""Reading results for staff: questions over chosen consultations, whole or by one trait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core.errors import InvalidError
from consult.core.locales import N_, Localized
from consult.questionnaires.definition import Question
from consult.summaries import figures, links, queries
from consult.summaries.cells import Source
from consult.summaries.disclosure import Published
from consult.summaries.paper import Table
from consult.summaries.results import adding, below, crossing, silence, weighting
from consult.summaries.results.crossing import TRAITS, Group
from consult.summaries.results.silence import Silence
from consult.summaries.results.weighting import Weighted


@dataclass(frozen=True)
class QuestionView:
    """One table of one question over all chosen consultations that asked it.

    ``by_group`` has its tables by the code of the group, empty when nothing is crossed.
    """

    code: str
    text: Localized
    whole: Table
    texts: int | None
    asked_in: int
    by_group: Mapping[str, Table] = field(default_factory=dict)
    weighted: Weighted | None = None


@dataclass(frozen=True)
class Results:
    """What the page shows."""

    consultations: tuple[Consultation, ...]
    responses: int | None
    participation: tuple[tuple[str, Table], ...]
    silent: Silence | None
    #: Code and name of each group of the trait crossed by.
    groups: tuple[tuple[str, Localized], ...]
    #: The same without the choice of one group.
    every_group: tuple[tuple[str, Localized], ...]
    questions: tuple[QuestionView, ...]
    #: Consultations whose newest answers wait for the next release.
    held: tuple[Consultation, ...]


@dataclass(frozen=True)
class _One:
    """A consultation with what is released of it."""

    consultation: Consultation
    source: Source
    published: Published
    held: bool
    groups: Sequence[Group] = ()
    by_group: Mapping[str, Published] = field(default_factory=dict)


def available(session: Session) -> list[Consultation]:
    """Return the consultations that were approved, the newest first."""
    return [
        one
        for one in consultations.all_consultations(session)
        if one.approved_at is not None and one.version is not None
    ]


def results(
    session: Session,
    chosen: Sequence[Consultation],
    *,
    by: str = "",
    only: str = "",
    shares: Mapping[str, float] | None = None,
) -> Results:
    """Return the results of some consultations.

    Args:
        session: of the page, which only reads.
        chosen: one or several.
        by: the trait to cross by, a key of ``TRAITS``; empty for none.
        only: the one group of that trait to show; empty for all.
        shares: of the regions, for the weighted view.

    Raises:
        InvalidError: ``trait_unknown``; ``only_without_trait``; ``weights_without_region``.
        DomainError: ``release_busy``; ``crossing_waits``, answers came since the last release.
    """
    if by and by not in TRAITS:
        message = N_("There is no such trait. Choose one from the list.")
        raise InvalidError("trait_unknown", message)
    if only and not by:
        message = N_(
            "To see one group alone, choose first by what to compare. Two traits at once are not "
            "shown: such small groups could point at somebody."
        )
        raise InvalidError("only_without_trait", message)
    if shares is not None and by != "region":
        message = N_("The weighted view is there when you compare by region.")
        raise InvalidError("weights_without_region", message)
    every = [_one(session, consultation, by) for consultation in chosen]
    names = {group.code: group.label for one in every for group in one.groups}
    every_group = tuple(names.items())
    if only:
        names = {code: name for code, name in names.items() if code == only}
    return Results(
        tuple(chosen),
        adding.plus(one.published.responses for one in every),
        tuple(_participation(every)),
        _silent(every),
        tuple(names.items()),
        every_group,
        tuple(_questions(every, list(names), shares)),
        tuple(one.consultation for one in every if one.held),
    )


def _one(session: Session, consultation: Consultation, by: str) -> _One:
    """Return what the paper of its meeting releases of a consultation, and its cross-table."""
    meeting = consultation.meeting
    asked = queries.consulted(session, meeting)
    released = figures.of(session, meeting, asked, signed=queries.is_signed(session, meeting))
    source, given = released.source(consultation.slug), released.given
    published = released.published[consultation.slug]
    if not by or (by == crossing.GENDER and crossing.gender_question(source) is None):
        return _One(consultation, source, published, given.held)
    parts, under = below.crossing_of(session, consultation, source, given, by)
    by_group = below.tables_of(parts, under)
    return _One(consultation, source, published, given.held or under.held, parts, by_group)


def _participation(every: Sequence[_One]) -> list[tuple[str, Table]]:
    names = {name for one in every for name, _ in one.published.participation}
    found = []
    for name in (*(n for n in TRAITS if n in names), *sorted(names - set(TRAITS))):
        tables = [dict(one.published.participation).get(name) for one in every]
        # A consultation that did not ask for it has none of it, not zero: then nothing is summed.
        if all(table is not None for table in tables):
            found.append((name, adding.together([t for t in tables if t is not None])))
    return found


def _silent(every: Sequence[_One]) -> Silence | None:
    table = dict(_participation(every)).get("region")
    return silence.of(table) if table else None


def _questions(
    every: Sequence[_One], groups: Sequence[str], shares: Mapping[str, float] | None
) -> list[QuestionView]:
    """Return the questions in the order they are first asked; those that agree count together."""
    alike: dict[tuple[object, ...], list[tuple[_One, Question]]] = {}
    for one in every:
        for counted in one.source.counted.questions:
            question = counted.question
            if question.type not in links.STRATUM_KINDS:
                alike.setdefault(_likeness(question), []).append((one, question))
    views = []
    for asked in alike.values():
        views += _views(asked, groups, shares)
    return views


def _likeness(question: Question) -> tuple[object, ...]:
    """Return what must agree so that two questions count as one: code, kind, lines and scale."""
    settings = {
        name: tuple(row.code for row in value) if isinstance(value, tuple) else value
        for name, value in question.settings.items()
    }
    codes = tuple(sorted(choice.code for choice in question.choices))
    return question.code, question.type, codes, question.other, repr(sorted(settings.items()))


def _views(
    asked: Sequence[tuple[_One, Question]],
    groups: Sequence[str],
    shares: Mapping[str, float] | None,
) -> list[QuestionView]:
    code, text = asked[0][1].code, asked[0][1].text
    ones = [one for one, _ in asked]
    places = len(ones[0].published.tables[code])
    counts = [one.published.texts.get(code) for one in ones]
    has_texts = any(code in one.published.texts for one in ones)
    texts = adding.plus(counts) if has_texts else None
    found = []
    for place in range(places):
        whole = adding.together([one.published.tables[code][place] for one in ones])
        by_group = {}
        for group in groups:
            tables = [
                one.by_group[group].tables[code][place] for one in ones if group in one.by_group
            ]
            if tables and len(tables) == len(ones):
                by_group[group] = adding.together(tables)
        weighted = weighting.weighted(by_group, shares) if shares else None
        found.append(
            QuestionView(
                code,
                text,
                whole,
                texts if place == 0 else None,
                len(ones),
                by_group if code != crossing.GENDER else {},
                weighted,
            )
        )
    return found
