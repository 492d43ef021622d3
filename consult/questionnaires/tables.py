"""Questionnaires out of plain tables: a column of questions, one of types, one of choices.

That is what people mostly write. A question with its choices stands in the lines below each other,
or the choices stand in one cell, or in a second sheet that names the question by its code.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from consult.core.errors import InvalidError, Problem
from consult.core.locales import N_, Localized
from consult.questionnaires import rules
from consult.questionnaires.definition import Choice, Definition, Page, Question
from consult.questionnaires.format import CHOICE_CODE, CODE
from consult.questionnaires.types import REGISTRY
from consult.questionnaires.types.kind import in_six
from consult.questionnaires.xlsform import Imported, languages, unsaid
from consult.questionnaires.xlsform.choices import MOST_OFFERED, fitting, too_many
from consult.questionnaires.xlsform.room import MOST_MARKS, too_much
from consult.questionnaires.xlsform.settings import WIDE_DATES
from consult.questionnaires.xlsform.table import Languages, Table
from consult.questionnaires.xlsform.workbook import Row, Sheet, sheet

#: What a column holds, by the headers people give it, without accents and signs.
_HEADERS = {
    "label": "question questions question_text lb_question texte intitule libelle pregunta "
    "preguntas вопрос вопросы السؤال الاسئلة 问题 题目",
    "choice": "choice choices answer answers answer_options response responses option options "
    "lb_reponse reponse reponses choix respuesta respuestas opcion opciones ответ ответы вариант "
    "варианты الاجابة الاجابات الخيار الخيارات 答案 选项",
    "type": "type kind question_type type_de_question tipo тип النوع 类型",
    "code": "code key key_question id number no numero name nom",
    "choice_code": "choice_code answer_code id_reponse value",
    "several": "multiple flg_question_multiple several",
    "page": "page section group categorie category chapter theme",
    "hint": "hint help note aide ayuda подсказка تلميح 提示",
    "required": "required mandatory obligatoire obligatorio",
}
_KIND_OF = {header: kind for kind, headers in _HEADERS.items() for header in headers.split()}
_TEXTS = ("label", "choice", "hint")
#: Our kinds by the words people use for them.
_TYPES = {
    "single_choice": "single single_choice one select_one radio choix_unique unique una_opcion "
    "один_ответ واحد 单选 单选题",
    "multiple_choice": "multiple multiple_choice several select_multiple checkbox checkboxes "
    "choix_multiple opcion_multiple varias несколько_ответов متعدد 多选 多选题",
    "yes_no": "yes_no oui_non si_no да_нет نعم_لا 是否",
    "long_text": "text long_text open free_text open_ended texte ouverte texto abierta текст "
    "открытый نص 文本 开放",
    "short_text": "short_text line",
    "number": "number integer nombre numero число رقم 数字",
    "scale": "scale rating likert echelle escala шкала مقياس 量表",
    "ranking": "ranking rank classement clasificacion ранжирование ترتيب 排序",
    "age_band": "age age_band",
    "region": "region",
    "date": "date fecha дата تاريخ 日期",
    "card": "card info information note",
}
_TYPE_OF = {word: kind for kind, words in _TYPES.items() for word in words.split()}
_RANGE = re.compile(r"(-?\d{1,3})\s*(?:-|–|—|to|à|a|до|إلى|至)\s*(-?\d{1,3})")
_TRUE = {"1", "true", "yes", "oui", "x", "да", "si", "نعم", "是"}


def from_csv(content: bytes) -> dict[str, Sheet]:
    """Return a CSV file as its one sheet; ``,``, ``;`` or tabs stand between the cells.

    Raises:
        InvalidError: it is no text in UTF-8, or no table.
    """
    try:
        first = content.partition(b"\n")[0].decode("utf-8-sig")
        between = max(",;\t", key=first.count)
        if content.count(between.encode()) > MOST_MARKS:
            raise too_much()
        text = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline="")
        rows = csv.reader(text, delimiter=between)
        lines = ((number, dict(enumerate(row))) for number, row in enumerate(rows, 1))
        return {"table": sheet("table", lines)}
    except UnicodeDecodeError as error:
        message = N_("The file is not in UTF-8. Save it as UTF-8 and try again.")
        raise InvalidError("csv_not_utf8", message) from error
    except csv.Error as error:
        raise _no_table("table") from error


def read(
    sheets: Mapping[str, Sheet],
    chosen: Mapping[str, str] | None = None,
    *,
    wanted: Iterable[str] = (),
) -> Imported:
    """Return the questionnaire of a plain table.

    Args:
        sheets: of the file, by name.
        chosen: languages as the person who brings the file names them.
        wanted: languages it is brought for; one alone stands for columns without a language.

    Raises:
        InvalidError: it is no such table, or names what stands in the way by row and column.
    """
    meant = {name: _renamed(each) for name, each in sheets.items()}
    spoken = Languages(chosen or {}, unsaid.decide(meant, chosen or {}, "", wanted))
    tables = [spoken.table(each, _kind, _TEXTS) for each in sheets.values() if _is_table(each)]
    asking = next((table for table in tables if "label" in table.columns), None)
    if asking is None:
        raise _no_table(", ".join(each.name for each in sheets.values()))
    rest = [t for t in tables if t is not asking and {"choice", "code"} <= set(t.columns)]
    reading = _Reading(asking, rest[0] if rest else None)
    pages = reading.pages()
    tags = languages.ordered([*asking.tags("label"), *asking.tags("hint")])
    word = in_six(N_("Questionnaire"))
    definition = Definition({tag: word.get(tag, word["en"]) for tag in tags}, {}, tags, pages)
    odd = [p for table in (asking, *rest[:1]) for p in table.odd(*_TEXTS, "code", "choice_code")]
    problems = [*spoken.problems, *odd, *reading.problems]
    if spoken.silent:
        problems.append(unsaid.question(spoken.silent, spoken.silent_place, spoken.silent_texts))
    elif not problems:
        problems += reading.late(rules.problems(definition))
    if problems:
        message = N_("The spreadsheet cannot be used yet. Mend what is listed and try again.")
        raise InvalidError("table_invalid", message, problems=problems)
    read_as = N_("This is no XLSForm; it was read as a plain table of questions and choices.")
    unused = [each for each in sheets.values() if each.rows and each not in reading.sheets()]
    left = N_("This sheet is not used here.")
    notes = [
        Problem("table_read", read_as, {}, asking.sheet.name),
        *spoken.notes,
        *reading.notes(),
        *(Problem("sheet_left_out", left, {}, each.name) for each in unused),
    ]
    return Imported(definition, tuple(notes), spoken.found)


def _no_table(names: str) -> InvalidError:
    message = N_(
        "No questionnaire was found in %(names)s. Bring an XLSForm (with a sheet “survey”), or a "
        "table with the columns question, type and choice."
    )
    return InvalidError("survey_missing", message, names=names[:100])


def _spelled(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.strip().casefold())
    kept = "".join(c for c in apart if not unicodedata.combining(c))
    return "_".join(re.findall(r"\w+", kept))


def _kind(kind: str) -> str:
    return _KIND_OF.get(_spelled(kind), kind)


def _is_table(each: Sheet) -> bool:
    return bool(each.rows) and any(
        _kind(languages.column(header).kind) in {"label", "choice"} for header, _l in each.columns
    )


def _renamed(each: Sheet) -> Sheet:
    """Return the sheet with every text under ``label``, where its language is looked for."""
    found = [(h, _kind(languages.column(h).kind)) for h, _letter in each.columns]
    texts = [header for header, kind in found if kind in _TEXTS]
    rows = (Row(row.number, {"label": row[header]}) for row in each.rows for header in texts)
    return Sheet(each.name, (("label", "A"),) if texts else (), tuple(rows))


@dataclass
class _Asked:
    """One question while its lines are read."""

    row: Row
    code: str
    text: Localized
    choices: list[Localized] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


@dataclass
class _Reading:
    table: Table
    answers: Table | None
    problems: list[Problem] = field(default_factory=list)
    asked: dict[str, _Asked] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    changed: list[Problem] = field(default_factory=list)
    #: Choices that the lines read so far offer.
    offers: int = 0

    def sheets(self) -> list[Sheet]:
        return [self.table.sheet, *([self.answers.sheet] if self.answers else [])]

    def pages(self) -> tuple[Page, ...]:
        for row in self.table.sheet.rows:
            self._line(row)
        for row in self.answers.sheet.rows if self.answers else ():
            self._answer(row)
        pages: dict[str, list[Question]] = {}
        for number, asked in enumerate(self.asked.values(), 1):
            page = self.table.cell(asked.row, "page")
            pages.setdefault(page, []).append(self._question(asked, number))
        tags = self.table.tags("label")
        return tuple(
            Page({tags[0]: title} if title and len(set(tags)) == 1 else {}, tuple(questions))
            for title, questions in pages.items()
        )

    def _line(self, row: Row) -> None:
        text, code = self.table.text(row, "label"), self.table.cell(row, "code")
        last = next(reversed(self.asked.values()), None)
        goes_on = last and (not text or text == last.text) and code in {"", last.code}
        if last and goes_on:
            self._choices(last, self.table, row)
        elif text:
            key = code or f"row {row.number}"
            if key in self.asked:
                message = N_("The name “%(name)s” is there twice.")
                self._wrong(row, "code", "name_twice", message, name=code)
                return
            self.asked[key] = _Asked(row, code, text)
            self._choices(self.asked[key], self.table, row)
        elif self.table.text(row, "choice"):
            message = N_("A choice stands here before any question.")
            self._wrong(row, "choice", "choice_alone", message)

    def _answer(self, row: Row) -> None:
        table = self.answers
        assert table
        asked = self.asked.get(table.cell(row, "code"))
        if asked is None:
            message = N_("The choice belongs to “%(code)s”, which is no question of the table.")
            where = table.place(row, "code")
            code = table.cell(row, "code")
            self.problems.append(Problem("choice_alone", message, {"code": code}, where))
            return
        self._choices(asked, table, row)

    def _choices(self, asked: _Asked, table: Table, row: Row) -> None:
        told = table.text(row, "choice")
        parts = {tag: _parts(text) for tag, text in told.items()}
        self.offers += max(map(len, parts.values()), default=0)
        if self.offers > MOST_OFFERED:
            if not any(problem.code == "choices_many" for problem in self.problems):
                self.problems.append(too_many(table.place(row, "choice")))
            return
        counts = {len(each) for each in parts.values()}
        if len(counts) > 1:
            message = N_("The languages have different numbers of choices here.")
            where = table.place(row, "choice")
            self.problems.append(Problem("choices_uneven", message, {}, where))
            return
        code = table.cell(row, "choice_code")
        for number in range(next(iter(counts), 0)):
            asked.choices.append({tag: each[number] for tag, each in parts.items()})
            asked.codes.append(code if counts == {1} else "")

    def _question(self, asked: _Asked, number: int) -> Question:
        code = fitting(asked.code or f"q{number}", CODE, self.codes)
        self.codes[code] = f"{asked.row.number}"
        kind, settings = self._type(asked)
        choices: dict[str, Choice] = {}
        for place, text in enumerate(asked.choices, 1):
            typed = asked.codes[place - 1]
            own = fitting(typed or str(place), CHOICE_CODE, choices)
            if typed and own != typed:
                message = N_("The name “%(typed)s” is stored as “%(code)s”.")
                said = {"typed": typed, "code": own}
                where = self.table.place(asked.row, "label")
                self.changed.append(Problem("name_changed", message, said, where))
            choices[own] = Choice(own, text)
        question = Question(
            code,
            kind,
            asked.text,
            hint=self.table.text(asked.row, "hint"),
            choices=tuple(choices.values()) if REGISTRY[kind].has_choices else (),
            required=kind != "card" and self.table.cell(asked.row, "required").lower() in _TRUE,
            settings=settings,
        )
        if asked.choices and not REGISTRY[kind].has_choices and kind not in {"scale", "yes_no"}:
            message = N_("This kind of question has no choices of its own.")
            self._wrong(asked.row, "choice", "choices_unused", message)
        return question

    def _type(self, asked: _Asked) -> tuple[str, dict[str, Any]]:
        written = self.table.cell(asked.row, "type")
        word = _spelled(_RANGE.sub("", written))
        kind = _TYPE_OF.get(word, word)
        if not written:
            several = self.table.cell(asked.row, "several").lower() in _TRUE
            closed = "multiple_choice" if several else "single_choice"
            return (closed if asked.choices or several else "long_text"), {}
        if kind == "scale":
            told = " ".join([written, *(t for text in asked.choices for t in text.values())])
            found = _RANGE.search(told)
            return kind, {"low": int(found[1]), "high": int(found[2])} if found else {
                "low": 1,
                "high": 5,
            }
        if kind not in REGISTRY or REGISTRY[kind].has_rows or kind == "email":
            message = N_("The type “%(type)s” is not known. Known are: %(known)s.")
            known = ", ".join(_TYPES)
            self._wrong(asked.row, "type", "type_unknown", message, type=written[:40], known=known)
            return "card", {}
        return kind, dict(WIDE_DATES) if kind == "date" else {}

    def _wrong(self, row: Row, kind: str, code: str, message: str, /, **params: Any) -> None:
        self.problems.append(Problem(code, message, params, self.table.place(row, kind)))

    def late(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Yield what is wrong with the whole, told by row."""
        for problem in problems:
            found = re.search(r"question (\w+)", problem.where)
            row = self.codes.get(found[1]) if found else None
            yield replace(problem, where=self.table.place(int(row), "label")) if row else problem

    def notes(self) -> Iterator[Problem]:
        """Yield what the file has and the questionnaire has not."""
        yield from self.changed
        known = ("label", "choice", "type", "code", "choice_code", "several", "hint", "required")
        yield from self.table.unread((*known, "page"), self.table.sheet.rows)
        if self.answers:
            yield from self.answers.unread(known, self.answers.sheet.rows)


def _parts(text: str) -> list[str]:
    """Return the choices of one cell: by lines, else by ``;`` or ``|``."""
    for between in ("\n", ";", "|"):
        parts = [part.strip(" -•\t") for part in text.split(between)]
        if len(parts) > 1:
            return [part for part in parts if part]
    return [text.strip()] if text.strip() else []
