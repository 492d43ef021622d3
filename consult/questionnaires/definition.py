"""A questionnaire in memory: pages, questions, choices; immutable. ``format.md`` tells its JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from consult.core.locales import Localized
from consult.questionnaires.conditions import Condition


@dataclass(frozen=True)
class Choice:
    """One option of a question, or one row of a matrix.

    A choice with a rule is offered only when the earlier answers meet it; a row has none.
    """

    code: str
    text: Localized
    show_if: Condition | None = None


@dataclass(frozen=True)
class Question:
    """One thing that is asked, or shown (``type`` ``card``).

    ``code`` is unique in the questionnaire and has letters, digits and ``_`` only, so that field
    names can be built with ``-``. ``settings`` belong to the type (``low``, ``at_most``, …).
    """

    code: str
    type: str
    text: Localized
    hint: Localized = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    #: Asks kindly for an answer; nobody has to give one (TRUST.md R05).
    required: bool = False
    #: Offers "I prefer not to say", counted apart.
    prefer_not: bool = False
    #: Offers "other", with a line to write it.
    other: bool = False
    #: Asks for what nobody thought of asking; each questionnaire needs one (TRUST.md R11).
    own_topic: bool = False
    #: Touches something hard, such as violence or shame: never required, may always be left.
    sensitive: bool = False
    #: False while it is put to somebody who only ticks (TRUST.md R35); not part of the format.
    own_words: bool = True
    show_if: Condition | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def narrowing(self) -> Mapping[Condition, frozenset[str]]:
        """Return the rules of its choices, each once, with the codes of those that have it."""
        found: dict[Condition, set[str]] = {}
        for choice in self.choices:
            if choice.show_if is not None:
                found.setdefault(choice.show_if, set()).add(choice.code)
        return {rule: frozenset(codes) for rule, codes in found.items()}


@dataclass(frozen=True)
class Page:
    """Questions shown together when a young person goes page by page."""

    title: Localized
    questions: tuple[Question, ...]
    show_if: Condition | None = None


@dataclass(frozen=True)
class Definition:
    """A whole questionnaire."""

    title: Localized
    introduction: Localized
    languages: tuple[str, ...]
    pages: tuple[Page, ...]

    @cached_property
    def by_code(self) -> dict[str, Question]:
        """Return every question by its code."""
        return {question.code: question for question in self.questions()}

    def questions(self) -> Iterator[Question]:
        """Yield every question in the order it is asked."""
        for page in self.pages:
            yield from page.questions
