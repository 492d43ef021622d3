"""732 real answers in Spanish: a signed paper in six languages carries every count and quote."""

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib
import pytest

from consult.audit.actor import Actor
from consult.core import writable
from consult.core.errors import DomainError
from consult.core.locales import LANGUAGES, Localized, pick
from consult.exports import clean, registry
from consult.exports.words import Words
from consult.summaries.paper import Paper, Table
from tests.exports import chile_paper, papers, reading
from tests.exports.reading import DRAWING
from tests.responses import chile

one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

#: What stands in every language: symbols, digests, units of time, names of the record.
CODES = re.compile(r"S26-CLCWGCOP24-C-\d+(-[ACEFRS])?|UTC|SHA-256[:：]? ?\w*|[0-9a-f]{64}|chile")
#: What holds the words of a web page.
READ = (
    "title",
    "h1",
    "h2",
    "h3",
    "p",
    "li",
    "dt",
    "dd",
    "td",
    "th",
    "caption",
    "figcaption",
    "text",
)


@pytest.fixture(scope="module")
def signed() -> dict[str, Paper]:
    """The papers by database: each is made of 732 answers once, and no test changes it."""
    return {}


@pytest.fixture
def paper(request: pytest.FixtureRequest, database_url: str, signed: dict[str, Paper]) -> Paper:
    """The signed paper, some texts quoted in it, the longest among them."""
    name = database_url.split(":", maxsplit=1)[0]
    if name not in signed:
        session, keys, shared, people = map(
            request.getfixturevalue, ("session", "keys", "shared", "accounts")
        )
        oksana, mei = (Actor(one.email, one.id) for one in (people.oksana, people.mei))
        signed[name] = chile_paper.signed(session, keys, shared, oksana=oksana, mei=mei)
    return signed[name]


def test_every_count_of_the_signed_paper_equals_a_count_of_the_file(
    paper: Paper, shared: Path
) -> None:
    cells, counts = chile.cells(shared), chile.counts(shared)
    (result,) = paper.consultations
    assert result.responses == 732
    assert {question.code for question in result.questions} == set(cells)
    checked = 0
    for question in result.questions:
        if not question.tables:
            written = sum(bool(cell) for cell in cells[question.code])
            assert question.texts in {written, None}, question.code
            continue
        expected = counts[question.code]
        (table,) = question.tables
        base = sum(expected.values())
        assert table.base in {base, None}
        assert table.no_answer in {732 - base, None}
        for row in table.rows:
            assert row.count in {expected[row.code], None}, (question.code, row.code)
            assert not 0 < (row.count or 0) < 5
            if row.percent is not None:
                assert row.percent == int(100 * expected[row.code] / base + 0.5)
            checked += row.count is not None
    assert checked > 30, "most counts of so many answers are shown"
    assert paper.languages == LANGUAGES
    assert len(paper.findings) > 10, "statements were drafted"
    (silent,) = (one.text for one in paper.findings if one.key == "silent:chile/language")
    assert silent["en"].endswith(": Arabic, Chinese, English, French and Russian.")
    assert silent["ru"].endswith(": арабский, китайский, английский, французский и русский.")


def test_quotes_are_whole_in_word_and_csv_and_what_was_struck_is_not(
    paper: Paper, shared: Path
) -> None:
    quotes = sorted(
        writable.text(quote.text)
        for question in paper.consultations[0].questions
        for quote in question.quotes
    )
    assert len(quotes) == len(chile_paper.QUOTED) + 1
    assert max(map(len, quotes)) > 6_000
    assert any(text.startswith("Creo que el objetivo de […] es disponer") for text in quotes)
    word = registry.write(paper, "es", "docx")
    assert sorted(text for style, text in reading.paragraphs(word) if style == "Quote") == quotes
    lines = _lines(registry.write(paper, "es", "csv"))
    told = [line["label"] for line in lines if line["part"] == "quote"]
    assert sorted(told) == sorted(map(clean.cell, quotes))


@one_database
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_csv_has_every_count_of_the_file_beside_words_of_its_language(
    paper: Paper, shared: Path, language: str
) -> None:
    counts, texts = chile.counts(shared), chile.texts(language)
    lines = _lines(registry.write(paper, language, "csv"))
    shown = 0
    for line in (line for line in lines if line["part"] == "result"):
        code, row = line["question"], line["row"]
        assert line["count"] == ("" if line["hidden"] == "yes" else str(counts[code][row]))
        assert line["question_text"] == line["table"] == texts[f"{code}/text"]
        assert line["label"] == texts.get(f"{code}/choice/{row}", line["label"])
        shown += bool(line["count"])
    assert shown > 30
    own = [line[name] for line in lines for name in ("table", "label") if line["part"] != "quote"]
    _all_in(language, own)


@one_database
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_file_is_valid_and_has_every_count_of_the_file_in_its_language(
    paper: Paper, shared: Path, language: str, tmp_path: Path
) -> None:
    file = registry.write(paper, language, "docx")
    assert reading.problems(file, tmp_path, "docx") == []
    tables = reading.tables(file)
    for question in paper.consultations[0].questions:
        for table in question.tables:
            assert _printed(table, chile.counts(shared)[question.code], language) in tables
    told = reading.paragraphs(file)
    _all_in(language, [text for style, text in told if style != "Quote"])
    drawn = reading.part(file, "word/document.xml").iter(f"{DRAWING}docPr")
    _all_in(language, [drawing.attrib["descr"] for drawing in drawn])
    spanish = Words(language).language_name("es")
    sources = [text for style, text in told if style == "QuoteSource"]
    assert len(sources) == len(chile_paper.QUOTED) + 1
    assert all((spanish in text) is (language != "es") for text in sources)


@one_database
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_web_page_has_every_count_of_the_file_in_its_language(
    paper: Paper, shared: Path, language: str
) -> None:
    page: Any = html5lib.parse(registry.write(paper, language, "html"), namespaceHTMLElements=False)
    tables = [
        [["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")][1:]
        for table in page.iter("table")
    ]
    for question in paper.consultations[0].questions:
        for table in question.tables:
            assert _printed(table, chile.counts(shared)[question.code], language) in tables
    for parent in list(page.iter()):
        for quote in parent.findall("blockquote"):
            quote.clear()
    said = (element.itertext() for tag in READ for element in page.iter(tag))
    _all_in(language, ["".join(pieces).strip() for pieces in said])


@one_database
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_has_every_count_of_the_file_in_its_language_and_every_quote_whole(
    paper: Paper, shared: Path, language: str
) -> None:
    pages = reading.pages(registry.write(paper, language, "pdf"), "-layout")
    lines = [(_signs(line), line) for page in pages for line in page.splitlines()]
    for question in paper.consultations[0].questions:
        for table in question.tables:
            for label, count, *_ in _printed(table, chile.counts(shared)[question.code], language):
                beside = [line for signs, line in lines if _signs(label) in signs]
                assert any(count in re.findall(r"\d+|–", line) for line in beside), label
    announcing = {_signs(one.text[language])[-10:] for one in paper.findings if one.quote}
    ends = [_signs(_lines_of(page)[-3]) for page in pages if page.strip()]
    assert announcing
    assert not [end for end in ends if end.endswith(tuple(announcing))], "they stay by their quote"
    # Without what a page repeats: it stands between the pieces of a text.
    said = _signs("".join(line for page in pages for line in _lines_of(page)[1:-2]))
    for spanish in chile.texts("es").values():
        assert language == "es" or len(spanish) < 30 or _signs(spanish) not in said, spanish
    for question in paper.consultations[0].questions:
        for quote in question.quotes:
            assert _signs(writable.text(quote.text)) in said, quote.text[:40]


def test_a_consultation_held_in_spanish_gives_no_paper_in_arabic() -> None:
    def in_spanish(text: Localized) -> Localized:
        return {"es": text["es"]}

    whole = papers.real_paper()
    (one,) = whole.consultations
    questions = tuple(replace(asked, text=in_spanish(asked.text)) for asked in one.questions)
    held = replace(one, title=in_spanish(one.title), languages=("es",), questions=questions)
    paper = replace(whole, consultations=(held,))
    assert paper.languages == ("es",)
    assert registry.write(paper, "es", "docx")
    with pytest.raises(DomainError, match="العربية"):
        registry.write(paper, "ar", "docx")


def _printed(table: Table, counts: Counter[str], language: str) -> list[list[str]]:
    """Return the lines of a printed table, the shown counts taken from the file."""
    words = Words(language)
    percents = any(row.percent is not None for row in table.rows)
    return [
        [
            pick(row.label, language),
            words.count(None if row.count is None else counts[row.code]),
            *([words.percent(row.percent)] if percents else []),
        ]
        for row in table.rows
    ]


def _all_in(language: str, told: list[str]) -> None:
    """Texts outside quotes are all in one language."""
    foreign = set(chile.texts("es").values()) - set(chile.texts(language).values())
    for text in told:
        assert text not in foreign
        assert not [one for one in foreign if len(one) > 12 and one in text], text
        if language in {"ar", "zh", "ru"}:
            assert not re.search(r"[A-Za-zÀ-ÿ]{2,}", CODES.sub("", text)), text


def _signs(text: str) -> str:
    """Return a text without spaces, hyphens at line ends and ligatures."""
    return re.sub(r"[\u2010-]+", "", reading.letters(text))


def _lines_of(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.strip()]


def _lines(file: bytes) -> list[dict[str, str]]:
    csv.field_size_limit(1_000_000)
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))
