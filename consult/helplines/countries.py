"""The Member States of the Union by ISO 3166-1 code, and their names in six languages."""

import unicodedata

from babel import Locale

from consult.core.locales import LANGUAGES

#: The members of the United Nations and the Holy See: 194 Member States of the Union.
_CODES = """
    AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD
    CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA
    GB GD GE GH GM GN GQ GR GT GW GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI
    KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MR MT MU
    MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PT PW PY QA RO RS RU RW SA
    SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TZ UA
    UG US UY UZ VA VC VE VN VU WS YE ZA ZM ZW
"""
MEMBERS = tuple(_CODES.split())


def name(code: str, language: str) -> str:
    """Return a country's name in one of the six languages, as Unicode's CLDR writes it."""
    return str(Locale(language).territories[code])


def by_name(language: str) -> list[tuple[str, str]]:
    """Return code and name of every Member State in the order of the names."""
    named = [(code, name(code, language)) for code in MEMBERS]
    return sorted(named, key=lambda pair: _order(pair[1]))


def language_name(tag: str, language: str) -> str:
    """Return the name of a language a help line speaks, in the reader's language."""
    return str(Locale(language).languages.get(tag, tag))


def known_languages() -> list[str]:
    """Return the tags of the languages that have a name in all six languages."""
    names = [set(Locale(language).languages) for language in LANGUAGES]
    return sorted(str(tag) for tag in set.intersection(*names) if len(str(tag)) <= 3)


def _order(told: str) -> str:
    """Return what to sort by: É beside E."""
    return "".join(c for c in unicodedata.normalize("NFD", told) if not unicodedata.combining(c))
