"""Web page, CSV, Excel and JSON: whole, disarmed, deterministic, in one language."""

import csv
import html
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import html5lib
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core import writable
from consult.core.errors import DomainError
from consult.core.locales import LANGUAGES
from consult.exports import registry
from consult.exports.edition import edition
from consult.exports.flat import COLUMNS
from tests.exports import papers, reading

FORMAT = Path(registry.__file__).with_name("format.md")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format_name", registry.FORMATS)
def test_the_same_paper_gives_the_same_bytes(language: str, format_name: str) -> None:
    first = registry.write(papers.paper(), language, format_name)
    assert first == registry.write(papers.paper(), language, format_name)
    assert len(first) > 1_500


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_web_page_is_whole_and_well_formed(language: str) -> None:
    page = registry.write(papers.paper(), language, "html").decode()
    html5lib.HTMLParser(strict=True).parse(page)
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert papers.LONG in page
    assert papers.LONG_ARABIC in page
    assert papers.EMOJI in page
    assert "<script" not in page
    assert "style=" not in page
    assert page.count("<caption>") == 6
    assert page.count("<svg") == 2
    # Nothing unbreakable is wider than a phone: the digest and addresses may break.
    assert max(len(word) for word in re.split(r"\s|<[^>]*>", page) if word.isascii()) < 36


def test_the_web_page_draws_no_bar_for_a_hidden_count() -> None:
    page = registry.write(papers.paper(), "en", "html").decode()
    assert page.count("<rect") == 3 + 3


def test_csv_has_a_line_per_row_and_quote_and_nothing_a_spreadsheet_runs() -> None:
    file = registry.write(papers.paper(), "zh", "csv")
    assert file.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    assert len(lines) == 2 + 6 + 2 + 4 + 11 + 3 + 3
    result = [line for line in lines if line["part"] == "result" and line["question"] == "what"]
    assert [line["count"] for line in result] == ["412", "158", "1233", ""]
    assert [line["hidden"] for line in result] == ["no", "no", "no", "yes"]
    assert [line["percent"] for line in result] == ["68", "26", "99", ""]
    assert {line["base"] for line in result} == {"603"}
    assert {line["demonstration"] for line in lines} == {"yes"}
    quotes = [line["label"] for line in lines if line["part"] == "quote"]
    assert f"'{papers.FORMULA}" in quotes
    assert {papers.LONG, papers.LONG_ARABIC, papers.LONG_CHINESE} <= set(quotes)


def test_json_is_canonical_and_tells_hidden_counts() -> None:
    file = registry.write(papers.paper(), "ar", "json")
    told = json.loads(file)
    assert file == _canonical(told)
    assert told["format"] == "consult-paper/1"
    assert told["document"] == "S26-CLCWGCOP24-C-0007-A"
    assert told["demonstration"] is True
    rows = told["consultations"][0]["questions"][0]["tables"][0]["rows"]
    assert [row["count"] for row in rows] == [412, 158, 1233, None]
    assert rows[0]["label"] == papers.ANSWERS[0]["ar"]
    quotes = told["consultations"][0]["questions"][1]["quotes"]
    assert quotes[0] == {
        "text": papers.LONG,
        "language": "en",
        "region": "AFR",
        "age_band": "13-15",
    }


def test_every_column_and_key_is_described() -> None:
    described = set(re.findall(r"`(\w+)`", FORMAT.read_text("utf-8")))
    told = json.loads(registry.write(papers.paper(), "en", "json"))
    assert set(COLUMNS) <= described
    assert _keys(told) - {"region", "mode"} <= described


def test_excel_opens_without_repair_and_runs_no_formula(tmp_path: Path) -> None:
    file = registry.write(papers.paper(), "ar", "xlsx")
    assert reading.problems(file, tmp_path, "xlsx") == []
    book = openpyxl.load_workbook(io.BytesIO(file))
    sheet = book["data"]
    assert sheet.sheet_view.rightToLeft
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    labels = [row[9] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert papers.FORMULA in labels
    assert papers.LONG_CHINESE in labels


def test_a_text_longer_than_an_excel_cell_is_cut_there_and_whole_elsewhere(
    tmp_path: Path,
) -> None:
    whole = papers.paper()
    question = whole.consultations[0].questions[1]
    quote = replace(question.quotes[0], text="word " * 8000)
    longer = replace(
        whole,
        consultations=(
            replace(whole.consultations[0], questions=(replace(question, quotes=(quote,)),)),
        ),
    )
    file = registry.write(longer, "en", "xlsx")
    assert reading.problems(file, tmp_path, "xlsx") == []
    sheet = openpyxl.load_workbook(io.BytesIO(file))["data"]
    labels = [str(row[9]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert max(map(len, labels)) == 32_767
    assert max(labels, key=len).endswith("…")
    assert quote.text in registry.write(longer, "en", "csv").decode()


@pytest.mark.parametrize("format_name", registry.FORMATS)
def test_a_paper_with_a_text_missing_is_refused_in_that_language(format_name: str) -> None:
    whole = papers.paper()
    narrative = {tag: text for tag, text in whole.narrative.items() if tag != "ru"}
    gap = replace(whole, narrative=narrative)
    assert registry.write(gap, "en", format_name)
    with pytest.raises(DomainError) as refusal:
        registry.write(gap, "ru", format_name)
    assert refusal.value.status == 409
    assert refusal.value.code == "paper_not_in_language"
    assert "Русский" in str(refusal.value)
    assert "يرى معظم المجيبين" in str(refusal.value)


def test_unknown_languages_and_formats_are_refused() -> None:
    with pytest.raises(DomainError, match="no papers"):
        registry.write(papers.paper(), "de", "csv")
    with pytest.raises(DomainError, match="docx, pdf, html"):
        registry.write(papers.paper(), "en", "odt")


def test_file_names_are_plain_ascii() -> None:
    assert registry.file_name(papers.paper(), "ar", "docx") == "S26-CLCWGCOP24-C-0007-A.docx"
    assert registry.file_name(papers.draft(), "ar", "docx") == "meeting-24-ar-draft.docx"


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_a_clean_text_is_writable_and_keeps_all_else(raw: str) -> None:
    cleaned = writable.text(raw)
    cleaned.encode()
    html5lib.HTMLParser(strict=True).parseFragment(html.escape(cleaned))
    assert writable.text(cleaned) == cleaned
    wanted = [c for c in raw if c.isprintable() or c in "\u202e\u2067\u200d\u00ad"]
    assert [c for c in cleaned if c.isprintable() or c in "\u202e\u2067\u200d\u00ad"] == wanted


@settings(deadline=None, max_examples=12)
@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_categories=()), max_size=30), min_size=1, max_size=12
    )
)
def test_any_quotes_can_be_printed_in_every_format(raw: list[str]) -> None:
    # Several at once: a paper costs the same whether it quotes one or a dozen.
    whole = papers.real_paper()
    asked = whole.consultations[0].questions[0]
    quotes = tuple(replace(asked.quotes[0], text=f"x{text}") for text in raw)
    one = replace(whole.consultations[0], questions=(replace(asked, quotes=quotes),))
    bare = edition(replace(whole, consultations=(one,)), "ar")
    for kind in registry.FORMATS.values():
        assert kind.write(bare)


def _keys(node: object) -> set[str]:
    """Return every key at every depth."""
    if isinstance(node, dict):
        return set(node).union(*(_keys(value) for value in node.values()))
    return set().union(*(_keys(value) for value in node)) if isinstance(node, list) else set()


def _canonical(told: object) -> bytes:
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"
