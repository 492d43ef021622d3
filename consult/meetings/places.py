"""Names of meeting places in the six languages, so that a place typed once is right in all."""

import re
from functools import cache

from babel import Locale

from consult.core.errors import InvalidError
from consult.core.locales import LANGUAGES, N_, Localized, in_every_language

#: Places of the group's meetings that are no city of the Unicode locale data.
_OWN = (N_("Geneva"), N_("Online"), N_("Virtual meeting"), N_("ITU headquarters"))

#: What stands between parts, once every run of blanks is one blank.
_BETWEEN = re.compile(r" ?(?:,|;|\+|/|\band\b|[()]) ?")


def in_six_languages(typed: str) -> Localized:
    """Return a place in six languages from its name in any of them.

    Cities and countries come from the Unicode locale data (CLDR), by way of its time zones and
    territories: ``Cairo, Egypt``. Several parts are joined with commas.

    Raises:
        InvalidError: a part is not known; the place must then be given in each language.
    """
    parts = [part for part in _BETWEEN.split(" ".join(typed.split())) if part]
    names = _names()
    unknown = [part for part in parts if part.casefold() not in names]
    if unknown:
        raise InvalidError(
            "place_unknown",
            N_(
                "We do not know the place %(place)s in all six languages. Give its name in each "
                "language."
            ),
            place=", ".join(unknown),
        )
    found = [names[part.casefold()] for part in parts]
    comma = {"ar": "، ", "zh": "，"}
    return {
        tag: comma.get(tag, ", ").join(name[tag] for name in found) for tag in LANGUAGES if found
    }


@cache
def _names() -> dict[str, Localized]:
    """Return every known place by its name, case folded, in any of the six languages."""
    own = [in_every_language(name) for name in _OWN]
    locales = {tag: Locale.parse(tag) for tag in LANGUAGES}
    countries = [
        {tag: locales[tag].territories.get(code, "") for tag in LANGUAGES}
        for code in map(str, locales["en"].territories)
        if len(code) == 2
    ]
    cities = [
        {tag: _city(locales[tag], zone) for tag in LANGUAGES}
        for zone in map(str, locales["ru"].time_zones)
    ]
    found: dict[str, Localized] = {}
    for place in [*own, *countries, *cities]:
        if all(place.values()):
            for name in place.values():
                found.setdefault(name.casefold(), place)
    return found


def _city(locale: Locale, zone: str) -> str:
    """Return the zone's city; Latin scripts leave it out where it is spelt as in the zone."""
    city: str = locale.time_zones.get(zone, {}).get("city", "")
    spelt = zone.rsplit("/", 1)[-1].replace("_", " ")
    return city or (spelt if locale.language in {"en", "fr", "es"} else "")
