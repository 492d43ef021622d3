"""The form with which staff take a paper."""

from wtforms import RadioField, SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired

from consult.core.forms import BaseForm
from consult.core.i18n import _, _l
from consult.core.locales import LANGUAGES, NAMES
from consult.exports import registry


class PaperForm(BaseForm):
    """Which language and which kind of file."""

    language = RadioField(
        _l("Language of the paper"),
        choices=[SelectChoice(tag, NAMES[tag]) for tag in LANGUAGES],
        validators=[InputRequired(_l("Choose a language."))],
    )
    format = RadioField(
        _l("Kind of file"), validators=[InputRequired(_l("Choose a kind of file."))]
    )

    def offer_formats(self) -> None:
        """Name the formats in the reader's language."""
        self.format.choices = [
            SelectChoice(kind.name, _(kind.title)) for kind in registry.FORMATS.values()
        ]
