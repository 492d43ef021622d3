"""The form of one decision."""

from typing import Any

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    RadioField,
    SelectChoice,
    TextAreaField,
)
from wtforms.validators import InputRequired

from consult.core.forms import BaseForm
from consult.core.i18n import _l
from consult.moderation import rules
from consult.moderation.models import Decision
from consult.moderation.queries import Text
from consult.moderation.rules import REASON_NAMES, Reason, Redaction

_DECISIONS = {
    Decision.QUOTE: _l("May be quoted as it is"),
    Decision.QUOTE_REDACTED: _l("May be quoted with words struck"),
    Decision.KEEP_BACK: _l("Keep back: not to be quoted"),
}


class DecisionForm(BaseForm):
    """What is decided, and the words to strike: a box for each reason, one piece per line."""

    decision = RadioField(
        _l("Decision"),
        choices=[SelectChoice(decision.value, name) for decision, name in _DECISIONS.items()],
        validators=[InputRequired(_l("Choose a decision."))],
    )
    strike_name = TextAreaField(_l(REASON_NAMES[Reason.NAME]))
    strike_place = TextAreaField(_l(REASON_NAMES[Reason.PLACE]))
    strike_contact = TextAreaField(_l(REASON_NAMES[Reason.CONTACT]))
    strike_somebody_else = TextAreaField(_l(REASON_NAMES[Reason.SOMEBODY_ELSE]))
    strike_other = TextAreaField(_l(REASON_NAMES[Reason.OTHER]))

    def strikes(self) -> list[tuple[Reason, TextAreaField]]:
        """Return the boxes with their reasons."""
        return [(reason, self[f"strike_{reason.replace('-', '_')}"]) for reason in Reason]

    @staticmethod
    def decision_names() -> dict[Decision, Any]:
        """Return each decision in words."""
        return _DECISIONS

    @classmethod
    def of(cls, text: Text) -> "DecisionForm":
        """Return the form with what was decided before, if anything was."""
        form = cls(decision=text.review.decision.value if text.review else None)
        if not form.is_submitted():
            for reason, box in form.strikes():
                mine = [one for one in text.redactions if one.reason is reason]
                box.data = "\n".join(" ".join(p.split()) for p in rules.pieces(text.text, mine))
        return form

    def strike_found(self, text: Text) -> None:
        """Write every find of the rules into the box of its reason, beside what stands there."""
        self.decision.data = Decision.QUOTE_REDACTED.value
        for reason, box in self.strikes():
            mine = [
                " ".join(text.text[one.start : one.end].split())
                for one in text.findings
                if rules.REASON_OF[one.kind] is reason
            ]
            box.data = "\n".join(dict.fromkeys([*(box.data or "").splitlines(), *mine]))

    def redactions(self, text: str) -> list[Redaction]:
        """Return the spans of the words written in the boxes.

        Raises:
            InvalidError: some words are not in the text.
        """
        found: list[Redaction] = []
        for reason, box in self.strikes():
            found += rules.spans(text, (box.data or "").splitlines(), reason)
        return found
