"""A paper's figures and quotes as flat records: what CSV and Excel write."""

from collections.abc import Iterator
from dataclasses import dataclass

from consult.core.locales import pick
from consult.exports.edition import Edition
from consult.summaries.paper import ConsultationResult, Quote, Row, Table
from consult.summaries.stated import CrossTable, Finding, ThemeLine, ThemeResult

#: Column names are the same in all languages, so that programs can rely on them.
COLUMNS = (
    "meeting",
    "document",
    "consultation",
    "phase",
    "part",
    "question",
    "question_text",
    "table",
    "row",
    "label",
    "count",
    "hidden",
    "percent",
    "base",
    "no_answer",
    "prefer_not",
    "rows_add_up",
    "language",
    "region",
    "age_band",
    "demonstration",
)

Record = dict[str, str | int | None]


@dataclass(frozen=True)
class _Place:
    """What all records of one table or question share."""

    language: str
    shared: Record


def records(edition: Edition) -> Iterator[Record]:
    """Yield a record per table row and per quote, in the order of the paper.

    ``part`` is ``claim``, ``phases``, ``participation``, ``result``, ``quote``, ``group`` or
    ``theme``. ``count`` and ``percent`` are absent where they are hidden, and ``hidden`` is then
    ``yes``.
    """
    paper = edition.paper
    shared: Record = {
        "meeting": paper.meeting_number,
        "document": edition.symbol,
        "demonstration": _yes(paper.demonstration),
    }
    for finding in paper.findings:
        yield shared | _claim(finding, edition.language)
    yield from _rows(_Place(edition.language, shared | {"part": "phases"}), paper.phases)
    for consultation in paper.consultations:
        yield from consultation_records(edition, consultation)


def consultation_records(edition: Edition, consultation: ConsultationResult) -> Iterator[Record]:
    """Yield the records of one consultation."""
    shared: Record = {
        "meeting": edition.paper.meeting_number,
        "document": edition.symbol,
        "demonstration": _yes(consultation.demonstration),
        "consultation": consultation.slug,
        "phase": consultation.phase,
    }
    for stratum, table in consultation.participation:
        part: Record = {"part": "participation", "question": stratum}
        yield from _rows(_Place(edition.language, shared | part), table)
    for question in consultation.questions:
        asked: Record = {
            "question": question.code,
            "question_text": pick(question.text, edition.language),
        }
        for table in question.tables:
            yield from _rows(_Place(edition.language, shared | asked | {"part": "result"}), table)
        for quote in question.quotes:
            yield shared | asked | _quote(quote)
    yield from _stated(edition, consultation, shared)


def _stated(edition: Edition, consultation: ConsultationResult, shared: Record) -> Iterator[Record]:
    """Yield the tables by group and the themes that statements rest on."""
    for group in edition.paper.crossed:
        if group.slug == consultation.slug:
            yield from _of_group(edition.language, shared, group)
    for result in edition.paper.themes:
        if result.slug == consultation.slug:
            for line in result.themes:
                yield shared | _theme(result, line, edition.language)


def _of_group(language: str, shared: Record, group: CrossTable) -> Iterator[Record]:
    place = _Place(language, shared | {"part": "group", "question": group.question})
    name = f"{pick(group.table.caption, language)} – {pick(group.label, language)}"
    told: Record = {"table": name}
    if group.stratum in {"region", "age_band"}:
        told[group.stratum] = group.group
    for record in _rows(place, group.table):
        yield record | told


def _claim(finding: Finding, language: str) -> Record:
    return {
        "part": "claim",
        "question": finding.kind,
        "row": finding.key,
        "label": pick(finding.text, language),
        "language": language,
    }


def _theme(result: ThemeResult, line: ThemeLine, language: str) -> Record:
    return {
        "part": "theme",
        "question": result.text_code,
        "question_text": pick(result.question, language),
        "table": result.kind,
        "row": line.theme,
        "label": pick(line.label, language),
        "count": line.count,
        "hidden": _yes(line.count is None),
        "base": result.total,
        "language": language,
    }


def _rows(place: _Place, table: Table) -> Iterator[Record]:
    for row in table.rows:
        yield place.shared | _row(place.language, table, row)


def _row(language: str, table: Table, row: Row) -> Record:
    return {
        "table": pick(table.caption, language),
        "row": row.code,
        "label": pick(row.label, language),
        "count": row.count,
        "hidden": _yes(row.count is None),
        "percent": row.percent,
        "base": table.base,
        "no_answer": table.no_answer,
        "prefer_not": table.prefer_not,
        "rows_add_up": _yes(table.adds_up),
        "language": language,
    }


def _quote(quote: Quote) -> Record:
    return {
        "part": "quote",
        "label": quote.text,
        "language": quote.language,
        "region": quote.region,
        "age_band": quote.age_band,
    }


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
