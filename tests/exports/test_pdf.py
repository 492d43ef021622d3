"""The paper as PDF: tagged, readable aloud in Arabic, whole, the same bytes each time."""

import difflib
import io
import re
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from consult.core.locales import LANGUAGES
from consult.core.typesetting import REPLACEMENT
from consult.exports import registry
from consult.exports.body import outline
from consult.exports.edition import edition
from consult.exports.outline import Bullets, Excerpt, Grid, Heading, Outline, Paragraph
from consult.summaries.paper import Paper, Row
from tests.exports import papers
from tests.exports.reading import letters, pages


def read(file: bytes, whole: Outline) -> str:
    """Return what a program reads out of a file, page after page, without head and foot."""
    running = [letters(whole.front.running_head), letters(whole.front.running_foot)]
    said = []
    for number, page in enumerate(pages(file), 1):
        said += [
            line
            for line in (letters(line) for line in page.splitlines())
            if line != str(number)
            and max(difflib.SequenceMatcher(None, line, r).ratio() for r in running) < 0.8
        ]
    return "".join(said)


def texts(whole: Outline) -> list[str]:
    """Return every text of the paper but the numbers."""
    found: list[str] = [whole.front.title, *whole.front.abstract]
    for block in whole.blocks:
        if isinstance(block, Heading | Paragraph):
            found.append(block.text)
        elif isinstance(block, Bullets):
            found += block.items
        elif isinstance(block, Grid):
            found += [row[0] for row in block.rows]
        elif isinstance(block, Excerpt) and block.language == whole.language:
            found.append(block.text)
    return found


def similarity(text: str, said: str) -> float:
    """Return how alike a text and its place in what was read are, 0 to 1."""
    wanted = letters(text)
    if wanted in said:
        return 1.0
    # Comparing is quadratic; the first letters of the longest texts tell enough.
    starts = [found.start() for found in re.finditer(re.escape(wanted[:6]), said)][:30]
    wanted = wanted[:800]
    return max(
        (
            difflib.SequenceMatcher(None, wanted, said[at : at + len(wanted)], False).ratio()
            for at in starts
        ),
        default=0.0,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_paper_can_be_read_out(language: str) -> None:
    whole = outline(edition(papers.paper(), language))
    said = read(registry.write(papers.paper(), language, "pdf"), whole)
    alike = {text: similarity(text, said) for text in texts(whole) if len(letters(text)) > 6}
    assert len(alike) > 20
    assert sum(alike.values()) / len(alike) >= 0.95, min(alike, key=lambda text: alike[text])
    longest = max(alike, key=len)
    assert alike[longest] >= 0.95


def test_the_file_is_tagged_and_says_its_language_and_title() -> None:
    reader = PdfReader(io.BytesIO(registry.write(papers.paper(), "ar", "pdf")))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]) == "ar"
    assert reader.metadata is not None
    assert reader.metadata.title == papers.paper().title["ar"]
    kinds = {str(each["/S"]) for each in _elements(root["/StructTreeRoot"])}
    assert {"/H1", "/H2", "/Table", "/TH", "/Figure", "/BlockQuote"} <= kinds


def _elements(node: Any) -> list[Any]:
    """Return every element of the structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    found = []
    if isinstance(node, list):
        for each in node:
            found += _elements(each)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append(node)
        if "/K" in node:
            found += _elements(node["/K"])
    return found


def test_a_sign_that_no_font_has_is_told_on_the_first_page() -> None:
    consultation = papers.consultation()
    question = consultation.questions[0]
    quote = replace(question.quotes[0], text="before \U00012000 after")
    paper: Paper = replace(
        papers.paper(),
        consultations=(replace(consultation, questions=(replace(question, quotes=(quote,)),)),),
    )
    said = pages(registry.write(paper, "en", "pdf"))
    assert "cannot be shown" in said[0]
    assert f"before {REPLACEMENT} after" in "".join(said)


def test_a_long_table_goes_on_on_the_next_page_and_needs_no_chart() -> None:
    whole = papers.paper()
    one = whole.consultations[0]
    asked = one.questions[0]
    words = papers.ANSWERS[0]
    rows = tuple(
        Row(f"c{n}", {tag: f"{said} {n}!" for tag, said in words.items()}, 10 + n, None)
        for n in range(80)
    )
    table = replace(asked.tables[0], rows=rows)
    questions = (replace(asked, tables=(table,), quotes=()),)
    long = replace(whole, consultations=(replace(one, questions=questions),))

    read = PdfReader(io.BytesIO(registry.write(long, "en", "pdf")))
    pages = [page.extract_text() for page in read.pages]

    said = "\n".join(pages)
    assert [n for n in range(80) if f" {n}!" not in said] == []
    caption = next(page for page in pages if "Table 4:" in page)
    assert " 0!" in caption, "the caption stands above its table"
    assert "Figure" not in said
