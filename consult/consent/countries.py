"""Countries a young person may name: the Member States of the Union, in six languages."""

import unicodedata
from functools import cache

from babel import Locale

from consult.consent.guardians import AGES


@cache
def named(language: str) -> tuple[tuple[str, str], ...]:
    """Return ISO 3166-1 code and name of every Member State, by name in this language."""
    names = Locale(language).territories
    found = ((code, str(names.get(code, code))) for code in AGES)
    return tuple(sorted(found, key=lambda pair: _order(pair[1])))


def _order(name: str) -> str:
    """Return what a name is sorted by: without accents, capital or small alike."""
    apart = unicodedata.normalize("NFD", name.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
