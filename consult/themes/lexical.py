"""Words of a text in six languages, what marks a group of texts, and vectors without an encoder."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:  # half a second to load; most pages never need it
    from consult.themes.encoder import Vectors

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
# Light normalisation as Arabic retrieval does it (Larkey et al. 2002): one alef, one ya, one ha.
_ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه"})
_ARABIC_PREFIX = re.compile(r"^(?:وال|بال|كال|فال|لل|ال)(?=\w{3})")
#: Shorter words are particles in the five languages that have spaces.
_SHORTEST = 3
#: Numbers per language of a vector without an encoder.
BLOCK = 256
#: Strength of the prior of the log-odds, in words per group.
_PRIOR = 50.0


def words(text: str, language: str) -> list[str]:
    """Return the words of a text as they are counted.

    Chinese has no spaces: two characters in a row stand for a word. Arabic loses vowel marks and
    the article, and its letters that are written in several ways become one.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    if language == "zh":
        runs = _HAN.findall(plain)
        pairs = [run[i : i + 2] for run in runs for i in range(max(1, len(run) - 1))]
        return pairs + [word for word in _WORD.findall(_HAN.sub(" ", plain)) if len(word) > 1]
    if language == "ar":
        plain = _ARABIC_MARKS.sub("", plain).translate(_ARABIC_LETTERS)
        found = [_ARABIC_PREFIX.sub("", word) for word in _WORD.findall(plain)]
        return [word for word in found if len(word) >= _SHORTEST]
    return [word for word in _WORD.findall(plain) if len(word) >= _SHORTEST]


def keyness(inside: Mapping[str, int], everywhere: Mapping[str, int], most: int) -> list[str]:
    """Return the words that mark a group against all texts, the strongest first.

    Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi, Quinn, "Fightin'
    Words", Political Analysis 16, 2008), the prior in proportion to the words of all texts.

    Args:
        inside: how many texts of the group have the word.
        everywhere: the same for all texts, the group among them.
        most: at most so many words.
    """
    import numpy as np  # noqa: PLC0415 - see the top

    terms = sorted(word for word, count in inside.items() if count > 1)
    if not terms:
        return []
    here = np.array([inside[word] for word in terms], float)
    total = np.array([everywhere[word] for word in terms], float)
    all_here, all_total = float(sum(inside.values())), float(sum(everywhere.values()))
    prior = _PRIOR * total / all_total
    rest, all_rest = total - here, all_total - all_here

    def odds(count: "np.ndarray[tuple[int], np.dtype[np.float64]]", whole: float):  # type: ignore[no-untyped-def]  # an array of the same shape
        return np.log((count + prior) / np.maximum(whole + _PRIOR - count - prior, 1e-9))

    delta = odds(here, all_here) - odds(rest, all_rest)
    strength = delta / np.sqrt(1 / (here + prior) + 1 / (rest + prior))
    order = sorted(range(len(terms)), key=lambda place: (-strength[place], terms[place]))
    return [terms[place] for place in order[:most] if strength[place] > 0]


def counted(texts: Iterable[tuple[str, str]]) -> dict[str, Counter[str]]:
    """Return per language in how many texts each word stands; texts come as language and text."""
    found: dict[str, Counter[str]] = {}
    for language, text in texts:
        found.setdefault(language, Counter()).update(set(words(text, language)))
    return found


def vectors(texts: Sequence[str], language: str, place: int, places: int) -> "Vectors":
    """Return TF-IDF rows of length one, each language in columns of its own.

    Args:
        texts: all of one language, so that rare words are known as rare.
        language: their language.
        place: which block of columns is this language's.
        places: how many languages there are.
    """
    import numpy as np  # noqa: PLC0415 - see the top

    rows = np.zeros((len(texts), places * BLOCK), np.float32)
    bags = [Counter(words(text, language)) for text in texts]
    spread = Counter(word for bag in bags for word in bag)
    for row, bag in zip(rows, bags, strict=True):
        for word, count in bag.items():
            # Hashed: the columns stay the same when answers come or go.
            weight = (1 + np.log(count)) * (1 + np.log((1 + len(texts)) / (1 + spread[word])))
            row[place * BLOCK + crc32(word.encode()) % BLOCK] += weight
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = (rows / np.maximum(length, 1e-9)).astype(np.float32)
    return unit
