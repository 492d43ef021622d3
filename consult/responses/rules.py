"""Decisions about giving answers: when they are taken, what counts, what is wrong with them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from consult.consultations import rules as consultations
from consult.consultations.models import Consultation
from consult.core.errors import Problem
from consult.core.locales import N_
from consult.questionnaires import rules as questionnaires
from consult.questionnaires import types
from consult.questionnaires.definition import Definition, Page, Question
from consult.questionnaires.types.base import OTHER, PREFER_NOT, Answer, Fields

#: How long after the announced closing a form that was opened in time may be sent (TRUST.md B5).
GRACE = timedelta(minutes=10)
#: The same for answers that were sent without a line and waited on the phone for one. A day is what
#: a village without a line by night needs; the figures settle before anybody reads them out.
WAITING_GRACE = timedelta(days=1)


def takes_answers(
    consultation: Consultation, now: datetime, *, opened_at: datetime | None, waited: bool = False
) -> bool:
    """Tell whether answers that arrive now are taken.

    Args:
        consultation: the one answered.
        now: the present moment.
        opened_at: when this server handed the form out, if it did. A form opened before closing
            has ten minutes more; not when a person closed the consultation early or the summary is
            signed, because then the numbers are read out.
        waited: the answers waited on a phone without a line; they have a day more.
    """
    if consultations.takes_answers(consultation, now):
        return True
    grace = WAITING_GRACE if waited else GRACE
    return (
        opened_at is not None
        and consultation.approved_at is not None
        and consultation.closed_at is None
        and consultation.settled_at is None
        and opened_at < consultation.closes_at
        and consultation.closes_at <= now < consultation.closes_at + grace
    )


@dataclass(frozen=True)
class Sheet:
    """What one young person filled in, read and checked; only questions that were put."""

    #: The pages with the questions that the answers so far lead to.
    pages: tuple[Page, ...]
    #: By question code; questions without an answer are there too.
    given: Mapping[str, Answer]

    def questions(self) -> Iterator[Question]:
        """Yield the questions that were put, in order, without information cards."""
        for page in self.pages:
            yield from (q for q in page.questions if types.of(q).asks)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """Return the closed answers by question code."""
        found = ((q.code, self.given[q.code].closed) for q in self.questions())
        return {code: closed for code, closed in found if closed is not None}

    @cached_property
    def texts(self) -> dict[str, str]:
        """Return the free texts by text code."""
        return {
            code: text
            for question in self.questions()
            for code, text in self.given[question.code].texts.items()
            if text.strip()
        }

    @cached_property
    def problems(self) -> dict[str, tuple[Problem, ...]]:
        """Return what is wrong, by question code; empty when all fits."""
        found = ((q.code, self.given[q.code].problems) for q in self.questions())
        return {code: problems for code, problems in found if problems}

    @property
    def may_hold_text(self) -> bool:
        """Tell whether some question put leaves room for words of one's own."""
        return any(types.of(q).free_text or (q.other and q.own_words) for q in self.questions())


def read(definition: Definition, fields: Fields) -> Sheet:
    """Read what was typed, and drop answers to questions that were not put.

    Args:
        definition: the version answered.
        fields: the form's fields, ``q-{code}`` and those built on it.
    """
    given = {
        question.code: types.of(question).read(question, fields)
        for question in definition.questions()
        if types.of(question).asks
    }
    return sheet(definition, given)


def sheet(definition: Definition, given: Mapping[str, Answer]) -> Sheet:
    """Return the sheet of answers that were already read, by question code."""
    closed = {code: answer.closed for code, answer in given.items() if answer.closed is not None}
    pages, counted = questionnaires.path(definition, closed)
    fitting = {
        question.code: _fitted(question, given[question.code], counted.get(question.code))
        for page in pages
        for question in page.questions
        if question.code in closed and closed[question.code] != counted.get(question.code)
    }
    return Sheet(tuple(pages), {**given, **fitting})


def _fitted(question: Question, answer: Answer, counted: Any) -> Answer:
    """Return an answer with a choice that is not offered any more: told, and nothing is lost."""
    message = N_(
        "One of your answers here does not fit what you answered before. Choose another one, or "
        "change the answer before."
    )
    told = Problem("not_fitting", message, {}, question.code)
    sent = tuple(types.of(question).fields(question, replace(answer, texts={})))
    return replace(answer, closed=counted, problems=(*answer.problems, told), sent=sent)


def restore(definition: Definition, answers: Mapping[str, Any], texts: Mapping[str, str]) -> Sheet:
    """Return the sheet of a stored response, as it was sent."""
    given = {
        question.code: types.stored(question, answers, texts)
        for question in definition.questions()
        if types.of(question).asks
    }
    return sheet(definition, given)


def text_fields(definition: Definition, names: Iterable[str]) -> set[str]:
    """Return those form fields that hold words of one's own: free texts, lines beside "other"."""
    free = [q.code for q in definition.questions() if types.of(q).free_text]
    other = {f"q-{q.code}-{OTHER}" for q in definition.questions() if q.other}
    return {
        name
        for name in names
        if name in other or any(name == f"q-{c}" or name.startswith(f"q-{c}-") for c in free)
    }


def left_over(definition: Definition, fields: Iterable[tuple[str, str]]) -> list[str]:
    """Return the codes of answers that a version does not ask for, as far as the fields tell.

    Args:
        definition: the version.
        fields: names and values as they came; "other" written where it is offered no more counts.
    """
    found = {}
    for name, value in fields:
        code, _, part = name.removeprefix("q-").partition("-")
        if not name.startswith("q-") or not value.strip():
            continue
        question = definition.by_code.get(code)
        if question is None or (
            part == OTHER and types.of(question).may_offer_other and not question.other
        ):
            found[code] = True
    return list(found)


def kept_texts(definition: Definition, texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts that are stored with the answers: none that is blank, and no address.

    An e-mail address a question asked for goes the way of all such addresses, apart from every
    answer (``contacts``, TRUST.md R34).
    """
    apart = {question.code for question in definition.questions() if types.of(question).contact}
    return {name: text for name, text in texts.items() if text.strip() and name not in apart}


def stratum(definition: Definition, answers: Mapping[str, Any], kind: str) -> str | None:
    """Return the answer to the first question of a kind that was answered, if it was told.

    Args:
        definition: the version answered.
        answers: closed answers by question code.
        kind: ``region`` or ``age_band``.
    """
    for question in definition.questions():
        if question.type == kind and question.code in answers:
            told = answers[question.code]
            return None if told == PREFER_NOT else str(told)
    return None
