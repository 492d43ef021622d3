"""Acts on a questionnaire in the workshop: start one, change it, go back."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.core import clock
from consult.core.errors import DomainError, InvalidError, NotFoundError, Problem
from consult.core.locales import N_, Localized
from consult.questionnaires import format as own_format
from consult.questionnaires import queries, types
from consult.questionnaires import service as questionnaires
from consult.questionnaires.definition import Definition
from consult.questionnaires.editing.edits import Edit, GoneError
from consult.questionnaires.editing.merging import ConflictError, settle
from consult.questionnaires.models import Questionnaire, QuestionnaireRevision
from consult.questionnaires.translate.texts import first_source


def start(
    session: Session, title: Localized, languages: list[str], *, actor: Actor
) -> Questionnaire:
    """Begin a questionnaire with one empty page.

    Args:
        session: open transaction; the caller commits it.
        title: in at least one language.
        languages: tags it will be written in.
        actor: who begins it.

    Raises:
        InvalidError: there is no title.
    """
    content = own_format.dump(
        own_format.stored(
            {
                "format": own_format.FORMAT,
                "title": title,
                "introduction": {},
                "languages": languages,
                "pages": [{"questions": []}],
            }
        )
    )
    now = clock.now()
    made = Questionnaire(
        title=title,
        content=content,
        created_at=now,
        changed_at=now,
        revision=1,
        # It is begun in the language of its title.
        source_language=first_source(title),
    )
    session.add(made)
    session.flush()
    questionnaires.keep_revision(session, made, "add", actor=actor)
    said = {"content_digest": questionnaires.digest(content)}
    record(session, actor, "questionnaire.add", str(made.id), **said)
    return made


def store(
    session: Session, questionnaire: Questionnaire, edit: Edit, *, base: int, actor: Actor
) -> bool:
    """Make one change, on top of what others changed meanwhile.

    Args:
        session: open transaction; the caller commits it.
        questionnaire: what is changed.
        edit: the change.
        base: the revision that the person saw when making it.
        actor: who makes it.

    Returns:
        Whether anything is different now.

    Raises:
        ConflictError: somebody changed the same part meanwhile.
        InvalidError: a question would not work; ``problems`` say why.
    """
    questionnaires.lock(session, questionnaire)
    before = deepcopy(questionnaire.content)
    if base != questionnaire.revision:
        seen = queries.revision(session, questionnaire, base)
        settled = settle(edit, seen.content if seen else None, before)
    else:
        settled = settle(edit, before, before)
    if edit.wanted and not settled.values:
        return False
    content = deepcopy(before)
    try:
        edit.apply(content, settled.values, settled.page)
    except GoneError as gone:
        raise ConflictError([], gone=True) from gone
    content = own_format.dump(checked(content))
    if content == before:
        return False
    _keep(session, questionnaire, content, edit, actor=actor)
    return True


def go_back(
    session: Session, questionnaire: Questionnaire, number: int, *, base: int, actor: Actor
) -> None:
    """Bring back the content after an earlier change; what came later stays in the list.

    Raises:
        DomainError: somebody changed it since ``base``, so that more would be undone than seen.
        NotFoundError: the change is not kept.
    """
    questionnaires.lock(session, questionnaire)
    if base != questionnaire.revision:
        message = N_("Somebody changed it meanwhile. Look again before you go back.")
        raise DomainError("revision_moved", message)
    found = queries.revision(session, questionnaire, number)
    if found is None:
        message = N_("This change is not kept any more. Choose another.")
        raise NotFoundError("revision_unknown", message)
    content = own_format.dump(own_format.stored(found.content))
    back = Edit("back", lambda _content, _new, _page: None, {"number": number})
    _keep(session, questionnaire, content, back, restores=number, actor=actor)


def before_last(session: Session, questionnaire: Questionnaire) -> QuestionnaireRevision | None:
    """Return what "undo" goes back to: the revision before the one whose content is there now."""
    here = queries.revision(session, questionnaire, questionnaire.revision)
    while here is not None and here.restores is not None:
        here = queries.revision(session, questionnaire, here.restores)
    return queries.revision(session, questionnaire, here.number - 1) if here else None


def checked(content: dict[str, Any]) -> Definition:
    """Return what is asked, each question sound in itself; rules may wait to be mended.

    A questionnaire that is being written is not whole: nothing asked yet, a rule that looks at a
    question which moved. ``rules.problems`` tells that, and keeps it from opening.

    Raises:
        InvalidError: names each question that would not work.
    """
    definition = own_format.stored(content)
    problems: list[Problem] = []
    for question in definition.questions():
        for found in types.of(question).check(question):
            place = f"{question.code}, {found.where}" if found.where else question.code
            problems.append(replace(found, where=place))
    if problems:
        message = N_("This cannot be stored yet:")
        raise InvalidError("question_unsound", message, problems=problems)
    return definition


def _keep(
    session: Session,
    questionnaire: Questionnaire,
    content: dict[str, Any],
    edit: Edit,
    *,
    restores: int | None = None,
    actor: Actor,
) -> None:
    questionnaires.replace_content(questionnaire, content)
    questionnaires.keep_revision(
        session, questionnaire, edit.act, edit.about, restores=restores, actor=actor
    )
    record(
        session,
        actor,
        "questionnaire.edit",
        str(questionnaire.id),
        revision=questionnaire.revision,
        change=edit.act,
        content_digest=questionnaires.digest(content),
    )
