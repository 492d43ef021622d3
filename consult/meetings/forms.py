"""Forms for meetings, agenda items and papers."""

from typing import Any

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    DateField,
    IntegerField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    URLField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from consult.core.forms import BaseForm, LocalizedField
from consult.core.i18n import _l
from consult.core.locales import LANGUAGES, NAMES, Localized
from consult.meetings import places
from consult.meetings.symbols import EXAMPLE

_REQUIRED = _l("Fill this in.")


class ChangeMeetingForm(BaseForm):
    """The days, place and time zone of a meeting."""

    starts_on = DateField(_l("First day"), validators=[InputRequired(_REQUIRED)])
    ends_on = DateField(
        _l("Last day"),
        description=_l("Leave it empty for a meeting of one day."),
        validators=[Optional()],
    )
    time_zone = StringField(
        _l("Time zone of the place"),
        description=_l("Its name, such as Europe/Zurich for Geneva, or Africa/Cairo."),
        validators=[InputRequired(_REQUIRED), Length(max=64)],
        default="Europe/Zurich",
        render_kw={"list": "time-zones", "spellcheck": "false"},
    )
    place = LocalizedField(
        _l("Place"),
        description=_l(
            "Leave it empty when it is not known. A city or country that we know can be written "
            "in one language; we add the others."
        ),
    )

    def place_written(self) -> Localized:
        """Return the place; from one language the other five when the place is known.

        Raises:
            InvalidError: one language is filled and the place is not known.
        """
        written = [text.strip() for text in self.place.data.values() if text.strip()]
        return places.in_six_languages(written[0]) if len(written) == 1 else self.place.data

    def values(self) -> dict[str, Any]:
        """Return the days, place and time zone as the service takes them."""
        return {
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data or self.starts_on.data,
            "place": self.place_written(),
            "time_zone": self.time_zone.data or "",
        }


class AddMeetingForm(ChangeMeetingForm):
    """A new meeting, with its number."""

    number = IntegerField(
        _l("Number"),
        description=_l("24 for the twenty-fourth meeting."),
        validators=[InputRequired(_REQUIRED), NumberRange(min=1, max=999)],
    )


class AgendaItemForm(BaseForm):
    """An item of the agenda."""

    number = StringField(
        _l("Number on the agenda"),
        description=_l("As it is printed: 5 or 5.1."),
        validators=[InputRequired(_REQUIRED), Length(max=20)],
    )
    title = LocalizedField(_l("Title"), rows=2)


class DocumentForm(BaseForm):
    """A numbered paper that is kept elsewhere."""

    symbol = StringField(
        _l("Symbol"),
        description=_l(
            "Such as %(like)s, with Rev.1, Add.1 or Cor.1 if it has them.", like=EXAMPLE
        ),
        validators=[InputRequired(_REQUIRED), Length(max=80)],
        render_kw={"spellcheck": "false"},
    )
    languages = SelectMultipleField(
        _l("Languages the paper is there in"),
        choices=[SelectChoice(tag, NAMES[tag]) for tag in LANGUAGES],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    address = URLField(
        _l("Address"),
        description=_l("Leave it empty for the Union's own address of this symbol."),
        validators=[Length(max=500)],
    )
    title = LocalizedField(_l("Title"), rows=2)
