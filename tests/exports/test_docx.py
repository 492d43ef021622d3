"""The Word file: valid, whole, in one language, the same bytes each time."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from docx import Document

from consult.core.locales import LANGUAGES, direction
from consult.exports import registry
from consult.exports.words import Words
from consult.summaries.paper import digest
from tests.exports import papers, reading
from tests.exports.reading import DRAWING, C, W


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_opens_it_without_repair(language: str, tmp_path: Path) -> None:
    assert reading.problems(_written(language), tmp_path, "docx") == []


def test_a_draft_opens_without_repair(tmp_path: Path) -> None:
    assert reading.problems(registry.write(papers.draft(), "ar", "docx"), tmp_path, "docx") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_paper_gives_the_same_bytes(language: str) -> None:
    first = registry.write(papers.paper(), language, "docx")
    assert first == registry.write(papers.paper(), language, "docx")
    with zipfile.ZipFile(BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_page_one_says_meeting_document_and_purpose() -> None:
    texts = [text for _style, text in reading.paragraphs(_written("en"))]
    assert texts[:6] == [
        "Council Working Group on Child Online Protection",
        "24th meeting",
        "Geneva, 19–20 January 2026",
        "Document S26-CLCWGCOP24-C-0007-E",
        "15 January 2026",
        "Original: English",
    ]
    assert "Agenda item: 5 – Consultation of young people" in texts
    assert {"For information", "Summary", "References"} <= set(texts)


def test_made_up_answers_are_said_on_page_one_and_in_every_page_header() -> None:
    for language in LANGUAGES:
        file, words = _written(language), Words(language)
        short = words.gettext("DEMONSTRATION: made-up answers")
        assert short in reading.paragraphs(file, "word/header1.xml")[0][1]
        assert [style for style, _text in reading.paragraphs(file)].count("Warning") == 1
    real = registry.write(papers.real_paper(), "en", "docx")
    assert "DEMONSTRATION" not in str(reading.paragraphs(real))


def test_a_draft_says_so_on_every_page_and_has_no_symbol() -> None:
    file = registry.write(papers.draft(), "fr", "docx")
    assert "PROJET" in reading.paragraphs(file, "word/header1.xml")[0][1]
    assert "CLCWGCOP" not in str(reading.paragraphs(file))


def test_the_foot_of_every_page_carries_the_digest_of_the_frozen_summary() -> None:
    foot = reading.paragraphs(_written("zh"), "word/footer1.xml")
    assert digest(papers.paper().to_json()) in foot[1][1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_keep_their_language_direction_and_every_letter(language: str) -> None:
    file = _written(language)
    quotes = [text for style, text in reading.paragraphs(file) if style == "Quote"]
    assert papers.LONG in quotes
    assert papers.LONG_ARABIC in quotes
    assert papers.LONG_CHINESE in quotes
    assert papers.EMOJI in quotes
    assert papers.BIDI in quotes
    assert papers.FORMULA in quotes
    assert papers.MARKUP in quotes
    assert "beforeafter" in quotes
    assert "first line\nsecond line\tafter a tab\nthird line" in quotes


def test_an_arabic_quote_runs_from_the_right_in_an_english_paper_and_back() -> None:
    arabic_in_english = _quote(_written("en"), papers.LONG_ARABIC)
    assert _value(arabic_in_english, "w:pPr/w:bidi") == "1"
    assert arabic_in_english.find(f"{W}r/{W}rPr/{W}rtl") is not None
    english_in_arabic = _quote(_written("ar"), papers.LONG)
    assert _value(english_in_arabic, "w:pPr/w:bidi") == "0"
    assert english_in_arabic.find(f"{W}r/{W}rPr/{W}rtl") is None
    assert _value(english_in_arabic, "w:r/w:rPr/w:lang") == "en-GB"


def test_arabic_is_right_to_left_in_style_section_runs_and_tables() -> None:
    file = _written("ar")
    document = reading.part(file, "word/document.xml")
    styles = reading.part(file, "word/styles.xml")
    normal = next(s for s in styles if s.attrib.get(f"{W}styleId") == "Normal")
    assert normal.find(f"{W}pPr/{W}bidi") is not None
    section = [child.tag for child in next(document.iter(f"{W}sectPr"))]
    assert section.index(f"{W}bidi") < section.index(f"{W}docGrid")
    tables = list(document.iter(f"{W}tbl"))
    assert all(table.find(f"{W}tblPr/{W}bidiVisual") is not None for table in tables)
    latin = reading.part(_written("en"), "word/document.xml")
    assert latin.find(f".//{W}bidiVisual") is None
    assert latin.find(f".//{W}sectPr/{W}bidi") is None


def test_figure_tables_repeat_their_header_row_and_have_a_caption_for_screen_readers() -> None:
    document = reading.part(_written("ru"), "word/document.xml")
    caption = f"{W}tblPr/{W}tblCaption"
    captioned = [table for table in document.iter(f"{W}tbl") if table.find(caption) is not None]
    assert len(captioned) == 6
    for table in captioned:
        first = table.find(f"{W}tr")
        assert first is not None
        assert first.find(f"{W}trPr/{W}tblHeader") is not None


def test_charts_are_native_with_words_for_those_who_cannot_see_them() -> None:
    file = _written("en")
    charts = [name for name in reading.parts(file) if name.startswith("word/charts/chart")]
    assert charts == ["word/charts/chart1.xml", "word/charts/chart2.xml"]
    shown = list(reading.part(file, "word/document.xml").iter(f"{DRAWING}docPr"))
    assert len({drawing.attrib["id"] for drawing in shown}) == 2
    assert "Posting a picture of somebody without asking: 412 (68%)" in shown[0].attrib["descr"]
    assert "Something else: hidden" in shown[0].attrib["descr"]


def test_a_hidden_count_is_nowhere_in_a_chart_or_its_workbook() -> None:
    file = _written("en")
    values = reading.part(file, "word/charts/chart1.xml").find(f".//{C}val")
    assert values is not None
    assert [v.text for v in values.iter(f"{C}v")] == ["412", "158", "1233"]
    with zipfile.ZipFile(BytesIO(file)) as package:
        book = openpyxl.load_workbook(BytesIO(package.read("word/embeddings/chart1.xlsx")))
    rows = list(book["Sheet1"].iter_rows(values_only=True))
    assert rows[1:] == [
        ("Posting a picture of somebody without asking", 412),
        ("Leaving somebody out of a group", 158),
        ("Hurtful messages again and again", 1233),
        ("Something else", None),
    ]


def test_bars_grow_from_the_right_in_arabic() -> None:
    for language in ("ar", "en"):
        axis = reading.part(_written(language), "word/charts/chart1.xml").find(f".//{C}valAx")
        assert axis is not None
        turned = axis.find(f"{C}scaling/{C}orientation")
        assert turned is not None
        expected = "maxMin" if direction(language) == "rtl" else "minMax"
        assert turned.attrib["val"] == expected


def test_hidden_cells_bases_and_missing_percentages_are_explained() -> None:
    texts = [text for _style, text in reading.paragraphs(_written("en"))]
    assert "Base of the percentages: 603 answers." in texts
    assert "Answers: 21. No percentages, because there are fewer than 30." in texts
    assert "No answer: 3. Preferred not to say: –." in texts
    assert "The lines do not add up: one young person can be in several." in texts
    assert "Mean: 2.1." in texts
    assert "Hidden counts: 4. Tables they are in: 2." in texts


@pytest.mark.trust("R15")
def test_the_annex_says_who_was_not_heard_from() -> None:
    bullets = [text for style, text in reading.paragraphs(_written("en")) if style == "ListBullet"]
    assert "Cyberbullying, By region: nobody from Americas." in bullets
    few = "Cyberbullying, By region: few or hidden: Commonwealth of Independent States and Europe."
    assert few in bullets
    # It has no table by age: nobody was asked.
    assert "Cyberbullying did not ask how old young people are: we cannot tell which ages are" in (
        " ".join(bullets)
    )
    assert "did not ask where" not in " ".join(bullets)


def test_headings_are_real_and_numbered_by_word() -> None:
    file = _written("es")
    first = [text for style, text in reading.paragraphs(file) if style == "Heading1"]
    assert first[:3] == ["Lo que dijeron los jóvenes", "Quiénes participaron", "El ciberacoso"]
    numbering = reading.part(file, "word/numbering.xml")
    linked = [style.attrib[f"{W}val"] for style in numbering.iter(f"{W}pStyle")]
    assert linked == ["Heading1", "NumberedParagraph", "ListBullet"]


def test_headings_and_captions_stay_with_what_follows() -> None:
    styles = reading.part(_written("en"), "word/styles.xml")
    kept = {
        style.attrib[f"{W}styleId"]
        for style in styles
        if style.find(f"{W}pPr/{W}keepNext") is not None
    }
    assert {"Heading1", "Heading2", "Title", "Caption", "Figure"} <= kept


def test_the_properties_tell_title_language_and_the_day_of_signing() -> None:
    properties = Document(BytesIO(_written("fr"))).core_properties
    assert properties.title == papers.TITLE["fr"]
    assert properties.language == "fr-FR"
    assert properties.created == properties.modified
    assert str(properties.created)[:10] == "2026-01-15"


@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_no_word_of_another_language_stands_outside_quotes(language: str) -> None:
    file = _written(language)
    drawn = reading.part(file, "word/document.xml").iter(f"{DRAWING}docPr")
    told = [text for style, text in reading.paragraphs(file) if style != "Quote"]
    for text in told + [drawing.attrib["descr"] for drawing in drawn]:
        codes = r"S26-CLCWGCOP24-C-0007-[ACR]|UTC|cyberbullying|SHA-256[:：] ?\w+"
        assert not re.search(r"[A-Za-z]{2,}", re.sub(codes, "", text)), text


def _written(language: str) -> bytes:
    return registry.write(papers.paper(), language, "docx")


def _quote(file: bytes, text: str) -> ElementTree.Element:
    document = reading.part(file, "word/document.xml")
    return next(p for p in document.iter(f"{W}p") if reading.text_of(p) == text)


def _value(node: ElementTree.Element, path: str) -> str | None:
    found = node.find(path.replace("w:", W))
    return None if found is None else found.attrib.get(f"{W}val")
