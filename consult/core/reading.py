"""How hard a text is to read, by one published formula per language (TRUST.md R02).

The limits stand for a reader of eleven. Formulas mean little for a few words: measure whole pages
or paragraphs. Names of the United Nations and of the Union count like any other word.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

#: Hardest text that passes, by language: a grade (en), points of ease (fr, es, ru, ar: 100 is
#: easy) or mean characters in a sentence (zh).
LIMITS = {"en": 6.0, "fr": 70.0, "es": 70.0, "ru": 70.0, "ar": 80.0, "zh": 20.0}
#: Share of a Chinese text's characters that must be among the most common ones.
COMMON_SHARE = 0.95

_SENTENCE = re.compile(r"[.!?…؟。！？\n]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Short vowels and other signs above and below Arabic letters; the tatweel only stretches a word.
_ARABIC_SIGNS = re.compile(r"[\u064b-\u065f\u0670\u0640]")


@dataclass(frozen=True)
class Reading:
    """How hard a text is.

    ``value`` is in the unit of the formula, ``limit`` the last that passes; ``higher_is_easier``
    tells their order. ``common_share`` (0 to 1) is there for Chinese alone. A text without a word
    passes with the value 0.
    """

    formula: str
    value: float
    limit: float
    passes: bool
    higher_is_easier: bool
    common_share: float | None = None


def measure(text: str, language: str) -> Reading:
    """Return how hard a text is.

    Args:
        text: paragraphs and sentences; an end of line ends a sentence.
        language: one of the six tags.

    Raises:
        KeyError: the language is none of the six.
    """
    limit = LIMITS[language]
    formula, higher, ease = _FORMULAS[language]
    words, sentences = _counted(text, language)
    if not words:
        return Reading(formula, 0.0, limit, passes=True, higher_is_easier=higher)
    value = round(ease(words, sentences), 1)
    passes = value >= limit if higher else value <= limit
    common = None
    if language == "zh":
        common = sum(sign in common_characters() for sign in words) / len(words)
        passes = passes and common >= COMMON_SHARE
    return Reading(formula, value, limit, passes, higher, common)


@cache
def common_characters() -> frozenset[str]:
    """Return the 1,500 most common Chinese characters; the file tells how they were counted."""
    told = json.loads(Path(__file__).with_name("common_characters.json").read_text("utf-8"))
    return frozenset(told["characters"])


def _counted(text: str, language: str) -> tuple[list[str], int]:
    """Return the words (Chinese: the characters) and the number of sentences with any."""
    if language == "ar":
        text = _ARABIC_SIGNS.sub("", text)
    pattern = _HAN if language == "zh" else _WORD
    found = [pattern.findall(part.lower()) for part in _SENTENCE.split(text)]
    return [word for words in found for word in words], sum(bool(words) for words in found)


def _english(words: list[str], sentences: int) -> float:
    """Flesch-Kincaid grade (Kincaid, Fishburne, Rogers and Chissom 1975, CNTECHTRA Report 8-75)."""
    syllables = sum(map(english_syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _french(words: list[str], sentences: int) -> float:
    """Flesch for French (Kandel and Moles 1958, Cahiers d'Études de Radio-Télévision 19)."""
    syllables = sum(map(french_syllables, words))
    return 207 - 1.015 * len(words) / sentences - 73.6 * syllables / len(words)


def _spanish(words: list[str], sentences: int) -> float:
    """Perspicuity (Szigriszt Pazos 1993, Universidad Complutense), Flesch for Spanish."""
    syllables = sum(map(spanish_syllables, words))
    return 206.835 - len(words) / sentences - 62.3 * syllables / len(words)


def _russian(words: list[str], sentences: int) -> float:
    """Flesch for Russian (Oborneva 2006, Moscow: Institute of Content and Methods of Teaching)."""
    syllables = sum(map(russian_syllables, words))
    return 206.835 - 1.3 * len(words) / sentences - 60.1 * syllables / len(words)


def _arabic(words: list[str], sentences: int) -> float:
    """OSMAN (El-Haj and Rayson 2016, LREC, L16-1038), as its authors count unvocalised text.

    Without short vowels a syllable is a letter other than alef, less two for the whole text; hard
    words have more than five letters; faseeh words more than five syllables and a sign of formal
    writing. Complex words are known by their short vowels alone, so there are none.
    """
    count = len(words)
    hard = sum(len(word) > 5 for word in words)
    syllables = max(0, sum(map(_arabic_letters, words)) - 2)
    faseeh = sum(_arabic_letters(w) - 2 > 5 and bool(_FASEEH.search(w)) for w in words)
    return 200.791 - 1.015 * count / sentences - 24.181 * (hard + syllables + faseeh) / count


def _chinese(characters: list[str], sentences: int) -> float:
    """Mean characters in a sentence; no formula is agreed on, so rarity is looked at beside it."""
    return len(characters) / sentences


def english_syllables(word: str) -> int:
    """Return the syllables of an English word, by its vowels; a silent end does not count."""
    spoken = re.sub(r"(?:[^laeiouy]es|[^laeiouytd]ed|[^laeiouy]e)$", "", word)
    spoken = re.sub(r"^y", "", spoken)
    return max(1, len(re.findall(r"[aeiouy]{1,2}", spoken)))


def french_syllables(word: str) -> int:
    """Return the syllables of a French word, by its vowels; an "e" at the end is mute."""
    spoken = re.sub(r"(?<=[^aeiouy])(?:es|e)$", "", word) if len(word) > 3 else word
    return max(1, len(re.findall(r"[aàâeéèêëiîïoôuùûüyœæ]+", spoken)))


def spanish_syllables(word: str) -> int:
    """Return the syllables of a Spanish word: strong vowels, and weak ones that stand alone."""
    return max(1, len(re.findall(r"[iuüy]*[aeoáéíóú][iuüy]*|[iuü]+", word)))


def russian_syllables(word: str) -> int:
    """Return the syllables of a Russian word: its vowels."""
    return max(1, len(re.findall(r"[аеёиоуыэюя]", word)))


_FASEEH = re.compile(r"[\u0626\u0621\u0624\u0630\u0638]|\u0648\u0627|\u0648\u0646")


def _arabic_letters(word: str) -> int:
    return len(re.sub(r"[\u0627\u0649]", "", word))


#: Name of the formula, whether a higher value is easier, and the formula.
_FORMULAS: dict[str, tuple[str, bool, Callable[[list[str], int], float]]] = {
    "en": ("Flesch-Kincaid grade", False, _english),
    "fr": ("Kandel-Moles", True, _french),
    "es": ("Szigriszt-Pazos", True, _spanish),
    "ru": ("Oborneva", True, _russian),
    "ar": ("OSMAN", True, _arabic),
    "zh": ("characters in a sentence", False, _chinese),
}
