"""A plug-in that may translate missing texts: off unless a person switched it on here.

The product itself opens no connection (TRUST.md S05). Whoever wants a service, or a model on the
same machine, installs a package of their own that offers an entry point in the group
``consult.translators``: a callable that takes a :class:`Request` and returns :class:`Translated`
objects. It gets the questionnaire's own texts only, never an answer. What it makes is marked
"machine, not signed" until a person signs it, and keeps a consultation from opening until then;
what breaks a placeholder or a mark of direction is dropped.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.core.errors import DomainError, NotFoundError
from consult.core.locales import N_
from consult.questionnaires import format as own_format
from consult.questionnaires import service as questionnaires
from consult.questionnaires.editing import service as editing
from consult.questionnaires.models import Questionnaire
from consult.questionnaires.translate import exchange, marks, texts
from consult.questionnaires.translate.glossary import Glossary

GROUP = "consult.translators"


@dataclass(frozen=True)
class Wanted:
    """One text to translate; ``glossary`` has the terms in it and how they are said."""

    id: str
    text: str
    context: str
    glossary: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Request:
    """What a plug-in gets."""

    source_language: str
    language: str
    texts: Sequence[Wanted]


@dataclass(frozen=True)
class Translated:
    """One translation, by the id of its text."""

    id: str
    text: str


Translator = Callable[[Request], Iterable[Translated]]


def installed() -> list[str]:
    """Return the names of the plug-ins that are installed."""
    return sorted(point.name for point in entry_points(group=GROUP))


def switch(
    session: Session, questionnaire: Questionnaire, name: str | None, *, actor: Actor
) -> None:
    """Let one plug-in translate this questionnaire, or none.

    Raises:
        NotFoundError: no such plug-in is installed.
    """
    if name is not None and name not in installed():
        message = N_("No plug-in of this name is installed: %(name)s")
        raise NotFoundError("translator_unknown", message, name=name)
    questionnaires.lock(session, questionnaire)
    questionnaire.translator = name
    session.flush()
    said = {"translator": name or ""}
    record(session, actor, "questionnaire.translator", str(questionnaire.id), **said)


def translate(
    session: Session, questionnaire: Questionnaire, tag: str, glossary: Glossary, *, actor: Actor
) -> int:
    """Have the missing texts of a language made by the plug-in that is switched on.

    Args:
        session: open transaction; the caller commits it.
        questionnaire: whose plug-in and whose texts.
        tag: language that lacks texts.
        glossary: terms to tell beside each text.
        actor: who asks.

    Returns:
        How many texts were stored.

    Raises:
        DomainError: no plug-in is switched on here.
    """
    named = [point for point in entry_points(group=GROUP) if point.name == questionnaire.translator]
    if not named or tag == questionnaire.source_language:
        message = N_("No plug-in may translate this questionnaire.")
        raise DomainError("translator_off", message)
    questionnaires.lock(session, questionnaire)
    source = questionnaire.source_language
    wanted = {
        text.key: Wanted(
            text.key,
            text.said(source),
            exchange.CONTEXT[text.kind],
            {h.found: h.wanted for h in glossary.hints(text.said(source), source, tag)},
        )
        for text in texts.listed(questionnaire.content)
        if text.said(source) and not text.said(tag)
    }
    ask: Translator = named[0].load()
    made = list(ask(Request(source, tag, list(wanted.values())))) if wanted else []
    kept = {
        f"{one.id}:{tag}": exchange.clean(one.text)
        for one in made
        if one.id in wanted and holds(wanted[one.id].text, exchange.clean(one.text))
    }
    if kept:
        about = {"language": tag, "translator": named[0].name}
        edit = texts.set_texts(kept, "translate.machine", about)
        editing.store(session, questionnaire, edit, base=questionnaire.revision, actor=actor)
    record(
        session,
        actor,
        "questionnaire.machine",
        str(questionnaire.id),
        language=tag,
        translator=named[0].name,
        texts=len(wanted),
        stored=len(kept),
        dropped=len(made) - len(kept),
    )
    return len(kept)


def holds(source: str, target: str) -> bool:
    """Tell whether a translation keeps what it must."""
    return 0 < len(target) <= own_format.LONGEST_TEXT and not list(marks.faults(source, target))
