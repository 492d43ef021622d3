"""Forms for a consultation: what it is, and the act of opening it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    DateTimeLocalField,
    Field,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from consult.accounts.models import Account
from consult.consultations import gates
from consult.consultations.models import Consultation, Phase
from consult.consultations.plan import Plan
from consult.core.forms import BaseForm, LocalizedField
from consult.core.i18n import _, _l, language, told
from consult.core.locales import LANGUAGES, N_, NAMES, Localized, hyphened
from consult.meetings.models import AgendaItem, Meeting
from consult.questionnaires.format import stored as read_stored
from consult.questionnaires.models import Questionnaire
from consult.questionnaires.rules import missing_texts

PHASE_NAMES = {Phase.BEFORE: N_("Before the meeting"), Phase.DURING: N_("During the meeting")}

_REQUIRED = _l("Fill this in.")
# The first is what browsers take and send; some add seconds.
_MINUTES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


class ConsultationForm(BaseForm):
    """Everything staff decide about a consultation; times are UTC, as printed beside them."""

    #: Fields that a gate's problem may point at.
    FIELDS = (
        "slug",
        "languages",
        "opens_at",
        "closes_at",
        "focal_point",
        "deputy",
        "title",
        "purpose",
        "outcome",
    )

    slug = StringField(
        _l("Short name"),
        description=_l(
            "The end of its address, for links and posters. Small letters, digits and hyphens, "
            "like online-safety."
        ),
        validators=[InputRequired(_REQUIRED), Length(max=60)],
        render_kw={"spellcheck": "false", "autocapitalize": "none"},
    )
    place = SelectField(_l("Meeting and agenda item"), validators=[InputRequired(_REQUIRED)])
    phase = RadioField(_l("When young people are asked"), validators=[InputRequired(_REQUIRED)])
    questionnaire = SelectField(_l("Questionnaire"), validators=[InputRequired(_REQUIRED)])
    languages = SelectMultipleField(
        _l("Languages young people may answer in"),
        choices=[SelectChoice(tag, NAMES[tag]) for tag in LANGUAGES],
        default=list(LANGUAGES),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    opens_at = DateTimeLocalField(
        _l("Opens (UTC)"), format=_MINUTES, validators=[InputRequired(_REQUIRED)]
    )
    closes_at = DateTimeLocalField(
        _l("Closes (UTC)"),
        format=_MINUTES,
        description=_l("From this minute on no answers are taken."),
        validators=[InputRequired(_REQUIRED)],
    )
    smallest_cell = IntegerField(
        _l("Smallest count shown"),
        description=_l("Counts from 1 to one below this are hidden in every table."),
        default=5,
        validators=[InputRequired(_REQUIRED), NumberRange(min=3, max=50)],
    )
    focal_point = SelectField(
        _l("Safeguarding focal point"),
        description=_l("Who is called when a text tells of harm to its author."),
        validators=[Optional()],
    )
    deputy = SelectField(
        _l("Deputy of the focal point"),
        description=_l("Somebody else, for days when the focal point is away."),
        validators=[Optional()],
    )
    ten_to_twelve = RadioField(
        _l("Children of 10 to 12"),
        description=_l("Children under 10 only tick answers, whatever you choose here."),
        choices=[
            SelectChoice("write", _l("may also write in their own words")),
            SelectChoice("tick", _l("only tick answers")),
        ],
        default="write",
    )
    contact_offered = BooleanField(
        _l("After sending, young people may leave an e-mail address to hear what came of it"),
        description=_l(
            "The address is kept apart from the answers. In most countries a minor's parent or "
            "guardian must agree first. You must then write to them after the meeting."
        ),
    )
    title = LocalizedField(
        _l("Title"),
        description=_l("Left empty in every language, we take it from the questionnaire."),
        rows=2,
    )
    purpose = LocalizedField(
        _l("Why young people are asked"),
        description=_l("In their words, short. Left empty in every language, we put our own."),
        rows=4,
    )
    outcome = LocalizedField(
        _l("What happens with the answers"),
        description=_l(
            "Also what will not happen. Left empty in every language, we put our own words."
        ),
        rows=4,
    )

    def offer(
        self,
        meetings: Sequence[Meeting],
        questionnaires: Sequence[Questionnaire],
        people: Sequence[Account],
    ) -> None:
        """Fill the lists in the page's language."""
        self.place.choices = [choice for meeting in meetings for choice in _places(meeting)]
        self.questionnaire.choices = [
            SelectChoice(str(one.id), _shown(one.title)) for one in questionnaires
        ]
        for place in (self.focal_point, self.deputy):
            place.choices = [
                SelectChoice("", _("Nobody yet")),
                *(SelectChoice(str(one.id), one.email) for one in people),
            ]
        self.phase.choices = [SelectChoice(p.value, _(name)) for p, name in PHASE_NAMES.items()]

    def begin_with(self, questionnaires: Sequence[Questionnaire], chosen: str) -> None:
        """Put a questionnaire into an empty form, in the languages in which no text is missing.

        A short name is proposed from its title; young people are mostly asked before the meeting.
        """
        found = next((one for one in questionnaires if str(one.id) == chosen), None)
        if found is None or self.is_submitted():
            return
        self.questionnaire.data = chosen
        definition = read_stored(found.content)
        lacking = {tag for tag in LANGUAGES if missing_texts(definition, (tag,))}
        self.languages.data = [tag for tag in LANGUAGES if tag not in lacking]
        names = (hyphened(found.title.get(tag, ""), 40) for tag in ("en", "fr", "es"))
        self.slug.data = next((name for name in names if name), "")
        self.phase.data = Phase.BEFORE.value

    def has_own_words(self) -> bool:
        """Tell whether somebody wrote a text of the consultation's own, or one of them is wrong."""
        texts = (self.title, self.purpose, self.outcome)
        return any(field.wrong or any((field.data or {}).values()) for field in texts)

    def validate_slug(self, field: Field) -> None:
        """Refuse a short name that would break links, together with all other slips."""
        for problem in gates.slug_gate(str(field.data).strip()):
            raise ValidationError(told(problem))

    def meeting(self, meetings: Sequence[Meeting]) -> Meeting | None:
        """Return the chosen meeting, for its time zone; ``None`` while none is chosen."""
        number = str(self.place.data or "").partition("/")[0]
        return next((one for one in meetings if str(one.number) == number), None)

    def window(self) -> list[datetime]:
        """Return the moments typed so far, aware."""
        typed = (self.opens_at.data, self.closes_at.data)
        return [_utc(moment) for moment in typed if moment]

    def plan(
        self,
        meetings: Sequence[Meeting],
        questionnaires: Sequence[Questionnaire],
        people: Sequence[Account],
    ) -> Plan:
        """Return what was typed as a plan; the form has been validated."""
        meeting = self.meeting(meetings)
        assert meeting is not None  # the form has been validated
        agenda = {one.number: one for one in meeting.agenda_items}
        chosen = UUID(self.questionnaire.data)
        by_id = {str(one.id): one for one in people}
        return Plan(
            slug=str(self.slug.data).strip(),
            meeting=meeting,
            agenda_item=agenda.get(str(self.place.data).partition("/")[2]),
            phase=Phase(self.phase.data),
            questionnaire=next(one for one in questionnaires if one.id == chosen),
            languages=tuple(self.languages.data or ()),
            opens_at=_utc(self.opens_at.data),
            closes_at=_utc(self.closes_at.data),
            smallest_cell=self.smallest_cell.data or 0,
            focal_point=by_id.get(str(self.focal_point.data)),
            deputy=by_id.get(str(self.deputy.data)),
            ten_to_twelve_may_write=self.ten_to_twelve.data == "write",
            contact_offered=bool(self.contact_offered.data),
            title=None if self.title.is_blank else self.title.data,
            purpose=None if self.purpose.is_blank else self.purpose.data,
            outcome=None if self.outcome.is_blank else self.outcome.data,
        )

    @staticmethod
    def stored(consultation: Consultation) -> dict[str, Any]:
        """Return a consultation's values as the form's fields take them."""
        return {
            "slug": consultation.slug,
            "place": place_key(consultation.meeting, consultation.agenda_item),
            "phase": consultation.phase.value,
            "questionnaire": str(consultation.questionnaire_id),
            "languages": consultation.languages,
            "opens_at": consultation.opens_at,
            "closes_at": consultation.closes_at,
            "smallest_cell": consultation.smallest_cell,
            "focal_point": str(consultation.focal_point_id or ""),
            "deputy": str(consultation.deputy_id or ""),
            "ten_to_twelve": "write" if consultation.ten_to_twelve_may_write else "tick",
            "contact_offered": consultation.contact_offered,
            "title": consultation.title,
            "purpose": consultation.purpose,
            "outcome": consultation.outcome,
        }


def place_key(meeting: Meeting, item: AgendaItem | None) -> str:
    """Return how the list of meetings and agenda items names one entry: ``24`` or ``24/5.1``."""
    return f"{meeting.number}/{item.number}" if item else str(meeting.number)


def _places(meeting: Meeting) -> list[SelectChoice]:
    whole = _("Meeting %(number)s", number=meeting.number)
    named = [
        SelectChoice(
            place_key(meeting, item),
            _(
                "Meeting %(number)s, item %(item)s: %(title)s",
                number=meeting.number,
                item=item.number,
                title=_shown(item.title),
            ),
        )
        for item in meeting.agenda_items
    ]
    return [SelectChoice(place_key(meeting, None), whole), *named]


def _shown(text: Localized) -> str:
    """Return a title for a list of staff: in the page's language, else in one it is there in."""
    return text.get(language()) or next(iter(text.values()), "…")


def _utc(typed: datetime | None) -> datetime:
    assert typed is not None  # the field is required
    return typed.replace(tzinfo=UTC)
