"""The questionnaire on paper, in Word and as a PDF, for groups that answer without a screen."""

from pathlib import Path

from consult.core.typesetting import pdf
from consult.exports.paper_form import docx
from consult.exports.paper_form.sheet import sheet
from consult.questionnaires.definition import Definition
from consult.questionnaires.writers import Writer, offer

_TEMPLATE = Path(__file__).parent / "form.typ"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_pdf(definition: Definition, language: str) -> bytes:
    """Return the paper form as a tagged PDF."""
    return pdf(_TEMPLATE, sheet(definition, language)).file


def as_docx(definition: Definition, language: str) -> bytes:
    """Return the paper form as a Word file."""
    return docx.write(sheet(definition, language))


def offer_forms() -> None:
    """Have every questionnaire be taken out on paper."""
    offer(Writer("docx", "docx", _WORD, as_docx, by_language=True))
    offer(Writer("pdf", "pdf", "application/pdf", as_pdf, by_language=True))
