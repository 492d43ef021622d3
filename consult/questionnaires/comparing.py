"""Two versions of a questionnaire beside each other: what was added, removed, moved, reworded."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from consult.core.locales import LANGUAGES, Localized
from consult.questionnaires import format as own_format
from consult.questionnaires import rules, types
from consult.questionnaires.definition import Choice, Definition, Question
from consult.questionnaires.types.matrix import rows

#: Words of most scripts, single signs of Chinese, and the gaps between.
_WORDS = re.compile(r"[\u3400-\u9fff]|[^\s\u3400-\u9fff]+|\s+")
#: Two longer texts, in words and gaps, are shown whole: comparing takes the square of it.
_MOST_WORDS = 1200


@dataclass(frozen=True)
class Piece:
    """Some words of a text: ``same``, only ``before``, or only ``after``."""

    kind: str
    text: str


@dataclass(frozen=True)
class Reworded:
    """One text that reads otherwise in a language."""

    place: str
    language: str
    before: str
    after: str

    @property
    def pieces(self) -> list[Piece]:
        """Return the words, those that went and those that came marked."""
        return list(_pieces(self.before, self.after))


@dataclass(frozen=True)
class Difference:
    """What is different about one question; ``kind``: added, removed, changed, reworded, moved."""

    code: str
    kind: str
    text: Localized
    #: What changed in its structure: ``type``, ``choices``, ``required`` …; ``page`` is the rule of
    #: its page.
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Everything that is different between two versions."""

    questions: tuple[Difference, ...]
    texts: tuple[Reworded, ...]
    same_structure: bool

    @property
    def is_same(self) -> bool:
        """Tell whether nothing is different."""
        return not self.questions and not self.texts and self.same_structure


def compare(before: Definition, after: Definition) -> Comparison:
    """Return what is different; order is compared among the questions both have."""
    return Comparison(
        tuple(_questions(before, after)),
        tuple(_texts(before, after)),
        same_structure(before, after),
    )


def same_structure(before: Definition, after: Definition) -> bool:
    """Tell whether two versions ask the same and differ in words alone.

    Then an answer to one is an answer to the other: same questions in the same order on the same
    pages, same kinds, choices, settings and rules.
    """
    return [_bare(page) for page in own_format.dump(before)["pages"]] == [
        _bare(page) for page in own_format.dump(after)["pages"]
    ]


def _bare(page: Mapping[str, Any]) -> dict[str, Any]:
    questions = [structure(own_format.question(question)) for question in page["questions"]]
    return {"show_if": page.get("show_if"), "questions": questions}


def structure(question: Question) -> dict[str, Any]:
    """Return everything about a question but its words, by name."""
    settings = {n: v for n, v in question.settings.items() if n not in {"low_label", "high_label"}}
    settings["rows"] = tuple(row.code for row in rows(question))
    bare = replace(question, text={}, hint={}, choices=tuple(_nameless(question.choices)))
    return {**{n: v for n, v in vars(bare).items() if n != "settings"}, "settings": settings}


def _nameless(choices: tuple[Choice, ...]) -> Iterator[Choice]:
    yield from (Choice(choice.code, {}, choice.show_if) for choice in choices)


def _questions(before: Definition, after: Definition) -> Iterator[Difference]:
    common = [q.code for q in before.questions() if q.code in after.by_code]
    order = [q.code for q in after.questions() if q.code in before.by_code]
    stayed = {
        code
        for block in SequenceMatcher(None, common, order, autojunk=False).get_matching_blocks()
        for code in common[block.a : block.a + block.size]
    }
    above = [
        {q.code: page.show_if for page in one.pages for q in page.questions}
        for one in (before, after)
    ]
    for question in after.questions():
        was = before.by_code.get(question.code)
        if was is None:
            yield Difference(question.code, "added", question.text)
            continue
        old, new = structure(was), structure(question)
        changed = [name for name in new if new[name] != old[name]]
        if above[0].get(question.code) != above[1].get(question.code):
            changed.append("page")
        if changed:
            yield Difference(question.code, "changed", question.text, tuple(changed))
        if question.code not in stayed:
            yield Difference(question.code, "moved", question.text)
    for question in before.questions():
        if question.code not in after.by_code:
            yield Difference(question.code, "removed", question.text)


def _texts(before: Definition, after: Definition) -> Iterator[Reworded]:
    old, new = dict(_by_code(before)), dict(_by_code(after))
    for place in (*new, *(place for place in old if place not in new)):
        if place.partition(", ")[0].startswith("question ") and not (place in old and place in new):
            continue  # the whole question or choice came or went
        for tag in LANGUAGES:
            was, now = (texts.get(place, {}).get(tag, "") for texts in (old, new))
            if was != now:
                yield Reworded(place, tag, was, now)


def _by_code(definition: Definition) -> Iterator[tuple[str, Localized]]:
    """Yield every text by a place that stays when other questions and choices come and go."""
    for place, text in rules.texts(definition):
        if "question " not in place:
            yield place, text
    for question in definition.questions():
        named = {f"choice {n}": c.code for n, c in enumerate(question.choices, 1)}
        named |= {f"row {n}": row.code for n, row in enumerate(rows(question), 1)}
        for part, text in types.of(question).texts(question):
            word = part.partition(" ")[0]
            told = f"{word} {named[part]}" if part in named else part
            yield f"question {question.code}, {told}", text


def _pieces(before: str, after: str) -> Iterator[Piece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        yield from (
            Piece(kind, text) for kind, text in (("before", before), ("after", after)) if text
        )
        return
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(old[a:b]))
            continue
        if b > a:
            yield Piece("before", "".join(old[a:b]))
        if d > c:
            yield Piece("after", "".join(new[c:d]))
