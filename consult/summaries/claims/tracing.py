"""Says in words what each id of evidence stands for, for the page "where this comes from"."""

from collections.abc import Iterator
from dataclasses import dataclass

from consult.core.locales import N_, Localized, in_every_language
from consult.summaries.claims import evidence
from consult.summaries.claims.claim import Claim
from consult.summaries.paper import Paper, Table

#: What a count is, beside the line it stands in.
_ANSWERS = N_("How many answered")
_COUNT = N_("How many")
_PERCENT = N_("Percent")


@dataclass(frozen=True)
class Trace:
    """One piece of evidence: the places that lead to it, outermost first, and its number.

    ``told`` is the number in the claim and ``now`` the one that is published today; both are
    ``None`` for what is no count. ``there`` is false where it leads nowhere.
    """

    evidence: str
    places: tuple[Localized, ...]
    told: int | None
    now: int | None
    there: bool


def trace(claim: Claim, paper: Paper) -> list[Trace]:
    """Return everything a claim rests on.

    Args:
        claim: stored with a summary.
        paper: with all tables by group and all themes, as of today.
    """
    places = dict(_places(paper))
    known = evidence.index(paper)
    told = {value.cell: value.number for value in claim.values if value.cell}
    return [
        Trace(
            one,
            places.get(one, ()),
            told.get(one),
            known.cells.get(one),
            known.resolves(one) or one.startswith("quote:"),
        )
        for one in claim.all_evidence
    ]


def _places(paper: Paper) -> Iterator[tuple[str, tuple[Localized, ...]]]:
    answers = in_every_language(_ANSWERS)
    yield from _of_table("cell:phases", (), paper.phases, "")
    for one in paper.consultations:
        at: tuple[Localized, ...] = (one.title,)
        yield evidence.consultation_id(one.slug), at
        yield evidence.responses_cell(one.slug), (*at, answers)
        for stratum, table in one.participation:
            yield from _of_table(f"cell:{one.slug}/participation/{stratum}", at, table, "")
        for question in one.questions:
            yield evidence.question_id(one.slug, question.code), (*at, question.text)
            for place, table in enumerate(question.tables):
                prefix = f"cell:{one.slug}/question/{question.code}/{place}"
                yield from _of_table(prefix, at, table, "row/")
    titles = {one.slug: one.title for one in paper.consultations}
    for crossed in paper.crossed:
        prefix = evidence.crossed_cell(crossed, "").rstrip("/")
        at = (titles[crossed.slug], crossed.label)
        yield from _of_table(prefix, at, crossed.table, "row/")
    for result in paper.themes:
        at = (titles[result.slug], result.question)
        yield evidence.theme_cell(result, "total"), (*at, answers)
        yield evidence.theme_cell(result, "read"), (*at, in_every_language(N_("Read by people")))
        for line in result.themes:
            yield evidence.theme_id(result, line.theme), (*at, line.label)
            for part in ("count", "low", "high"):
                yield evidence.theme_cell(result, f"{line.theme}/{part}"), (*at, line.label)


def _of_table(
    prefix: str, at: tuple[Localized, ...], table: Table, rows: str
) -> Iterator[tuple[str, tuple[Localized, ...]]]:
    yield f"{prefix}/base", (*at, table.caption, in_every_language(_ANSWERS))
    for row in table.rows:
        for part, name in (("count", _COUNT), ("percent", _PERCENT)):
            place = (*at, table.caption, row.label, in_every_language(name))
            yield f"{prefix}/{rows}{row.code}/{part}", place
