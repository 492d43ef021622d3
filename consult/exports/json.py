"""JSON: the paper in one language, canonical: keys sorted, UTF-8, no spaces.

``format.md`` describes every key.
"""

import json
from collections.abc import Mapping
from typing import Any

from consult.core.locales import pick
from consult.exports.edition import Edition
from consult.exports.front import lines
from consult.summaries.paper import (
    ConsultationResult,
    Paper,
    QuestionResult,
    Quote,
    Table,
)
from consult.summaries.stated import Finding, ThemeResult

FORMAT = "consult-paper/1"


def write(edition: Edition) -> bytes:
    """Return the file."""
    told = json.dumps(tree(edition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return told.encode() + b"\n"


def tree(edition: Edition) -> dict[str, Any]:
    """Return the paper as lists and dictionaries."""
    paper, language = edition.paper, edition.language
    return {
        "format": FORMAT,
        "language": language,
        "draft": edition.draft,
        "demonstration": paper.demonstration,
        "digest": edition.digest or None,
        "document": edition.symbol or None,
        "signed_on": paper.signed_on or None,
        "meeting": {
            "number": paper.meeting_number,
            "starts_on": paper.meeting_starts_on,
            "ends_on": paper.meeting_ends_on,
            "place": paper.meeting_place.get(language) or None,
        },
        "agenda_item": paper.agenda_item or None,
        "agenda_title": paper.agenda_title.get(language) or None,
        "purpose": paper.purpose,
        "title": pick(paper.title, language),
        "summary": list(lines(paper.abstract, language)),
        "findings": list(lines(paper.narrative, language)),
        "follows": _followed(paper, language),
        "phases": _table(paper.phases, language),
        "consultations": [_consultation(one, language) for one in paper.consultations],
    } | _later(paper, language)


def _later(paper: Paper, language: str) -> dict[str, Any]:
    """Return what newer papers have; an older one has no such keys."""
    quotes = paper.quotes()
    told: dict[str, Any] = {
        "claims": [_claim(one, quotes, language) for one in paper.findings],
        "crossed": [
            {
                "consultation": one.slug,
                "question": one.question,
                "place": one.place,
                "stratum": one.stratum,
                "group": one.group,
                "table": _table(one.table, language),
            }
            for one in paper.crossed
        ],
        "themes": [_themes(one, language) for one in paper.themes],
        "machines": list(paper.machines),
        "assessment": {
            one.slug: {code: pick(text, language) for code, text in one.statements}
            for one in paper.assessment
        },
        "for_young_people": list(lines(paper.for_young, language)),
    }
    return {name: value for name, value in told.items() if value}


def _claim(one: Finding, quotes: Mapping[str, Quote], language: str) -> dict[str, Any]:
    return {
        "key": one.key,
        "kind": one.kind,
        "text": pick(one.text, language),
        "values": [{"name": v.name, "number": v.number, "cell": v.cell} for v in one.figures],
        "evidence": list(one.evidence),
        "code_version": one.made_by,
        "reworded": one.reworded,
        "quote": _quote(quotes[one.quote]) if one.quote in quotes else None,
    }


def _themes(one: ThemeResult, language: str) -> dict[str, Any]:
    return {
        "consultation": one.slug,
        "text_code": one.text_code,
        "codebook": one.codebook,
        "kind": one.kind,
        "total": one.total,
        "read": one.read,
        "themes": [
            {
                "theme": line.theme,
                "label": pick(line.label, language),
                "count": line.count,
                "low": line.low,
                "high": line.high,
                "alpha": line.alpha or None,
            }
            for line in one.themes
        ],
    }


def _followed(paper: Paper, language: str) -> dict[str, Any] | None:
    """Return what the paper tells of the one it follows."""
    if not paper.follows:
        return None
    return {
        "document": paper.follows,
        "reason": paper.reason.get(language) or None,
        "changes": [
            {
                "part": one.part,
                "place": one.place.get(language) or None,
                "was": one.was.get(language) or None,
                "now": one.now.get(language) or None,
            }
            for one in paper.changes
        ],
    }


def _consultation(one: ConsultationResult, language: str) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "title": pick(one.title, language),
        "phase": one.phase,
        "opens_at": one.opens_at,
        "closes_at": one.closes_at,
        "languages": list(one.languages),
        "demonstration": one.demonstration,
        "responses": one.responses,
        "smallest_cell": one.smallest_cell,
        "participation": {name: _table(table, language) for name, table in one.participation},
        "questions": [_question(question, language) for question in one.questions],
    }


def _question(question: QuestionResult, language: str) -> dict[str, Any]:
    return {
        "code": question.code,
        "kind": question.kind,
        "text": pick(question.text, language),
        "tables": [_table(table, language) for table in question.tables],
        "texts": question.texts,
        "quotes": [_quote(quote) for quote in question.quotes],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "text": quote.text,
        "language": quote.language,
        "region": quote.region or None,
        "age_band": quote.age_band or None,
    }


def _table(table: Table, language: str) -> dict[str, Any]:
    return {
        "caption": pick(table.caption, language),
        "base": table.base,
        "no_answer": table.no_answer,
        "prefer_not": table.prefer_not,
        "rows_add_up": table.adds_up,
        "mean": table.mean or None,
        "rows": [
            {
                "code": row.code,
                "label": pick(row.label, language),
                "count": row.count,
                "percent": row.percent,
                "hidden": row.count is None,
            }
            for row in table.rows
        ],
    }
