"""What the pages of the workshop have in common: loading, trying a change, showing it again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g, render_template, request

from consult.accounts.access import current_actor
from consult.core import db
from consult.core.errors import DomainError, NotFoundError
from consult.core.i18n import _, language, told
from consult.core.locales import LANGUAGES, N_, Speaker
from consult.questionnaires import checks, queries, types
from consult.questionnaires import format as own_format
from consult.questionnaires.definition import Definition
from consult.questionnaires.editing import names, service, words
from consult.questionnaires.editing.edits import Edit, GoneError, question_of
from consult.questionnaires.editing.merging import ConflictError
from consult.questionnaires.models import Questionnaire
from consult.questionnaires.types import typed

_TEXT = re.compile(
    rf"(title|introduction|text|hint|low_label|high_label|(choice|row) .+):({'|'.join(LANGUAGES)})"
)


@dataclass(frozen=True)
class Desk:
    """One questionnaire on the desk."""

    questionnaire: Questionnaire
    definition: Definition

    @property
    def content(self) -> dict[str, Any]:
        """Return its JSON."""
        return self.questionnaire.content

    @property
    def source(self) -> str:
        """Return the language texts are written in first."""
        return self.questionnaire.source_language

    def languages(self) -> list[str]:
        """Return the languages whose texts are shown side by side, the source first."""
        chosen = [tag for tag in LANGUAGES if tag in request.args.getlist("in")]
        if not chosen and language() in self.definition.languages:
            chosen = [language()]
        return [self.source, *(tag for tag in chosen if tag != self.source)]


def on_desk(questionnaire_id: UUID) -> Desk:
    """Return a questionnaire to work on.

    Raises:
        NotFoundError: there is none with this id.
    """
    found = queries.by_id(db.session, questionnaire_id)
    return Desk(found, own_format.stored(found.content))


def base() -> int:
    """Return the revision a form was made from; 0, which is never there, when it says none."""
    sent = request.form.get("base", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else 0


def attempt(desk: Desk, edit: Edit) -> DomainError | None:
    """Make a change and commit it; return why it was refused, with everything as it was."""
    try:
        service.store(db.session, desk.questionnaire, edit, base=base(), actor=current_actor())
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return refusal
    return None


def sent_words() -> dict[str, str]:
    """Return the texts a form sent, by ``part:language``."""
    return {
        name: typed.clean(value, lines=True)
        for name, value in request.form.items()
        if _TEXT.fullmatch(name)
    }


@dataclass(frozen=True)
class Line:
    """One text in one language, as a form shows it."""

    name: str
    id: str
    label: str
    tag: str
    value: str
    error: str = ""
    #: What somebody else wrote there meanwhile; ``None`` where nobody did.
    theirs: str | None = None


def lines(
    desk: Desk, holder: Mapping[str, Any], refusal: DomainError | None = None
) -> list[list[Line]]:
    """Return the texts of a part of the content, one list per text with a line per language.

    After a refusal the lines have what was sent; of two people's texts both are shown.
    """
    present = words.read(holder)
    values, theirs = present, dict[str, Any]()
    if isinstance(refusal, ConflictError):
        values = present | refusal.values | {one.part: one.mine for one in refusal.clashes}
        theirs = {one.part: one.theirs or "" for one in refusal.clashes}
    elif refusal is not None:
        values = present | sent_words()
    blamed = blame(holder, refusal)
    found = []
    for number, part in enumerate(words.parts(holder)):
        kind, _blank, code = part.partition(" ")
        label = _(names.PARTS[kind]) + (f" ({code})" if code else "")
        found.append(
            [
                Line(
                    f"{part}:{tag}",
                    f"w{number}-{tag}",
                    label,
                    tag,
                    values[f"{part}:{tag}"],
                    blamed.get(part, "") if tag == desk.source else "",
                    theirs.get(f"{part}:{tag}"),
                )
                for tag in desk.languages()
            ]
        )
    return found


def blame(holder: Mapping[str, Any], refusal: DomainError | None) -> dict[str, str]:
    """Return what is wrong by part, as far as a refusal names one of these parts."""
    blamed = {}
    for problem in refusal.problems if refusal else ():
        named = problem.where.rpartition(", ")[2]
        kind, _blank, number = named.partition(" ")
        listed = [part for part in words.parts(holder) if part.partition(" ")[0] == kind]
        place = int(number) - 1 if number.isdecimal() else 0
        if place < len(listed):
            blamed[listed[place]] = told(problem)
    return blamed


def lost(holder: Mapping[str, Any], refusal: DomainError | None) -> list[tuple[str, str]]:
    """Return texts that were sent for what is not there any more: shown, so that none is lost."""
    if not isinstance(refusal, ConflictError):
        return []
    there = words.read(holder)
    sent = {one.part: one.mine for one in refusal.clashes if isinstance(one.mine, str)}
    return [(part, mine) for part, mine in sent.items() if part not in there and mine]


def found_question(desk: Desk, code: str) -> dict[str, Any]:
    """Return the JSON of one question.

    Raises:
        NotFoundError: there is none with this code.
    """
    try:
        return question_of(desk.content, code)
    except GoneError as gone:
        message = N_("This question is not there (any more). Choose one from the list.")
        raise NotFoundError("question_unknown", message) from gone


def as_seen(question: Mapping[str, Any], tag: str) -> types.Shown:
    """Return a question as young people see it in a language, with gaps marked."""
    return types.shown(own_format.question(with_gaps(question, tag)))


def speak(tag: str) -> str:
    """Go on with the page in another language; a template that shows a question calls it."""
    g.language = tag
    return ""


def with_gaps(holder: Mapping[str, Any], tag: str) -> dict[str, Any]:
    """Return a copy of a part of the content in which missing texts say that they are missing."""
    copied = own_format.copy(holder)
    present = words.read(copied)
    gap = f"[{Speaker(tag).gettext('Not written yet')}]"
    optional = {"hint", "introduction", "title", "low_label", "high_label"}
    for part in words.parts(copied):
        in_any = any(present[f"{part}:{each}"] for each in LANGUAGES)
        if not present[f"{part}:{tag}"] and (part not in optional or in_any):
            words.write(copied, {f"{part}:{tag}": gap})
    return copied


def page(template: str, desk: Desk, refusal: DomainError | None = None, **shown: Any) -> Any:
    """Return a page of the workshop; after a refusal with its status."""
    # After a clash the next attempt starts from what is shown now; else from what was shown before.
    keeps = refusal is not None and not isinstance(refusal, ConflictError) and base() > 0
    body = render_template(
        f"questionnaires/editing/{template}.html",
        desk=desk,
        questionnaire=desk.questionnaire,
        definition=desk.definition,
        base=base() if keeps else desk.questionnaire.revision,
        refusal=refusal,
        clashes=refusal.clashes if isinstance(refusal, ConflictError) else [],
        names=names,
        checked=checks.findings(desk.definition),
        **shown,
    )
    return (body, refusal.status) if refusal else body
