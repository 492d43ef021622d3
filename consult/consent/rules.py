"""Decisions about taking part: who has agreed, and who answers closed questions only."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from consult.consultations.models import Consultation
from consult.questionnaires import types
from consult.questionnaires.definition import Definition, Page, Question
from consult.questionnaires.types.age_band import BANDS
from consult.questionnaires.types.base import PREFER_NOT, Fields

#: Form field of the unticked box "I want to take part".
ASSENT_FIELD = "assent"
#: Form field of the age band where the questionnaire itself does not ask for it.
BAND_FIELD = "age-band"

_UNDER_TEN, _TEN_TO_TWELVE = "under-10", "10-12"


@dataclass(frozen=True)
class Consent:
    """What a young person said before the first question.

    ``band`` is ``None`` where no band was chosen or "I prefer not to say" was.
    """

    band: str | None
    given: bool


def consent(definition: Definition, fields: Fields) -> Consent:
    """Read what was said, whatever else was sent.

    Args:
        definition: the version answered; its first question about age, if any, is the one asked.
        fields: what the form sent.
    """
    sent = fields.getlist(band_field(definition))
    known = [band for band in sent if band in BANDS]
    # Two bands in one form are no answer: nothing is guessed about a young person.
    band = known[0] if len(set(sent)) == 1 and known else None
    return Consent(band, "yes" in fields.getlist(ASSENT_FIELD))


def band_field(definition: Definition) -> str:
    """Return the name of the form field that holds the age band."""
    asked = age_question(definition)
    return f"q-{asked.code}" if asked else BAND_FIELD


def age_question(definition: Definition) -> Question | None:
    """Return the question about age that everybody is asked, so that nobody is asked twice."""
    for page in definition.pages:
        for question in page.questions:
            if question.type == "age_band" and not (page.show_if or question.show_if):
                return question
    return None


def age_first(definition: Definition) -> Definition:
    """Return the questionnaire with its question about age before all others.

    The young person may always say "I prefer not to say" to it (TRUST.md R37). A page that held
    nothing else stays, empty, so that no page gets another number.
    """
    asked = age_question(definition)
    if asked is None:
        return definition
    first, *others = _without(definition.pages, asked)
    first = replace(first, questions=(replace(asked, prefer_not=True), *first.questions))
    return replace(definition, pages=(first, *others))


def _without(pages: tuple[Page, ...], asked: Question) -> Iterator[Page]:
    for page in pages:
        yield replace(page, questions=tuple(q for q in page.questions if q is not asked))


def closed_bands(consultation: Consultation) -> frozenset[str]:
    """Return the bands that are asked closed questions only (TRUST.md R35)."""
    if consultation.ten_to_twelve_may_write:
        return frozenset({_UNDER_TEN})
    return frozenset({_UNDER_TEN, _TEN_TO_TWELVE})


def closed(definition: Definition) -> Definition:
    """Return the questionnaire for those who write nothing: no free text, no line beside "other".

    "Other" itself can still be chosen, so no closed answer is lost. Pages keep their numbers.
    """
    pages = (replace(p, questions=tuple(_closed(p.questions))) for p in definition.pages)
    return replace(definition, pages=tuple(pages))


def _closed(questions: tuple[Question, ...]) -> Iterator[Question]:
    for question in questions:
        if not types.of(question).free_text:
            yield replace(question, own_words=False)


__all__ = [
    "ASSENT_FIELD",
    "BANDS",
    "BAND_FIELD",
    "PREFER_NOT",
    "Consent",
    "age_first",
    "age_question",
    "band_field",
    "closed",
    "closed_bands",
    "consent",
]
