"""Reading XLSForms: a spreadsheet with the sheets ``survey``, ``choices`` and ``settings``.

What is kept and what is not is told row by row; nothing is lost in silence. Nothing in the
workbook is ever run.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from consult.core.errors import InvalidError, Problem
from consult.core.locales import LANGUAGES, N_, Localized
from consult.questionnaires import rules
from consult.questionnaires.definition import Definition
from consult.questionnaires.types.kind import in_six
from consult.questionnaires.xlsform import languages, own, unsaid, workbook
from consult.questionnaires.xlsform.choices import List, lists
from consult.questionnaires.xlsform.survey import READ, Survey
from consult.questionnaires.xlsform.table import UNKNOWN, Languages, Table
from consult.questionnaires.xlsform.workbook import Sheet

_PLACE = re.compile(r"page (\d+)(?:, question (\w+))?(?:, choice (\d+))?(?:, (show_if))?")


@dataclass(frozen=True)
class Imported:
    """A questionnaire from a spreadsheet.

    ``left_out`` tells what the sheet has and the questionnaire has not; ``languages`` how each
    language is written in the file, with its tag.
    """

    definition: Definition
    left_out: tuple[Problem, ...]
    languages: Mapping[str, str]


def read(
    content: bytes,
    chosen: Mapping[str, str] | None = None,
    *,
    wanted: Iterable[str] = (),
    may_be_unsaid: bool = False,
    may_leave_out: bool = False,
) -> Imported:
    """Return the questionnaire of a workbook.

    Args:
        content: the file's bytes, from anybody.
        chosen: languages as the person who brings the file names them: what stands in the header
            (or ``label`` for columns without a language) → tag.
        wanted: languages it is brought for; one alone stands for columns without a language.
        may_be_unsaid: whether a note is enough where nobody knows the language of a column; its
            texts then stand under ``und``.
        may_leave_out: whether what cannot be kept (``noting.LOSSES``) is left out and listed.

    Raises:
        InvalidError: the file cannot be opened, or names everything that stands in the way, each
            with its sheet, row and column.
    """
    sheets = workbook.sheets(content)
    if "survey" not in sheets:
        message = N_("There is no sheet named “survey”, so this is not an XLSForm.")
        raise InvalidError("survey_missing", message)
    settings = sheets.get("settings")
    default = _setting(settings, "default_language")
    spoken = Languages(chosen or {}, unsaid.decide(sheets, chosen or {}, default, wanted))
    table = spoken.table(sheets["survey"])
    choice_table = spoken.table(sheets["choices"]) if "choices" in sheets else None
    survey = Survey(table, may_leave_out=may_leave_out)
    if choice_table:
        survey.lists = lists(choice_table, may_leave_out=may_leave_out)
    pages = survey.read()
    title = _title(spoken, settings, survey)
    tags = languages.ordered([*table.tags("label"), *table.tags("hint"), *title])
    said = _setting(settings, own.LANGUAGES).split()
    tags = tuple(said) if set(said) <= set(tags) and said else tags
    introduction = _own_text(spoken, settings, own.INTRODUCTION)
    definition = Definition(title, introduction, tags, pages)
    problems = [
        *spoken.problems,
        *_absent_columns(table, "type", "name"),
        *(_absent_columns(choice_table, "list_name") if choice_table else ()),
        *survey.problems,
        *table.odd("type", "name", "label", "hint"),
        *(choice_table.odd("list_name", "name", "value", "label") if choice_table else ()),
        *_late_problems(definition, survey, choice_table),
        *_no_language(spoken, tags),
    ]
    unlisted = survey.lists[""].notes if "" in survey.lists else []
    notes = [
        *spoken.notes,
        *survey.notes,
        *unlisted,
        *table.unread(_read(survey), survey.kept_rows),
    ]
    if spoken.silent:
        asked = unsaid.question(spoken.silent, spoken.silent_place, spoken.silent_texts)
        if problems or not may_be_unsaid:
            problems.append(asked)
        notes.insert(0, asked)
    if problems:
        message = N_("The spreadsheet cannot be used yet. Mend what is listed and try again.")
        raise InvalidError("xlsform_invalid", message, problems=problems)
    return Imported(definition, tuple(notes), spoken.found)


def _absent_columns(table: Table, *kinds: str) -> Iterator[Problem]:
    for kind in kinds:
        if kind not in table.columns:
            message = N_(
                "The column “%(name)s” is missing. The first row of the sheet names the columns."
            )
            yield Problem("column_missing", message, {"name": kind}, table.sheet.place(1))


def _read(survey: Survey) -> tuple[str, ...]:
    asked = [question for page in survey.grouping.pages for question in page.questions]
    looked_at = any(question.type in {"long_text", "date"} for question in asked)
    return (*READ, "appearance") if looked_at else READ


def _setting(sheet: Sheet | None, header: str) -> str:
    rows = sheet.rows if sheet else ()
    return next((row[h] for row in rows[:1] for h in row.cells if h.lower() == header), "")


def _title(spoken: Languages, settings: Sheet | None, survey: Survey) -> Localized:
    """Return the title by language; without one the product's own word stands in."""
    tags = languages.ordered(survey.table.tags("label"))
    if settings and settings.rows:
        table = spoken.table(settings)
        title = own.unkept(table.text(settings.rows[0], own.TITLE)) or table.text(
            settings.rows[0], "form_title"
        )
        if title:
            return title
    message = N_("There is no form_title, so it is called “Questionnaire”.")
    survey.notes.append(Problem("title_missing", message, {}, "settings"))
    word = in_six(N_("Questionnaire"))
    return {tag: word.get(tag, word["en"]) for tag in tags}


def _own_text(spoken: Languages, settings: Sheet | None, kind: str) -> Localized:
    """Return a text of the settings that only we write."""
    if not settings or not settings.rows:
        return {}
    heads = [(h, c) for h, _letter in settings.columns if (c := languages.column(h)).kind == kind]
    row = settings.rows[0]
    told = {languages.tag(c.language, spoken.chosen): row[h] for h, c in heads if row[h]}
    return own.unkept(told)


def _no_language(spoken: Languages, tags: tuple[str, ...]) -> list[Problem]:
    if UNKNOWN in tags or not tags or any(tag in LANGUAGES for tag in tags):
        return []
    found = ", ".join(f"{written} [{tag}]" for written, tag in spoken.found.items())
    message = N_(
        "The texts are in %(found)s. Young people are asked in ar, zh, en, fr, ru and es only. Add "
        "columns in one of these. Or say yourself under which one the texts shall stand: "
        "%(said)s"
    )
    said = unsaid.statement(next(iter(spoken.found), languages.PLAIN))
    return [Problem("language_not_offered", message, {"found": found, **said}, "survey")]


def _late_problems(
    definition: Definition, survey: Survey, choice_table: Table | None
) -> list[Problem]:
    """Return what is wrong with the whole, told by sheet and row.

    Where rows could not be read, nothing is concluded from their absence.
    """
    return [
        replace(problem, where=_in_sheet(problem.where, survey, choice_table))
        for problem in rules.problems(definition)
        if not (survey.problems and problem.code in {"nothing_asked", "languages_missing"})
    ]


def _in_sheet(where: str, survey: Survey, choice_table: Table | None) -> str:
    found = _PLACE.match(where)
    if not found:
        return survey.table.sheet.name
    page, code, choice, rule = found.groups()
    if choice and choice_table:
        return choice_table.place(survey.choice_rows[code][int(choice) - 1], "name")
    row = survey.grouping.question_rows[code] if code else survey.grouping.page_rows[int(page) - 1]
    return survey.table.place(row, "relevant" if rule else "")


__all__ = ["UNKNOWN", "Imported", "List", "read"]
