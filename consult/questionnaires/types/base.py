"""What a question type is: all its faces behind one protocol."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from consult.core.errors import Problem
from consult.core.locales import Localized
from consult.questionnaires.conditions import PREFER_NOT
from consult.questionnaires.definition import Choice, Question

#: Reserved choice code; :data:`PREFER_NOT` is the other one.
OTHER = "other"


__all__ = ["OTHER", "PREFER_NOT", "Answer", "Count", "Fields", "InSheet", "QuestionType", "Tally"]


#: What a form sends: every value of a field name (``werkzeug.MultiDict`` fits).
class Fields(Protocol):
    """The part of a multi-dict that reading an answer needs."""

    def getlist(self, key: str) -> list[str]:
        """Return every value sent under a name."""
        ...


@dataclass(frozen=True)
class Answer:
    """The answer to one question.

    ``closed`` is what is stored as JSON (``None``: no answer); ``texts`` what is sealed, keyed by
    text code. ``problems`` are what the young person is told; with any, the rest may be partial,
    and ``sent`` then holds the fields as they came, so that nothing typed is lost.
    """

    closed: Any = None
    texts: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    sent: tuple[tuple[str, str], ...] = ()

    @property
    def given(self) -> bool:
        """Whether there is anything to store."""
        return self.closed is not None or bool(self.texts)


@dataclass(frozen=True)
class Count:
    """One countable line of a question: its code, label and how many chose it."""

    code: str
    label: Localized
    count: int


@dataclass(frozen=True)
class Tally:
    """Raw counts of one table, before any disclosure control.

    ``base``: who gave an answer; ``no_answer``: were asked and left it; ``prefer_not`` apart.
    ``adds_up`` is false where one young person may stand in several lines.
    """

    caption: Localized
    counts: tuple[Count, ...]
    base: int
    no_answer: int
    prefer_not: int
    adds_up: bool
    mean: float | None = None


@dataclass(frozen=True)
class InSheet:
    """How a row of an XLSForm asks a question.

    ``type`` is the word in the column of that name, without its list; ``cells`` are other columns;
    ``options`` the list it needs; ``rows`` the rows of a group, one small question each.
    """

    type: str
    cells: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Choice, ...] = ()
    rows: tuple[Choice, ...] = ()


class QuestionType(Protocol):
    """A kind of question. One class per kind, all faces in one file, found in the registry."""

    name: ClassVar[str]
    #: Its place among the kinds, as an editor offers them.
    place: ClassVar[int]
    #: What a show-if rule may ask of its answer.
    tests: ClassVar[frozenset[str]]
    #: Whether its answer may stand in a later text.
    quotable: ClassVar[bool]
    #: Whether it asks how to reach somebody, which only a consultation for that may do.
    contact: ClassVar[bool]
    #: Whether it asks at all (an information card does not).
    asks: ClassVar[bool]
    #: Whether its answer is free text only.
    free_text: ClassVar[bool]
    #: Jinja template that renders the field group; gets ``shown`` (``types.Shown``).
    template: ClassVar[str]
    #: Settings it knows, beyond what every question has.
    settings: ClassVar[frozenset[str]]
    #: Whether the question lists its own choices.
    has_choices: ClassVar[bool]
    #: How it stands on a paper form: ``one`` or ``several`` boxes to tick, a ``scale`` of them, a
    #: ``grid``, ``places`` to number, a ``line`` or ``lines`` to write on, ``parts`` of a date, or
    #: only to ``read``.
    paper: ClassVar[str]
    #: Whether ``settings["rows"]`` holds small questions of its own.
    has_rows: ClassVar[bool]
    #: Whether "other" with a line to write it may be offered.
    may_offer_other: ClassVar[bool]
    #: Whether a choice may be offered only after certain answers.
    may_narrow: ClassVar[bool]

    def check(self, question: Question) -> Iterator[Problem]:
        """Yield what is wrong with the question (``where``: the place in it, ``choice 3``)."""
        ...

    def joined(self, earlier: Question, later: Question) -> Question | None:
        """Return the question that answers to two versions of one question answer.

        It reads as the later one and offers what either offers. ``None`` where an answer to the
        one would mean something else as an answer to the other.
        """
        ...

    def texts(self, question: Question) -> Iterator[tuple[str, Localized]]:
        """Yield every text a young person reads, with its place (``text``, ``choice 3``)."""
        ...

    def options(self, question: Question) -> tuple[Choice, ...]:
        """Return what can be chosen, without "other" and "I prefer not to say"."""
        ...

    def read(self, question: Question, fields: Fields) -> Answer:
        """Read and check what was typed. Never raises for bad input: see ``Answer.problems``."""
        ...

    def fields(self, question: Question, answer: Answer) -> Iterator[tuple[str, str]]:
        """Yield the fields that carry an answer along: ``read`` of them gives it again."""
        ...

    def say(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Return the answer in words, one line per part; empty when there is none."""
        ...

    def tally(self, question: Question, values: Sequence[Any], asked: int) -> tuple[Tally, ...]:
        """Count the closed values of all who answered or preferred not to.

        ``asked`` is the number of young people the question was put to.
        """
        ...

    def columns(self, question: Question) -> tuple[str, ...]:
        """Return the names of its columns in an export, the same whatever was answered."""
        ...

    def cells(self, question: Question, closed: Any) -> tuple[str, ...]:
        """Return one response's cells for :meth:`columns`."""
        ...

    def from_cell(self, question: Question, cell: str) -> Answer:
        """Read an answer from a spreadsheet cell: codes, ``;`` between several.

        ``other=TEXT`` (last) carries what was written beside "other"; a matrix is
        ``row=column;row=column``.
        """
        ...

    def in_sheet(self, question: Question) -> InSheet:
        """Return how an XLSForm asks it."""
        ...
