"""The demonstration's paper: signed, numbered, whole in six languages, and true to its tables."""

from html import unescape

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE
from consult.core.errors import DomainError
from consult.core.locales import LANGUAGES, LETTERS
from consult.demo import content, service, staff
from consult.exports import registry
from consult.meetings import queries as meetings
from consult.moderation.models import Decision, TextReview
from consult.summaries import paper as papers
from consult.summaries import queries
from consult.summaries import service as summaries
from consult.summaries.models import Summary, SummaryQuote
from consult.summaries.paper import Paper, Table

SYMBOL = "S26-CLCWGCOP24-INF-0001"

EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def paper(reading: Session, demonstration: Flask) -> Paper:
    """The signed paper of the 24th meeting."""
    return queries.paper(reading, demonstration.extensions["keys"], service.MEETING)


def test_the_summary_is_signed_by_the_chair_and_bound_to_what_it_shows(
    reading: Session, paper: Paper
) -> None:
    summary = queries.find(reading, meetings.by_number(reading, service.MEETING))
    assert summary
    assert summary.signed_by
    assert summary.signed_by.email == staff.CHAIR
    assert summary.frozen
    assert papers.digest(summary.frozen) == summary.frozen_digest
    assert service.paper_symbol(reading) == SYMBOL
    assert paper.symbol == SYMBOL
    assert paper.demonstration
    assert paper.signed_on < paper.meeting_starts_on
    assert "emonstration" in paper.title["en"]


def test_a_signed_summary_is_left_alone_by_a_draft_of_the_open_consultation(
    reading: Session,
) -> None:
    assert [one.meeting.number for one in reading.scalars(select(Summary))] == [service.MEETING]


def test_the_paper_takes_no_number_of_a_series_that_the_group_counts(
    reading: Session,
) -> None:
    known = {document.symbol for document in meetings.by_number(reading, 24).documents}
    assert known == {"S26-CLCWGCOP24-C-0004", SYMBOL}


def test_counts_in_every_table_add_up(paper: Paper) -> None:
    (one,) = paper.consultations
    assert one.responses == 600
    seen = 0
    for question in one.questions:
        for table in question.tables:
            assert table.base is not None
            assert table.no_answer is not None
            assert table.prefer_not is not None
            counts = [row.count for row in table.rows if row.count is not None]
            if None not in {row.count for row in table.rows}:
                whole = sum(counts)
                assert whole == table.base if table.adds_up else whole >= table.base
                seen += 1
            assert table.base + table.no_answer + table.prefer_not == one.responses
    assert seen >= 8


def test_a_region_that_hardly_answered_cannot_be_read_from_the_paper(paper: Paper) -> None:
    regions = dict(paper.consultations[0].participation)["region"]
    hidden = [row.code for row in regions.rows if row.count is None]
    assert "AFR" in hidden
    assert len(hidden) >= 2


def test_every_quote_was_reviewed_and_struck_names_are_gaps(reading: Session, paper: Paper) -> None:
    reviews = reading.scalars(select(TextReview).join(SummaryQuote)).all()
    quotes = [quote for question in paper.consultations[0].questions for quote in question.quotes]
    assert len(quotes) == len(reviews) == 24
    assert all(review.decision is not Decision.KEEP_BACK for review in reviews)
    assert sum("[…]" in quote.text for quote in quotes) == 3
    assert {quote.language for quote in quotes} == set(LANGUAGES)
    names = [
        name
        for by_language in content.texts().values()
        for entries in by_language.values()
        for entry in entries
        for name in entry.strike
    ]
    assert not [name for name in names if any(name in quote.text for quote in quotes)]


def test_the_narrative_says_what_the_tables_say(paper: Paper) -> None:
    found = {
        (question.code, place): table
        for question in paper.consultations[0].questions
        for place, table in enumerate(question.tables)
    }
    what_it_is = percents(found["what_is_it", 0])
    assert min(what_it_is[c] for c in ("threats", "messages", "photos")) > 50
    assert 40 <= what_it_is["left_out"] <= 60
    assert top(found["what_helps", 0]) == "report"
    assert top(found["who_first", 0]) == "family"
    school, companies = percents(found["how_well", 0]), percents(found["how_well", 1])
    assert school["well"] > companies["well"]
    assert school["not_at_all"] < companies["not_at_all"]
    assert percents(found["know_where", 0])["no"] > 30
    ages = dict(paper.consultations[0].participation)["age_band"]
    assert next(row.count for row in ages.rows if row.code == "under-10") == 0


def percents(table: Table) -> dict[str, int]:
    return {row.code: row.percent for row in table.rows if row.percent is not None}


def top(table: Table) -> str:
    found = percents(table)
    return max(found, key=lambda code: found[code])


@EVERY_LANGUAGE
def test_the_paper_is_exported_in_every_format_the_same_bytes_each_time(
    paper: Paper, language: str
) -> None:
    for name in registry.FORMATS:
        file = registry.write(paper, language, name)
        assert len(file) > 1000
        assert registry.write(paper, language, name) == file


@EVERY_LANGUAGE
def test_the_word_paper_comes_from_the_command_line(
    demonstration: Flask, tmp_path_factory: pytest.TempPathFactory, language: str
) -> None:
    target = tmp_path_factory.mktemp("papers") / "paper.docx"
    arguments = ["summary", "export", "24", "--language", language, "--format", "docx"]
    done: Result = demonstration.test_cli_runner().invoke(
        args=[*arguments, "--output", str(target)]
    )
    assert done.exit_code == 0, done.output
    assert target.read_bytes()[:2] == b"PK"


def test_nobody_changes_the_signed_summary(reading: Session, demonstration: Flask) -> None:
    summary = queries.find(reading, meetings.by_number(reading, service.MEETING))
    assert summary
    with pytest.raises(DomainError) as refused:
        summaries.choose_quotes(
            reading,
            demonstration.extensions["keys"],
            summary,
            [],
            actor=COMMAND_LINE,
        )
    assert refused.value.code == "summary_signed"


@EVERY_LANGUAGE
def test_the_public_reads_the_meeting_and_the_paper(visitor: FlaskClient, language: str) -> None:
    meeting = visitor.get(f"/{language}/meetings/{service.MEETING}")
    assert meeting.status_code == 200
    assert SYMBOL in meeting.text
    paper = visitor.get(f"/{language}/documents/{SYMBOL}")
    assert paper.status_code == 200
    assert content.story()["summary"]["title"][language] in unescape(paper.text)
    word = visitor.get(f"/{language}/documents/{SYMBOL}.docx")
    assert word.status_code == 200
    assert f"{SYMBOL}-{LETTERS[language]}" in word.headers["Content-Disposition"]
