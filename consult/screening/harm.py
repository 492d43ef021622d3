"""Telling somebody's own story of harm from talk about harm, in six languages (TRUST.md R40).

A find is a reason for a trained person to look, nothing more: the rules would rather point at a
text too many than miss one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from consult.screening import scripts
from consult.screening.folding import Folded, fold, folded_pattern
from consult.screening.words import Danger, Language
from consult.screening.words.ar import ARABIC
from consult.screening.words.en import ENGLISH
from consult.screening.words.es import SPANISH
from consult.screening.words.fr import FRENCH
from consult.screening.words.ru import RUSSIAN
from consult.screening.words.zh import CHINESE

_LANGUAGES: dict[str, Language] = {
    "ar": ARABIC,
    "zh": CHINESE,
    "en": ENGLISH,
    "fr": FRENCH,
    "ru": RUSSIAN,
    "es": SPANISH,
}
#: How far around a find a word such as "tonight" makes it urgent, in signs.
_NEAR = 60


@dataclass(frozen=True, order=True)
class Concern:
    """A place where somebody may tell of harm done to them; code points, ``end`` excluded."""

    start: int
    end: int
    kind: Danger
    urgent: bool


@dataclass(frozen=True)
class _Rules:
    signs: tuple[tuple[Danger, bool, bool, re.Pattern[str]], ...]
    no: re.Pattern[str]
    now: re.Pattern[str]


@cache
def _rules(tag: str) -> _Rules:
    language = _LANGUAGES[tag]
    signs = tuple(
        (sign.danger, sign.urgent, sign.says_no, re.compile(folded_pattern(sign.pattern)))
        for sign in language.signs
    )
    no, now = (re.compile(folded_pattern(words)) for words in (language.no, language.now))
    return _Rules(signs, no, now)


def harm(text: str, language: str) -> list[Concern]:
    """Return where a text may tell of harm to its author, by place.

    Args:
        text: as it was written.
        language: tag of the form it was written in; the text may be in another one, so every
            language of a script that stands in it is tried as well.
    """
    folded = fold(text)
    found = {one for tag in scripts.languages_in(folded.low, language) for one in _in(folded, tag)}
    return sorted(found)


def _in(folded: Folded, tag: str) -> Iterator[Concern]:
    rules = _rules(tag)
    for danger, urgent, says_no, pattern in rules.signs:
        for match in pattern.finditer(folded.low):
            if not says_no and rules.no.search(match.group()):
                continue
            yield Concern(
                *folded.span(*match.span()),
                danger,
                urgent or (danger is Danger.SELF_HARM and _is_near(rules.now, folded.low, match)),
            )


def _is_near(now: re.Pattern[str], text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    return now.search(around) is not None
