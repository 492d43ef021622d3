"""What keeps a summary from being signed."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from consult.consultations.models import Consultation
from consult.consultations.rules import State, ends_at, state
from consult.core.errors import Problem
from consult.core.locales import LANGUAGES, N_, NAMES, missing
from consult.summaries.paper import Paper

#: The most quotes from one question, so that a paper stays one that people read.
MOST_QUOTES = 6


def obstacles(paper: Paper, asked: Sequence[Consultation], now: datetime) -> Iterator[Problem]:
    """Yield what is to be done before the chair can sign.

    Args:
        paper: the draft.
        asked: the consultations it draws on; all of them must have ended.
        now: the present moment.
    """
    for consultation in asked:
        if state(consultation, now) is not State.CLOSED:
            message = N_("This consultation ends on %(day)s (UTC). Wait for it, or close it.")
            day = f"{ends_at(consultation):%Y-%m-%d %H:%M}"
            yield Problem("not_closed", message, {"day": day}, consultation.slug)
        if consultation.answers_deleted_on is not None:
            message = N_("The answers were deleted on %(day)s, so the paper cannot be signed.")
            day = consultation.answers_deleted_on.isoformat()
            yield Problem("answers_deleted", message, {"day": day}, consultation.slug)
    needed = [
        (paper.title, N_("Write the title in this language.")),
        (paper.abstract, N_("Write the summary box in this language.")),
    ]
    # Statements with evidence stand in the place of paragraphs, or beside them.
    if paper.narrative or not paper.findings:
        needed.append((paper.narrative, N_("Write the paragraphs in this language.")))
    for text, message in needed:
        for language in missing(text, LANGUAGES):
            yield Problem("text_missing_in", message, {}, NAMES[language])
    if not paper.languages and (paper.findings or not missing(paper.narrative, LANGUAGES)):
        message = N_("In no language are all questions and answers there.")
        yield Problem("no_whole_language", message)
