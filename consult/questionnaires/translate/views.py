"""What the pages of translations show: how far each language is, and texts side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request

from consult.core import db
from consult.core.errors import DomainError, Problem
from consult.core.i18n import _, told
from consult.core.locales import LANGUAGES, NAMES, hyphened
from consult.questionnaires import checks, queries
from consult.questionnaires.editing import names
from consult.questionnaires.editing import service as editing
from consult.questionnaires.editing.merging import ConflictError
from consult.questionnaires.format import stored
from consult.questionnaires.models import Questionnaire
from consult.questionnaires.translate import exchange, ledger, marks, terms, texts
from consult.questionnaires.translate.glossary import Glossary, Hint
from consult.questionnaires.translate.ledger import Ledger, Standing
from consult.questionnaires.translate.texts import Text

#: Texts on one page of the form.
PAGE = 20
#: What can be shown alone; ``all`` shows everything.
FILTERS = ("all", "missing", "stale", "unsigned", "machine", "odd")


@dataclass(frozen=True)
class Progress:
    """How far one language is; counts of texts."""

    tag: str
    whole: int
    there: int
    stale: int
    machine: int
    signed: int
    #: Texts with something to look at (``marks.warnings``).
    odd: int
    #: The language they read like; its own where nothing speaks against.
    like: str

    @property
    def unsigned(self) -> int:
        """Return how many are there and not signed."""
        return self.there - self.signed


@dataclass(frozen=True)
class Cell:
    """One text in one target language, as the form shows it."""

    name: str
    id: str
    tag: str
    value: str
    standing: Standing
    warnings: list[Problem]
    error: str = ""
    #: What somebody else wrote there meanwhile; ``None`` where nobody did.
    theirs: str | None = None


@dataclass(frozen=True)
class Line:
    """One text: its source, and its cells by language."""

    text: Text
    label: str
    said: str
    cells: list[Cell]
    hints: dict[str, list[Hint]] = field(default_factory=dict)


@dataclass(frozen=True)
class Chosen:
    """What a person chose to look at."""

    tags: tuple[str, ...]
    show: str
    at: int

    def query(self, **other: Any) -> dict[str, Any]:
        """Return it for an address, some of it otherwise."""
        return {"in": list(self.tags), "show": self.show, "at": self.at} | other

    def only(self, show: str) -> "Chosen":
        """Return the first page of other texts in the same languages."""
        return Chosen(self.tags, show, 1)

    def after(self) -> dict[str, Any]:
        """Return the address of what comes after a signed page; what is signed may leave it."""
        return self.query(at=self.at + (self.show == "all"))


def chosen(questionnaire: Questionnaire) -> Chosen:
    """Return the languages, the filter and the page that the address names."""
    others = [tag for tag in LANGUAGES if tag != questionnaire.source_language]
    tags = tuple(tag for tag in others if tag in request.args.getlist("in")) or (others[0],)
    show = request.args.get("show", "all")
    at = request.args.get("at", "1")
    number = int(at) if at.isdecimal() and len(at) < 6 else 1
    return Chosen(tags, show if show in FILTERS else "all", max(1, number))


def file_name(questionnaire: Questionnaire) -> str:
    """Return the start of the names of its files: its title in plain letters, where it has any."""
    title = questionnaire.title.get(questionnaire.source_language, "")
    return hyphened(title, 40) or "questionnaire"


def named(tags: Iterable[str]) -> str:
    """Return the names of languages, each in its own direction."""
    return " – ".join(f"\u2068{NAMES[tag]}\u2069" for tag in tags)


def undoes(questionnaire: Questionnaire) -> int | None:
    """Return the revision that undoing goes back to, where the last change was a translation."""
    last = queries.revision(db.session, questionnaire, questionnaire.revision)
    before = editing.before_last(db.session, questionnaire)
    return before.number if last and before and last.act.startswith("translate") else None


def stage(progress: list[Progress]) -> str:
    """Return what comes next: ``translate``, ``sign`` or ``done``."""
    if any(one.there < one.whole for one in progress):
        return "translate"
    return "sign" if any(one.unsigned for one in progress) else "done"


def progress(questionnaire: Questionnaire) -> list[Progress]:
    """Return how far each target language is."""
    here = ledger.of(db.session, questionnaire)
    listed = texts.listed(questionnaire.content)
    definition = stored(questionnaire.content)
    glossary = terms.glossary(db.session)
    found = []
    for tag in LANGUAGES:
        if tag == here.source:
            continue
        standings = [here.standing(text, tag) for text in listed]
        found.append(
            Progress(
                tag,
                len(listed),
                sum(not one.missing for one in standings),
                sum(one.stale for one in standings),
                sum(bool(one.machine) for one in standings),
                sum(one.signed for one in standings),
                sum(_is_odd(here, text, tag, glossary) for text in listed),
                checks.reads_like(definition, tag),
            )
        )
    return found


def sent() -> dict[str, str]:
    """Return the translations a form sent, by ``key:language``."""
    return {
        name[2:]: exchange.clean(value)
        for name, value in request.form.items()
        if name.startswith("t:") and name.rpartition(":")[2] in LANGUAGES
    }


def lines(
    questionnaire: Questionnaire, choice: Chosen, refusal: DomainError | None = None, base: int = 0
) -> tuple[list[Line], int]:
    """Return the texts to show and on how many pages they stand.

    After a refusal these are the texts that were sent, with what was typed; of two people's
    versions both.
    """
    here, source = ledger.of(db.session, questionnaire), questionnaire.source_language
    listed = texts.listed(questionnaire.content)
    glossary = terms.glossary(db.session)
    typed = _typed(questionnaire, refusal, base)
    if refusal is not None:
        keys = {name.rpartition(":")[0] for name in sent()}
        picked, pages = [text for text in listed if text.key in keys], 1
    else:
        fitting = [text for text in listed if _fits(here, text, choice, glossary)]
        pages = max(1, -(-len(fitting) // PAGE))
        start = (min(choice.at, pages) - 1) * PAGE
        picked = fitting[start : start + PAGE]
    found = []
    for number, text in enumerate(picked):
        hints = {tag: glossary.hints(text.said(source), source, tag) for tag in choice.tags}
        cells = [
            _cell(here, text, tag, f"t{number}-{tag}", hints[tag], typed, refusal)
            for tag in choice.tags
        ]
        found.append(Line(text, label(text), text.said(source), cells, hints))
    return found, pages


def label(text: Text) -> str:
    """Return what a text is, in words."""
    kind = _(names.PARTS[text.kind])
    return f"{kind} ({text.code})" if text.code else kind


def lost(questionnaire: Questionnaire, refusal: DomainError | None) -> list[tuple[str, str]]:
    """Return what was written for texts that are gone meanwhile."""
    if not isinstance(refusal, ConflictError):
        return []
    there = texts.by_key(questionnaire.content)
    return [
        (one.part, one.mine)
        for one in refusal.clashes
        if one.mine and one.part.rpartition(":")[0] not in there
    ]


def _typed(
    questionnaire: Questionnaire, refusal: DomainError | None, base: int
) -> Mapping[str, str]:
    """Return what the form shall hold in place of what is stored."""
    if refusal is None:
        return {}
    if refusal.status != ConflictError.status:
        return sent()
    # The form starts anew from what is there now: only what this person changed is kept.
    seen = queries.revision(db.session, questionnaire, base)
    before = texts.by_key(seen.content if seen else None)
    return {name: said for name, said in sent().items() if said != _before(before, name)}


def _before(before: Mapping[str, Text], name: str) -> str:
    key, _colon, tag = name.rpartition(":")
    return before[key].said(tag) if key in before else ""


def _fits(here: Ledger, text: Text, choice: Chosen, glossary: Glossary) -> bool:
    standings = {tag: here.standing(text, tag) for tag in choice.tags}
    if choice.show == "all":
        return True
    if choice.show == "odd":
        return any(_is_odd(here, text, tag, glossary) for tag in choice.tags)
    if choice.show == "unsigned":
        return any(not one.missing and not one.signed for one in standings.values())
    return any(getattr(one, choice.show) for one in standings.values())


def _is_odd(here: Ledger, text: Text, tag: str, glossary: Glossary) -> bool:
    """Tell whether there is something to look at in a translation nobody signed."""
    source, target = text.said(here.source), text.said(tag)
    if not source or not target or here.standing(text, tag).signed:
        return False
    hints = glossary.hints(source, here.source, tag)
    return any(True for _each in marks.warnings(source, target, text.kind, hints))


def _cell(  # noqa: PLR0917 - each says one thing about the one cell
    here: Ledger,
    text: Text,
    tag: str,
    place: str,
    hints: list[Hint],
    typed: Mapping[str, str],
    refusal: DomainError | None,
) -> Cell:
    name = f"{text.key}:{tag}"
    value = typed.get(name, text.said(tag))
    problems = refusal.problems if refusal else []
    clashes = refusal.clashes if isinstance(refusal, ConflictError) else []
    warned = marks.warnings(text.said(here.source), value, text.kind, hints) if value else ()
    return Cell(
        name,
        place,
        tag,
        value,
        here.standing(text, tag),
        list(warned),
        next((told(one) for one in problems if one.where == name), ""),
        next((one.theirs or "" for one in clashes if one.part == name), None),
    )
