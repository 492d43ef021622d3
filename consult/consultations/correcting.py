"""Mending the words of an approved consultation: the questions stay, a slip of the pen goes."""

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations import service
from consult.consultations.gates import machine_gate
from consult.consultations.models import Consultation
from consult.consultations.rules import State, state
from consult.core import clock
from consult.core.errors import DomainError
from consult.core.locales import N_
from consult.questionnaires import comparing, queries, rules
from consult.questionnaires import format as own_format
from consult.questionnaires import service as questionnaires
from consult.questionnaires.comparing import Comparison


def pending(consultation: Consultation) -> Comparison | None:
    """Return what the questionnaire says otherwise by now than young people are asked.

    ``None`` for a draft, and where nothing is different.
    """
    if consultation.version is None:
        return None
    asked = queries.definition(consultation.version)
    found = comparing.compare(asked, own_format.stored(consultation.questionnaire.content))
    return None if found.is_same else found


def correct(session: Session, consultation: Consultation, *, actor: Actor) -> None:
    """Put the mended words of the questionnaire before young people.

    A new version asks the same; answers to both count together. The trail keeps each text before
    and after.

    Args:
        session: open transaction; the caller commits it.
        consultation: approved, and not over.
        actor: who decides it.

    Raises:
        DomainError: it is a draft or over; nothing changed; a question changed, which needs a new
            consultation; or a text is missing in one of its languages.
    """
    service.lock(session, consultation)
    if state(consultation, clock.now()) not in {State.WAITING, State.OPEN}:
        message = N_("Only words of a consultation that is approved and not over can be mended.")
        raise DomainError("correction_closed", message)
    found = pending(consultation)
    if found is None or consultation.version is None:
        message = N_("The questionnaire reads as young people read it. Mend it there first.")
        raise DomainError("correction_nothing", message)
    if not found.same_structure:
        message = N_(
            "More than words changed, so answers would not mean the same. Undo the other changes, "
            "or ask the new questions in a new consultation."
        )
        raise DomainError("correction_structure", message)
    definition = own_format.parse(consultation.questionnaire.content)
    lacking = [
        problem
        for problem in rules.missing_texts(definition, consultation.languages)
        if problem.where not in {"title", "introduction"}
    ]
    lacking += machine_gate(service.machine_made(consultation), consultation.languages)
    if lacking:
        message = N_("A text is missing in a language that young people answer in:")
        raise DomainError("correction_missing", message, problems=lacking)
    was = consultation.version
    made = questionnaires.freeze(session, consultation.questionnaire, corrects=was, actor=actor)
    consultation.version = made
    session.flush()
    texts = [[one.place, one.language, one.before, one.after] for one in found.texts]
    record(
        session,
        actor,
        "consultation.correct",
        consultation.slug,
        was=was.number,
        version=made.number,
        texts=texts,
    )
