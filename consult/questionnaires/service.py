"""Acts on questionnaires: add, change, freeze."""

import hashlib
import json
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.core import clock
from consult.questionnaires import format as own_format
from consult.questionnaires.models import Questionnaire, QuestionnaireVersion


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
    )
    session.add(made)
    session.flush()
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
    questionnaire.title = definition.title
    questionnaire.content = own_format.dump(definition)
    questionnaire.changed_at = clock.now()
    session.flush()
    said = {"content_digest": digest(questionnaire.content), **details}
    record(session, actor, "questionnaire.change", str(questionnaire.id), **said)


def freeze(session: Session, questionnaire: Questionnaire, *, actor: Actor) -> QuestionnaireVersion:
    """Return the version young people are asked: a new one, or the one with the same content.

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
    )
    session.add(version)
    session.flush()
    said = {"number": version.number, "content_digest": content_digest}
    record(session, actor, "questionnaire.freeze", str(questionnaire.id), **said)
    return version


def canonical(content: dict[str, Any]) -> str:
    """Return the JSON whose bytes are the same however a database orders its keys."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
