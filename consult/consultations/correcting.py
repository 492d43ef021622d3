"""New versions of an approved consultation: a slip of the pen goes, or something else is asked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.models import AuditEntry
from consult.audit.service import record
from consult.consultations import queries, service
from consult.consultations.gates import WAIVABLE, machine_gate
from consult.consultations.models import Consultation
from consult.consultations.rules import State, state
from consult.core import clock
from consult.core.errors import DomainError, Problem
from consult.core.locales import N_
from consult.questionnaires import combining, comparing, rules
from consult.questionnaires import format as own_format
from consult.questionnaires import queries as questionnaires
from consult.questionnaires import service as freezing
from consult.questionnaires.comparing import Comparison
from consult.questionnaires.definition import Question

#: Acts that put a version before young people.
_OPENING, _WORDS, _OTHERWISE = "consultation.open", "consultation.correct", "consultation.version"


@dataclass(frozen=True)
class Pending:
    """What the questionnaire says otherwise by now than young people are asked.

    ``clashes`` are questions that ask something else under a code that has answers.
    """

    differences: Comparison
    clashes: tuple[Question, ...]

    @property
    def only_words(self) -> bool:
        """Tell whether the same is asked in other words."""
        return self.differences.same_structure


@dataclass(frozen=True)
class Asked:
    """A version that young people were asked; ``before`` is the number of the one before it.

    ``actor`` had it asked, at that moment; where no act is kept, it is the moment of freezing.
    """

    number: int
    at: datetime
    actor: str | None
    before: int | None
    only_words: bool


def history(session: Session, consultation: Consultation) -> list[Asked]:
    """Return the versions it asked, in that order; one that was gone back to stands twice."""
    known = {one.number: one for one in queries.versions(session, consultation)}
    acts = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject == consultation.slug,
            AuditEntry.act.in_((_OPENING, _WORDS, _OTHERWISE)),
        )
        .order_by(AuditEntry.number)
    )
    steps = [one for one in acts if one.details.get("version") in known]
    found: list[Asked] = []
    if steps and steps[0].act != _OPENING and steps[0].details["was"] in known:
        first = known[steps[0].details["was"]]
        found.append(Asked(first.number, first.frozen_at, None, None, only_words=False))
    for one in steps:
        last = found[-1].number if found else None
        words = one.act == _WORDS
        found.append(Asked(one.details["version"], one.at, one.actor, last, only_words=words))
    return found


def pending(session: Session, consultation: Consultation) -> Pending | None:
    """Return what the questionnaire says otherwise by now than young people are asked.

    ``None`` for a draft, and where nothing is different.
    """
    if consultation.version is None:
        return None
    now = own_format.stored(consultation.questionnaire.content)
    found = comparing.compare(questionnaires.as_written(consultation.version), now)
    if found.is_same:
        return None
    return Pending(found, tuple(combining.clashes(queries.asked(session, consultation), now)))


def correct(session: Session, consultation: Consultation, *, actor: Actor) -> None:
    """Put what the questionnaire says by now before young people, as a new version.

    Answers to all versions count together, and tables say in which version something was asked.
    Whoever began with the one before can still send it. The trail keeps each text before and
    after, and the codes of what was added, changed and taken out. Where more than words is
    different, the gates of opening hold again.

    Args:
        session: open transaction; the caller commits it.
        consultation: approved, and not over.
        actor: who decides it.

    Raises:
        DomainError: it is a draft or over; nothing changed; a question asks something else under
            a code that has answers; a text is missing in one of its languages; or, where more
            than words is different, a gate of opening is shut.
    """
    service.lock(session, consultation)
    if state(consultation, clock.now()) not in {State.WAITING, State.OPEN}:
        message = N_("Only a consultation that is approved and not over can get a new version.")
        raise DomainError("correction_closed", message)
    found = pending(session, consultation)
    if found is None or consultation.version is None:
        message = N_("The questionnaire reads as young people read it. Mend it there first.")
        raise DomainError("correction_nothing", message)
    if found.clashes:
        message = N_(
            "Answers to these questions would not mean the same any more. Undo that, or make it a "
            "new question: add one, and delete the old one. Then both are counted, each by itself."
        )
        raise DomainError("correction_clash", message, problems=list(map(_clash, found.clashes)))
    definition = own_format.parse(consultation.questionnaire.content)
    lacking = [
        problem
        for problem in rules.missing_texts(definition, consultation.languages)
        if problem.where not in {"title", "introduction"}
    ]
    lacking += machine_gate(service.machine_made(consultation), consultation.languages)
    if not found.only_words:
        # What was waived at opening stays so; all else must be there again.
        shut = [
            problem for problem in service.obstacles(consultation) if problem.code not in WAIVABLE
        ]
        if shut:
            message = N_("This consultation cannot open yet. What is to do:")
            raise DomainError("consultation_not_ready", message, problems=shut)
    if lacking:
        message = N_("A text is missing in a language that young people answer in:")
        raise DomainError("correction_missing", message, problems=lacking)
    was = consultation.version
    mended = was if found.only_words else None
    made = freezing.freeze(session, consultation.questionnaire, corrects=mended, actor=actor)
    service.put(session, consultation, made)
    session.flush()
    texts = [[one.place, one.language, one.before, one.after] for one in found.differences.texts]
    record(
        session,
        actor,
        _WORDS if found.only_words else _OTHERWISE,
        consultation.slug,
        was=was.number,
        version=made.number,
        texts=texts,
        **({} if found.only_words else {"questions": _changes(found.differences)}),
    )


def _clash(question: Question) -> Problem:
    message = N_("“%(code)s” has another kind, scale or precision than it had.")
    return Problem("clash", message, {"code": question.code}, question.code)


def _changes(found: Comparison) -> list[list[str]]:
    """Return the code of each question that is not as it was, with what was done to it."""
    return [[one.code, one.kind, *one.changed] for one in found.questions]
