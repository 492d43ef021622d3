"""The six languages: their names, direction, catalogues, and text kept by language."""

import io
import re
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from consult.core.errors import InvalidError

#: Text by language tag. Read it through :func:`pick` only.
Localized = dict[str, str]

#: The official languages of the Union, in the order its papers name them.
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")

#: Each language's name in itself.
NAMES = {
    "ar": "العربية",
    "zh": "中文",
    "en": "English",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}

#: The letter a document's symbol carries for its language.
LETTERS = {"ar": "A", "zh": "C", "en": "E", "fr": "F", "ru": "R", "es": "S"}

_NO_SCRIPT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

CATALOGUES = Path(__file__).parents[2] / "translations"

_reading = threading.Lock()


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools know for "mark, translate later"
    """Mark a text for the catalogues without translating it yet."""
    return message


def direction(language: str) -> str:
    """Return ``rtl`` for Arabic, ``ltr`` for the others."""
    return "rtl" if language == "ar" else "ltr"


def pick(text: Mapping[str, str], language: str) -> str:
    """Return the text in one language.

    Raises:
        InvalidError: the text is not there in that language; pages never mix languages.
    """
    found = text.get(language, "")
    if not found.strip():
        raise InvalidError(
            "text_missing",
            N_("A text is not there in %(language)s: %(sample)s"),
            language=NAMES.get(language, language),
            sample=next((t for t in text.values() if t.strip()), "…")[:60],
        )
    return found


def missing(text: Mapping[str, str], languages: Iterable[str]) -> list[str]:
    """Return those of ``languages`` in which the text is absent or blank."""
    return [tag for tag in languages if not text.get(tag, "").strip()]


@cache
def catalogue(language: str) -> Translations:
    """Return one language's catalogue, read from its ``.po`` file once.

    Fuzzy entries do not count as translated. Reading takes a quarter of a second: who asks
    meanwhile waits instead of reading beside.

    Raises:
        KeyError: the language is none of the six.
    """
    if language not in NAMES:
        raise KeyError(language)
    with _reading:
        return _read(language)


def read_catalogues() -> None:
    """Read all six before the first reader asks."""
    for language in LANGUAGES:
        catalogue(language)


@cache
def _read(language: str) -> Translations:
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    compiled = io.BytesIO()
    if path.exists():
        with path.open("rb") as source:
            write_mo(compiled, read_po(source, locale=language))
        compiled.seek(0)
        return Translations(fp=compiled)
    return Translations()


class Speaker:
    """Says the product's own sentences in one language, outside any request.

    Papers and commands use it; pages use ``consult.core.i18n``.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = catalogue(language)

    def gettext(self, message: str, **params: Any) -> str:
        """Return the translated sentence with its placeholders filled."""
        text: str = self._catalogue.ugettext(message)
        return text % params if params else text

    def ngettext(self, singular: str, plural: str, num: int, **params: Any) -> str:
        """Return the plural form that fits ``num``, which fills ``%(num)s``."""
        text: str = self._catalogue.ungettext(singular, plural, num)
        return text % ({"num": num} | params)


def in_every_language(message: str, **params: Any) -> Localized:
    """Return one of the product's own sentences in all six languages."""
    return {tag: Speaker(tag).gettext(message, **params) for tag in LANGUAGES}


def hyphened(text: str, most: int) -> str:
    """Return a text as small plain letters, digits and hyphens, for an address or a file's name.

    Words are left out whole from ``most`` characters on. Empty where a script has no such letters.
    """
    apart = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = ""
    for word in re.findall(r"[a-z0-9]+", apart):
        longer = f"{found}-{word}" if found else word[:most]
        if len(longer) > most:
            break
        found = longer
    return found


def tidy(text: Mapping[str, str]) -> Localized:
    """Return the text as it is stored: plain lines, no empty languages, in the Union's order."""
    plain = {tag: plain_text(text.get(tag, "")) for tag in LANGUAGES}
    return {tag: told for tag, told in plain.items() if told}


def plain_text(typed: str) -> str:
    """Return what was typed without surrounding blanks and signs that no script has.

    PostgreSQL refuses a NUL and Word a control character; browsers send lines with two signs.
    """
    return _NO_SCRIPT.sub("", typed.replace("\r\n", "\n").replace("\r", "\n")).strip()
