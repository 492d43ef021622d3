"""What a paper states beside its tables: claims with evidence, groups, themes, assessments."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from consult.core.locales import Localized
from consult.summaries.counts import Table, read_table


def evidence_of_quote(reference: str) -> str:
    """Return the id of evidence that is a quote; ``reference`` is what the paper calls it by."""
    return f"quote:{reference}"


@dataclass(frozen=True)
class Figure:
    """A number that a finding tells, and the id of the published count it was read from."""

    name: str
    number: int
    cell: str


@dataclass(frozen=True)
class Finding:
    """One claim of the summary in words, with all it rests on (``claims.evidence``).

    ``kind`` is count, table, quote, contrast, theme or note; ``made_by`` names the version of the
    code that drafted it; ``reworded`` tells whether people wrote the words. ``quote`` calls one of
    the paper's quotes by its ``reference``: the words themselves stand only there, so that they
    vanish here too when their author takes them back.
    """

    key: str
    kind: str
    text: Localized
    figures: tuple[Figure, ...]
    evidence: tuple[str, ...]
    made_by: str
    reworded: bool = False
    quote: str = ""

    def calling(self, seals: Mapping[str, str]) -> "Finding":
        """Return the same claim, calling its quote by the seal that stands for it."""
        if not self.quote:
            return self
        old, new = (evidence_of_quote(name) for name in (self.quote, seals[self.quote]))
        return replace(
            self,
            key=new if self.key == old else self.key,
            evidence=tuple(new if one == old else one for one in self.evidence),
            quote=seals[self.quote],
        )


@dataclass(frozen=True)
class CrossTable:
    """A question's table for one group: those of a region, age or language.

    ``place`` is the number of the table among the question's, ``label`` the group in words.
    """

    slug: str
    question: str
    place: int
    stratum: str
    group: str
    label: Localized
    table: Table


@dataclass(frozen=True)
class ThemeLine:
    """A theme as it may be shown; ``low`` and ``high`` stand with an estimate only.

    ``alpha`` is Krippendorff's, as text with two decimals; ``""`` where nothing was read twice.
    """

    theme: str
    label: Localized
    count: int | None
    low: int | None
    high: int | None
    alpha: str


@dataclass(frozen=True)
class ThemeResult:
    """The themes of one question's open answers; ``kind`` is ``read`` or ``estimated``."""

    slug: str
    text_code: str
    question: Localized
    codebook: int
    kind: str
    total: int | None
    read: int | None
    themes: tuple[ThemeLine, ...]


@dataclass(frozen=True)
class Assessment:
    """What staff say of one consultation, requirement by requirement (``claims.assessment``)."""

    slug: str
    title: Localized
    statements: tuple[tuple[str, Localized], ...]


def read_finding(stored: dict[str, Any]) -> Finding:
    """Read a claim of the canonical JSON."""
    return Finding(
        **{
            **stored,
            "figures": tuple(Figure(**one) for one in stored["figures"]),
            "evidence": tuple(stored["evidence"]),
        }
    )


def read_crossed(stored: dict[str, Any]) -> CrossTable:
    """Read a table of a group of the canonical JSON."""
    return CrossTable(**{**stored, "table": read_table(stored["table"])})


def read_themes(stored: dict[str, Any]) -> ThemeResult:
    """Read the themes of a question of the canonical JSON."""
    return ThemeResult(**{**stored, "themes": tuple(ThemeLine(**one) for one in stored["themes"])})


def read_assessment(stored: dict[str, Any]) -> Assessment:
    """Read what staff say of a consultation of the canonical JSON."""
    statements = tuple((code, text) for code, text in stored["statements"])
    return Assessment(**{**stored, "statements": statements})
