"""What a summary says as long as nobody has written something better: title and abstract."""

from collections.abc import Sequence

from babel.numbers import format_decimal

from consult.consultations.models import Consultation
from consult.core.locales import LANGUAGES, N_, Localized, Speaker
from consult.meetings.models import Meeting


def title(meeting: Meeting, consultations: Sequence[Consultation]) -> Localized:
    """Return a title: of the one consultation, or of the meeting."""
    return {tag: _title(Speaker(tag), tag, meeting, consultations) for tag in LANGUAGES}


def _title(
    speaker: Speaker, tag: str, meeting: Meeting, consultations: Sequence[Consultation]
) -> str:
    subject = consultations[0].title.get(tag, "") if len(consultations) == 1 else ""
    if subject.strip():
        return speaker.gettext(N_("What young people said: %(subject)s"), subject=subject)
    return speaker.gettext(
        N_("What young people said for meeting %(number)s of the group"), number=meeting.number
    )


def abstract(meeting: Meeting, consultations: int, responses: int | None) -> Localized:
    """Return an abstract from the figures.

    Args:
        meeting: the one young people were asked for.
        consultations: how many there were.
        responses: how many answered in all; ``None`` if hidden.
    """
    return {
        tag: _abstract(Speaker(tag), tag, meeting, consultations, responses) for tag in LANGUAGES
    }


def _abstract(
    speaker: Speaker, tag: str, meeting: Meeting, consultations: int, responses: int | None
) -> str:
    if responses is None:
        answered = speaker.gettext(
            N_("A few young people answered questions for meeting %(meeting)s of the group."),
            meeting=meeting.number,
        )
    else:
        answered = speaker.ngettext(
            "%(count)s young person answered questions for meeting %(meeting)s of the group.",
            "%(count)s young people answered questions for meeting %(meeting)s of the group.",
            responses,
            count=format_decimal(responses, locale=tag),
            meeting=meeting.number,
        )
    held = speaker.ngettext(
        "They were asked in %(num)s consultation.",
        "They were asked in %(num)s consultations.",
        consultations,
    )
    how = speaker.gettext(
        N_(
            "This paper shows what they answered. Numbers that are so small that they could point "
            "at one person are hidden. What they wrote is quoted only if they agreed and after "
            "people had read it."
        )
    )
    # In Chinese no space stands between sentences.
    return ("" if tag == "zh" else " ").join((answered, held, how))
