"""Versions that were asked one after the other, as one: what their answers mean together.

Answers to two versions of a question count together where its code stayed and its kind says so
(``QuestionType.joined``). Whom a question was put to, and what it offered, is told by each version.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from consult.core.locales import LANGUAGES, N_, Localized, Speaker
from consult.questionnaires import comparing, types
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Definition, Page, Question

_FROM = {
    "asked": N_("%(text)s (asked from version %(number)s on)"),
    "offered": N_("%(text)s (offered from version %(number)s on)"),
}
_UP_TO = {
    "asked": N_("%(text)s (asked up to version %(number)s)"),
    "offered": N_("%(text)s (offered up to version %(number)s)"),
}
_IN = {
    "asked": N_("%(text)s (asked in version %(number)s)"),
    "offered": N_("%(text)s (offered in version %(number)s)"),
}


def together(versions: Sequence[Definition]) -> Definition:
    """Return a questionnaire that asks all that was asked.

    Args:
        versions: oldest first, the one that is asked now last; its words and order count.

    Returns:
        The last version with what only earlier ones asked or offered, each where it stood. Its
        rules are those of the version a question was last asked in: read them version by version.
    """
    found = versions[-1]
    for one in reversed(versions[:-1]):
        if one != found:
            found = _with(one, found)
    return found


def clashes(before: Definition, after: Definition) -> list[Question]:
    """Return the questions whose answers so far would mean something else under the same code."""
    return [
        question
        for code, question in after.by_code.items()
        if code in before.by_code
        and types.of(before.by_code[code]).asks
        and _joined(before.by_code[code], question) is None
    ]


def asks_alike(one: Definition, other: Definition) -> bool:
    """Tell whether two versions put the same questions with the same choices to the same people.

    Words, pages and order may differ, and whether an answer is asked for.
    """
    return one == other or asked(one) == asked(other)


def asked(definition: Definition) -> Mapping[str, tuple[object, ...]]:
    """Return by question code what decides to whom it is put, and what it offers."""
    return {
        question.code: tuple(_bare(question, page.show_if))
        for page in definition.pages
        for question in page.questions
        if types.of(question).asks
    }


def _bare(question: Question, page_rule: Condition | None) -> Iterator[object]:
    told = comparing.structure(replace(question, required=False, own_topic=False))
    choices = frozenset((choice.code, choice.show_if) for choice in question.choices)
    yield {**told, "choices": choices}
    yield page_rule


def asked_in(text: Localized, code: str, versions: Mapping[int, Definition]) -> Localized:
    """Return the words of a question that say in which of the versions it was asked."""
    inside = [number for number, one in versions.items() if code in one.by_code]
    return said("asked", text, inside, sorted(versions))


def said(word: str, text: Localized, inside: Sequence[int], every: Sequence[int]) -> Localized:
    """Return a text that says in which of the versions something was, where it was not in all.

    Args:
        word: ``asked`` or ``offered``.
        text: what it is.
        inside: the numbers of the versions that had it.
        every: those of all versions that could.
    """
    mine = sorted(inside)
    if not mine or mine == list(every):
        return text
    if mine == list(every)[-len(mine) :]:
        message, numbers = _FROM[word], mine[:1]
    elif mine == list(every)[: len(mine)]:
        message, numbers = _UP_TO[word], mine[-1:]
    else:
        message, numbers = _IN[word], mine
    number = ", ".join(map(str, numbers))
    return {
        tag: Speaker(tag if tag in LANGUAGES else "en").gettext(message, text=t, number=number)
        for tag, t in text.items()
    }


def looks_at(definition: Definition) -> dict[str, set[str]]:
    """Return by question code the questions whose answers decide who is asked or offered what."""
    found = {}
    for page in definition.pages:
        for question in page.questions:
            rules = (page.show_if, question.show_if, *question.narrowing)
            found[question.code] = {
                leaf.question for rule in rules if rule for leaf in rule.leaves()
            }
    return found


def _joined(earlier: Question, later: Question) -> Question | None:
    return types.of(later).joined(earlier, later)


def _with(earlier: Definition, later: Definition) -> Definition:
    pages = [list(page.questions) for page in later.pages]
    before: str | None = None
    for question in earlier.questions():
        place = _place(pages, question.code)
        if place is None:
            page, at = _place(pages, before) or (0, -1)
            pages[page].insert(at + 1, question)
        else:
            page, at = place
            mine = pages[page][at]
            pages[page][at] = _joined(question, mine) or mine
        before = question.code
    return replace(
        later,
        pages=tuple(_page(page, found) for page, found in zip(later.pages, pages, strict=True)),
    )


def _page(page: Page, questions: Sequence[Question]) -> Page:
    return replace(page, questions=tuple(questions))


def _place(pages: Sequence[Sequence[Question]], code: str | None) -> tuple[int, int] | None:
    """Return on which page and where a question stands."""
    for number, questions in enumerate(pages):
        for at, question in enumerate(questions):
            if question.code == code:
                return number, at
    return None
