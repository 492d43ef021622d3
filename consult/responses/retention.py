"""How long answers are kept: the one place that says so to the purge, the pages and the papers."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from consult.consultations.models import Consultation
from consult.consultations.rules import ends_at

#: Days after the meeting until answers are deleted (TRUST.md R33); an installation may set others.
DAYS = 90
#: Days after the meeting until even answers without a signed summary are deleted.
LONGEST_DAYS = 365


class Due(StrEnum):
    """What is to be deleted of a consultation's answers."""

    NOTHING = "nothing"
    #: The words young people wrote; the other answers wait for the signed summary.
    TEXTS = "texts"
    EVERYTHING = "everything"


@dataclass(frozen=True)
class Kept:
    """How long the answers to one consultation are kept.

    ``until`` is the day they are deleted; ``longest`` the day they are deleted even if the
    summary is still not signed. Both are absent for a demonstration.
    """

    until: date | None
    longest: date | None


def kept(consultation: Consultation, days: int) -> Kept:
    """Return how long answers are kept.

    The days count from the meeting's last day, or from the end of answering where that is later.
    The answers of a demonstration are made up and are its content: they are not deleted, or its
    pages and its paper would stand empty.

    Args:
        consultation: the one answered.
        days: what the installation has set, from 1 to ``LONGEST_DAYS``.
    """
    if consultation.demonstration:
        return Kept(None, None)
    last = max(consultation.meeting.ends_on, ends_at(consultation).date())
    return Kept(last + timedelta(days=days), last + timedelta(days=LONGEST_DAYS))


def due(consultation: Consultation, days: int, today: date) -> Due:
    """Return what is to be deleted today.

    Tables of a signed summary are frozen, so that everything may go. While it is not signed they
    are still counted from the answers, which therefore stay, without their texts, for a year at
    most.
    """
    lasts = kept(consultation, days)
    if lasts.until is None or lasts.longest is None or today < lasts.until:
        return Due.NOTHING
    if consultation.settled_at is not None or today >= lasts.longest:
        return Due.EVERYTHING
    return Due.TEXTS
