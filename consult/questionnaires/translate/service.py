"""Acts of the translation workshop: store, take a file, sign, say the source language."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.core import clock
from consult.core.errors import DomainError, InvalidError, Problem
from consult.core.locales import LANGUAGES, N_, NAMES
from consult.questionnaires import queries
from consult.questionnaires import service as questionnaires
from consult.questionnaires.editing import service as editing
from consult.questionnaires.editing.edits import Values
from consult.questionnaires.models import Questionnaire
from consult.questionnaires.translate import exchange, ledger, marks, texts
from consult.questionnaires.translate.exchange import Exchange, Taken
from consult.questionnaires.translate.keeping import Keeper


def store(
    session: Session, questionnaire: Questionnaire, wanted: Values, *, base: int, actor: Actor
) -> None:
    """Store translations on top of what others changed meanwhile.

    Args:
        session: open transaction; the caller commits it.
        questionnaire: whose texts they are.
        wanted: every text a form sent, by ``key:language``; those that are as before stay.
        base: the revision that the person saw.
        actor: who wrote them.

    Raises:
        ConflictError: somebody changed the same text meanwhile.
        InvalidError: a text lost what it must keep; ``where`` is its ``key:language``.
    """
    seen = queries.revision(session, questionnaire, base)
    before = texts.by_key(seen.content if seen else questionnaire.content)
    changed = {}
    for name, said in wanted.items():
        key, _colon, tag = name.rpartition(":")
        if key not in before or before[key].said(tag) != said:
            changed[name] = said
    now = texts.by_key(questionnaire.content)
    problems = [
        replace(fault, where=name)
        for name, said in changed.items()
        if said and (text := now.get(name.rpartition(":")[0]))
        for fault in marks.faults(text.said(questionnaire.source_language), said)
    ]
    if problems:
        message = N_("This cannot be stored yet:")
        raise InvalidError("translation_unfit", message, problems=problems)
    if changed:
        edit = texts.set_texts(changed)
        editing.store(session, questionnaire, edit, base=base, actor=actor)


def take(
    session: Session,
    questionnaire: Questionnaire,
    brought: Exchange,
    *,
    language: str = "",
    signing: bool = False,
    leaving: bool = False,
    file: str = "",
    actor: Actor,
) -> Taken:
    """Take a file of translations back: all of it, or what fits.

    Args:
        session: open transaction; the caller commits it.
        questionnaire: whose texts they are.
        brought: what the file says.
        language: the one it is wanted in; empty where the file may say.
        signing: the actor stands for what the file marks as reviewed or final.
        leaving: whether texts that do not fit are left out, and the others are taken.
        file: its name, for the trail.
        actor: who brings it.

    Raises:
        InvalidError: names everything that does not fit; nothing was stored.
    """
    questionnaires.lock(session, questionnaire)
    source = questionnaire.source_language
    found = exchange.taken(questionnaire.content, source, language, brought, leaving=leaving)
    tag = brought.language
    if found.changed:
        edit = texts.set_texts(found.changed, "translate.file", {"language": tag, "file": file})
        editing.store(session, questionnaire, edit, base=questionnaire.revision, actor=actor)
    now = texts.by_key(questionnaire.content)
    keeper = Keeper(session, questionnaire)
    keeper.mark({tag: found.machine_made})
    for key in found.confirmed:
        keeper.confirm(now[key], tag)
    for key in found.reviewed if signing else ():
        keeper.sign(now[key], tag, actor.name, clock.now())
    session.flush()
    record(
        session,
        actor,
        "questionnaire.translate",
        str(questionnaire.id),
        language=tag,
        file=file,
        changed=len(found.changed),
        confirmed=len(found.confirmed),
        signed=len(found.reviewed) if signing else 0,
        **({"left_out": len(found.left)} if found.left else {}),
    )
    return found


def sign(
    session: Session,
    questionnaire: Questionnaire,
    names: Iterable[str],
    *,
    base: int,
    written: Values | None = None,
    actor: Actor,
) -> int:
    """Sign translations as they were seen.

    Args:
        session: open transaction; the caller commits it.
        questionnaire: whose texts they are.
        names: ``key:language`` of each.
        base: the revision that the person saw; texts that changed since are not signed.
        written: what the same person wrote just now, by ``key:language``.
        actor: who stands for them.

    Returns:
        How many were signed.

    Raises:
        DomainError: one of them or its source changed since.
    """
    found = _as_seen(session, questionnaire, list(names), base, written or {})
    keeper, now = Keeper(session, questionnaire), texts.by_key(questionnaire.content)
    for key, tag in found:
        keeper.sign(now[key], tag, actor.name, clock.now())
    if found:
        session.flush()
        _record_signing(session, questionnaire, "questionnaire.sign", found, actor)
    return len(found)


def sign_language(
    session: Session, questionnaire: Questionnaire, tag: str, *, base: int, actor: Actor
) -> int:
    """Sign every translation there is in a language; see :func:`sign`."""
    there = ledger.of(session, questionnaire)
    names = [
        f"{text.key}:{tag}"
        for text in texts.listed(questionnaire.content)
        if text.said(tag) and not there.standing(text, tag).signed
    ]
    return sign(session, questionnaire, names, base=base, actor=actor)


def take_back(
    session: Session, questionnaire: Questionnaire, names: Iterable[str], *, actor: Actor
) -> None:
    """Take signatures back."""
    wanted = [name.rpartition(":") for name in names]
    if not wanted:
        return
    questionnaires.lock(session, questionnaire)
    there, now = ledger.of(session, questionnaire), texts.by_key(questionnaire.content)
    keeper, found = Keeper(session, questionnaire), []
    for key, _colon, tag in wanted:
        if key in now and there.standing(now[key], tag).signed:
            keeper.take_back(now[key], tag)
            found.append((key, tag))
    if found:
        session.flush()
        _record_signing(session, questionnaire, "questionnaire.unsign", found, actor)


def choose_source(
    session: Session, questionnaire: Questionnaire, tag: str, *, actor: Actor
) -> None:
    """Say which language texts are translated from; all count as fresh then, and unsigned.

    Raises:
        InvalidError: it is none of the languages the questionnaire is written in.
    """
    questionnaires.lock(session, questionnaire)
    if tag not in LANGUAGES or tag not in questionnaire.content["languages"]:
        message = N_("Choose a language that the questionnaire is written in.")
        raise InvalidError("source_unknown", message)
    if tag == questionnaire.source_language:
        return
    if tag in ledger.unsigned(session, questionnaire):
        message = N_("Texts in %(language)s were made by a machine. Sign them first.")
        raise InvalidError("source_machine", message, language=NAMES[tag])
    was, questionnaire.source_language = questionnaire.source_language, tag
    Keeper(session, questionnaire).start_anew()
    session.flush()
    record(session, actor, "questionnaire.source", str(questionnaire.id), was=was, language=tag)


def _as_seen(
    session: Session,
    questionnaire: Questionnaire,
    names: list[str],
    base: int,
    written: Values,
) -> list[tuple[str, str]]:
    """Return which texts to sign, after making sure that each reads as the person saw it."""
    questionnaires.lock(session, questionnaire)
    source, now = questionnaire.source_language, texts.by_key(questionnaire.content)
    seen = queries.revision(session, questionnaire, base)
    then = texts.by_key(seen.content if seen else None)
    found, problems = [], []
    for name in names:
        key, _colon, tag = name.rpartition(":")
        here, was = now.get(key), then.get(key)
        if tag == source or tag not in LANGUAGES or here is None or not here.said(tag):
            continue
        if was is None or (was.said(source), written.get(name, was.said(tag))) != (
            here.said(source),
            here.said(tag),
        ):
            message = N_("This text changed since you saw it. Read it again before you sign.")
            problems.append(Problem("sign_moved", message, where=name))
        found.append((key, tag))
    if problems:
        message = N_("Somebody changed it meanwhile. Nothing is signed.")
        raise DomainError("sign_moved", message, problems=problems)
    return found


def _record_signing(
    session: Session,
    questionnaire: Questionnaire,
    act: str,
    found: list[tuple[str, str]],
    actor: Actor,
) -> None:
    content_digest = questionnaires.digest(questionnaire.content)
    listed = [f"{key}:{tag}" for key, tag in found]
    told = {"texts": listed, "content_digest": content_digest}
    record(session, actor, act, str(questionnaire.id), **told)
