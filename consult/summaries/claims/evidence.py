"""Ids of what a claim rests on, and the checker that follows each of them into a paper.

An id is ``consultation:<slug>``, ``question:<slug>/<code>``, ``quote:<review>``,
``theme:<slug>/<text code>/v<codebook>/<theme>``, or ``cell:…`` for one published count.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from consult.summaries.paper import ConsultationResult, Paper, Table
from consult.summaries.stated import CrossTable, ThemeResult, evidence_of_quote


def consultation_id(slug: str) -> str:
    """Name a consultation."""
    return f"consultation:{slug}"


def question_id(slug: str, code: str) -> str:
    """Name a question of a consultation."""
    return f"question:{slug}/{code}"


def quote_id(review: object) -> str:
    """Name a quote by the review that let it out."""
    return evidence_of_quote(str(review))


def theme_id(result: ThemeResult, theme: str) -> str:
    """Name a theme of one version of a codebook."""
    return f"theme:{result.slug}/{result.text_code}/v{result.codebook}/{theme}"


def participation_cell(slug: str, stratum: str, part: str) -> str:
    """Name a count of who took part; ``part`` is ``base`` or ``<code>/count``."""
    return f"cell:{slug}/participation/{stratum}/{part}"


def question_cell(slug: str, code: str, place: int, part: str) -> str:
    """Name a count of a question's table; ``part`` is ``base`` or ``row/<code>/percent``."""
    return f"cell:{slug}/question/{code}/{place}/{part}"


def crossed_cell(one: CrossTable, part: str) -> str:
    """Name a count of a question's table for one group."""
    return f"cell:{one.slug}/crossed/{one.stratum}/{one.group}/{one.question}/{one.place}/{part}"


def theme_cell(result: ThemeResult, part: str) -> str:
    """Name a count of themes; ``part`` is ``total``, ``read`` or ``<theme>/count``."""
    return f"cell:{result.slug}/themes/{result.text_code}/v{result.codebook}/{part}"


def responses_cell(slug: str) -> str:
    """Name the number of young people who answered a consultation."""
    return f"cell:{slug}/responses"


@dataclass(frozen=True)
class Index:
    """Everything in a paper that a claim may rest on: shown counts, and things with a name."""

    cells: dict[str, int]
    names: frozenset[str]

    def resolves(self, evidence: str) -> bool:
        """Whether the id leads somewhere; quotes are looked at by :func:`unresolved`."""
        return evidence in self.cells or evidence in self.names


def index(paper: Paper) -> Index:
    """Return what a paper shows, by id; a hidden count has no entry."""
    cells = {cell: number for cell, number in _cells(paper) if number is not None}
    names: set[str] = set()
    for one in paper.consultations:
        names.add(consultation_id(one.slug))
        names |= {question_id(one.slug, question.code) for question in one.questions}
    for result in paper.themes:
        names |= {theme_id(result, line.theme) for line in result.themes}
    return Index(cells, frozenset(names))


def unresolved(paper: Paper) -> list[tuple[str, str]]:
    """Return each claim of a paper with an id that leads nowhere or to another number.

    An empty list is the promise of TRUST.md R46: no claim without evidence.
    """
    known, quotes = index(paper), {evidence_of_quote(name) for name in paper.quotes()}
    found = []
    for finding in paper.findings:
        if not finding.evidence:
            found.append((finding.key, ""))
        found += [
            (finding.key, one)
            for one in finding.evidence
            if not (one in quotes or known.resolves(one))
        ]
        found += [
            (finding.key, figure.cell)
            for figure in finding.figures
            if known.cells.get(figure.cell) != figure.number
        ]
    return found


def _cells(paper: Paper) -> Iterator[tuple[str, int | None]]:
    yield from _of_table("cell:phases", paper.phases)
    for one in paper.consultations:
        yield from _of_consultation(one)
    for crossed in paper.crossed:
        yield from _of_table(crossed_cell(crossed, "").rstrip("/"), crossed.table, rows="row/")
    for result in paper.themes:
        yield theme_cell(result, "total"), result.total
        yield theme_cell(result, "read"), result.read
        for line in result.themes:
            yield theme_cell(result, f"{line.theme}/count"), line.count
            yield theme_cell(result, f"{line.theme}/low"), line.low
            yield theme_cell(result, f"{line.theme}/high"), line.high


def _of_consultation(one: ConsultationResult) -> Iterator[tuple[str, int | None]]:
    yield responses_cell(one.slug), one.responses
    for stratum, table in one.participation:
        yield from _of_table(f"cell:{one.slug}/participation/{stratum}", table)
    for question in one.questions:
        yield f"cell:{one.slug}/question/{question.code}/texts", question.texts
        for place, table in enumerate(question.tables):
            prefix = f"cell:{one.slug}/question/{question.code}/{place}"
            yield from _of_table(prefix, table, rows="row/")


def _of_table(prefix: str, table: Table, rows: str = "") -> Iterator[tuple[str, int | None]]:
    yield f"{prefix}/base", table.base
    for row in table.rows:
        yield f"{prefix}/{rows}{row.code}/count", row.count
        yield f"{prefix}/{rows}{row.code}/percent", row.percent
