"""A text as the rules read it, with the way back to the text as it was written.

Full-width signs, Arabic-Indic digits, accents, vowel marks and signs without width are only ways
of writing: the rules see one form of each, and every place in it leads back to the original.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_QUOTES = dict.fromkeys("’‘ʼ`´", "'")
_DASHES = dict.fromkeys("‐‑‒–—−", "-")
_LETTERS = {"ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ё": "е", "Ё": "Е", "ـ": ""}
_SAME = _QUOTES | _DASHES | _LETTERS


def _one(sign: str) -> str:
    """Return what stands for one sign: its case is kept, its accents are not."""
    if sign in _SAME:
        return _SAME[sign]
    if sign.isascii():
        return sign
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(sign) in {"Cf", "Mn"}:
        return ""
    wide = unicodedata.normalize("NFKC", sign)
    if any("\u0400" <= one <= "\u04ff" for one in wide):
        return wide  # й is no и with an accent
    parts = unicodedata.normalize("NFKD", wide)
    kept = "".join(one for one in parts if not unicodedata.combining(one))
    return "".join(_SAME.get(one, one) for one in kept)


class _Signs(dict[str, str]):
    """Each sign is looked at once."""

    def __missing__(self, sign: str) -> str:
        found = _one(sign)
        if len(self) < 100_000:
            self[sign] = found
        return found


_SIGNS = _Signs()


def _low(sign: str) -> str:
    low = sign.lower()
    return low if len(low) == 1 else sign


class _Low(dict[str, str]):
    def __missing__(self, sign: str) -> str:
        self[sign] = found = _low(sign)
        return found


_LOW = _Low()


@dataclass(frozen=True)
class Folded:
    """``kept`` has the writer's capitals, ``low`` has none; both have the same length.

    ``origin[n]`` is the place in the original of the sign that gave the n-th one here.
    """

    kept: str
    low: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return a span of the original, ``end`` excluded, for one of the folded text."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Return a text as the rules read it."""
    signs = [_SIGNS[sign] for sign in text]
    kept = "".join(signs)
    low = "".join([_LOW[sign] for sign in kept])
    if len(kept) == len(text) and all(len(sign) == 1 for sign in signs):
        return Folded(kept, low, range(len(text)))
    origin = [place for place, sign in enumerate(signs) for _ in sign]
    return Folded(kept, low, origin)


def folded_pattern(pattern: str) -> str:
    r"""Return a pattern written in plain spelling as it fits folded text.

    It must have no class with a capital letter (``\W``, ``\S``): those would be lowered.
    """
    return fold(pattern).low.replace("(?p<", "(?P<")
