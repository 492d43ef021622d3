"""The groups, questions and answers of a LimeSurvey file, whichever of its two formats it is in."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from consult.core.errors import InvalidError
from consult.core.locales import LANGUAGES, N_
from consult.questionnaires.xlsform.room import MOST_MARKS, MOST_ROWS, too_long

#: Attributes of questions that change what is asked; the others are about looks.
ATTRIBUTES = (
    "max_answers", "min_answers", "min_num_value_n", "max_num_value_n", "em_validation_q",
    "em_validation_sq", "validation", "array_filter", "array_filter_exclude", "exclude_all_others",
    "random_order", "answer_order", "subquestion_order", "prefix", "suffix", "maximum_chars",
    "default", "date_min", "date_max",
)  # fmt: skip
_NOTHING = {"", "0", "N", "1", "normal"}
#: Tables and columns of an ``.lss`` that are read.
_TABLES = {
    "surveys_languagesettings", "groups", "group_l10ns", "questions", "subquestions",
    "question_l10ns", "answers", "answer_l10ns", "question_attributes",
}  # fmt: skip
_COLUMNS = {
    "gid", "qid", "aid", "parent_qid", "title", "code", "type", "mandatory", "other", "relevance",
    "grelevance", "language", "question", "answer", "help", "group_name", "description",
    "group_order", "question_order", "sortorder", "attribute", "value", "surveyls_language",
    "surveyls_title", "surveyls_welcometext",
}  # fmt: skip
#: No LimeSurvey puts more elements into each other.
_DEEPEST = 20
#: The rows of each table, as what stands in each column.
_Tables = dict[str, list[dict[str, str]]]


@dataclass
class Item:
    """A group, a question, one of its rows or one of its answers, in every language.

    ``type`` is LimeSurvey's letter of a question; ``place`` where it is in the file, in words.
    """

    code: str
    place: str
    type: str = ""
    relevance: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    helps: dict[str, str] = field(default_factory=dict)
    mandatory: bool = False
    other: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    rows: dict[str, "Item"] = field(default_factory=dict)
    answers: dict[str, "Item"] = field(default_factory=dict)
    questions: dict[str, "Item"] = field(default_factory=dict)


@dataclass
class File:
    """A whole file: titles and welcomes by language as it is written, and groups in order."""

    titles: dict[str, str] = field(default_factory=dict)
    welcomes: dict[str, str] = field(default_factory=dict)
    groups: dict[str, Item] = field(default_factory=dict)


def from_tsv(content: bytes) -> File:
    """Read LimeSurvey's tab-separated format.

    Raises:
        InvalidError: it is no such file.
    """
    if content.count(b"\t") > MOST_MARKS:
        raise _too_much()
    try:
        text = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline="")
        lines = csv.DictReader(text, dialect="excel-tab")
        if not {"class", "name", "text"} <= set(lines.fieldnames or ()):
            message = N_(
                "This is not a LimeSurvey file: the columns class, name and text are missing."
            )
            raise InvalidError("lime_columns", message)
        found = _Tsv()
        for number, row in enumerate(lines, 2):
            found.line({k: (v or "").strip() for k, v in row.items() if isinstance(k, str)}, number)
            if number > MOST_ROWS:
                raise too_long("tsv")
    except UnicodeDecodeError as error:
        message = N_("The file is not in UTF-8. Save it as UTF-8 and try again.")
        raise InvalidError("tsv_not_utf8", message) from error
    except csv.Error as error:
        message = N_("This is not a LimeSurvey file: the columns class, name and text are missing.")
        raise InvalidError("lime_columns", message) from error
    return found.file


class _Tsv:
    def __init__(self) -> None:
        self.file = File()
        self.group = Item("", "")
        self.question = Item("", "")

    def line(self, row: Mapping[str, str], number: int) -> None:
        language, code = row.get("language", ""), row.get("name", "")
        scale = row.get("type/scale", "")
        into: dict[str, Item] | None = {
            "G": self.file.groups,
            "Q": self.group.questions,
            "SQ": self.question.rows,
            "A": self.question.answers,
        }.get(row.get("class", ""))
        if row.get("class") == "SL" and code in {"surveyls_title", "surveyls_welcometext"}:
            told = self.file.titles if code == "surveyls_title" else self.file.welcomes
            told[language] = row["text"]
        if into is None:
            return
        key = scale if row["class"] == "G" else f"{scale} {code}" if row["class"] == "A" else code
        item = into.setdefault(key, Item(code, f"row {number}", scale, row.get("relevance", "")))
        item.texts[language] = code if row["class"] == "G" else row["text"]
        item.helps[language] = row["text"] if row["class"] == "G" else row.get("help", "")
        if row["class"] == "G":
            self.group = item
        if row["class"] == "Q":
            self.question = item
            item.mandatory = row.get("mandatory", "") in {"Y", "S"}
            item.other = row.get("other", "") == "Y"
            _keep_attributes(item, row)


def from_lss(content: bytes) -> File:
    """Read LimeSurvey's XML. Declarations of types and entities are refused.

    Raises:
        InvalidError: it is no such file, or one made to do harm.
    """
    if content.count(b"<") > MOST_MARKS:
        raise _too_much()
    try:
        kind, tables = _tables(content)
    except DefusedXmlException as error:
        message = N_("The file holds XML declarations that no questionnaire needs.")
        raise InvalidError("lime_entities", message) from error
    except (ParseError, ValueError) as error:
        message = N_("The file is damaged. Export it from LimeSurvey again (Survey structure).")
        raise InvalidError("lime_damaged", message) from error
    if kind != "Survey":
        message = N_("This is not a LimeSurvey file: export it there as “Survey structure (.lss)”.")
        raise InvalidError("lime_kind", message)
    return _Lss(tables).file()


def _too_much() -> InvalidError:
    message = N_(
        "The file holds far more than a questionnaire needs, so it was not opened. Delete the "
        "questions that are not needed in LimeSurvey and export it again."
    )
    return InvalidError("lime_bomb", message)


def _tables(content: bytes) -> tuple[str, _Tables]:
    """Return what the file says it is, and what its tables hold of what is read."""
    kind = ""
    tables: _Tables = {}
    row: dict[str, str] = {}
    path: list[Element] = []
    source = io.BytesIO(content)
    for event, element in ElementTree.iterparse(source, ("start", "end"), forbid_dtd=True):
        if event == "start":
            path.append(element)
            if len(path) > _DEEPEST:
                raise ValueError(element.tag)
            continue
        path.pop()
        match [above.tag for above in path], element.tag:
            case ["document"], "LimeSurveyDocType":
                kind = element.text or ""
            case [_, table, "rows", "row"], column if table in _TABLES and column in _COLUMNS:
                row[column] = (element.text or "").strip()
            case [_, table, "rows"], "row" if row:
                _keep(tables, table, row)
                row = {}
        if path:
            # What was read of it is kept, so that the element need not be.
            path[-1].remove(element)
    return kind, tables


def _keep(tables: _Tables, table: str, row: dict[str, str]) -> None:
    if table == "question_attributes" and row.get("attribute") not in ATTRIBUTES:
        return
    rows = tables.setdefault(table, [])
    rows.append(row)
    if len(rows) > (MOST_ROWS * len(LANGUAGES) if table.endswith("_l10ns") else MOST_ROWS):
        raise too_long(table)


class _Lss:
    def __init__(self, tables: _Tables) -> None:
        self.tables = tables

    def table(self, name: str) -> list[dict[str, str]]:
        return self.tables.get(name, [])

    def file(self) -> File:
        file = File()
        for row in self.table("surveys_languagesettings"):
            file.titles[row.get("surveyls_language", "")] = row.get("surveyls_title", "")
            file.welcomes[row.get("surveyls_language", "")] = row.get("surveyls_welcometext", "")
        groups = self._items("groups", "gid", "group_name", "group_order")
        self._texts(groups, "group_l10ns", "gid", "group_name", "description")
        questions = self._items("questions", "qid", "title", "question_order")
        rows = self._items("subquestions", "qid", "title", "question_order")
        self._texts(questions | rows, "question_l10ns", "qid", "question", "help")
        answers = self._items("answers", "aid", "code", "sortorder")
        self._texts(answers, "answer_l10ns", "aid", "answer", "")
        for row in self.table("question_attributes"):
            if row.get("qid", "") in questions:
                attribute = {row.get("attribute", ""): row.get("value", "")}
                _keep_attributes(questions[row["qid"]][0], attribute)
        file.groups = {key: item for key, (item, _of) in groups.items()}
        for items, parents, key, into in (
            (questions, groups, "gid", "questions"),
            (rows, questions, "parent_qid", "rows"),
            (answers, questions, "qid", "answers"),
        ):
            for number, (item, of) in enumerate(items.values()):
                if of.get(key, "") in parents:
                    getattr(parents[of[key]][0], into)[f"{number} {item.code}"] = item
        return file

    def _items(
        self, table: str, key: str, code: str, order: str
    ) -> dict[str, tuple[Item, dict[str, str]]]:
        """Return the items of a table by id, in their order, each with its row."""
        found: dict[str, tuple[Item, dict[str, str]]] = {}
        listed = sorted(self.table(table), key=lambda row: _number(row.get(order, "")))
        for row in listed:
            name = row.get(code, "")
            ident = row.get(key) or f"{row.get('qid')} {name}"
            where = f"question {name}" if table != "groups" else f"group {row.get('group_order')}"
            relevance = row.get("relevance") or row.get("grelevance") or ""
            item = Item(name, where, row.get("type", ""), relevance)
            item.mandatory = row.get("mandatory", "") in {"Y", "S"}
            item.other = row.get("other", "") == "Y"
            found.setdefault(ident, (item, row))
            # Before version 4 each language had a row of its own, with its text.
            text = row.get({"title": "question", "code": "answer"}.get(code, code), "")
            if row.get("language"):
                found[ident][0].texts[row["language"]] = text
                found[ident][0].helps[row["language"]] = row.get("help", row.get("description", ""))
        return found

    def _texts(
        self,
        items: Mapping[str, tuple[Item, dict[str, str]]],
        table: str,
        key: str,
        text: str,
        more: str,
    ) -> None:
        for row in self.table(table):
            if row.get(key, "") in items:
                item = items[row[key]][0]
                item.texts[row.get("language", "")] = row.get(text, "")
                item.helps[row.get("language", "")] = row.get(more, "")


def _keep_attributes(item: Item, told: Mapping[str, str]) -> None:
    for name in ATTRIBUTES:
        value = told.get(name, "")
        if value not in _NOTHING or (value == "1" and "max" in name):
            item.attributes[name] = value


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
