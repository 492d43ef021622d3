"""A questionnaire's own format: JSON in and out; ``format.md`` describes it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from consult.core.errors import InvalidError, Problem
from consult.core.locales import N_, Localized
from consult.questionnaires import rules
from consult.questionnaires.conditions import JOINS, TESTS, Condition
from consult.questionnaires.definition import Choice, Definition, Page, Question
from consult.questionnaires.types import REGISTRY, typed

#: What ``format`` says; a later format gets another number.
FORMAT = "consult-questionnaire-1"

#: Characters one text may have.
LONGEST_TEXT = 20_000
#: Rules inside rules inside rules.
DEEPEST_RULE = 8
MOST_QUESTIONS = 1_000

CODE = re.compile(r"[A-Za-z0-9_]{1,64}", re.ASCII)
CHOICE_CODE = re.compile(r"\w[\w.-]{0,99}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)

#: What a question may be, each ``true`` or left out.
FLAGS = ("required", "prefer_not", "other", "own_topic", "sensitive")

#: Settings that hold a text by language.
_TEXT_SETTINGS = {"low_label", "high_label"}


def parse(content: object) -> Definition:
    """Return the questionnaire that JSON describes.

    Args:
        content: what ``json.loads`` gave.

    Raises:
        InvalidError: names everything that is wrong, each with its place in words such as
            ``page 2, question q5, choice 3``.
    """
    reader = _Reader()
    definition = reader.definition(content)
    problems = reader.problems or rules.problems(definition)
    if problems:
        message = N_("The questionnaire cannot be used yet. Mend what is listed and try again.")
        raise InvalidError("questionnaire_invalid", message, problems=problems)
    return definition


def stored(content: object) -> Definition:
    """Return a questionnaire that was checked when it was stored.

    What is asked of new ones may grow stricter; what was stored before stays readable.

    Raises:
        InvalidError: it is not in the format at all.
    """
    reader = _Reader()
    definition = reader.definition(content)
    if reader.problems:
        message = N_("The questionnaire cannot be used yet. Mend what is listed and try again.")
        raise InvalidError("questionnaire_invalid", message, problems=reader.problems)
    return definition


def dump(definition: Definition) -> dict[str, Any]:
    """Return the JSON of a questionnaire; parts that say nothing are left out."""
    return {
        "format": FORMAT,
        "title": definition.title,
        "introduction": definition.introduction,
        "languages": list(definition.languages),
        "pages": [_page(page) for page in definition.pages],
    }


def machine_made(content: object) -> dict[str, dict[str, str]]:
    """Return which translations a machine made and nobody signed: language → key → its name.

    Keys are those of ``translate.texts``; the questionnaire itself is the same without this part.
    """
    found = content.get("machine_made", {}) if isinstance(content, dict) else {}
    return found if _marks(found) else {}


def _marks(found: object) -> bool:
    return isinstance(found, dict) and all(
        isinstance(each, dict) and all(isinstance(name, str) for name in each.values())
        for each in found.values()
    )


def rule(content: object) -> Condition | None:
    """Return the show-if rule that JSON describes; ``None`` where it describes none."""
    reader = _Reader()
    found = reader.condition(content, "")
    return None if reader.problems else found


def _page(page: Page) -> dict[str, Any]:
    told: dict[str, Any] = {"title": page.title} if page.title else {}
    if page.show_if:
        told["show_if"] = condition(page.show_if)
    return told | {"questions": [_question(question) for question in page.questions]}


def _question(question: Question) -> dict[str, Any]:
    told: dict[str, Any] = {"code": question.code, "type": question.type, "text": question.text}
    if question.hint:
        told["hint"] = question.hint
    if question.choices:
        told["choices"] = [_choice(choice) for choice in question.choices]
    for flag in FLAGS:
        if getattr(question, flag):
            told[flag] = True
    if question.show_if:
        told["show_if"] = condition(question.show_if)
    settings = dict(question.settings)
    if "rows" in settings:
        settings["rows"] = [_choice(row) for row in settings["rows"]]
    return told | ({"settings": settings} if settings else {})


def _choice(choice: Choice) -> dict[str, Any]:
    told: dict[str, Any] = {"code": choice.code, "text": choice.text}
    return told | ({"show_if": condition(choice.show_if)} if choice.show_if else {})


def condition(rule: Condition) -> dict[str, Any]:
    """Return the JSON of a show-if rule."""
    if rule.op == "not":
        return {"not": condition(rule.parts[0])}
    if rule.op in JOINS:
        return {rule.op: [condition(part) for part in rule.parts]}
    return {"question": rule.question, rule.op: True if rule.op == "answered" else rule.value}


@dataclass
class _Reader:
    """Reads as much as it can and keeps every problem with its place."""

    problems: list[Problem] = field(default_factory=list)

    def wrong(self, where: str, code: str, message: str, **params: Any) -> None:
        self.problems.append(Problem(code, message, params, where))

    def definition(self, content: object) -> Definition:
        known = {"format", "title", "introduction", "languages", "pages", "machine_made"}
        told = self.object(content, "the file", known)
        if not _marks(told.get("machine_made", {})):
            message = N_("An object {…} is needed here.")
            self.wrong("machine_made", "not_an_object", message)
        if told.get("format", FORMAT) != FORMAT:
            message = N_("The format must be “%(format)s”.")
            self.wrong("format", "format_unknown", message, format=FORMAT)
        title = self.text(told.get("title"), "title")
        listed = self.list(told.get("languages", list(title)), "languages")
        for tag in listed:
            if not (isinstance(tag, str) and LANGUAGE.fullmatch(tag)):
                message = N_("“%(tag)s” is not a language tag such as “ar” or “en”.")
                self.wrong("languages", "language_unknown", message, tag=str(tag)[:40])
        languages = dict.fromkeys(tag for tag in listed if isinstance(tag, str))
        pages = self.list(told.get("pages"), "pages")
        return Definition(
            title=title,
            introduction=self.text(told.get("introduction", {}), "introduction", blank=True),
            languages=tuple(languages),
            pages=tuple(self.page(page, f"page {n}") for n, page in enumerate(pages, 1)),
        )

    def page(self, content: object, where: str) -> Page:
        told = self.object(content, where, {"title", "questions", "show_if"})
        asked = self.list(told.get("questions"), f"{where}, questions")[:MOST_QUESTIONS]
        return Page(
            title=self.text(told.get("title", {}), f"{where}, title", blank=True),
            questions=tuple(self.question(q, where, n) for n, q in enumerate(asked, 1)),
            show_if=self.condition(told.get("show_if"), f"{where}, show_if"),
        )

    def question(self, content: object, page: str, number: int) -> Question:
        known = {"code", "type", "text", "hint", "choices", *FLAGS}
        code = content.get("code") if isinstance(content, dict) else None
        if isinstance(code, str) and CODE.fullmatch(code):
            where = f"{page}, question {code}"
        else:
            where = f"{page}, question {number}"
        told = self.object(content, where, known | {"show_if", "settings"})
        choices = self.list(told.get("choices", []), f"{where}, choices")
        return Question(
            code=self.code(told.get("code"), CODE, where),
            type=self.type(told.get("type"), where),
            text=self.text(told.get("text"), f"{where}, text"),
            hint=self.text(told.get("hint", {}), f"{where}, hint", blank=True),
            choices=self.choices(choices, f"{where}, choice"),
            required=self.flag(told, "required", where),
            prefer_not=self.flag(told, "prefer_not", where),
            other=self.flag(told, "other", where),
            own_topic=self.flag(told, "own_topic", where),
            sensitive=self.flag(told, "sensitive", where),
            show_if=self.condition(told.get("show_if"), f"{where}, show_if"),
            settings=self.settings(told.get("settings", {}), where),
        )

    def settings(self, content: object, where: str) -> Mapping[str, Any]:
        if not isinstance(content, dict):
            self.wrong(f"{where}, settings", "not_an_object", N_("An object {…} is needed here."))
            return {}
        settings = {name: value for name, value in content.items() if value is not None}
        for name in _TEXT_SETTINGS & set(settings):
            settings[name] = self.text(settings[name], f"{where}, {name}", blank=True)
        if "rows" in settings:
            rows = self.list(settings["rows"], f"{where}, rows")
            settings["rows"] = self.choices(rows, f"{where}, row")
        return settings

    def choices(self, listed: list[Any], where: str) -> tuple[Choice, ...]:
        found = tuple(self.choice(each, f"{where} {n}") for n, each in enumerate(listed, 1))
        for number, row in enumerate(found if where.endswith("row") else (), 1):
            if row.show_if:
                self.wrong(f"{where} {number}", "row_rule", N_("A row has no rule of its own."))
        return found

    def choice(self, content: object, where: str) -> Choice:
        told = self.object(content, where, {"code", "text", "show_if"})
        code = self.code(told.get("code"), CHOICE_CODE, where)
        rule = self.condition(told.get("show_if"), f"{where}, show_if")
        return Choice(code, self.text(told.get("text"), where), rule)

    def condition(self, content: object, where: str, depth: int = 0) -> Condition | None:
        """Return a show-if rule; ``None`` when there is none or it cannot be read."""
        if content is None:
            return None
        told = self.object(content, where, JOINS | TESTS | {"question"})
        operators = [key for key in told if key != "question"]
        if depth > DEEPEST_RULE or len(operators) != 1:
            message = N_("A rule has one operator, such as {“question”: “q1”, “equals”: “yes”}.")
            self.wrong(where, "rule_unread", message)
            return None
        operator, value = operators[0], told[operators[0]]
        if operator in JOINS:
            listed = [value] if operator == "not" else self.list(value, f"{where}, {operator}")
            parts = [self.condition(part, f"{where}, {operator}", depth + 1) for part in listed]
            if not parts or "question" in told or None in parts:
                message = N_("“%(operator)s” needs at least one rule, and nothing beside it.")
                self.wrong(where, "rule_empty", message, operator=operator)
            return Condition(operator, tuple(part for part in parts if part))
        if operator == "answered" and value is not True:
            self.wrong(where, "rule_answered", N_("“answered” can only be true."))
        if isinstance(value, list | dict):
            message = N_("A rule has one operator, such as {“question”: “q1”, “equals”: “yes”}.")
            self.wrong(where, "rule_unread", message)
            return None
        question = self.code(told.get("question"), CODE, f"{where}, question")
        return Condition(operator, (), question, None if operator == "answered" else value)

    def text(self, content: object, where: str, *, blank: bool = False) -> Localized:
        if not isinstance(content, dict) or not all(isinstance(t, str) for t in content.values()):
            message = N_("A text by language is needed here, such as {“en”: “Hello”}.")
            self.wrong(where, "text_shape", message)
            return {}
        told = {}
        for tag, text in content.items():
            if not LANGUAGE.fullmatch(tag):
                message = N_("“%(tag)s” is not a language tag such as “ar” or “en”.")
                self.wrong(where, "language_unknown", message, tag=tag[:40])
            if len(text) > LONGEST_TEXT:
                message = N_("A text may have at most %(most)s characters.")
                self.wrong(where, "text_long", message, most=LONGEST_TEXT)
            told[tag] = typed.clean(text, lines=True)
        told = {tag: text for tag, text in told.items() if text}
        if not told and not blank:
            self.wrong(where, "text_missing", N_("There is no text here in any language."))
        return told

    def code(self, content: object, pattern: re.Pattern[str], where: str) -> str:
        if isinstance(content, str) and pattern.fullmatch(content):
            return content
        if pattern is CODE:
            message = N_("A code is needed: up to 64 letters a–z, digits and “_”.")
        else:
            message = N_("A code is needed: up to 100 letters, digits, “_”, “-” and “.”.")
        self.wrong(where, "code_shape", message)
        return ""

    def type(self, content: object, where: str) -> str:
        if isinstance(content, str) and content in REGISTRY:
            return content
        message = N_("The type “%(type)s” is not known. Known are: %(known)s.")
        shown = content if isinstance(content, str) else "…"
        self.wrong(where, "type_unknown", message, type=shown[:40], known=", ".join(REGISTRY))
        return "card"

    def flag(self, told: Mapping[str, Any], name: str, where: str) -> bool:
        value = told.get(name, False)
        if isinstance(value, bool):
            return value
        message = N_("“%(name)s” must be true or false.")
        self.wrong(where, "flag_shape", message, name=name)
        return False

    def list(self, content: object, where: str) -> list[Any]:
        if isinstance(content, list):
            return content
        self.wrong(where, "not_a_list", N_("A list […] is needed here."))
        return []

    def object(
        self, content: object, where: str, known: set[str] | frozenset[str]
    ) -> dict[str, Any]:
        if not isinstance(content, dict):
            self.wrong(where, "not_an_object", N_("An object {…} is needed here."))
            return {}
        for name in content:
            if name not in known:
                message = N_("Nothing is known of “%(name)s”.")
                self.wrong(where, "name_unknown", message, name=str(name)[:40])
        return {name: value for name, value in content.items() if name in known}


def question(content: Mapping[str, Any]) -> Question:
    """Return one question out of stored JSON."""
    return _Reader().question(content, "page 1", 1)


def copy(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of (a part of) the JSON in which nothing is shared."""
    copied: dict[str, Any] = json.loads(json.dumps(content))
    return copied
