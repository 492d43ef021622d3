"""The forms of a summary: its words, its quotes, the signature."""

from typing import Any

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
)
from wtforms.validators import InputRequired

from consult.core.forms import BaseForm, LocalizedField
from consult.core.i18n import _l
from consult.summaries.models import Summary


class SummaryForm(BaseForm):
    """What people write: title, summary box and paragraphs in six languages."""

    purpose = RadioField(
        _l("What the group is asked to do"),
        choices=[
            SelectChoice("information", _l("For information")),
            SelectChoice("action", _l("Action required")),
        ],
        validators=[InputRequired(_l("Choose one."))],
        default="information",
    )
    seen = HiddenField()
    title = LocalizedField(
        _l("Title of the paper"),
        rows=2,
        description=_l("Where it is left empty, our words stand; see below."),
    )
    abstract = LocalizedField(
        _l("Summary box"),
        rows=4,
        description=_l("Where it is left empty, our words stand, with the figures of the day."),
    )
    narrative = LocalizedField(
        _l("Paragraphs"),
        rows=10,
        description=_l(
            "One paragraph on each line; the paper numbers them. They stand before the statements"
            " with evidence, and may be left out where there are such."
        ),
    )

    @classmethod
    def of(cls, summary: Summary | None) -> "SummaryForm":
        """Return the form with what is stored."""
        return cls(obj=summary) if summary else cls()

    def values(self) -> dict[str, Any]:
        """Return what was written as the service takes it."""
        return {
            "title": self.title.data,
            "abstract": self.abstract.data,
            "narrative": self.narrative.data,
            "purpose": self.purpose.data,
        }


class SignForm(BaseForm):
    """The chair's signature, on the draft that the page shows."""

    seen = HiddenField()
    read = BooleanField(
        _l("I have read the paper and sign it. After this nothing in it changes."),
        validators=[InputRequired(_l("Tick the box to sign."))],
    )


class QuotesForm(BaseForm):
    """Carries the token; the chosen texts come as fields named ``quote``."""
