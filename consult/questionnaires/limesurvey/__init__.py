"""Reading questionnaires made with LimeSurvey: ``.lss`` and its tab-separated ``.tsv`` / ``.txt``.

What is kept and what is not is told item by item. No expression in the file is ever run.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from consult.core.errors import InvalidError, Problem
from consult.core.locales import LANGUAGES, N_, Localized
from consult.questionnaires import rules
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Choice, Definition, Page, Question
from consult.questionnaires.format import CHOICE_CODE, CODE
from consult.questionnaires.limesurvey.items import File, Item, from_lss, from_tsv
from consult.questionnaires.limesurvey.words import plain
from consult.questionnaires.types import of
from consult.questionnaires.types.date import asks_birth
from consult.questionnaires.types.kind import in_six, same
from consult.questionnaires.xlsform import Imported, conditions, expressions, languages, unsaid
from consult.questionnaires.xlsform.choices import fitting
from consult.questionnaires.xlsform.expressions import Join, Test, Tree
from consult.questionnaires.xlsform.settings import WIDE_DATES

#: Our kind by LimeSurvey's letter.
_KINDS = {
    "L": "single_choice", "!": "single_choice", "O": "single_choice", "M": "multiple_choice",
    "P": "multiple_choice", "F": "matrix", "H": "matrix", "A": "matrix", "B": "matrix",
    "Y": "yes_no", "5": "scale", "N": "number", "S": "short_text", "T": "long_text",
    "U": "long_text", "X": "card", "R": "ranking", "D": "date",
}  # fmt: skip
#: Each row becomes a question of its own.
_PER_ROW = {"K": "number", "Q": "short_text"}
#: Worked out or sent by the browser: nobody is asked. Files could point at one child.
_LEFT_OUT = {"*", "|", "I"}
_STEPS = {"A": 5, "B": 10}
_NAME = re.compile(r"'[^']*'|\"[^\"]*\"|[A-Za-z]\w*(?:\.\w+)?(?!\w*\()")
_SIGNS = (("&&", " and "), ("||", " or "), ("==", "="), ("!(", "not("))
_PLACE = re.compile(r"\{\s*([A-Za-z]\w*)(?:\.\w+)?\s*\}")
_BRACED = re.compile(r"\{[^}]*\}")
_SHORTENED = {"hans", "cn", "informal"}


def read(content: bytes, chosen: Mapping[str, str] | None = None) -> Imported:
    """Return the questionnaire of a LimeSurvey file.

    Args:
        content: the file's bytes, from anybody; XML or tab-separated.
        chosen: languages as the file writes them → tag, as the person who brings it says.

    Raises:
        InvalidError: names everything that stands in the way, each with its place.
    """
    file = (
        from_lss(content)
        if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
        else from_tsv(content)
    )
    return _Building(file, chosen or {}).whole()


@dataclass
class _Building:
    file: File
    chosen: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    asked: conditions.Asked = field(default_factory=conditions.Asked)
    #: Name of a tick box → its question and its code in the file.
    boxes: dict[str, tuple[str, str]] = field(default_factory=dict)
    marked_up: int = 0

    def wrong(self, place: str, code: str, message: str, /, **params: Any) -> None:
        self.problems.append(Problem(code, message, params, place))

    def note(self, place: str, code: str, message: str, /, **params: Any) -> None:
        self.notes.append(Problem(code, message, params, place))

    def whole(self) -> Imported:
        pages = tuple(page for group in self.file.groups.values() for page in self.page(group))
        title = self.text(self.file.titles)
        tags = languages.ordered(self.found.values())
        if not title:
            word = in_six(N_("Questionnaire"))
            title = {tag: word.get(tag, word["en"]) for tag in tags}
        definition = Definition(title, self.text(self.file.welcomes), tags, pages)
        late = [replace(p, where=self.place_of(p.where)) for p in rules.problems(definition)]
        problems = [*self.problems, *(late if not self.problems else ())]
        if not set(tags) & set(LANGUAGES):
            said = unsaid.statement(next(iter(self.found), "xx"))
            message = N_(
                "The texts are in %(found)s. Young people are asked in ar, zh, en, fr, ru and es "
                "only. Add columns in one of these. Or say yourself under which one the texts "
                "shall stand: %(said)s"
            )
            problems.append(
                Problem("language_not_offered", message, {"found": ", ".join(tags), **said})
            )
        if self.marked_up:
            message = N_("Bold print, links and other marks were taken out of %(count)s texts.")
            self.note("", "marks_left_out", message, count=self.marked_up)
        if problems:
            message = N_("The questionnaire cannot be used yet. Mend what is listed and try again.")
            raise InvalidError("lime_invalid", message, problems=problems)
        return Imported(definition, tuple(self.notes), self.found)

    def place_of(self, where: str) -> str:
        found = re.search(r"question (\w+)", where)
        return self.places.get(found[1], where) if found else where

    def page(self, group: Item) -> list[Page]:
        show_if = self.rule(group)
        questions = [q for item in group.questions.values() for q in self.question(item)]
        description = self.text(group.helps)
        if description and questions:
            code = fitting("about", CODE, self.places)
            self.places[code] = group.place
            questions.insert(0, Question(code, "card", description))
        if not questions or show_if is False:
            return []
        rule = show_if if isinstance(show_if, Condition) else None
        return [Page(self.text(group.texts), tuple(questions), rule)]

    def question(self, item: Item) -> list[Question]:
        if item.type in _LEFT_OUT:
            return self.leave_out(item)
        if item.type in _PER_ROW:
            return [q for row in item.rows.values() for q in self.of_row(item, row)]
        kind = _KINDS.get(item.type)
        if kind is None:
            message = N_(
                "LimeSurvey's type “%(type)s” cannot be asked here. Ask it in another way."
            )
            self.wrong(item.place, "lime_type", message, type=item.type)
            self.asked.left_out[item.code] = 0
            return []
        return self.keep(item, kind, self.text(item.texts, item))

    def leave_out(self, item: Item) -> list[Question]:
        message = N_("“%(type)s” is not asked here and is left out.")
        self.note(item.place, "row_left_out", message, type=f"{item.type} {item.code}")
        self.asked.left_out[item.code] = 0
        return []

    def of_row(self, item: Item, row: Item) -> list[Question]:
        """Return one row of several lines as a question of its own."""
        text = self.text(item.texts, item)
        words = self.text(row.texts)
        both = {tag: f"{text.get(tag, '')}\n{told}".strip() for tag, told in words.items()}
        single = replace(
            item, code=f"{item.code}_{row.code}", rows={}, place=row.place, attributes={}
        )
        return self.keep(single, _PER_ROW[item.type], both or text)

    def keep(self, item: Item, kind: str, text: Localized) -> list[Question]:
        rule = self.rule(item)
        if not text:
            self.wrong(item.place, "label_missing", N_("The question has no text."))
        choices, codes = self.choices(item.rows if kind == "multiple_choice" else item.answers)
        code = fitting(item.code, CODE, self.places)
        question = Question(
            code=code,
            type=kind,
            text=text,
            hint=self.text(item.helps, item),
            choices=choices if of(Question(code, kind, {})).has_choices else (),
            required=item.mandatory and kind != "card",
            other=item.other and of(Question(code, kind, {})).may_offer_other,
            show_if=rule if isinstance(rule, Condition) else None,
        )
        question = self.with_settings(item, question)
        if rule is False or (kind == "date" and asks_birth(question)):
            return self.leave_out(item)
        self.places[code] = item.place
        self.asked.questions[item.code] = question
        self.asked.codes[item.code] = {"Y": "yes", "N": "no"} if kind == "yes_no" else codes
        if kind == "multiple_choice":
            for row in item.rows.values():
                self.boxes[f"{item.code}_{row.code}"] = (item.code, row.code)
        return [question]

    def choices(self, items: Mapping[str, Item]) -> tuple[tuple[Choice, ...], dict[str, str]]:
        choices: list[Choice] = []
        codes: dict[str, str] = {}
        for item in items.values():
            text = self.text(item.texts)
            if not text:
                message = N_("The choice has no text in any language.")
                self.wrong(item.place, "label_missing", message)
            codes[item.code] = fitting(item.code, CHOICE_CODE, set(codes.values()))
            choices.append(Choice(codes[item.code], text))
        return tuple(choices), codes

    def with_settings(self, item: Item, question: Question) -> Question:
        left = dict(item.attributes)
        settings: dict[str, Any] = {}
        match question.type:
            case "multiple_choice" if left.get("max_answers", "").isdecimal():
                settings = {"at_most": min(int(left.pop("max_answers")), len(question.choices))}
            case "matrix":
                settings = {"rows": self.choices(item.rows)[0]}
                steps = [str(n) for n in range(1, _STEPS.get(item.type, 0) + 1)]
                stepped = tuple(Choice(n, same(n)) for n in steps)
                question = replace(question, choices=stepped or question.choices)
                left |= {
                    f"relevance {row.code}": row.relevance
                    for row in item.rows.values()
                    if row.relevance not in {"", "1"}
                }
            case "scale":
                settings = {"low": 1, "high": 5}
            case "number":
                settings = _limits(left)
            case "date":
                settings = dict(WIDE_DATES)
                message = N_(
                    "Dates from %(earliest)s to %(latest)s are taken; change it if need be."
                )
                self.note(item.place, "date_limits_set", message, **WIDE_DATES)
            case "ranking" if not question.choices:
                question = replace(question, choices=self.choices(item.rows)[0])
        if item.type in {"O", "P"}:
            left["comment"] = item.type
        for name, value in left.items():
            message = N_("“%(name)s” is left out: “%(value)s”.")
            self.note(item.place, "attribute_left_out", message, name=name, value=value[:80])
        return replace(question, settings=settings)

    def rule(self, item: Item) -> Condition | bool:
        """Return the show-if rule of an item, or whether it is always or never shown."""
        written = item.relevance.strip()
        if written in {"", "1"}:
            return True
        for theirs, ours in _SIGNS:
            written = written.replace(theirs, ours)
        spelled = _NAME.sub(_reference, written)
        try:
            return conditions.rule(self.by_question(expressions.parse(spelled)), self.asked)
        except expressions.NotInSubsetError as error:
            message = N_(
                "“%(piece)s” cannot be kept in a rule here. Rules compare one answer with one "
                "value, such as ${age} > 12."
            )
            self.wrong(item.place, "relevant_unread", message, piece=str(error))
        except conditions.UntranslatedError as error:
            self.wrong(item.place, "relevant_untranslated", error.message, **error.params)
        return True

    def by_question(self, tree: Tree) -> Tree:
        """Return the tree with tests of tick boxes as tests of their question."""
        if isinstance(tree, Join):
            return Join(tree.op, tuple(self.by_question(part) for part in tree.parts))
        if tree.ref not in self.boxes or tree.value not in {"Y", ""}:
            return tree
        name, code = self.boxes[tree.ref]
        ticked: Tree = Test(name, "selected", code)
        return ticked if (tree.op == "=") == (tree.value == "Y") else Join("not", (ticked,))

    def text(self, told: Mapping[str, str], item: Item | None = None) -> Localized:
        """Return a text by tag, without marks; places for answers as we write them."""
        found: Localized = {}
        for written, raw in told.items():
            tag = _tag(written, self.chosen)
            text = plain(raw)
            self.marked_up += "<" in raw and bool(text)
            if not text:
                continue
            if not tag:
                message = N_(
                    "“%(language)s” is no language that is known here. Say which it is, with its "
                    "tag: %(said)s"
                )
                said = unsaid.statement(written)
                problem = Problem("language_unknown", message, {"language": written, **said})
                self.problems += [problem] if problem not in self.problems else []
                continue
            self.found[written] = tag
            found[tag] = _PLACE.sub(self.answer, text) if item else text
            braced = _BRACED.sub("", found[tag].replace("{{", "").replace("}}", ""))
            if item and len(braced) < len(found[tag].replace("{{", "").replace("}}", "")):
                message = N_(
                    "The text inserts %(answer)s. Only the answer to an earlier closed question "
                    "can stand in a text, and only in that of a question: write it out."
                )
                first = _BRACED.search(text)
                self.wrong(item.place, "text_inserts", message, answer=first[0] if first else "{…}")
        return found

    def answer(self, found: re.Match[str]) -> str:
        question = self.asked.questions.get(found[1])
        quotable = question is not None and of(question).quotable
        return f"{{{{{question.code}}}}}" if question and quotable else found[0]


def _limits(left: dict[str, str]) -> dict[str, Any]:
    """Take the limits of a number out of its attributes, where they are numbers."""
    found = {}
    for theirs, ours in (("min_num_value_n", "minimum"), ("max_num_value_n", "maximum")):
        if re.fullmatch(r"-?\d{1,12}", left.get(theirs, "")):
            found[ours] = int(left.pop(theirs))
    return found


def _reference(found: re.Match[str]) -> str:
    name = found[0]
    if name[0] in "'\"" or name in {"and", "or", "not"}:
        return name
    return f"${{{name.partition('.')[0]}}}"


def _tag(written: str, chosen: Mapping[str, str]) -> str:
    found = languages.tag(written, chosen)
    first, _dash, rest = found.partition("-")
    return first if rest.lower() in _SHORTENED else found
