"""Finding personal data in free text: what names or reaches somebody (TRUST.md R27).

A find is a hint for a young person and for a reviewer; people decide what is struck.
"""

from dataclasses import dataclass
from enum import StrEnum

from consult.screening import contacts, places
from consult.screening.folding import fold
from consult.screening.scripts import languages_in


class Kind(StrEnum):
    """What a find looks like."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    URL = "url"
    SCHOOL = "school"
    ADDRESS = "address"
    BIRTH_DATE = "birth-date"
    #: An exact age, told together with a school.
    AGE = "age"


@dataclass(frozen=True, order=True)
class Finding:
    """A place in a text; code points, ``end`` excluded."""

    start: int
    end: int
    kind: Kind


def personal_data(text: str, language: str) -> list[Finding]:
    """Return what looks like personal data, by place; finds do not overlap.

    Args:
        text: as it was written.
        language: tag of the form it was written in; the text may be in another one, so every
            language of a script that stands in it is tried as well.
    """
    folded = fold(text)
    tags = languages_in(folded.low, language)
    found: list[Finding] = []
    taken: set[int] = set()
    # What is read first keeps its place: an address of a page is no e-mail, a date is no phone.
    for kind, start, end in [*contacts.found(folded), *places.found(folded, tags)]:
        place = range(*folded.span(start, end))
        if not taken.isdisjoint(place):
            continue
        taken.update(place)
        found.append(Finding(place.start, place.stop, Kind(kind)))
    if not any(one.kind is Kind.SCHOOL for one in found):
        found = [one for one in found if one.kind is not Kind.AGE]
    return sorted(found)
