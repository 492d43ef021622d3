"""Which language a column is in: every spelling of ``label::Language`` that is in use."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale

from consult.core.locales import LANGUAGES, NAMES

_HEADER = re.compile(r"([A-Za-z_ ]+?)\s*::?\s*(\S.*)", re.DOTALL)
_WITH_CODE = re.compile(r"(.*)\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)\s*", re.DOTALL)
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

#: Languages whose own names are read too, as Unicode's CLDR has them, beside those of the six; the
#: English names of all are. To ask Babel for each would load all it knows of 26 languages.
_OWN_NAMES = {
    "deutsch": "de", "português": "pt", "italiano": "it", "nederlands": "nl", "polski": "pl",
    "українська": "uk", "türkçe": "tr", "فارسی": "fa", "اردو": "ur", "हिन्दी": "hi", "বাংলা": "bn",
    "indonesia": "id", "melayu": "ms", "tiếng việt": "vi", "ไทย": "th", "日本語": "ja",
    "한국어": "ko", "kiswahili": "sw", "አማርኛ": "am", "soomaali": "so", "hausa": "ha",
    "română": "ro", "čeština": "cs", "ελληνικά": "el", "עברית": "he", "magyar": "hu",
}  # fmt: skip
_SPOKEN = {"chinese simplified": "zh", "mandarin": "zh", "castellano": "es", "farsi": "fa"}

#: How the person who imports names the columns that have no language in their header.
PLAIN = "label"


@dataclass(frozen=True)
class Column:
    """A header: what it holds (``label``), and the language as it is written there (or ``""``)."""

    header: str
    kind: str
    language: str


def column(header: str) -> Column:
    """Return what a header says."""
    found = _HEADER.fullmatch(" ".join(header.split()))
    if found and found[1].strip().lower() not in {"bind", "media"}:
        return Column(header, _plain(found[1]), " ".join(found[2].split()))
    return Column(header, _plain(header), "")


def tag(written: str, chosen: Mapping[str, str]) -> str:
    """Return the tag of a language as it is written in a header; empty when it is not known.

    Args:
        written: ``English (en)``, ``english``, ``en``, ``العربية`` …
        chosen: what the person who imports said: header's language or tag → tag.
    """
    by_name = {" ".join(name.split()).lower(): given for name, given in chosen.items()}
    if written.lower() in by_name:
        return by_name[written.lower()]
    found = _known(written)
    return by_name.get(found, found) if found else ""


def ordered(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags once each: the Union's languages in its order, then the others."""
    found = list(dict.fromkeys(tags))
    return (*(t for t in LANGUAGES if t in found), *(t for t in found if t not in LANGUAGES))


def _plain(kind: str) -> str:
    return "_".join(kind.strip().lower().split())


def _known(written: str) -> str:
    coded = _WITH_CODE.fullmatch(written)
    code = (coded[2] if coded else written).strip().replace("_", "-")
    first, dash, rest = code.partition("-")
    lowered = first.lower() + dash + rest
    if _CODE.fullmatch(lowered) and (coded or first.lower() in _names().values()):
        return lowered
    return _names().get(written.strip().lower(), "")


@cache
def _names() -> dict[str, str]:
    """Return tags by the names of languages, in English and in themselves."""
    english = Locale("en").languages
    names = {name.lower(): code for code, name in english.items() if "_" not in code}
    six = {name.lower(): code for code, name in NAMES.items()}
    return names | six | _OWN_NAMES | _SPOKEN
