"""Finding words in published papers, in six languages, however they are typed."""

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from consult.public.alike import FAMILIES

#: A query is cut to this many words; more only narrow what is found.
MOST_WORDS = 10
#: Characters of a text shown on each side of what was found in it.
_AROUND = 70

_CJK = "\u3400-\u9fff\uf900-\ufaff"
#: Written as part of an Arabic word: "and", "the", "with the", "for the", …
_ARABIC_PREFIX = "(?:[وف]?(?:ال|بال|لل|كال|[بلك])?)"
_ARABIC_ALIKE = str.maketrans({"ة": "ه", "ى": "ي", "ـ": None})


@dataclass(frozen=True)
class Folded:
    """A text made comparable. ``origin[i]`` is where folded character ``i`` stood in ``text``."""

    text: str
    folded: str
    origin: "array[int]"


@dataclass(frozen=True)
class Snippet:
    """A piece of a text around what was found: ``before``, ``found``, ``after``, as written."""

    before: str
    found: str
    after: str


def fold(text: str) -> Folded:
    """Return a text without case, width, accents and vowel signs, with where each letter stood."""
    letters: list[str] = []
    origin = array("I")
    for position, letter in enumerate(text):
        for part in _fold_letter(letter):
            letters.append(part)
            origin.append(position)
    return Folded(text, "".join(letters), origin)


def _fold_letter(letter: str) -> str:
    apart = unicodedata.normalize("NFKD", letter.casefold())
    kept = "".join(part for part in apart if not unicodedata.combining(part))
    return kept.translate(_ARABIC_ALIKE)


def wanted(query: str) -> list[re.Pattern[str]]:
    """Return what finds each word of a query, at most :data:`MOST_WORDS`.

    A name that has others (``alike``) counts as one word, and is found by each of them.
    """
    rest = fold(query).folded
    found = []
    for family in _families():
        without = family.sub(" ", rest)
        if without != rest:
            found.append(family)
            rest = without
    return [*found, *map(pattern, re.findall(r"\w+", rest))][:MOST_WORDS]


@cache
def _families() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile("|".join(_name(fold(name).folded) for name in names)) for names in FAMILIES
    )


def _name(name: str) -> str:
    """Return what finds a folded name of one or more words; a star stands for any ending."""
    if re.search(f"[{_CJK}]", name):
        return re.escape(name)
    each = (
        re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")
        for word in re.findall(r"\w+\*?", name)
    )
    start = _ARABIC_PREFIX if re.search("[\u0600-\u06ff]", name) else ""
    return rf"(?<!\w){start}" + r"\W+".join(each) + r"(?!\w)"


def pattern(word: str) -> re.Pattern[str]:
    """Return what finds a folded word: from a word's start, in Chinese anywhere."""
    if re.search(f"[{_CJK}]", word):
        return re.compile(re.escape(word))
    if re.search("[\u0600-\u06ff]", word):
        return re.compile(rf"(?<!\w){_ARABIC_PREFIX}{re.escape(word.removeprefix('ال'))}")
    return re.compile(rf"(?<!\w){re.escape(word)}")


def score(texts: Sequence[Folded], sought: Sequence[re.Pattern[str]]) -> int:
    """Return how often the words stand in the texts; 0 unless each of them stands somewhere."""
    counts = [
        sum(1 for text in texts for _found in found.finditer(text.folded)) for found in sought
    ]
    return sum(counts) if counts and all(counts) else 0


def snippet(texts: Sequence[Folded], sought: Sequence[re.Pattern[str]]) -> Snippet | None:
    """Return the surroundings of the first of the words, as it was written."""
    for found in sought:
        for text in texts:
            match = found.search(text.folded)
            if match:
                return _around(text, *match.span())
    return None


def _around(text: Folded, start: int, end: int) -> Snippet:
    first, last = text.origin[start], text.origin[end - 1] + 1
    left, right = max(0, first - _AROUND), min(len(text.text), last + _AROUND)
    return Snippet(
        ("…" if left else "") + text.text[left:first],
        text.text[first:last],
        text.text[last:right] + ("…" if right < len(text.text) else ""),
    )
