"""Mending the words of an approved consultation: the questions stay, a slip of the pen goes."""

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations import service
from consult.consultations.gates import WAIVABLE, machine_gate
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
    """Put the mended words of the questionnaire, or what was added to it, before young people.

    A new version asks the same, and perhaps more; answers to both count together, and tables say
    since which version something is asked. Whoever began with the one before can still send it.
    The trail keeps each text before and after, and the codes of what was added. For additions the
    gates of opening hold again.

    Args:
        session: open transaction; the caller commits it.
        consultation: approved, and not over.
        actor: who decides it.

    Raises:
        DomainError: it is a draft or over; nothing changed; a question that is asked changed or
            went, which needs a new consultation; a text is missing in one of its languages; or,
            for additions, a gate of opening is shut.
    """
    service.lock(session, consultation)
    if state(consultation, clock.now()) not in {State.WAITING, State.OPEN}:
        message = N_("Only words of a consultation that is approved and not over can be mended.")
        raise DomainError("correction_closed", message)
    found = pending(consultation)
    if found is None or consultation.version is None:
        message = N_("The questionnaire reads as young people read it. Mend it there first.")
        raise DomainError("correction_nothing", message)
    if not found.same_structure and not found.only_adds:
        message = N_(
            "Something that is asked already was changed or taken out, so answers would not mean "
            "the same. Undo that, or ask in a new consultation. Words may be mended, and questions "
            "and choices added."
        )
        raise DomainError("correction_structure", message)
    definition = own_format.parse(consultation.questionnaire.content)
    lacking = [
        problem
        for problem in rules.missing_texts(definition, consultation.languages)
        if problem.where not in {"title", "introduction"}
    ]
    lacking += machine_gate(service.machine_made(consultation), consultation.languages)
    if not found.same_structure:
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
    mended = was if found.same_structure else None
    made = questionnaires.freeze(session, consultation.questionnaire, corrects=mended, actor=actor)
    consultation.version = made
    session.flush()
    texts = [[one.place, one.language, one.before, one.after] for one in found.texts]
    record(
        session,
        actor,
        "consultation.correct" if found.same_structure else "consultation.add",
        consultation.slug,
        was=was.number,
        version=made.number,
        texts=texts,
        **({} if found.same_structure else {"added": _added(found)}),
    )


def _added(found: Comparison) -> list[str]:
    """Return the codes of questions that are new, or have new choices."""
    return [one.code for one in found.questions if one.kind in {"added", "changed"}]
