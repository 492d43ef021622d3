"""The form that brings in a questionnaire from a file."""

import json

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, TextAreaField

from consult.core.errors import InvalidError
from consult.core.forms import BaseForm
from consult.core.i18n import _l
from consult.core.locales import N_
from consult.questionnaires import files
from consult.questionnaires import format as own_format


class BringForm(BaseForm):
    """A file, and what its languages are when it does not say so itself.

    The second time, when somebody has seen what is left out, ``content`` carries the questionnaire
    along as JSON: a browser cannot send the file again.
    """

    file = FileField(
        _l("File"),
        description=_l("An XLSForm (.xlsx) or our own format (.json). Nothing in it is run."),
        render_kw={"accept": ".xlsx,.xlsm,.json"},
    )
    languages = TextAreaField(
        _l("Languages the file does not name"),
        description=_l(
            "Mostly empty. One to a line: the language as the file writes it, “=” and ar, zh, en, "
            "fr, ru or es. For columns without a language: label=en"
        ),
        render_kw={"rows": 2, "dir": "ltr", "spellcheck": "false"},
    )
    content = HiddenField()
    name = HiddenField()

    def brought(self) -> files.Brought:
        """Return the questionnaire that was sent.

        Raises:
            InvalidError: says what is wrong with the file, and where.
        """
        chosen = self.chosen()
        sent = self.file.data
        if isinstance(sent, FileStorage) and sent.filename:
            self.name.data = sent.filename[-120:]
            return files.bring(sent.filename, sent.read(), chosen)
        if self.content.data:
            return files.bring("seen.json", self.content.data.encode())
        raise InvalidError("file_missing", N_("Choose a file first."))

    def chosen(self) -> dict[str, str]:
        """Return the languages a person named."""
        lines = (self.languages.data or "").splitlines()
        return files.spoken(line for line in lines if line.strip())

    def keep(self, brought: files.Brought) -> None:
        """Carry the questionnaire along until somebody has seen what is left out."""
        self.content.data = json.dumps(own_format.dump(brought.definition), ensure_ascii=False)
