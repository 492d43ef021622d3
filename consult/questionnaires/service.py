"""Acts on questionnaires: add, change, freeze."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.core import clock
from consult.questionnaires import format as own_format
from consult.questionnaires import queries
from consult.questionnaires.models import (
    Questionnaire,
    QuestionnaireRevision,
    QuestionnaireVersion,
)
from consult.questionnaires.translate.keeping import Keeper
from consult.questionnaires.translate.texts import first_source

#: Changes of one questionnaire that can be gone back to.
MOST_REVISIONS = 200


def add(session: Session, content: object, *, actor: Actor, **details: Any) -> Questionnaire:
    """Store a questionnaire.

    Args:
        session: open transaction; the caller commits it.
        content: JSON as ``format.md`` describes it.
        actor: who brings it.
        details: what else the audit line says, such as the languages somebody chose.

    Raises:
        InvalidError: names everything that is wrong with the content.
    """
    definition = own_format.parse(content)
    now = clock.now()
    made = Questionnaire(
        title=definition.title,
        content=own_format.dump(definition),
        created_at=now,
        changed_at=now,
        source_language=first_source(definition.languages),
    )
    session.add(made)
    session.flush()
    keep_revision(session, made, "add", actor=actor)
    Keeper(session, made).mark(own_format.machine_made(content))
    said = {"content_digest": digest(made.content), **details}
    record(session, actor, "questionnaire.add", str(made.id), **said)
    return made


def change(
    session: Session, questionnaire: Questionnaire, content: object, *, actor: Actor, **details: Any
) -> None:
    """Replace what a questionnaire asks; versions that were frozen stay as they are.

    Raises:
        InvalidError: names everything that is wrong with the content.
    """
    definition = own_format.parse(content)
    lock(session, questionnaire)
    if questionnaire.source_language not in definition.languages:
        questionnaire.source_language = first_source(definition.languages)
    replace_content(questionnaire, own_format.dump(definition))
    keep_revision(session, questionnaire, "replace", actor=actor)
    Keeper(session, questionnaire).mark(own_format.machine_made(content))
    said = {"content_digest": digest(questionnaire.content), **details}
    record(session, actor, "questionnaire.change", str(questionnaire.id), **said)


def lock(session: Session, questionnaire: Questionnaire) -> None:
    """Wait until nobody else changes the questionnaire, then read it anew."""
    one = select(Questionnaire.id).where(Questionnaire.id == questionnaire.id)
    session.execute(one.with_for_update())
    session.refresh(questionnaire)


def replace_content(questionnaire: Questionnaire, content: dict[str, Any]) -> None:
    """Put new content, already checked, under the next revision number."""
    questionnaire.title = content["title"]
    questionnaire.content = content
    questionnaire.changed_at = clock.now()
    questionnaire.revision += 1


def keep_revision(
    session: Session,
    questionnaire: Questionnaire,
    act: str,
    about: Mapping[str, Any] | None = None,
    *,
    restores: int | None = None,
    actor: Actor,
) -> None:
    """Keep the content as it is now, to go back to; of very many revisions the oldest go.

    What the change means for translations is noted too (``translate.keeping``).
    """
    before = queries.revision(session, questionnaire, questionnaire.revision - 1)
    told = dict(about or {})
    Keeper(session, questionnaire).follow(
        before.content if before else None,
        restoring=restores is not None,
        translator=told.get("translator"),
    )
    session.add(
        QuestionnaireRevision(
            questionnaire_id=questionnaire.id,
            number=questionnaire.revision,
            content=questionnaire.content,
            act=act,
            about=told,
            made_by=actor.name,
            made_at=clock.now(),
            restores=restores,
        )
    )
    session.execute(
        delete(QuestionnaireRevision).where(
            QuestionnaireRevision.questionnaire_id == questionnaire.id,
            QuestionnaireRevision.number <= questionnaire.revision - MOST_REVISIONS,
        )
    )
    session.flush()


def freeze(
    session: Session,
    questionnaire: Questionnaire,
    *,
    corrects: QuestionnaireVersion | None = None,
    actor: Actor,
) -> QuestionnaireVersion:
    """Return the version young people are asked: a new one, or the one with the same content.

    Args:
        session: open transaction; the caller commits it.
        questionnaire: what is frozen.
        corrects: the version whose words it mends, where the questions are the same.
        actor: who has it frozen.

    Raises:
        InvalidError: the stored content is not in the format any more.
    """
    content = own_format.dump(own_format.parse(questionnaire.content))
    content_digest = digest(content)
    of_it = QuestionnaireVersion.questionnaire_id == questionnaire.id
    same = session.scalar(
        select(QuestionnaireVersion).where(
            of_it, QuestionnaireVersion.content_digest == content_digest
        )
    )
    if same:
        return same
    last = session.scalar(select(func.max(QuestionnaireVersion.number)).where(of_it))
    version = QuestionnaireVersion(
        questionnaire=questionnaire,
        number=(last or 0) + 1,
        content=content,
        content_digest=content_digest,
        frozen_at=clock.now(),
        corrects=corrects.number if corrects else None,
    )
    session.add(version)
    session.flush()
    said = {"number": version.number, "content_digest": content_digest}
    if corrects:
        said["corrects"] = corrects.number
    record(session, actor, "questionnaire.freeze", str(questionnaire.id), **said)
    return version


def canonical(content: dict[str, Any]) -> str:
    """Return the JSON whose bytes are the same however a database orders its keys."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
