"""What a paper consists of, whatever the format: a front and a row of blocks."""

from dataclasses import dataclass
from unicodedata import east_asian_width


@dataclass(frozen=True)
class Heading:
    """``level`` 1 carries a ``number``; an annex and a question carry none."""

    level: int
    text: str
    number: str = ""


@dataclass(frozen=True)
class Paragraph:
    """``number`` as printed, ``2.1``; Word counts by itself and gives the same."""

    text: str
    number: str = ""


@dataclass(frozen=True)
class Bullets:
    """A short list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table: its first column names the row; ``figures`` tells whether the others are numbers."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    figures: bool = True


@dataclass(frozen=True)
class Bar:
    """One bar; ``count`` is ``None`` where it is hidden, ``shown`` is what stands beside it."""

    label: str
    count: int | None
    shown: str

    @property
    def short(self) -> str:
        """The label cut to what fits on one line of a picture; East Asian letters are wide."""
        room = 50
        for position, letter in enumerate(self.label):
            room -= 2 if east_asian_width(letter) in "WF" else 1
            if room < 0 or letter == "\n":
                return f"{self.label[:position]}…"
        return self.label


@dataclass(frozen=True)
class Bars:
    """A bar chart; ``description`` says the same in words."""

    caption: str
    description: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Excerpt:
    """A quote in its own language; ``source`` says in the paper's language who wrote it."""

    text: str
    language: str
    source: str


Block = Heading | Paragraph | Bullets | Grid | Bars | Excerpt


@dataclass(frozen=True)
class Front:
    """The head of page one, and what every page repeats.

    ``document`` is the symbol's line, ``warnings`` say that a paper is a draft or a demonstration.
    """

    body: str
    meeting: str
    place_and_days: str
    document: str
    dated: str
    original: str
    source: tuple[str, str]
    agenda: tuple[str, str] | None
    title: str
    purpose: str
    abstract_heading: str
    abstract: tuple[str, ...]
    references_heading: str
    references: tuple[str, ...]
    warnings: tuple[str, ...]
    running_head: str
    running_foot: str


@dataclass(frozen=True)
class Outline:
    """A whole paper."""

    language: str
    front: Front
    blocks: tuple[Block, ...]
