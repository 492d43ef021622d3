"""The form of an answer."""

from wtforms import TextAreaField

from consult.core.forms import BaseForm
from consult.core.i18n import _l


class AnswerForm(BaseForm):
    """What is answered to a report."""

    answer = TextAreaField(
        _l("Your answer"),
        description=_l("In the language of the report, in words a twelve-year-old reads."),
    )
