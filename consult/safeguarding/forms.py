"""The form of the note on a restricted text."""

from wtforms import TextAreaField
from wtforms.validators import Length

from consult.core.forms import BaseForm
from consult.core.i18n import _l
from consult.problems.service import LONGEST
from consult.safeguarding.service import LONGEST_NOTE


class NoteForm(BaseForm):
    """What was done about a text; only safeguarding staff can read it."""

    note = TextAreaField(
        _l("Note"),
        description=_l("What was done, and who was told. Only safeguarding staff can read it."),
        validators=[Length(max=LONGEST_NOTE)],
    )


class ReportForm(NoteForm):
    """The same for a reported problem, whose author reads an answer with a code."""

    answer = TextAreaField(
        _l("Your answer"),
        description=_l("Its author reads it with the code of the report. It can stay empty."),
        validators=[Length(max=LONGEST)],
    )
