"""The codebook, the form on paper, and the command line that writes them."""

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from consult.core.errors import InvalidError
from consult.core.locales import LANGUAGES, Speaker
from consult.exports import paper_form
from consult.questionnaires import codebook, types, writers
from consult.questionnaires import format as own_format
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Definition, Page, Question
from consult.questionnaires.types.base import PREFER_NOT
from tests.attack.payloads import FORMULAS
from tests.attack.test_payloads_in_papers import TEXTS
from tests.exports import reading
from tests.questionnaires.cast import choices, question, words

KINDS = [name for name, kind in types.REGISTRY.items() if kind.name != "email"]
EVERY = tuple(
    question(
        name,
        f"q_{name}",
        prefer_not=types.REGISTRY[name].asks,
        other=types.REGISTRY[name].may_offer_other,
    )
    for name in KINDS
)
LAST = Question(
    "last",
    "single_choice",
    {tag: f"Why {{{{q_yes_no|that {tag}}}}}?" for tag in LANGUAGES},
    choices=choices("a", "1"),
    show_if=Condition("equals", question="q_yes_no", value="yes"),
)
ASKED = Definition(
    words("Whole"), {}, tuple(LANGUAGES), (Page({}, EVERY), Page(words("P"), (LAST,)))
)


def test_the_codebook_has_every_column_and_every_value_in_every_language() -> None:
    rows = list(csv.DictReader(io.StringIO(codebook.as_csv(ASKED).decode("utf-8-sig"))))
    columns = [c for q in ASKED.questions() for c in types.of(q).columns(q)]
    assert list(dict.fromkeys(row["column"] for row in rows if row["column"])) == columns
    for asked in EVERY:
        values = {row["value"] for row in rows if row["code"] == asked.code}
        options = {option.code for option in types.of(asked).options(asked)}
        assert values >= options | ({PREFER_NOT} if asked.prefer_not else set())
    (first, *_rest) = (row for row in rows if row["code"] == "last")
    assert first["shown_if::en"] == "the answer to q_yes_no is “Yes”"
    assert first["text::ar"] == "Why that ar?"
    sheet = load_workbook(io.BytesIO(codebook.as_xlsx(ASKED)), read_only=True).active
    assert sheet is not None
    assert sum(1 for _row in sheet.iter_rows()) == len(rows) + 1


@pytest.mark.trust("R14")
@pytest.mark.parametrize("language", ["ar", "zh", "en"])
def test_the_form_on_paper_has_every_text_and_code(language: str) -> None:
    body = Document(io.BytesIO(paper_form.as_docx(ASKED, language, 3)))
    told = "\n".join(t.text or "" for t in body.element.body.iter("{*}t"))
    pages = [
        page.extract_text()
        for page in PdfReader(io.BytesIO(paper_form.as_pdf(ASKED, language, 3))).pages
    ]
    pdf = "\n".join(pages)
    foot = Speaker(language).gettext("Version %(number)s", number=3)
    assert foot in "\n".join(line.text for line in body.sections[0].footer.paragraphs)
    assert language == "ar" or all(foot in page for page in pages)
    for asked in ASKED.questions():
        assert asked.code in told or asked.type == "card"
        assert asked.code in pdf or asked.type == "card"
        for option in types.of(asked).options(asked):
            assert option.text[language] in told
    assert f"Why that {language}?" in told
    assert paper_form.as_docx(ASKED, language) == paper_form.as_docx(ASKED, language)
    sections = [element.tag.rpartition("}")[2] for element in body.element.body.iter("{*}bidi")]
    assert bool(sections) == (language == "ar")


def test_a_form_on_paper_needs_every_text_in_its_language() -> None:
    lacking = Definition({"en": "T"}, {}, ("en",), (Page({}, (question("yes_no"),)),))
    paper_form.offer_forms()
    with pytest.raises(InvalidError) as refused:
        writers.written(lacking, "pdf", "fr")
    assert refused.value.code == "texts_missing"
    with pytest.raises(InvalidError) as refused:
        writers.written(ASKED, "docx")
    assert refused.value.code == "language_needed"


def test_every_kind_has_the_same_columns_whatever_was_answered() -> None:
    for asked in EVERY:
        kind = types.of(asked)
        columns = kind.columns(asked)
        nothing, refused = kind.cells(asked, None), kind.cells(asked, PREFER_NOT)
        assert len(nothing) == len(refused) == len(columns)
        # What is missing and what somebody preferred not to say stand apart.
        assert set(nothing) <= {""}
        assert set(refused) <= {PREFER_NOT}


def test_dates_are_counted_by_lines_that_follow_from_their_limits() -> None:
    asked = question("date")
    (told,) = types.of(asked).tally(asked, ["2020-03-01", "2026-12-31", PREFER_NOT], 5)
    assert (told.counts[0].code, told.counts[0].count) == ("2020", 1)
    assert (told.base, told.no_answer, told.prefer_not) == (2, 2, 1)
    assert len(told.counts) == 7
    birth = question("date", text={"en": "Your date of birth?", "ru": "Дата рождения?"})
    assert "date_of_birth" in {p.code for p in types.of(birth).check(birth)}


def test_statements_are_counted_one_by_one() -> None:
    asked = question("statements")
    tables = types.of(asked).tally(asked, [{"parents": "agree"}, {"parents": "pass"}], 2)
    assert [[line.count for line in table.counts] for table in tables] == [
        [1, 0, 1],
        [0, 0, 0],
        [0, 0, 0],
    ]


def test_what_goes_out_as_json_comes_in_again() -> None:
    content = own_format.dump(ASKED)
    assert own_format.dump(own_format.parse(content)) == content


def hostile(text: str) -> Definition:
    """Return a questionnaire that says one text everywhere."""
    told = dict.fromkeys(LANGUAGES, text)
    offered = tuple(replace(one, text=told) for one in choices("a", "b"))
    asked = question("single_choice", "q1", other=True, prefer_not=True)
    asked = replace(asked, text=told, hint=told, choices=offered)
    return Definition(told, told, tuple(LANGUAGES), (Page(told, (asked,)),))


def test_no_text_becomes_a_formula_in_the_codebook() -> None:
    for text in TEXTS:
        lines = csv.reader(io.StringIO(codebook.as_csv(hostile(text)).decode("utf-8-sig")))
        for cell in (cell for line in lines for cell in line):
            assert not cell.startswith(tuple("=+-@\t\r\n＝＋－＠")), (text, cell)
    (sheet,) = load_workbook(io.BytesIO(codebook.as_xlsx(hostile("\n".join(FORMULAS))))).worksheets
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)


def test_no_text_breaks_the_form_on_paper_or_becomes_a_field_in_it(tmp_path: Path) -> None:
    # All at once: the check itself takes a second a file.
    every = hostile("\n".join(TEXTS))
    for language in ("ar", "en"):
        word = paper_form.as_docx(every, language)
        assert reading.problems(word, tmp_path, "docx") == []
        body = reading.part(word, "word/document.xml")
        fields = [e.text for e in body.iter(f"{reading.W}instrText")]
        assert not [field for field in fields if field and "INCLUDETEXT" in field]
        assert not list(body.iter(f"{reading.W}hyperlink"))
        pdf = paper_form.as_pdf(every, language)
        read = PdfReader(io.BytesIO(pdf))
        assert [note for page in read.pages for note in page.get("/Annots", [])] == []
        names: Any = read.trailer["/Root"]
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(names)
        assert "alert(1)" in "".join(page.extract_text() for page in read.pages)
