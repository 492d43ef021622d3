"""Forms: what we heard, and one recommendation."""

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    RadioField,
    SelectChoice,
    StringField,
)

from consult.core.forms import BaseForm, LocalizedField
from consult.core.i18n import _l
from consult.followups.models import Recommendation, Status
from consult.followups.rules import STATUS_NAMES
from consult.followups.service import Written


class HeardForm(BaseForm):
    """What we heard."""

    heard = LocalizedField(
        _l("What we heard"),
        rows=6,
        description=_l("In words a twelve-year-old reads. It is published in all six languages."),
    )


class RecommendationForm(BaseForm):
    """What young people asked for, and what the group did with it."""

    status = RadioField(
        _l("What the group did with it"),
        choices=[
            SelectChoice("", _l("Not decided yet")),
            *(SelectChoice(status.value, _l(name)) for status, name in STATUS_NAMES.items()),
        ],
    )
    symbol = StringField(
        _l("Paper that records the decision"),
        description=_l("Its symbol; it must be registered with its meeting."),
        render_kw={"spellcheck": "false"},
    )
    paragraph = StringField(
        _l("Paragraph"), description=_l("As it is numbered in the paper, like 4.2.")
    )
    asked = LocalizedField(_l("What young people asked for"), rows=3)
    reason = LocalizedField(
        _l("Why"), rows=3, description=_l("The group's reason, in words for young people.")
    )

    @classmethod
    def of(cls, found: Recommendation | None) -> "RecommendationForm":
        """Return the form, filled with what is stored."""
        if found is None:
            return cls(data={"status": ""})
        return cls(
            data={
                "status": found.status.value if found.status else "",
                "symbol": found.document.symbol if found.document else "",
                "paragraph": found.paragraph,
                "asked": found.asked,
                "reason": found.reason,
            }
        )

    def written(self) -> Written:
        """Return what was typed."""
        return Written(
            asked=self.asked.data,
            reason=self.reason.data,
            status=Status(self.status.data) if self.status.data else None,
            symbol=self.symbol.data or "",
            paragraph=self.paragraph.data or "",
        )
