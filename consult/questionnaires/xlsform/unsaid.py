"""Columns that do not say their language: which it is, where that is sure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from shlex import quote

from consult.core.errors import Problem
from consult.core.locales import LANGUAGES, N_, NAMES
from consult.questionnaires.xlsform import languages
from consult.questionnaires.xlsform.workbook import Sheet

#: Letters of the three languages that have a script of their own. Persian, Urdu, Ukrainian,
#: Kazakh … have letters beyond these, Japanese and Korean have others beside them.
_LETTERS = {
    "ar": re.compile(r"[\u0621-\u063A\u0640-\u0652\u0670\u0671\uFE70-\uFEFC]"),
    "zh": re.compile(r"[\u3005\u3007\u3400-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF]"),
    "ru": re.compile(r"[А-Яа-яЁё]"),
}
#: Words that hardly a text is without, and that the other two languages do not have.
_SMALL_WORDS = {
    "en": ("the", "of", "and", "you", "your", "is", "are", "what", "how", "do", "with", "for"),
    "fr": ("le", "les", "des", "du", "et", "est", "vous", "tu", "votre", "quel", "avec", "pour"),
    "es": ("el", "los", "las", "del", "y", "es", "usted", "su", "cuál", "con", "para", "por"),
}
_SMALL = {word for words in _SMALL_WORDS.values() for word in words}
_WORD = re.compile(r"\w+")
_FEWEST_SMALL = 5
_LATIN = re.compile(r"[A-Za-z\u00C0-\u024F]")


@dataclass(frozen=True)
class Plain:
    """The language of columns without one; ``tag`` is empty when nobody knows it.

    ``written`` is what it was concluded from, as it stands in the file; ``why`` tells whoever
    brings the file how it is known, and is empty when that person said it; ``said`` tells whether
    that person or the file itself said it.
    """

    tag: str = ""
    written: str = languages.PLAIN
    why: str = ""
    where: str = ""
    said: bool = False


def decide(
    sheets: Mapping[str, Sheet], chosen: Mapping[str, str], default: str, wanted: Iterable[str]
) -> Plain:
    """Return the language of the columns that do not say theirs.

    Args:
        sheets: the whole workbook.
        chosen: what the person who brings it says.
        default: the setting ``default_language``.
        wanted: the languages the consultation shall be in; one alone is a statement too.
    """
    if languages.PLAIN in chosen:
        return Plain(chosen[languages.PLAIN], said=True)
    named = languages.tag(default, chosen)
    if named:
        why = N_(
            "The columns without a language were read as %(language)s, as the setting "
            "default_language says."
        )
        return Plain(named, default, why, "settings, row 2, column default_language", said=True)
    texts = [text for sheet in sheets.values() for text in _texts(sheet)]
    found = of_script(texts)
    if found:
        why = N_(
            "The columns without a language were read as %(language)s, because every text is in "
            "its script."
        )
        return Plain(found, why=why)
    asked = list(dict.fromkeys(wanted))
    if len(asked) == 1 and asked[0] in LANGUAGES and may_be(asked[0], texts):
        why = N_(
            "The columns without a language were read as %(language)s, the only language asked for."
        )
        return Plain(asked[0], why=why)
    return Plain()


def of_script(texts: Iterable[str]) -> str:
    """Return ar, zh or ru when every text that has letters has only those of that language."""
    letters = {sign for text in texts for sign in set(text) if sign.isalpha()}
    for tag, own in _LETTERS.items():
        if letters and all(own.match(letter) for letter in letters):
            return tag
    return ""


def may_be(tag: str, texts: Iterable[str]) -> bool:
    """Tell whether the texts hold letters that the language is written in."""
    own = _LETTERS.get(tag, _LATIN)
    return any(own.search(text) for text in texts)


def guess(texts: Iterable[str]) -> str:
    """Return the language that texts are probably in, for a person to agree to; "" for none.

    A script tells ar, zh and ru; the small words of a language tell en, fr and es.
    """
    letters: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for text in texts:
        letters.update(text)
        words.update(word for word in _WORD.findall(text.lower()) if word in _SMALL)
    counts = {letter: count for letter, count in letters.items() if letter.isalpha()}
    for tag, own in _LETTERS.items():
        if sum(n for letter, n in counts.items() if own.match(letter)) * 2 > sum(counts.values()):
            return tag
    told = {tag: sum(words[word] for word in small) for tag, small in _SMALL_WORDS.items()}
    best = max(told, key=lambda tag: told[tag])
    others = max(count for tag, count in told.items() if tag != best)
    return best if told[best] >= _FEWEST_SMALL and told[best] > 2 * others else ""


def note(plain: Plain, where: str) -> Problem:
    """Return the sentence that names an inferred language."""
    said = {"language": f"{NAMES.get(plain.tag, plain.tag)} ({plain.tag})"}
    return Problem("language_inferred", plain.why, said, plain.where or where)


def question(columns: Iterable[str], where: str, texts: Iterable[str] = ()) -> Problem:
    """Return the sentence that asks for the language of columns, with what to type.

    Its parameter ``guess`` is the language the texts are probably in.
    """
    message = N_(
        "These columns do not say their language: %(columns)s. Write it into the header, such as "
        "label::English (en), or say it when you bring the file: %(said)s. For another language "
        "put ar, zh, fr, ru or es in the place of en."
    )
    said = statement(languages.PLAIN) | {"guess": guess(texts)}
    return Problem("language_unsaid", message, {"columns": ", ".join(columns), **said}, where)


def statement(written: str) -> dict[str, str]:
    """Return how a person says what a language is: as an option, and in the field on screen."""
    typed = f"{written}=en"
    return {"said": f"--language {quote(typed)}", "typed": typed}


def _texts(sheet: Sheet) -> Iterable[str]:
    for header, _letter in sheet.columns:
        column = languages.column(header)
        if column.kind in {"label", "hint", "caption"} and not column.language:
            yield from (row[header] for row in sheet.rows if row[header])
