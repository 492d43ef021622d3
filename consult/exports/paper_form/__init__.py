"""The questionnaire on paper, in Word and as a PDF, for groups that answer without a screen."""

from collections.abc import Callable
from pathlib import Path

from consult.core.typesetting import pdf
from consult.exports.paper_form import docx
from consult.exports.paper_form.sheet import sheet
from consult.questionnaires.definition import Definition
from consult.questionnaires.writers import Wanted, Writer, offer

_TEMPLATE = Path(__file__).parent / "form.typ"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_pdf(definition: Definition, language: str, number: int | None = None) -> bytes:
    """Return the paper form of a version as a tagged PDF."""
    return pdf(_TEMPLATE, sheet(definition, language, number)).file


def as_docx(definition: Definition, language: str, number: int | None = None) -> bytes:
    """Return the paper form of a version as a Word file."""
    return docx.write(sheet(definition, language, number))


def offer_forms() -> None:
    """Have every questionnaire be taken out on paper."""
    for name, media_type, form in (("docx", _WORD, as_docx), ("pdf", "application/pdf", as_pdf)):
        offer(Writer(name, name, media_type, _writer(form), by_language=True))


def _writer(form: Callable[[Definition, str, int | None], bytes]) -> Callable[..., bytes]:
    def write(definition: Definition, wanted: Wanted) -> bytes:
        return form(definition, wanted.language, wanted.number)

    return write
