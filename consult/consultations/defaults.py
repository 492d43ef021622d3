"""The product's own words for a consultation that brings only a questionnaire."""

from consult.consultations.models import Phase
from consult.core.locales import N_, Localized, in_every_language

_TITLES = {
    Phase.BEFORE: N_("Questions for young people before meeting %(number)s"),
    Phase.DURING: N_("Questions for young people during meeting %(number)s"),
}
_PURPOSES = {
    Phase.BEFORE: N_(
        "A group of countries in the International Telecommunication Union works on keeping "
        "children and young people safe online. Soon it has its meeting %(number)s. Before that "
        "it wants to know what you see and what you think."
    ),
    Phase.DURING: N_(
        "A group of countries in the International Telecommunication Union works on keeping "
        "children and young people safe online. It is in its meeting %(number)s. It wants to "
        "know what you see and what you think while it talks."
    ),
}
_OUTCOME = N_(
    "We count the answers and write a summary for the meeting. Everybody can read it on this "
    "site. We show your own words only if you say yes and a person has read them first. Nobody "
    "learns who wrote what. We cannot promise that the group does everything you ask for."
)


def title(phase: Phase, meeting_number: int) -> Localized:
    """Return a title for a questionnaire that has none in some language."""
    return in_every_language(_TITLES[phase], number=meeting_number)


def purpose(phase: Phase, meeting_number: int) -> Localized:
    """Return why young people are asked, in general words."""
    return in_every_language(_PURPOSES[phase], number=meeting_number)


def outcome() -> Localized:
    """Return what happens with the answers."""
    return in_every_language(_OUTCOME)
