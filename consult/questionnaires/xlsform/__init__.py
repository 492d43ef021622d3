"""Reading XLSForms: a spreadsheet with the sheets ``survey``, ``choices`` and ``settings``.

What is kept and what is not is told row by row; nothing is lost in silence. Nothing in the
workbook is ever run.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from consult.core.errors import InvalidError, Problem
from consult.core.locales import LANGUAGES, N_, Localized
from consult.questionnaires import rules
from consult.questionnaires.definition import Definition
from consult.questionnaires.types.kind import in_six
from consult.questionnaires.xlsform import languages, workbook
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


def read(content: bytes, chosen: Mapping[str, str] | None = None) -> Imported:
    """Return the questionnaire of a workbook.

    Args:
        content: the file's bytes, from anybody.
        chosen: languages as the person who brings the file names them: what stands in the header
            (or ``label`` for columns without a language) → tag.

    Raises:
        InvalidError: the file cannot be opened, or names everything that stands in the way, each
            with its sheet, row and column.
    """
    sheets = workbook.sheets(content)
    if "survey" not in sheets:
        message = N_("There is no sheet named “survey”, so this is not an XLSForm.")
        raise InvalidError("survey_missing", message)
    settings = sheets.get("settings")
    spoken = Languages(chosen or {}, _setting(settings, "default_language"))
    table = spoken.table(sheets["survey"])
    choice_table = spoken.table(sheets["choices"]) if "choices" in sheets else None
    found_lists = lists(choice_table) if choice_table else {}
    survey = Survey(table, found_lists, problems=list(spoken.problems))
    survey.problems += [
        Problem("column_missing", N_("The column “%(name)s” is missing."), {"name": kind},
                table.sheet.place(1))
        for kind in ("type", "name") if kind not in table.columns
    ]  # fmt: skip
    pages = survey.read()
    title = _title(spoken, settings, survey)
    tags = languages.ordered([*table.tags("label"), *table.tags("hint"), *title])
    definition = Definition(title, {}, tags, pages)
    problems = survey.problems or _late_problems(definition, survey, choice_table)
    problems += _no_language(spoken, tags)
    if problems:
        message = N_("The spreadsheet cannot be used yet. Mend what is listed and try again.")
        raise InvalidError("xlsform_invalid", message, problems=problems)
    notes = [*survey.notes, *table.unread(_read(survey), survey.kept_rows)]
    return Imported(definition, tuple(notes), spoken.found)


def _read(survey: Survey) -> tuple[str, ...]:
    long_texts = any(q.type == "long_text" for page in survey.pages for q in page.questions)
    return (*READ, "appearance") if long_texts else READ


def _setting(sheet: Sheet | None, header: str) -> str:
    rows = sheet.rows if sheet else ()
    return next((row[h] for row in rows[:1] for h in row.cells if h.lower() == header), "")


def _title(spoken: Languages, settings: Sheet | None, survey: Survey) -> Localized:
    """Return the title by language; without one the product's own word stands in."""
    tags = languages.ordered(survey.table.tags("label"))
    if settings and settings.rows:
        table = spoken.table(settings)
        title = table.text(settings.rows[0], "form_title")
        if title:
            return title
    message = N_("There is no form_title, so it is called “Questionnaire”.")
    survey.notes.append(Problem("title_missing", message, {}, "settings"))
    word = in_six(N_("Questionnaire"))
    return {tag: word.get(tag, word["en"]) for tag in tags}


def _no_language(spoken: Languages, tags: tuple[str, ...]) -> list[Problem]:
    if UNKNOWN in tags or any(tag in LANGUAGES for tag in tags):
        return []
    found = ", ".join(f"{written} [{tag}]" for written, tag in spoken.found.items())
    message = N_(
        "The texts are in %(found)s. Young people are asked in ar, zh, en, fr, ru and es only. Add "
        "columns in one of these. Or say yourself under which one the texts shall stand: "
        "%(example)s=en"
    )
    example = next(iter(spoken.found), languages.PLAIN)
    return [
        Problem("language_not_offered", message, {"found": found, "example": example}, "survey")
    ]


def _late_problems(
    definition: Definition, survey: Survey, choice_table: Table | None
) -> list[Problem]:
    """Return what is wrong with the whole, told by sheet and row."""
    return [
        replace(problem, where=_in_sheet(problem.where, survey, choice_table))
        for problem in rules.problems(definition)
    ]


def _in_sheet(where: str, survey: Survey, choice_table: Table | None) -> str:
    found = _PLACE.match(where)
    if not found:
        return survey.table.sheet.name
    page, code, choice, rule = found.groups()
    if choice and choice_table:
        return choice_table.place(survey.choice_rows[code][int(choice) - 1], "name")
    row = survey.question_rows[code] if code else survey.page_rows[int(page) - 1]
    return survey.table.place(row, "relevant" if rule else "")


__all__ = ["Imported", "List", "read"]
