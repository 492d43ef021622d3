"""What gives harm away, in each of the six languages.

A line has the danger, whether it is urgent by itself, and a pattern in plain spelling. A find that
holds a word of ``NO`` is dropped ("my father never hits me"), unless the pattern's line says that
the "no" is what matters ("I do not want to live"). Every repetition is bounded.
"""

from dataclasses import dataclass
from enum import StrEnum


class Danger(StrEnum):
    """What a text may tell of (TRUST.md R40)."""

    SELF_HARM = "self-harm"
    SEXUAL_ABUSE = "sexual-abuse"
    VIOLENCE = "violence"
    GROOMING = "grooming"
    TRAFFICKING = "trafficking"
    IMMINENT = "imminent-danger"


@dataclass(frozen=True)
class Sign:
    """One way in which somebody tells of harm."""

    danger: Danger
    pattern: str
    urgent: bool = False
    #: The "no" in it is what matters.
    says_no: bool = False


@dataclass(frozen=True)
class Language:
    """The signs of one language, its words for "no", and its words for "now"."""

    signs: tuple[Sign, ...]
    no: str
    now: str
