"""Writing an XLSForm that form programs take, and that we read back as it was."""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from babel import Locale

from consult.core.locales import LANGUAGES, N_, Localized
from consult.questionnaires import format as own_format
from consult.questionnaires import types
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Choice, Definition, Page, Question
from consult.questionnaires.types import kind
from consult.questionnaires.types.base import InSheet
from consult.questionnaires.xlsform import languages, own

Cells = dict[str, str]
_PLAIN = ("required", "relevant", "constraint", "choice_filter", "parameters", "appearance")
_OWN = (own.PREFER_NOT, own.TYPE, own.CODE, own.SETTINGS, own.RULE, own.CHOICE_RULES, own.OTHER)


def write(definition: Definition) -> bytes:
    """Return the questionnaire as an ``.xlsx`` with the sheets survey, choices and settings."""
    tags = _tags(definition)
    made = _Survey(definition, tags)
    rows = list(made.rows())
    texts = ("label", "hint", *own.WRITTEN.values(), *own.TEXT_SETTINGS.values())
    columns = ["type", "name", *_columns(("label", "hint"), tags), *_PLAIN, *_OWN]
    columns += _columns(texts[2:], tags)
    of_choices = ["list_name", "name", *_columns(("label",), tags), own.CHOICE_TEXTS, own.RULED]
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        _sheet(book, "survey", columns, rows)
        _sheet(book, "choices", of_choices, made.choices)
        settings = _settings(definition, tags)
        _sheet(book, "settings", list(settings), [settings])
    return buffer.getvalue()


def header(kind: str, tag: str) -> str:
    """Return a column's header with its language, such as ``label::Arabic (ar)``."""
    return f"{kind}::{_named(tag)}"


def _named(tag: str) -> str:
    return f"{Locale('en').languages.get(tag.partition('-')[0], tag)} ({tag})"


def _tags(definition: Definition) -> list[str]:
    """Return every language in it; the product's own words need one of the six."""
    found = [*definition.languages, *definition.title, *definition.introduction]
    for page in definition.pages:
        found += page.title
        for question in page.questions:
            found += [tag for _part, text in types.of(question).texts(question) for tag in text]
    tags = list(languages.ordered(found))
    return tags if set(tags) & set(LANGUAGES) else [*tags, "en"]


def _columns(kinds: tuple[str, ...], tags: list[str]) -> list[str]:
    return [header(kind, tag) for kind in kinds for tag in tags]


def _settings(definition: Definition, tags: list[str]) -> Cells:
    told = next(iter(definition.languages), tags[0])
    title = definition.title.get(told) or next(iter(definition.title.values()), "")
    return {
        "form_title": own.shown(title, {}),
        "default_language": _named(told),
        own.LANGUAGES: " ".join(definition.languages),
        **_texts(own.TITLE, definition.title),
        **_texts(own.INTRODUCTION, definition.introduction),
    }


def _texts(kind: str, text: Localized) -> Cells:
    return {header(kind, tag): own.kept(told) for tag, told in text.items()}


def _sheet(book: xlsxwriter.Workbook, name: str, columns: list[str], rows: list[Cells]) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    filled = [c for c in columns if c in _ALWAYS or any(row.get(c) for row in rows)]
    for column, head in enumerate(filled):
        sheet.write_string(0, column, head)
        for line, row in enumerate(rows, 1):
            if row.get(head):
                sheet.write_string(line, column, row[head])


_ALWAYS = {"type", "name", "list_name", "form_title"}


@dataclass
class _Survey:
    definition: Definition
    tags: list[str]
    choices: list[Cells] = field(default_factory=list)
    _lists: dict[str, str] = field(default_factory=dict)
    _names: dict[str, list[str]] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def rows(self) -> Iterator[Cells]:
        """Yield the lines of the sheet ``survey``."""
        for question in self.definition.questions():
            self._names[question.code] = [self._name(question.code)]
        for number, page in enumerate(self.definition.pages, 1):
            yield self._page(page, number)
            for question in page.questions:
                yield from self._question(question)
            yield {"type": "end_group"}

    def _page(self, page: Page, number: int) -> Cells:
        return {
            "type": "begin_group",
            "name": self._name(f"page_{number}"),
            own.TYPE: own.PAGE,
            **self._text("label", page.title),
            **self._rule(page.show_if),
        }

    def _question(self, question: Question) -> Iterator[Cells]:
        asked = types.of(question).in_sheet(question)
        (name,) = self._names[question.code]
        named = {"name": name} | ({own.CODE: question.code} if name != question.code else {})
        cells = {
            "type": self._type(question, asked),
            **named,
            own.TYPE: question.type,
            **asked.cells,
            **self._text("label", question.text),
            **self._text("hint", question.hint),
            **self._rule(question.show_if),
            **self._choice_rules(question),
            **self._settings(question),
        }
        if question.prefer_not:
            cells[own.PREFER_NOT] = "yes"
        if question.required:
            cells["required"] = "yes"
        yield cells
        if own.OTHER in cells:
            yield self._other_line(question, name)
        if asked.type == "begin_group":
            yield from self._rows(question, asked, name)

    def _rows(self, question: Question, asked: InSheet, name: str) -> Iterator[Cells]:
        # A rule whether the question is answered looks at its rows: a group has no answer.
        self._names[question.code] = []
        for row in asked.rows:
            own_name = self._name(f"{name}_{row.code}")
            self._names[question.code].append(own_name)
            yield {
                "type": f"select_one {self._list(asked.options)}",
                "name": own_name,
                own.TYPE: own.ROW,
                own.CODE: row.code,
                **self._text("label", row.text),
                **({"required": "yes"} if question.required else {}),
            }
        yield {"type": "end_group"}

    def _type(self, question: Question, asked: InSheet) -> str:
        if not asked.options or asked.type == "begin_group":
            return asked.type
        if question.other and _named_rules(question.choices):
            return f"{asked.type} {self._list(kind.with_other(question, asked.options))}"
        other = " or_other" if question.other else ""
        return f"{asked.type} {self._list(asked.options)}{other}"

    def _other_line(self, question: Question, name: str) -> Cells:
        chosen = "includes" if question.type == "multiple_choice" else "equals"
        rule = Condition(chosen, question=question.code, value=types.OTHER)
        return {
            "type": "text",
            "name": self._name(f"{name}_other"),
            own.TYPE: own.OTHER_LINE,
            "relevant": own.expression(rule, self._names.__getitem__),
            **self._text("label", kind.in_six(N_("If “Other”, write it here"))),
        }

    def _choice_rules(self, question: Question) -> Cells:
        rules = _named_rules(question.choices)
        if not rules:
            return {}
        told = {name: own_format.condition(rule) for rule, name in rules.items()}
        by_name = {name: rule for rule, name in rules.items()}
        return {
            "choice_filter": own.choice_filter(by_name, self._names.__getitem__),
            own.CHOICE_RULES: json.dumps(told, ensure_ascii=False),
            **({own.OTHER: "yes"} if question.other else {}),
        }

    def _list(self, options: tuple[Choice, ...]) -> str:
        rules = _named_rules(options)
        # One list for all that offer the same; which rule is meant is said by its question.
        listed = [(o.code, o.text, rules.get(o.show_if) if o.show_if else "") for o in options]
        key = json.dumps(listed, sort_keys=True)
        if key not in self._lists:
            name = self._lists[key] = f"list_{len(self._lists) + 1}"
            for option in options:
                told = {tag: text for tag, text in option.text.items() if tag in self.tags}
                cells = {"list_name": name, "name": option.code}
                cells |= {header("label", tag): own.shown(text, {}) for tag, text in told.items()}
                if any("${" in text for text in told.values()):
                    # No form program may take it for a reference.
                    spelled = json.dumps(told, ensure_ascii=False).replace("${", "\\u0024{")
                    cells[own.CHOICE_TEXTS] = spelled
                if rules:
                    cells[own.RULED] = rules[option.show_if] if option.show_if else own.ALWAYS
                self.choices.append(cells)
        return self._lists[key]

    def _text(self, kind: str, text: Localized) -> Cells:
        names = {code: found[0] for code, found in self._names.items() if len(found) == 1}
        cells = {}
        for tag, told in text.items():
            cells[header(kind, tag)] = own.shown(told, names)
            if "{" in told:
                cells[header(own.WRITTEN[kind], tag)] = own.kept(told)
        return cells

    def _rule(self, rule: Condition | None) -> Cells:
        if rule is None:
            return {}
        told = json.dumps(own_format.condition(rule), ensure_ascii=False)
        return {"relevant": own.expression(rule, self._names.__getitem__), own.RULE: told}

    def _settings(self, question: Question) -> Cells:
        settings: Mapping[str, Any] = question.settings
        kept = {k: v for k, v in settings.items() if k != "rows" and k not in own.TEXT_SETTINGS}
        cells = {own.SETTINGS: json.dumps(kept)} if kept else {}
        for name, column in own.TEXT_SETTINGS.items():
            cells |= _texts(column, settings.get(name, {}))
        return cells

    def _name(self, wanted: str) -> str:
        """Return a name that XML takes and no form program mixes up with another."""
        kept = "".join(c if c.isascii() and (c.isalnum() or c in "_.-") else "_" for c in wanted)
        first = kept if kept[0].isalpha() or kept[0] == "_" else f"_{kept}"
        name, number = first, 2
        while name.lower() in self._taken | _RESERVED:
            name, number = f"{first}_{number}", number + 1
        self._taken.add(name.lower())
        return name


def _named_rules(choices: tuple[Choice, ...]) -> dict[Condition, str]:
    """Return a name for each different rule of choices."""
    each = dict.fromkeys(choice.show_if for choice in choices if choice.show_if)
    return {rule: f"rule_{number}" for number, rule in enumerate(each, 1)}


#: Names that XForms keep for themselves.
_RESERVED = {"meta", "instanceid", "xml", "entity"}
