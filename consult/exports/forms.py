"""The forms with which staff take a paper, and write what follows a signed one."""

from typing import Any

from wtforms import RadioField, SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired

from consult.core.forms import BaseForm, LocalizedField
from consult.core.i18n import _, _l
from consult.core.locales import LANGUAGES, NAMES
from consult.exports import registry
from consult.summaries.forms import SummaryForm
from consult.summaries.models import SummaryRevision


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


class FollowForm(BaseForm):
    """What kind of paper follows the signed one."""

    kind = RadioField(
        _l("What follows the signed paper?"),
        choices=[
            SelectChoice("REV", _l("A revision (Rev.): takes its place")),
            SelectChoice("COR", _l("A corrigendum (Corr.): mends mistakes")),
            SelectChoice("ADD", _l("An addendum (Add.): adds to it")),
        ],
        validators=[InputRequired(_l("Choose one."))],
        default="REV",
    )


class RevisionForm(SummaryForm):
    """The words of what follows a signed paper, and why it does."""

    reason = LocalizedField(
        _l("Why there is a new paper"),
        rows=2,
        description=_l("One or two sentences; they stand on the first page."),
    )

    @classmethod
    def of_draft(cls, revision: SummaryRevision) -> "RevisionForm":
        """Return the form with what is stored."""
        return cls(obj=revision)

    def values(self) -> dict[str, Any]:
        """Return what was written as ``revisions.edit`` takes it."""
        return super().values() | {"reason": self.reason.data}
