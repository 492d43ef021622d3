"""The form that brings in a questionnaire from a file."""

import json
import re
from base64 import b64decode, b64encode
from dataclasses import replace
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)

from consult.core.errors import InvalidError, Problem
from consult.core.forms import BaseForm
from consult.core.i18n import _l
from consult.core.locales import LANGUAGES, N_, NAMES, Localized
from consult.questionnaires import files
from consult.questionnaires.translate.texts import first_source
from consult.questionnaires.types.typed import clean
from consult.questionnaires.xlsform.languages import PLAIN

#: The largest file that a page carries along, in bytes; real questionnaires have up to 300,000.
MOST_HELD = 1024 * 1024

_LIKELY = N_(
    "These columns do not say their language: %(columns)s. They read like %(likely)s, which is "
    "chosen below. If that is right, press “Check the file” once more. If not, choose another."
)
_CHOOSE = N_(
    "These columns do not say their language: %(columns)s. Choose it from the list below. Or write "
    "it into the header, such as label::English (en), and bring the file again."
)


def shown(problem: Problem, *, right_to_left: bool) -> Problem:
    """Return a problem as the page tells it: what to type goes into its field, not on a command.

    Where the page runs from right to left, what stands in the file keeps its own direction.
    """
    if problem.code == "language_unsaid":
        likely = NAMES.get(problem.params.get("guess", ""), "")
        params = problem.params | {"likely": likely}
        problem = replace(problem, message=_LIKELY if likely else _CHOOSE, params=params)
    params = problem.params | (
        {"said": problem.params["typed"]} if "typed" in problem.params else {}
    )
    if right_to_left:
        params = {n: f"\u2068{v}\u2069" if isinstance(v, str) else v for n, v in params.items()}
    return replace(problem, params=params)


class BringForm(BaseForm):
    """A file, and what its languages are when it does not say so itself.

    A browser cannot send the same file again by itself. So ``held`` carries a small one along, for
    whoever only has to say a language; and when somebody has seen what is left out, ``content``
    carries the questionnaire along as JSON.
    """

    file = FileField(
        _l("File"),
        description=_l(
            "A spreadsheet (XLSForm, or a table of questions and choices; .xlsx, .xls, .csv), a "
            "LimeSurvey file (.lss, .tsv) or our own format (.json). Nothing in it is run."
        ),
        render_kw={"accept": ".xlsx,.xlsm,.xls,.csv,.lss,.tsv,.txt,.json"},
    )
    plain = SelectField(
        _l("Language of columns that do not say it"),
        choices=[SelectChoice("", "–"), *(SelectChoice(tag, NAMES[tag]) for tag in LANGUAGES)],
        default="",
    )
    languages = TextAreaField(
        _l("Languages the file does not name"),
        description=_l(
            "Mostly empty. One to a line: the language as the file writes it, “=” and ar, zh, en, "
            "fr, ru or es."
        ),
        render_kw={"rows": 2, "dir": "ltr", "spellcheck": "false"},
    )
    leave_out = BooleanField(
        _l("Leave out what cannot be kept"),
        description=_l(
            "A question without its rule is asked of everybody. “…” stands where a text would show "
            "an answer. What is repeated is asked once. Before it is stored you see all of it."
        ),
    )
    title = StringField(
        _l("Title"),
        description=_l(
            "The file has no title. Young people read it first of all. Left empty, it is called "
            "“Questionnaire”."
        ),
        render_kw={"maxlength": 200},
    )
    held = HiddenField()
    content = HiddenField()
    name = HiddenField()

    def brought(self) -> files.Brought:
        """Return the questionnaire that was sent.

        Raises:
            InvalidError: says what is wrong with the file, and where.
        """
        content = self._sent()
        if content:
            return files.bring(
                self.name.data or "",
                content,
                self.chosen(),
                may_leave_out=bool(self.leave_out.data),
            )
        if self.content.data:
            return files.bring("seen.json", self.content.data.encode())
        raise InvalidError("file_missing", N_("Choose a file first."))

    def _sent(self) -> bytes:
        """Return the bytes of the file chosen now or before; hold them where they are few."""
        sent = self.file.data
        if isinstance(sent, FileStorage) and sent.filename:
            self.name.data = sent.filename[-120:]
            content: bytes = sent.read()
            few = len(content) <= MOST_HELD
            self.held.data = b64encode(content).decode() if few else ""
            return content
        try:
            return b64decode(self.held.data or "", validate=True)
        except ValueError:
            self.held.data = ""
            return b""

    def chosen(self) -> dict[str, str]:
        """Return the languages a person named."""
        lines = (self.languages.data or "").splitlines()
        named = files.spoken(line for line in lines if line.strip())
        return ({PLAIN: self.plain.data} if self.plain.data else {}) | named

    def suggest(self, refusal: InvalidError) -> None:
        """Choose what the columns are probably in, for a person to look at and send."""
        for problem in refusal.problems:
            if problem.code == "language_unsaid" and not self.plain.data:
                self.plain.data = problem.params.get("guess", "")

    def keep(self, brought: files.Brought, *, named: bool) -> None:
        """Carry the questionnaire along until somebody has seen what is left out.

        One without a title, in one language, is offered the name of its file, unless it is
        ``named`` already.
        """
        self.content.data = json.dumps(brought.content(), ensure_ascii=False)
        if named:
            return
        if brought.untitled and len(brought.definition.languages) == 1 and not self.title.data:
            stem = (self.name.data or "").rpartition(".")[0]
            self.title.data = " ".join(re.findall(r"[^\s_]+", stem))

    def titled(self, brought: files.Brought, before: Localized) -> dict[str, Any]:
        """Return the questionnaire; where its file has no title, with the one written or before."""
        content, spoken = brought.content(), brought.definition.languages
        if brought.untitled:
            typed = clean(self.title.data or "", lines=False)
            known = {tag: said for tag, said in before.items() if tag in spoken}
            content["title"] = {first_source(spoken): typed} if typed else known or content["title"]
        return content
