"""What the kinds share: common checks, texts, "I prefer not to say", words from the catalogues."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, ClassVar

from consult.core.errors import Problem
from consult.core.locales import LANGUAGES, N_, Localized, Speaker
from consult.questionnaires.definition import Choice, Question
from consult.questionnaires.types import typed
from consult.questionnaires.types.base import (
    OTHER,
    PREFER_NOT,
    Answer,
    Count,
    Fields,
    InSheet,
    Tally,
)

#: Ends the name of the box that says "I prefer not to say" where there is no list to join.
PREFER_NOT_BOX = "prefer-not"
#: Longest line that may be written beside "other", in characters.
LONGEST_OTHER = 500


@cache
def _in_six(message: str) -> tuple[tuple[str, str], ...]:
    return tuple((tag, Speaker(tag).gettext(message)) for tag in LANGUAGES)


def in_six(message: str) -> Localized:
    """Return one of the product's own words (a msgid) in the six languages."""
    return dict(_in_six(message))


def same(text: str) -> Localized:
    """Return a text that reads alike in the six languages, such as a number."""
    return dict.fromkeys(LANGUAGES, text)


def name_of(question: Question, part: str = "") -> str:
    """Return the name of a question's field, or of one of its parts."""
    return f"q-{question.code}-{part}" if part else f"q-{question.code}"


def problem(question: Question, code: str, message: str, **params: Any) -> Problem:
    """Return what a young person is told about one question."""
    return Problem(code, message, params, question.code)


def not_offered(question: Question) -> Problem:
    """Return what is said when something came that is not among the choices."""
    return problem(question, "not_offered", N_("Choose from the answers shown here."))


def either_or(question: Question) -> Problem:
    """Return what is said when an answer and "I prefer not to say" came together."""
    return problem(
        question,
        "answer_and_prefer_not",
        N_("You gave an answer and also said “I prefer not to say”. Keep only one of them."),
    )


class Kind:
    """The faces that most kinds have alike; a kind overrides what is its own."""

    name: ClassVar[str]
    place: ClassVar[int]
    template: ClassVar[str]
    tests: ClassVar[frozenset[str]] = frozenset({"answered"})
    quotable: ClassVar[bool] = False
    contact: ClassVar[bool] = False
    #: The word in the column ``type`` of an XLSForm.
    sheet_type: ClassVar[str] = "text"
    asks: ClassVar[bool] = True
    free_text: ClassVar[bool] = False
    settings: ClassVar[frozenset[str]] = frozenset()
    has_choices: ClassVar[bool] = False
    has_rows: ClassVar[bool] = False
    paper: ClassVar[str] = "line"
    fewest_choices: ClassVar[int] = 1
    may_offer_other: ClassVar[bool] = False
    may_narrow: ClassVar[bool] = False

    def check(self, question: Question) -> Iterator[Problem]:
        """Yield what is wrong with choices and settings that the kind does not know."""
        for key in sorted(set(question.settings) - self.settings):
            yield Problem("setting_unknown", N_("Nothing is known of “%(name)s”."), {"name": key})
        if question.choices and not self.has_choices:
            yield Problem("choices_unused", N_("This kind of question has no choices of its own."))
        if self.has_choices and len(question.choices) < self.fewest_choices:
            yield Problem("choices_few", N_("There are too few choices."))
        if question.other and not self.may_offer_other:
            yield Problem("other_impossible", N_("This kind of question cannot offer “other”."))
        yield from check_codes(question.choices, "choice", other=question.other)
        for number, choice in enumerate(question.choices, 1):
            if choice.show_if and not self.may_narrow:
                message = N_("The choices of this kind of question are offered to everybody.")
                yield Problem("choice_rule", message, where=f"choice {number}")

    def joined(self, earlier: Question, later: Question) -> Question | None:
        """Return the later question with the choices of both, where their settings agree."""
        settings = self.joined_settings(earlier.settings, later.settings)
        if earlier.type != later.type or settings is None:
            return None
        return replace(
            later,
            choices=with_earlier(earlier.choices, later.choices),
            prefer_not=earlier.prefer_not or later.prefer_not,
            other=earlier.other or later.other,
            sensitive=earlier.sensitive or later.sensitive,
            settings=settings,
        )

    def joined_settings(
        self, earlier: Mapping[str, Any], later: Mapping[str, Any]
    ) -> Mapping[str, Any] | None:
        """Return the settings under which answers to both were given; ``None``: there are none."""
        return later if earlier == later else None

    def texts(self, question: Question) -> Iterator[tuple[str, Localized]]:
        """Yield the question, its hint when it has one, and the choices."""
        yield "text", question.text
        if any(text.strip() for text in question.hint.values()):
            yield "hint", question.hint
        for number, choice in enumerate(question.choices, 1):
            yield f"choice {number}", choice.text

    def options(self, question: Question) -> tuple[Choice, ...]:
        """Return the question's own choices."""
        return question.choices

    def columns(self, question: Question) -> tuple[str, ...]:
        """Return one column, named as the question."""
        return (question.code,)

    def cells(self, _question: Question, closed: Any) -> tuple[str, ...]:
        """Return the code as it is stored."""
        return ("" if closed is None else str(closed),)

    def in_sheet(self, question: Question) -> InSheet:
        """Return the kind's word, with its options as a list."""
        return InSheet(self.sheet_type, {}, self.options(question))


def check_codes(choices: Sequence[Choice], word: str, *, other: bool) -> Iterator[Problem]:
    """Yield codes that stand twice or are kept for the product's own use."""
    reserved = {PREFER_NOT, PREFER_NOT_BOX} | ({OTHER} if other else set())
    seen: set[str] = set()
    for number, choice in enumerate(choices, 1):
        where = f"{word} {number}"
        if choice.code in reserved:
            message = N_("The code “%(code)s” is kept for the product's own use.")
            yield Problem("code_reserved", message, {"code": choice.code}, where)
        if choice.code in seen:
            message = N_("The code “%(code)s” is there twice.")
            yield Problem("code_twice", message, {"code": choice.code}, where)
        seen.add(choice.code)


def with_earlier(earlier: Sequence[Choice], later: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return the later choices, with each that is offered no more after the one it stood after."""
    found = list(later)
    codes = [choice.code for choice in later]
    for place, choice in enumerate(earlier):
        if choice.code not in codes:
            at = codes.index(earlier[place - 1].code) + 1 if place else 0
            found.insert(at, choice)
            codes.insert(at, choice.code)
    return tuple(found)


def widest(
    earlier: Mapping[str, Any], later: Mapping[str, Any], name: str, pick: Callable[..., Any]
) -> dict[str, Any]:
    """Return a limit that holds for answers under either setting; none where one had none."""
    ends = (earlier.get(name), later.get(name))
    return {} if None in ends else {name: pick(ends)}


def label(options: Sequence[Choice], code: str) -> Localized:
    """Return a code's words: a choice's, "other", or "I prefer not to say"."""
    if code == PREFER_NOT:
        return in_six(N_("I prefer not to say"))
    found = next((option.text for option in options if option.code == code), None)
    return found if found is not None else in_six(N_("Other"))


def in_words(text: Mapping[str, str], language: str) -> str:
    """Return a text in a language, empty where it is not there."""
    return text.get(language, "")


def boxed(question: Question, fields: Fields) -> bool:
    """Tell whether the box "I prefer not to say" was offered and ticked."""
    return question.prefer_not and bool(typed.codes(fields, name_of(question, PREFER_NOT_BOX)))


def settle(question: Question, answer: Answer, *, prefers_not: bool) -> Answer:
    """Return the answer, weighed against the box "I prefer not to say".

    ``answer.sent`` must hold all its fields; they are kept only where there is a problem.
    """
    box = ((name_of(question, PREFER_NOT_BOX), "yes"),)
    if prefers_not and not answer.given and not answer.problems:
        return Answer(PREFER_NOT)
    if prefers_not:
        return Answer(problems=(either_or(question),), sent=answer.sent + box)
    if answer.problems:
        return answer
    return Answer(answer.closed, answer.texts)


def count(
    question: Question,
    options: Sequence[Choice],
    chosen: Sequence[Sequence[str]],
    asked: int,
    *,
    preferred_not: int,
    caption: Localized | None = None,
    adds_up: bool = True,
) -> Tally:
    """Count how many young people chose each option.

    Args:
        question: gives the caption when there is none.
        options: the lines, in their order; lines with zero stay.
        chosen: the codes of each young person who gave an answer.
        asked: how many were asked, answered or not.
        preferred_not: how many said so.
        caption: of the table, where the question has several.
        adds_up: false where one young person may stand in several lines.
    """
    counts = Counter(code for one in chosen for code in set(one))
    return Tally(
        caption=caption or question.text,
        counts=tuple(Count(o.code, o.text, counts[o.code]) for o in options),
        base=len(chosen),
        no_answer=max(0, asked - len(chosen) - preferred_not),
        prefer_not=preferred_not,
        adds_up=adds_up,
    )


def with_other(question: Question, options: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Return the options, and "other" where the question offers it."""
    return (*options, Choice(OTHER, in_six(N_("Other")))) if question.other else options
