"""The glossary: how official terms are said in each language, and where they stand in a text."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from consult.questionnaires.models import GlossaryTerm

#: Languages in which words are not divided by blanks or carry their article: found anywhere.
_UNDIVIDED = frozenset({"ar", "zh"})
#: How many letters at the end of a word change with case and number.
_ENDS = {"ru": 3, "fr": 2, "es": 2, "en": 2}
_SHORTENED = re.compile(r"^(?P<whole>.+?)\s*[(\uff08](?P<short>[^()\uff08\uff09]+)[)\uff09]$")
_GAP = r"[\s\u00a0-]+"


@dataclass(frozen=True)
class Hint:
    """A term that stands in a source text, and how the target language says it."""

    term: str
    found: str
    wanted: tuple[str, ...]
    notes: tuple[str, ...]
    language: str

    def used_in(self, target: str) -> bool:
        """Tell whether a translation says it so, in whatever case or number."""
        return any(
            _pattern(each, self.language, bent=True).search(_plain(target))
            for one in self.wanted
            for each in _variants(one)
        )


@dataclass(frozen=True)
class Glossary:
    """All terms, ready to be looked up."""

    terms: tuple[GlossaryTerm, ...]

    @cached_property
    def _by_term(self) -> Mapping[str, list[GlossaryTerm]]:
        found: dict[str, list[GlossaryTerm]] = defaultdict(list)
        for one in self.terms:
            found[one.term].append(one)
        return found

    def hints(self, source: str, source_language: str, language: str) -> list[Hint]:
        """Return the terms in a text that the target language has; of nested ones the longest.

        Args:
            source: the text.
            source_language: its language.
            language: that of the translation.
        """
        plain, spans = _plain(source), []
        for term, entries in self._by_term.items():
            wanted = [one for one in entries if one.language == language]
            said = [one.text for one in entries if one.language == source_language]
            if source_language == "en":
                said.append(term)
            for words in said if wanted else ():
                for each in _variants(words):
                    found = _pattern(each, source_language).search(plain)
                    if found:
                        spans.append((found.start(), found.end(), term, each, wanted))
        hints: dict[str, Hint] = {}
        for start, end, term, words, wanted in sorted(spans, key=lambda s: s[0] - s[1]):
            inside = any(
                a <= start and end <= b and (a, b) != (start, end) for a, b, *_rest in spans
            )
            if not inside and term not in hints:
                notes = tuple(one.note for one in wanted if one.note)
                texts = tuple(one.text for one in wanted)
                hints[term] = Hint(term, words, texts, notes, language)
        return list(hints.values())


def terms_by_name(terms: Iterable[GlossaryTerm]) -> dict[str, list[GlossaryTerm]]:
    """Return the entries of each term together, in the order they come."""
    found: dict[str, list[GlossaryTerm]] = {}
    for one in terms:
        found.setdefault(one.term, []).append(one)
    return found


def _variants(words: str) -> list[str]:
    """Return the ways to write a term: with its short form in brackets, without, or that alone."""
    split = _SHORTENED.match(words)
    return [split["whole"], split["short"]] if split else [words]


def _plain(text: str) -> str:
    """Return a text as terms are looked for: no case, no accents of Arabic, no invisible marks."""
    return "".join(
        sign
        for sign in text.casefold()
        if not (unicodedata.category(sign) == "Cf" or "\u064b" <= sign <= "\u0652")
    ).replace("ё", "е")


def _pattern(words: str, language: str, *, bent: bool = False) -> re.Pattern[str]:
    """Return what finds a term; ``bent``: its words may have other endings."""
    plain = _plain(words)
    if language in _UNDIVIDED:
        return re.compile(_GAP.join(map(re.escape, plain.split())))
    each = []
    for word in plain.split():
        stem = word[: max(4, len(word) - _ENDS.get(language, 2))]
        each.append(re.escape(stem) + r"\w*" if bent and len(word) > 4 else re.escape(word))
    return re.compile(rf"(?<!\w){_GAP.join(each)}(?!\w)")
