"""Questionnaires from files: our own JSON, spreadsheets, or what LimeSurvey writes."""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from consult.core.errors import InvalidError, Problem
from consult.core.locales import LANGUAGES, N_
from consult.questionnaires import format as own_format
from consult.questionnaires import limesurvey, tables, xlsform
from consult.questionnaires.definition import Definition
from consult.questionnaires.types.kind import in_six
from consult.questionnaires.xlsform import workbook

#: The largest file that is looked at; one of text, which takes more memory than a workbook with
#: pictures, is smaller.
MOST_BYTES = 10 * 1024 * 1024
MOST_TEXT = 4 * 1024 * 1024
#: 976 questions with six choices each, in six languages, have 4.9 MB as JSON and 74,000 signs that
#: make a list, an object or one more value.
MOST_JSON = 6 * 1024 * 1024
_MOST_SIGNS = 250_000
#: Memory of a text, which one rare sign makes four times as large.
_MOST_MEMORY = 14 * 1024 * 1024

_MOST = dict.fromkeys(("lss", "tsv", "txt", "csv"), MOST_TEXT) | {"json": MOST_JSON}

#: Marks of direction that come along when somebody copies a text from a page.
_INVISIBLE = dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069"))


@dataclass(frozen=True)
class Brought:
    """A questionnaire out of a file.

    ``left_out`` tells what the file has and the questionnaire has not; ``languages`` how each
    language is written in the file, with its tag.
    """

    definition: Definition
    left_out: tuple[Problem, ...] = ()
    languages: Mapping[str, str] = field(default_factory=dict)
    #: What a machine translated and nobody signed, as ``format.machine_made``.
    machine_made: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def untitled(self) -> bool:
        """Tell whether the file has no title of its own, so that it goes by a word of ours."""
        word = in_six(N_("Questionnaire"))
        return all(said == word.get(tag) for tag, said in self.definition.title.items())

    def content(self) -> dict[str, Any]:
        """Return it as JSON, with the marks of what a machine made."""
        marks = {"machine_made": dict(self.machine_made)} if self.machine_made else {}
        return own_format.dump(self.definition) | marks


def bring(
    name: str,
    content: bytes,
    languages: Mapping[str, str] | None = None,
    *,
    wanted: Iterable[str] = (),
    may_be_unsaid: bool = False,
    may_leave_out: bool = False,
) -> Brought:
    """Return the questionnaire in a file, with what was left out.

    Args:
        name: the file's name; it only tells JSON from spreadsheets.
        content: its bytes, from anybody.
        languages: what the person who brings a spreadsheet says about it: a language as it is
            written there (or ``label`` for columns without one) → the tag to keep it under.
        wanted: the languages it is brought for; one alone stands for columns without a language.
        may_be_unsaid: whether a note is enough where nobody says the language of a column.
        may_leave_out: whether what an XLSForm has and cannot be kept is left out and listed.

    Raises:
        InvalidError: says what is wrong, and where: page and question, or sheet and row.
    """
    most = _MOST.get(name.lower().rpartition(".")[2], MOST_BYTES)
    if len(content) > most:
        message = N_(
            "The file is larger than %(most)s megabytes. A questionnaire is much smaller. Take out "
            "what is no question, such as pictures, and try again."
        )
        raise InvalidError("file_large", message, most=most // 1024 // 1024)
    if name.lower().endswith(".json"):
        told = _json(content)
        parsed = own_format.parse(told)
        return Brought(parsed, machine_made=own_format.machine_made(told))
    if name.lower().endswith((".lss", ".tsv", ".txt")):
        found = limesurvey.read(content, languages)
        return Brought(found.definition, found.left_out, found.languages)
    if not name.lower().endswith((".xlsx", ".xlsm", ".xls", ".csv")):
        message = N_(
            "Bring a .json file, a spreadsheet (.xlsx, .xlsm, .xls, .csv) or a LimeSurvey file "
            "(.lss, .tsv)."
        )
        raise InvalidError("file_kind", message)
    if name.lower().endswith(".csv"):
        found = tables.read(tables.from_csv(content), languages, wanted=wanted)
        return Brought(found.definition, found.left_out, found.languages)
    try:
        found = xlsform.read(
            content,
            languages,
            wanted=wanted,
            may_be_unsaid=may_be_unsaid,
            may_leave_out=may_leave_out,
        )
    except InvalidError as refusal:
        if refusal.code != "survey_missing":
            raise
        found = tables.read(workbook.all_sheets(content), languages, wanted=wanted)
    return Brought(found.definition, found.left_out, found.languages)


def read(name: str, content: bytes) -> Definition:
    """Return the questionnaire in a file; see :func:`bring`."""
    return bring(name, content).definition


def spoken(lines: Iterable[str]) -> dict[str, str]:
    """Return languages somebody named, one ``Deutsch (de)=en`` a line.

    Raises:
        InvalidError: a line is not of that form, or the tag is none of the six languages.
    """
    found = {}
    for line in lines:
        written, equals, tag = (part.strip() for part in line.translate(_INVISIBLE).rpartition("="))
        if not written or not equals or tag not in LANGUAGES:
            message = N_(
                "Write a language as it stands in the file, “=” and one of "
                "ar, zh, en, fr, ru, es; not “%(line)s”."
            )
            raise InvalidError("language_line", message, line=line[:60])
        found[written] = tag
    return found


def _json(content: bytes) -> Any:
    if sum(content.count(sign) for sign in (b",", b"[", b"{")) > _MOST_SIGNS:
        raise _odd()
    try:
        text = content.decode("utf-8-sig")
        if sys.getsizeof(text) > _MOST_MEMORY:
            raise _odd()
        return json.loads(text, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        message = N_("The file is not in UTF-8. Save it as UTF-8 and try again.")
        raise InvalidError("json_not_utf8", message) from error
    except json.JSONDecodeError as error:
        message = N_("The file is not JSON: line %(line)s, column %(column)s cannot be read.")
        raise InvalidError("json_unread", message, line=error.lineno, column=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise _odd() from error


def _odd() -> InvalidError:
    message = N_(
        "The file is JSON that no questionnaire needs: too much, too deep, or with odd numbers. "
        "Take the questionnaire out as JSON once more and bring that file."
    )
    return InvalidError("json_odd", message)


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)
