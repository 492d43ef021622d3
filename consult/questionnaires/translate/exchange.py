"""One language's texts on their way out and back, whatever the kind of file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from consult.core.errors import InvalidError, Problem
from consult.core.locales import LANGUAGES, N_, NAMES
from consult.questionnaires import format as own_format
from consult.questionnaires.definition import Definition
from consult.questionnaires.translate import marks, texts
from consult.questionnaires.translate.glossary import Glossary
from consult.questionnaires.translate.ledger import Standing
from consult.questionnaires.translate.texts import Text
from consult.questionnaires.types import typed

#: As XLIFF 2.0 names where a translation stands: nothing or only a start, done, read by another
#: person, agreed.
INITIAL, TRANSLATED, REVIEWED, FINAL = STATES = ("initial", "translated", "reviewed", "final")

#: Parts of a tag that say that Chinese is written in traditional signs.
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})

#: What a translator reads about each text, in English: translation programs show it as it is.
CONTEXT = {
    "title": "title",
    "introduction": "introduction",
    "text": "question, or a card to read",
    "hint": "hint under the question",
    "choice": "choice to tick; keep it short",
    "row": "row of a table; keep it short",
    "low_label": "words at the low end of a scale; keep them short",
    "high_label": "words at the high end of a scale; keep them short",
}


@dataclass(frozen=True)
class Entry:
    """One text: what it is made from and what it became; ``place`` tells where a file has it.

    ``machine`` names what made the translation, while nobody signed it.
    """

    key: str
    source: str
    target: str = ""
    state: str = INITIAL
    context: str = ""
    glossary: str = ""
    machine: str = ""
    place: str = ""

    @property
    def where(self) -> str:
        """Return its place with its key, which translation programs find by its name."""
        return f"{self.place}, {self.key}" if self.place else self.key


@dataclass(frozen=True)
class Exchange:
    """The texts of a questionnaire in its source and one target language.

    A file may leave its source language unsaid (empty).
    """

    source_language: str
    language: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Taken:
    """What a file changes: new texts, old ones that still fit, and those marked as reviewed.

    ``left`` tells what does not fit and was left out, each with its place in the file.
    ``machine_made`` names what made a new text, by its key, where the file says that nobody went
    over it.
    """

    changed: Mapping[str, str]
    confirmed: tuple[str, ...]
    reviewed: tuple[str, ...]
    machine_made: Mapping[str, str]
    left: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Medium:
    """A kind of file: how it is written and read."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Exchange], bytes]
    read: Callable[[bytes], Exchange]


class Standings(Protocol):
    """Whatever knows where translations stand."""

    def standing(self, text: Text, tag: str, /) -> Standing:
        """Return where a text stands in a language."""
        ...


def outgoing(
    content: Mapping[str, Any],
    source: str,
    language: str,
    *,
    ledger: Standings | None = None,
    glossary: Glossary | None = None,
    only_open: bool = False,
) -> Exchange:
    """Return the texts to translate: all that the source language has.

    Args:
        content: JSON of the questionnaire.
        source: language the texts are made from.
        language: the target.
        ledger: where each text stands; without it what is there counts as translated.
        glossary: terms to tell beside each text.
        only_open: whether only those go out that are missing or whose source changed.
    """
    entries = []
    for text in texts.listed(content):
        said = text.said(source)
        if not said:
            continue
        standing = ledger.standing(text, language) if ledger else None
        if only_open and standing and not (standing.missing or standing.stale):
            continue
        hints = glossary.hints(said, source, language) if glossary else []
        entries.append(
            Entry(
                text.key,
                said,
                text.said(language),
                _state(text, language, standing),
                _context(text, standing),
                "; ".join(f"{hint.found} → {' / '.join(hint.wanted)}" for hint in hints),
                standing.machine if standing else "",
            )
        )
    return Exchange(source, language, tuple(entries))


def of_definition(
    definition: Definition, language: str, machine_made: Mapping[str, str] | None = None
) -> Exchange:
    """Return the texts of a questionnaire that is no record, only a file.

    Args:
        definition: the questionnaire.
        language: the target.
        machine_made: what made the translations that a machine made, by key.
    """
    content = own_format.dump(definition)
    source = texts.first_source(definition.languages, but=language)
    return outgoing(content, source, language, ledger=_Marked(machine_made or {}))


@dataclass(frozen=True)
class _Marked:
    """Knows of the translations in a file only which ones a machine made."""

    machine_made: Mapping[str, str]

    def standing(self, text: Text, tag: str, /) -> Standing:
        said = text.said(tag)
        machine = self.machine_made.get(text.key, "") if said else ""
        return Standing(missing=not said, machine=machine)


def taken(
    content: Mapping[str, Any],
    source: str,
    language: str,
    brought: Exchange,
    *,
    leaving: bool = False,
) -> Taken:
    """Return what a file that came back changes; an empty target leaves what is there.

    Args:
        content: JSON of the questionnaire as it is.
        source: language texts are made from.
        language: the one the file is wanted for; empty where any is right.
        brought: the file.
        leaving: whether a text that does not fit is left out, and the others are taken.

    Raises:
        InvalidError: names everything that does not fit, each with its place in the file.
    """
    problems = list(_heading(source, language, brought))
    present = texts.by_key(content)
    fitting: dict[str, Entry] = {}
    left: list[Problem] = []
    for one in brought.entries if not problems else ():
        wrong = [*_unfit(present, source, one), *_twice(fitting, one)]
        left += wrong
        if not wrong:
            fitting[one.key] = one
    if problems or (left and not leaving):
        message = N_("Nothing was taken from the file. Mend what is listed and try again.")
        raise InvalidError("translation_unfit", message, problems=[*problems, *left])
    tag, changed, confirmed, reviewed, machines = brought.language, {}, [], [], {}
    for one in fitting.values():
        target = clean(one.target)
        if not target:
            continue
        if target != present[one.key].said(tag):
            changed[f"{one.key}:{tag}"] = target
            if one.machine and one.state == INITIAL:
                machines[one.key] = one.machine
        elif one.state != INITIAL:
            confirmed.append(one.key)
        if one.state in {REVIEWED, FINAL}:
            reviewed.append(one.key)
    return Taken(changed, tuple(confirmed), tuple(reviewed), machines, tuple(left))


def language_of(written: str) -> str:
    """Return which of the six languages a tag means, such as ``fr-FR``; itself for any other.

    Traditional Chinese is another way of writing, so its tags stay as they are.
    """
    first, *rest = written.replace("_", "-").lower().split("-")
    return first if first in LANGUAGES and not _TRADITIONAL.intersection(rest) else written


def clean(text: str) -> str:
    """Return a text as it is stored."""
    return typed.clean(text, lines=True)


def _heading(source: str, language: str, brought: Exchange) -> Iterator[Problem]:
    if brought.source_language not in {source, ""}:
        message = N_("The file translates from “%(found)s”, the questionnaire is in “%(wanted)s”.")
        params = {"found": brought.source_language[:20], "wanted": source}
        yield Problem("source_language", message, params)
    if brought.language not in LANGUAGES or brought.language == source:
        message = N_("The file is in “%(found)s”. It can be in one of %(languages)s.")
        others = ", ".join(tag for tag in LANGUAGES if tag != source)
        yield Problem(
            "language_other", message, {"found": brought.language[:20], "languages": others}
        )
    elif language and brought.language != language:
        message = N_("The file is in %(found)s, not in %(wanted)s.")
        params = {"found": NAMES[brought.language], "wanted": NAMES[language]}
        yield Problem("language_other", message, params)


def _unfit(present: Mapping[str, Text], source: str, one: Entry) -> Iterator[Problem]:
    text = present.get(one.key)
    if text is None:
        message = N_("There is no text “%(key)s” in the questionnaire.")
        yield Problem("key_unknown", message, {"key": one.key[:80]}, one.place)
        return
    if clean(one.source) != text.said(source):
        message = N_(
            "The source of “%(key)s” is not what the questionnaire says now: “%(now)s”. Take the "
            "file out again and translate this text anew."
        )
        params = {"key": one.key, "now": text.said(source)[:80]}
        yield Problem("source_changed", message, params, one.place)
        return
    if len(one.target) > own_format.LONGEST_TEXT:
        message = N_("A text may have at most %(most)s characters.")
        yield Problem("text_long", message, {"most": own_format.LONGEST_TEXT}, one.where)
    elif clean(one.target):
        for fault in marks.faults(text.said(source), clean(one.target)):
            yield replace(fault, where=one.where)


def _twice(before: Mapping[str, Entry], one: Entry) -> Iterator[Problem]:
    if one.key in before:
        message = N_("The text “%(key)s” is there twice.")
        yield Problem("key_twice", message, {"key": one.key[:80]}, one.place)


def _state(text: Text, language: str, standing: Standing | None) -> str:
    if not text.said(language):
        return INITIAL
    if standing is None:
        return TRANSLATED
    if standing.signed:
        return FINAL
    return INITIAL if standing.stale or standing.machine else TRANSLATED


def _context(text: Text, standing: Standing | None) -> str:
    said = CONTEXT[text.kind]
    if text.page:
        where = f"page {text.page}" + (f", question {text.owner}" if text.owner else "")
        said = f"{where}: {said}"
    if standing and standing.stale:
        said += ". The source changed since this was translated"
    if standing and standing.machine:
        said += ". Made by a machine, not signed"
    return said
