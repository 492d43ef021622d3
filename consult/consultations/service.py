"""Acts on a consultation: add, change, open, close."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, object_session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations import gates as gate
from consult.consultations import queries
from consult.consultations.gates import ASK_WHY, QUESTIONS, WAIVABLE, gates
from consult.consultations.models import AskedVersion, Consultation
from consult.consultations.plan import Plan
from consult.consultations.rules import State, state
from consult.core import clock
from consult.core.errors import DomainError, InvalidError, Problem
from consult.core.locales import N_, plain_text
from consult.questionnaires import format as questionnaire_format
from consult.questionnaires import service as questionnaires
from consult.questionnaires.models import QuestionnaireVersion
from consult.questionnaires.translate import ledger


def add(session: Session, plan: Plan, *, actor: Actor) -> Consultation:
    """Store a consultation as a draft.

    Args:
        session: open transaction; the caller commits it.
        plan: what it is to be; texts may still be missing, opening asks for them.
        actor: who adds it.

    Raises:
        InvalidError: names each thing that is wrong.
    """
    _refuse_wrong(session, plan, None)
    consultation = Consultation(**plan.values())
    session.add(consultation)
    session.flush()
    record(session, actor, "consultation.add", plan.slug, **_said(consultation))
    return consultation


def change(session: Session, consultation: Consultation, plan: Plan, *, actor: Actor) -> None:
    """Change a consultation that young people could not answer yet.

    One that was approved and waits for its day becomes a draft again: somebody has to approve
    what it is now.

    Raises:
        DomainError: it is open or closed, and stays as young people read it.
        InvalidError: names each thing that is wrong.
    """
    lock(session, consultation)
    if state(consultation, clock.now()) not in {State.DRAFT, State.WAITING}:
        message = N_("What young people have been asked cannot be changed any more.")
        raise DomainError("consultation_fixed", message)
    _refuse_wrong(session, plan, consultation)
    for name, value in plan.values().items():
        setattr(consultation, name, value)
    consultation.approved_at = consultation.version = consultation.closed_at = None
    session.flush()
    record(session, actor, "consultation.change", plan.slug, **_said(consultation))


def put(session: Session, consultation: Consultation, version: QuestionnaireVersion) -> None:
    """Put a version before young people; one that nobody was asked yet was never there."""
    if state(consultation, clock.now()) in {State.DRAFT, State.WAITING}:
        session.execute(delete(AskedVersion).filter_by(consultation_id=consultation.id))
    consultation.version = version
    session.flush()
    key = {"consultation_id": consultation.id, "version_id": version.id}
    if session.get(AskedVersion, key) is None:
        session.add(AskedVersion(**key))


def obstacles(consultation: Consultation) -> list[Problem]:
    """Return what keeps a consultation from opening now, each with what to do."""
    try:
        definition = questionnaire_format.parse(consultation.questionnaire.content)
    except InvalidError as refusal:
        return refusal.problems
    return gates(
        consultation,
        definition,
        consultation.meeting,
        clock.now(),
        unsigned=machine_made(consultation),
    )


def machine_made(consultation: Consultation) -> dict[str, int]:
    """Return how many of its texts a machine made and nobody signed, by language."""
    session = object_session(consultation)
    if session is None:
        return {}
    unsigned = ledger.unsigned(session, consultation.questionnaire)
    return {tag: len(texts) for tag, texts in unsigned.items()}


def doubts(consultation: Consultation) -> list[Problem]:
    """Return what a person should look at in the questions before they open it."""
    session, asked = object_session(consultation), consultation.questionnaire
    stale = ledger.stale(session, asked) if session else {}
    return gate.doubts(questionnaire_format.stored(asked.content), stale, consultation.languages)


def open_(
    session: Session,
    consultation: Consultation,
    *,
    waivers: Mapping[str, str] | None = None,
    actor: Actor,
) -> Consultation:
    """Approve a draft and freeze its questionnaire; it takes answers inside its window.

    Args:
        session: open transaction; the caller commits it.
        consultation: a draft.
        waivers: why it opens in spite of a gate that only warns, by the gate's name. The trail
            keeps the name of every such gate, with the reason where one was given. That nobody
            is named for safeguarding, or no impact record is written, only warns the command line.
        actor: who opens it.

    Raises:
        DomainError: it is no draft, or some gate is shut: ``problems`` has all of them.
        InvalidError: a gate that cannot be waived, or a waiver without a reason.
    """
    lock(session, consultation)
    if state(consultation, clock.now()) is not State.DRAFT:
        message = N_("This consultation has been opened already.")
        raise DomainError("consultation_opened", message)
    waivers = {name: plain_text(reason) for name, reason in (waivers or {}).items()}
    _refuse_wrong_waivers(waivers)
    found = obstacles(consultation)
    shut = [problem for problem in found if problem.code not in WAIVABLE]
    if actor.account_id is not None:
        # The command line warns and the trail keeps it; a person on a page says why, or mends it.
        shut += [p for p in found if p.code in ASK_WHY and p.code not in waivers]
    if shut:
        message = N_("This consultation cannot open yet. What is to do:")
        raise DomainError("consultation_not_ready", message, problems=shut)
    version = questionnaires.freeze(session, consultation.questionnaire, actor=actor)
    put(session, consultation, version)
    consultation.approved_at = clock.now()
    session.flush()
    waived = {problem.code: waivers.get(problem.code, "") for problem in found}
    said = _said(consultation) | {"version": version.number, "waived": waived}
    if doubted := [problem.code for problem in doubts(consultation)]:
        codes = sorted(set(doubted))
        said["doubts"] = {"codes": codes, "reason": waivers.get(QUESTIONS, "")}
    record(session, actor, "consultation.open", consultation.slug, **said)
    return consultation


def close(session: Session, consultation: Consultation, *, actor: Actor) -> Consultation:
    """End a consultation before its time; one that waits never opens.

    Raises:
        DomainError: it is a draft, or it has ended.
    """
    lock(session, consultation)
    now = clock.now()
    where = state(consultation, now)
    if where is State.DRAFT:
        raise DomainError("consultation_draft", N_("A draft is not open, so it cannot be closed."))
    if where is State.CLOSED:
        raise DomainError("consultation_closed", N_("This consultation has ended already."))
    consultation.closed_at = now
    session.flush()
    record(session, actor, "consultation.close", consultation.slug, was=where.value)
    return consultation


def lock(session: Session, consultation: Consultation) -> None:
    """Wait until nobody else changes the consultation, then read it anew."""
    # By its key alone: PostgreSQL locks no row of an outer join, which pages load it by.
    one = select(Consultation.id).where(Consultation.id == consultation.id)
    session.execute(one.with_for_update())
    session.refresh(consultation)


def _refuse_wrong(session: Session, plan: Plan, changed: Consultation | None) -> None:
    problems = list(plan.problems())
    other = queries.find(session, plan.slug)
    if other is not None and other is not changed:
        message = N_("The short name %(slug)s is taken. Choose another.")
        problems.append(Problem("slug_taken", message, {"slug": plan.slug}, where="slug"))
    if problems:
        message = N_("This cannot be stored yet:")
        raise InvalidError(problems[0].code, message, problems=problems)


def _refuse_wrong_waivers(waivers: Mapping[str, str]) -> None:
    waivable = (*WAIVABLE, QUESTIONS)
    for name, reason in waivers.items():
        if name not in waivable:
            raise InvalidError(
                "gate_not_waivable",
                N_("%(gate)s cannot be waived. These can: %(waivable)s."),
                gate=name,
                waivable=", ".join(waivable),
            )
        if not reason:
            message = N_("Say why %(gate)s is waived: the reason is kept.")
            raise InvalidError("waiver_without_reason", message, gate=name)


def _said(consultation: Consultation) -> dict[str, Any]:
    return {
        "meeting": consultation.meeting.number,
        "phase": consultation.phase.value,
        "languages": consultation.languages,
        "opens_at": consultation.opens_at.isoformat(),
        "closes_at": consultation.closes_at.isoformat(),
        "ten_to_twelve_may_write": consultation.ten_to_twelve_may_write,
    }
