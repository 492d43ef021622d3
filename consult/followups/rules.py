"""When young people must be told, and what must be there before they are (TRUST.md R45, R46)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from consult.consultations.models import Consultation
from consult.consultations.rules import State, ends_at, state
from consult.core.errors import Problem
from consult.core.locales import LANGUAGES, N_, NAMES, missing
from consult.followups.models import FollowUp, Recommendation, Status

#: Days after closing until "what we heard", and after the meeting's last day until "what changed".
HEARD_DAYS = CHANGED_DAYS = 30

STATUS_NAMES = {
    Status.ACCEPTED: N_("Accepted"),
    Status.PARTLY: N_("Partly accepted"),
    Status.NOT_ACCEPTED: N_("Not accepted"),
}


class Stage(StrEnum):
    """Where the telling stands; it follows from the clock and from what was told."""

    ASKING = "asking"
    HEARING = "hearing"
    DECIDING = "deciding"
    TOLD = "told"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class Duty:
    """One thing to tell: until when, and whether it was told."""

    due_on: date
    told_on: date | None
    today: date

    @property
    def overdue_days(self) -> int:
        """Return by how many days it is late; 0 when it is told or not due yet."""
        return 0 if self.told_on else max(0, (self.today - self.due_on).days)


@dataclass(frozen=True)
class Standing:
    """What is to be told about a consultation, and what was."""

    stage: Stage
    heard: Duty
    changed: Duty


def standing(consultation: Consultation, told: FollowUp | None, now: datetime) -> Standing:
    """Return where the telling stands at ``now``; days are UTC days."""
    today = now.date()
    heard_on, changed_on = (told.heard_on, told.changed_on) if told else (None, None)
    heard = Duty(ends_at(consultation).date() + timedelta(HEARD_DAYS), heard_on, today)
    changed_due = consultation.meeting.ends_on + timedelta(CHANGED_DAYS)
    changed = Duty(changed_due, changed_on, today)
    if state(consultation, now) is not State.CLOSED:
        return Standing(Stage.ASKING, heard, changed)
    if told and told.archived_on:
        return Standing(Stage.ARCHIVED, heard, changed)
    if not heard_on:
        return Standing(Stage.HEARING, heard, changed)
    return Standing(Stage.TOLD if changed_on else Stage.DECIDING, heard, changed)


def heard_problems(heard: dict[str, str]) -> Iterator[Problem]:
    """Yield the languages in which "what we heard" is missing."""
    yield from _missing(heard, "heard")


def recommendation_problems(asked: dict[str, str], paragraph: str) -> Iterator[Problem]:
    """Yield what is wrong with a recommendation before it is stored."""
    yield from _missing(asked, "asked")
    if len(paragraph) > 60:
        message = N_("This is too long. Characters it may have: %(max)d")
        yield Problem("paragraph_long", message, {"max": 60}, "paragraph")


def changed_problems(told: FollowUp) -> Iterator[Problem]:
    """Yield what is to be done before "what changed" can be told."""
    if not told.recommendations:
        message = N_("Write down at least one thing that young people asked for.")
        yield Problem("nothing_recommended", message)
    for one in told.recommendations:
        for message in _open_ends(one):
            yield Problem("recommendation_open", message, where=str(one.position))
        for tag in missing(one.reason, LANGUAGES):
            message = N_("The reason is missing in %(language)s.")
            yield Problem("reason_missing", message, {"language": NAMES[tag]}, str(one.position))


def _open_ends(one: Recommendation) -> Iterator[str]:
    if one.status is None:
        yield N_("It has no status: accepted, partly or not.")
    if one.document_id is None:
        yield N_("Name the paper of the meeting that records the decision.")
    if not one.paragraph:
        yield N_("Name the paragraph of that paper.")


def archive_problems(told: FollowUp | None) -> Iterator[Problem]:
    """Yield why the matter cannot be closed: both things must have been told."""
    if told is None or told.heard_on is None:
        yield Problem("heard_untold", N_("“What we heard” is not published yet."))
    if told is None or told.changed_on is None:
        yield Problem("changed_untold", N_("“What changed” is not published yet."))


def _missing(text: dict[str, str], field: str) -> Iterator[Problem]:
    for tag in missing(text, LANGUAGES):
        message = N_("This text is missing in %(language)s.")
        yield Problem("text_missing", message, {"language": NAMES[tag]}, f"{field}-{tag}")
