"""One claim: what kind it is, its values, and the evidence each of them was read from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from consult.core.locales import Localized

#: Which way of drafting wrote a claim; goes up when the same tables would give other claims.
CODE_VERSION = "claims-1"


class Kind(StrEnum):
    """What a claim rests on."""

    COUNT = "count"
    TABLE = "table"
    QUOTE = "quote"
    CONTRAST = "contrast"
    THEME = "theme"
    NOTE = "note"


@dataclass(frozen=True)
class Value:
    """A number with the published count it was read from, or a name.

    ``cell`` is an id of :mod:`consult.summaries.claims.evidence`; a number has one, a name need
    not. A name that ends in ``percent`` holds a whole percentage. A name ``groups:EUR`` is one
    entry of the list ``groups``.
    """

    name: str
    number: int | None = None
    text: Localized = field(default_factory=dict)
    cell: str = ""

    @property
    def is_percent(self) -> bool:
        """Whether the number is a percentage."""
        return self.name.endswith("percent")


@dataclass(frozen=True)
class Claim:
    """A statement that its values and evidence make.

    ``key`` stays the same when the same statement is drafted again from other numbers.
    ``sentence`` names the template in :mod:`consult.summaries.claims.sentences`; ``under`` is the
    id of the question or consultation it belongs to; ``evidence`` holds ids that are no counts.
    """

    key: str
    kind: Kind
    sentence: str
    under: str
    values: tuple[Value, ...] = ()
    evidence: tuple[str, ...] = ()
    code_version: str = CODE_VERSION

    @property
    def all_evidence(self) -> tuple[str, ...]:
        """Every id the claim rests on, each once."""
        cells = (value.cell for value in self.values if value.cell)
        return tuple(dict.fromkeys((*self.evidence, *cells)))

    @property
    def supported(self) -> bool:
        """Whether the claim has evidence, and each of its numbers a count it was read from."""
        return bool(self.all_evidence) and all(
            value.cell for value in self.values if value.number is not None
        )

    def numbers(self) -> Iterator[Value]:
        """Yield the values that are numbers."""
        return (value for value in self.values if value.number is not None)

    def stored(self) -> dict[str, Any]:
        """Return the JSON that ``SummaryClaim.claim`` keeps."""
        return {
            "key": self.key,
            "kind": self.kind.value,
            "sentence": self.sentence,
            "under": self.under,
            "values": [
                {"name": v.name, "number": v.number, "text": v.text, "cell": v.cell}
                for v in self.values
            ],
            "evidence": list(self.evidence),
            "code_version": self.code_version,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Claim":
        """Read what :meth:`stored` gave."""
        return cls(
            **{
                **stored,
                "kind": Kind(stored["kind"]),
                "values": tuple(Value(**value) for value in stored["values"]),
                "evidence": tuple(stored["evidence"]),
            }
        )
