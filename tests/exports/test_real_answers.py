"""A paper of 732 real answers: Word, PDF and CSV carry every count and the longest texts whole."""

import csv
import io
import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE
from consult.core import writable
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.exports import clean, registry
from consult.questionnaires import format as own_format
from consult.responses import importing
from consult.responses.models import Mode
from consult.summaries import queries
from consult.summaries.paper import Paper, Quote
from tests.exports import reading
from tests.moderation import cast as stored

CHILE = Path(__file__).parents[1] / "responses" / "anid_chile"


def _longest(source: Path) -> list[str]:
    """Return the texts of over 6,000 characters."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        cells = {cell for row in csv.reader(file, delimiter=";") for cell in row}
    return sorted((cell for cell in cells if len(cell) > 6_000), key=len)


@pytest.fixture(scope="module")
def read() -> dict[str, Paper]:
    """The papers by database: one is read from 732 answers once, and no test changes it."""
    return {}


@pytest.fixture
def paper(request: pytest.FixtureRequest, database_url: str, read: dict[str, Paper]) -> Paper:
    """The draft of a paper in Spanish, the longest answers quoted in its last question."""
    name = database_url.split(":", maxsplit=1)[0]
    if name not in read:
        session, keys = request.getfixturevalue("session"), request.getfixturevalue("keys")
        read[name] = _paper(session, keys, request.getfixturevalue("shared"))
    return read[name]


def _paper(session: Session, keys: Keyring, shared: Path) -> Paper:
    source = shared / "consultations" / "anid_chile" / "consulta_p1_p41.csv"
    definition = own_format.parse(json.loads((CHILE / "questionnaire.json").read_text("utf-8")))
    chile = stored.consultation(
        session, stored.meeting(session), "chile", definition=definition, title={"es": "Consulta"}
    )
    importing.import_answers(
        session,
        keys,
        chile,
        source.read_bytes(),
        mapping=json.loads((CHILE / "mapping.json").read_text("utf-8")),
        mode=Mode.IMPORT,
        language="es",
        actor=COMMAND_LINE,
    )
    found = queries.paper(session, keys, 24)
    quotes = tuple(Quote(text, "es", "AMS", "") for text in _longest(source))
    assert quotes, "the file has answers of over 6,000 characters"
    (one,) = found.consultations
    questions = (*one.questions[:-1], replace(one.questions[-1], quotes=quotes))
    return replace(found, consultations=(replace(one, questions=questions),))


def test_real_answers_of_over_6000_characters_are_whole_in_word_and_csv(
    paper: Paper, tmp_path: Path
) -> None:
    quotes = [writable.text(q.text) for q in paper.consultations[0].questions[-1].quotes]
    word = registry.write(paper, "es", "docx")
    assert reading.problems(word, tmp_path, "docx") == []
    printed = [text for style, text in reading.paragraphs(word) if style == "Quote"]
    assert printed == quotes
    lines = _lines(registry.write(paper, "es", "csv"))
    told = [line["label"] for line in lines if line["part"] == "quote"]
    assert told == [clean.cell(quote) for quote in quotes]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_real_answers_of_over_6000_characters_are_whole_in_pdf(paper: Paper) -> None:
    # Signs, not spaces: the type setter breaks lines where it wants.
    quotes = [writable.text(q.text) for q in paper.consultations[0].questions[-1].quotes]
    read = pypdf.PdfReader(io.BytesIO(registry.write(paper, "es", "pdf")))
    printed = _signs("".join(page.extract_text() for page in read.pages))
    for quote in quotes:
        told = _signs(quote)
        # Page by page: what a page repeats stands between the pieces of a quote.
        for start in range(0, len(told) - 80, 400):
            assert told[start : start + 40] in printed, told[start : start + 40]
        assert told[-60:] in printed


def test_every_count_of_the_paper_stands_in_the_csv(paper: Paper) -> None:
    lines = _lines(registry.write(paper, "es", "csv"))
    told = [
        (line["question"], line["row"], line["count"]) for line in lines if line["part"] == "result"
    ]
    (one,) = paper.consultations
    assert told == [
        (question.code, row.code, "" if row.count is None else str(row.count))
        for question in one.questions
        for table in question.tables
        for row in table.rows
    ]


def test_a_consultation_held_in_spanish_gives_no_paper_in_arabic(paper: Paper) -> None:
    with pytest.raises(DomainError, match="العربية"):
        registry.write(paper, "ar", "docx")


def _signs(text: str) -> str:
    """Return a text without spaces, hyphens at line ends and ligatures."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", unicodedata.normalize("NFKC", text))


def _lines(file: bytes) -> list[dict[str, str]]:
    csv.field_size_limit(1_000_000)
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))
