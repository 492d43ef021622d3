"""What must be right before a consultation opens, with what to do about each thing that is not.

A gate has a name, which is the ``code`` of its problems. A gate about dates only warns: the trail
keeps that it was open to doubt, and why it was opened all the same. So do the gates about how good
the questions are (``doubts``). A missing text always refuses (DESIGN.md §2, promise 3).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from consult.accounts.models import Account
from consult.consultations import impact
from consult.consultations.models import Consultation, Phase
from consult.core.errors import Problem
from consult.core.locales import LANGUAGES, N_, NAMES, Localized, missing
from consult.meetings.models import Meeting
from consult.questionnaires import checks, types
from consult.questionnaires import rules as questionnaires
from consult.questionnaires.definition import Definition

#: Gates that may be waived: an odd date breaks no promise to young people. Answers gathered on
#: paper come in after the window, and a group may ask once more after its meeting.
#: So may the two that protect young people in other ways, for a reason that the trail keeps.
WAIVABLE = ("past", "phase", "safeguarding", "impact")

#: Of these, a person on a page must say why; the command line only warns.
ASK_WHY = ("safeguarding", "impact")

#: Stands for all doubts about the questions at once: one reason is asked for them.
QUESTIONS = "questions"

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SLUG = 60


def gates(
    consultation: Consultation,
    definition: Definition,
    meeting: Meeting,
    now: datetime,
    *,
    unsigned: Mapping[str, int] | None = None,
) -> list[Problem]:
    """Return everything that keeps a consultation from opening at ``now``; empty: it may open.

    Args:
        consultation: the one to open.
        definition: what its questionnaire asks.
        meeting: the one it is for.
        now: present moment, aware.
        unsigned: how many texts a machine made and nobody signed, by language.
    """
    window = (consultation.opens_at, consultation.closes_at)
    return [
        *slug_gate(consultation.slug),
        *language_gate(consultation.languages),
        *_text_gate("title", consultation.title, consultation.languages),
        *_text_gate("purpose", consultation.purpose, consultation.languages),
        *_text_gate("outcome", consultation.outcome, consultation.languages),
        *_questionnaire_gate(definition, consultation.languages),
        *machine_gate(unsigned or {}, consultation.languages),
        *_contact_gate(definition, contact_offered=consultation.contact_offered),
        *window_gate(*window),
        *_past_gate(consultation.closes_at, now),
        *_phase_gate(consultation.phase, *window, meeting),
        *safeguarding_gate(consultation.focal_point, consultation.deputy),
        *impact.problems(consultation.impact, now.date()),
    ]


def doubts(
    definition: Definition, stale: Mapping[str, int] | None = None, languages: Sequence[str] = ()
) -> list[Problem]:
    """Return what a person should look at and may open in spite of, saying why.

    A questionnaire from a file opens from the command line as it always did; the trail names each
    doubt. On screen a reason is asked for.

    Args:
        definition: what is asked.
        stale: how many translations were made from words that read otherwise now, by language.
        languages: those young people may answer in.
    """
    return [*_stale_doubts(stale or {}, languages), *checks.findings(definition)]


def slug_gate(slug: str) -> Iterator[Problem]:
    """Yield what is wrong with the name in the address."""
    if len(slug) > _LONGEST_SLUG or not _SLUG.fullmatch(slug):
        message = N_(
            "The short name has small letters a to z, digits and single hyphens, at most 60, "
            "like online-safety."
        )
        yield Problem("slug", message, where="slug")


def language_gate(languages: Sequence[str]) -> Iterator[Problem]:
    """Yield what is wrong with the languages offered."""
    if not languages or set(languages) - set(LANGUAGES):
        message = N_("Choose at least one language from %(languages)s.")
        yield Problem("language", message, {"languages": ", ".join(LANGUAGES)}, where="languages")


def window_gate(opens_at: datetime, closes_at: datetime) -> Iterator[Problem]:
    """Yield what is wrong with the window itself."""
    if closes_at <= opens_at:
        message = N_("The closing time must be after the opening time.")
        yield Problem("window", message, where="closes_at")


def safeguarding_gate(focal_point: Account | None, deputy: Account | None) -> Iterator[Problem]:
    """Yield what is missing of the two people who see to texts that tell of harm (TRUST.md R17)."""
    if focal_point is None:
        message = N_("Name the safeguarding focal point: who is called when a text tells of harm.")
        yield Problem("safeguarding", message, where="focal_point")
    if deputy is None:
        message = N_("Name a deputy for the safeguarding focal point.")
        yield Problem("safeguarding", message, where="deputy")
    elif deputy is focal_point:
        message = N_("The deputy must be somebody else than the focal point.")
        yield Problem("safeguarding", message, where="deputy")


def machine_gate(unsigned: Mapping[str, int], languages: Sequence[str]) -> Iterator[Problem]:
    """Yield which languages hold texts that a machine made and no person signed."""
    for tag in languages:
        if unsigned.get(tag):
            message = N_(
                "In %(language)s so many texts were made by a machine and are not signed: "
                "%(count)s. Read and sign them on the page of translations."
            )
            params = {"language": NAMES.get(tag, tag), "count": unsigned[tag]}
            yield Problem("machine_unsigned", message, params, where="questionnaire")


def _stale_doubts(stale: Mapping[str, int], languages: Sequence[str]) -> Iterator[Problem]:
    for tag in languages:
        if stale.get(tag):
            message = N_(
                "In %(language)s so many texts are translations of older words: %(count)s. Look "
                "at them on the page of translations."
            )
            params = {"language": NAMES.get(tag, tag), "count": stale[tag]}
            yield Problem("translation_stale", message, params, where="translations")


def meeting_window(meeting: Meeting) -> tuple[datetime, datetime]:
    """Return when the meeting's first day starts and its last day is over, where it meets."""
    zone = ZoneInfo(meeting.time_zone)
    start = datetime.combine(meeting.starts_on, time(), zone)
    end = datetime.combine(meeting.ends_on + timedelta(days=1), time(), zone)
    return start, end


def _text_gate(name: str, text: Localized, languages: list[str]) -> Iterator[Problem]:
    messages = {
        "title": N_("The title is missing in %(language)s. Write it."),
        "purpose": N_("Why young people are asked is missing in %(language)s. Write it."),
        "outcome": N_("What happens with the answers is missing in %(language)s. Write it."),
    }
    for tag in missing(text, languages):
        params = {"language": NAMES.get(tag, tag)}
        yield Problem("text", messages[name], params, where=f"{name}-{tag}")


def _questionnaire_gate(definition: Definition, languages: list[str]) -> Iterator[Problem]:
    yield from questionnaires.problems(definition)
    for problem in questionnaires.missing_texts(definition, languages):
        # Young people read the consultation's own title and purpose in place of these two.
        if problem.where not in {"title", "introduction"}:
            yield problem


def _contact_gate(definition: Definition, *, contact_offered: bool) -> Iterator[Problem]:
    for question in definition.questions():
        if types.of(question).contact and not contact_offered:
            message = N_(
                "“%(code)s” asks for an address. Offer e-mail addresses in the consultation, so "
                "that they are kept apart from all answers, or take the question away."
            )
            yield Problem("contact", message, {"code": question.code}, where="questionnaire")


def _past_gate(closes_at: datetime, now: datetime) -> Iterator[Problem]:
    if closes_at <= now:
        message = N_("The closing time is past. Choose a later one.")
        yield Problem("past", message, where="closes_at")


def _phase_gate(
    phase: Phase, opens_at: datetime, closes_at: datetime, meeting: Meeting
) -> Iterator[Problem]:
    start, end = meeting_window(meeting)
    if phase is Phase.BEFORE and closes_at > end:
        message = N_(
            "A consultation before the meeting must close by the end of meeting %(number)s. "
            "Close it earlier, or choose another meeting."
        )
        yield Problem("phase", message, {"number": meeting.number}, where="closes_at")
    if phase is Phase.DURING and (opens_at >= end or closes_at <= start):
        message = N_(
            "A consultation during the meeting must be open on a day of meeting %(number)s. "
            "Change the window, or choose another meeting."
        )
        yield Problem("phase", message, {"number": meeting.number}, where="opens_at")
