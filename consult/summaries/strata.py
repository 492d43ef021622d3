"""Names of the strata and their codes: region, age band, language, way of answering, invitation."""

from functools import cache

from babel import Locale

from consult.core.locales import LANGUAGES, N_, Localized, in_every_language
from consult.core.regions import REGION_NAMES
from consult.questionnaires.types import age_band
from consult.responses.models import Mode, Stratum

_CAPTIONS = {
    "region": N_("Answers by region"),
    "age_band": N_("Answers by age"),
    "language": N_("Answers by language"),
    "mode": N_("Answers by how they reached us"),
    "stratum": N_("Answers by invitation"),
}

#: Strata that every response has, asked for or not.
ALWAYS_TOLD = frozenset({"language", "mode", "stratum"})
#: Strata that tell how young people came to answer, not who they are.
OF_WAYS = frozenset({"mode", "stratum"})

_MODES = {
    Mode.OPEN: N_("On this site, on one's own"),
    Mode.PAPER: N_("On paper"),
    Mode.FACILITATED: N_("In a group with a facilitator"),
    Mode.IMPORT: N_("Gathered elsewhere"),
}

_STRATA = {
    Stratum.INVITED: N_("With an invitation code or in a partner's group"),
    Stratum.OPEN: N_("Without an invitation"),
}


def caption(stratum: str) -> Localized:
    """Return the caption of a participation table."""
    return in_every_language(_CAPTIONS[stratum])


def codes(stratum: str) -> tuple[str, ...]:
    """Return the codes a stratum has, in the order of its table."""
    return tuple(_names(stratum))


@cache
def label(stratum: str, code: str) -> Localized:
    """Return the name of a code; the code itself where it is not one of ours."""
    if stratum == "language":
        return {tag: _language(code, tag) for tag in LANGUAGES}
    name = _names(stratum).get(code)
    return in_every_language(name) if name else dict.fromkeys(LANGUAGES, code)


def _names(stratum: str) -> dict[str, str]:
    if stratum == "region":
        return {region.value: name for region, name in REGION_NAMES.items()}
    if stratum == "mode":
        return {mode.value: name for mode, name in _MODES.items()}
    if stratum == "stratum":
        return {one.value: name for one, name in _STRATA.items()}
    return dict(age_band.BANDS) if stratum == "age_band" else dict.fromkeys(LANGUAGES, "")


def _language(code: str, shown_in: str) -> str:
    name = str(Locale(shown_in).languages.get(code, code))
    # Russian, French and Spanish write languages small; at the start of a line they stand large.
    return name[:1].upper() + name[1:]
