"""The form of one help line."""

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    DateField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    URLField,
)
from wtforms.validators import InputRequired

from consult.core import clock, i18n
from consult.core.forms import BaseForm
from consult.core.i18n import _l
from consult.core.locales import plain_text
from consult.helplines import countries
from consult.helplines.rules import PURPOSE_NAMES, Line, Purpose


class LineForm(BaseForm):
    """One help line of a country."""

    name = StringField(_l("Name of the help line"), description=_l("As it calls itself."))
    number = StringField(_l("Number to call"), render_kw={"inputmode": "tel"})
    address = URLField(_l("Address of its page"))
    purpose = RadioField(
        _l("What it is for"),
        choices=[SelectChoice(purpose.value, _l(name)) for purpose, name in PURPOSE_NAMES.items()],
        validators=[InputRequired(_l("Choose one."))],
    )
    languages = SelectMultipleField(
        _l("Languages spoken there"),
        description=_l("Hold Ctrl or ⌘ to choose several."),
        render_kw={"size": 8},
    )
    source = StringField(
        _l("Source"),
        description=_l("Where you read number and address: a page or a paper that others find."),
    )
    checked_on = DateField(
        _l("Checked on"),
        description=_l("The day you compared them with the source."),
        validators=[InputRequired(_l("Fill this in."))],
    )

    @classmethod
    def of(cls, line: Line | None) -> "LineForm":
        """Return the form, filled with what is stored."""
        stored = line.stored() | {"checked_on": line.checked_on} if line else {}
        form = cls(data={"checked_on": clock.today(), "purpose": Purpose.ANYTHING.value} | stored)
        language = i18n.language()
        named = [
            (countries.language_name(tag, language), tag) for tag in countries.known_languages()
        ]
        form.languages.choices = [SelectChoice(tag, name) for name, tag in sorted(named)]
        return form

    def line(self, key: str) -> Line:
        """Return what was typed as a line."""
        assert self.checked_on.data
        return Line(
            key=key,
            name=plain_text(self.name.data or ""),
            number=plain_text(self.number.data or ""),
            address=plain_text(self.address.data or ""),
            purpose=Purpose(self.purpose.data),
            languages=tuple(self.languages.data or ()),
            source=plain_text(self.source.data or ""),
            checked_on=self.checked_on.data,
        )
