"""A paper that was signed before claims were told keeps its bytes; a newer one tells them."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import TypeGuard

import pytest

from consult.core.locales import LANGUAGES, Speaker
from consult.exports import body, further, registry
from consult.exports.body import outline
from consult.exports.edition import edition
from consult.exports.outline import Block, Heading
from consult.summaries.paper import Paper
from consult.summaries.stated import (
    Assessment,
    CrossTable,
    Figure,
    Finding,
    ThemeLine,
    ThemeResult,
)
from tests.exports import papers

FROZEN = Path(__file__).parent / "frozen"


def test_an_older_paper_keeps_its_bytes_and_shows_nothing_that_it_does_not_have() -> None:
    frozen = (FROZEN / "before_claims.json").read_text("utf-8")

    old = Paper.from_json(frozen)

    assert old.to_json() == frozen
    assert old == papers.paper()
    told = json.loads(registry.write(old, "en", "json"))
    assert not set(told) & {"claims", "crossed", "themes", "machines", "assessment"}
    headings = {block.text for block in outline(edition(old, "en")).blocks if is_heading(block)}
    newer_ones = {"How machines were used", "Limits", "Tables by group", "How themes were found"}
    assert not headings & newer_ones
    assert "How young people were reached" in headings


def is_heading(block: Block) -> TypeGuard[Heading]:
    return isinstance(block, Heading)


def newer() -> Paper:
    """Return a paper with everything that older ones do not have."""
    paper = papers.paper()
    (one,) = paper.consultations
    question = next(q for q in one.questions if q.quotes)
    cell = f"cell:{one.slug}/responses"
    named = tuple(replace(quote, name=str(n)) for n, quote in enumerate(question.quotes))
    questions = tuple(
        replace(q, quotes=named) if q.code == question.code else q for q in one.questions
    )
    line = ThemeLine("t", papers.TITLE, 40, 31, 52, "0.81")
    return replace(
        paper,
        narrative={},
        consultations=(replace(one, questions=questions),),
        findings=(
            Finding("k", "count", papers.TITLE, (Figure("count", 603, cell),), (cell,), "claims-1"),
            Finding(
                "q",
                "quote",
                papers.QUESTION,
                (),
                ("quote:0",),
                "claims-1",
                quote="0",
            ),
        ),
        crossed=(
            CrossTable(one.slug, "q", 0, "region", "EUR", papers.TITLE, question.tables[0])
            if question.tables
            else CrossTable(one.slug, "q", 0, "region", "EUR", papers.TITLE, paper.phases),
        ),
        themes=(ThemeResult(one.slug, "q", papers.QUESTION, 2, "estimated", 900, 200, (line,)),),
        machines=("screening", "drafting", "suggestions"),
        assessment=(Assessment(one.slug, one.title, (("gc12-b", papers.TITLE),)),),
        for_young=papers.TITLE,
    )


@pytest.mark.trust("R49")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_newer_paper_tells_evidence_machines_themes_and_assessment(language: str) -> None:
    paper = newer()

    assert Paper.from_json(paper.to_json()) == paper
    told = json.loads(registry.write(paper, language, "json"))
    assert told["claims"][0]["evidence"] == [paper.findings[0].figures[0].cell]
    assert told["claims"][0]["values"][0]["number"] == 603
    assert told["themes"][0]["themes"][0]["alpha"] == "0.81"
    assert list(told["assessment"].values()) == [{"gc12-b": papers.TITLE[language]}]
    blocks = outline(edition(paper, language)).blocks
    written = repr(blocks)
    assert "0.81" in written
    say = Speaker(language).gettext
    assert all(repr(say(further.MACHINES[code]))[1:-1] in written for code in paper.machines)
    draft = replace(paper, symbol="", signed_on="")
    mark = repr(say(body.DRAFTED_BY_PROGRAM))[1:-1]
    assert mark in repr(outline(edition(draft, language)).blocks)
    assert mark not in written
    assert told["digest"] in written
    excerpts = [block for block in blocks if type(block).__name__ == "Excerpt"]
    assert len(excerpts) == sum(len(q.quotes) for c in paper.consultations for q in c.questions)
    assert len(blocks) > len(outline(edition(papers.paper(), language)).blocks)
    lines = csv.DictReader(io.StringIO(registry.write(paper, language, "csv").decode("utf-8-sig")))
    parts = [line["part"] for line in lines]
    assert (parts.count("claim"), parts.count("theme")) == (2, 1)
    assert parts.count("group") == len(paper.crossed[0].table.rows)
    for name in ("docx", "html"):
        assert registry.write(paper, language, name) == registry.write(paper, language, name)
