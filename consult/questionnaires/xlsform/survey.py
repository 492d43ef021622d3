"""The sheet ``survey``: groups become pages, rows become questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from consult.core.errors import Problem
from consult.core.locales import N_, Localized
from consult.questionnaires import types
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Choice, Page, Question
from consult.questionnaires.format import CHOICE_CODE, CODE
from consult.questionnaires.types.date import asks_birth
from consult.questionnaires.xlsform import own, settings
from consult.questionnaires.xlsform.choices import MOST_OFFERED, List, fitting, too_many
from consult.questionnaires.xlsform.grouping import Grouping
from consult.questionnaires.xlsform.kinds import Kind, kind, near
from consult.questionnaires.xlsform.noting import Noting
from consult.questionnaires.xlsform.ruling import Ruling
from consult.questionnaires.xlsform.table import inserted, with_places, without_places
from consult.questionnaires.xlsform.workbook import Row

READ = (
    *("type", "name", "label", "hint", "required", "relevant", "constraint", "parameters"),
    "choice_filter",
    *own.READ,
)

#: Groups that we write for one question.
_MATRICES = {name for name, kind in types.REGISTRY.items() if kind.has_rows}
_YES = {"yes", "true", "true()", "1", "y"}
_NO = {"", "no", "false", "false()", "0", "n"}


@dataclass
class _Matrix:
    """A group that we wrote for one question, and the rows found in it so far."""

    row: Row
    rows: list[Choice] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    choices: List = field(default_factory=List)


@dataclass
class Survey(Noting):
    """Reads row by row."""

    lists: Mapping[str, List] = field(default_factory=dict)
    #: Rows of each question's choices, for problems that are found later.
    choice_rows: dict[str, list[int]] = field(default_factory=dict)
    kept_rows: list[Row] = field(default_factory=list)
    #: Codes of the questions whose answers can stand in texts, by their names.
    _places: dict[str, str] = field(default_factory=dict)
    #: Names of the questions that have one, by their codes.
    _names: dict[str, str] = field(default_factory=dict)
    #: Choices that the questions read so far offer.
    _offers: int = 0
    _many: list[Problem] = field(default_factory=list)
    _lists_told: set[int] = field(default_factory=set)
    _matrix: _Matrix | None = None

    def __post_init__(self) -> None:
        self.ruling = Ruling(self)
        self.grouping = Grouping(self)

    def read(self) -> tuple[Page, ...]:
        """Return the pages of the whole sheet."""
        for row in self.table.sheet.rows:
            written = self.table.cell(row, "type")
            if not written:
                if any(self.table.cell(row, k) for k in ("name", "label")):
                    self.note(row, "type", "type_missing", N_("A row without a type is left out."))
            elif self.table.cell(row, "disabled").lower() in _YES:
                self.note(row, "disabled", "row_disabled", N_("A disabled row is left out."))
            else:
                self._row(row, written)
        return self.grouping.whole()

    def _row(self, row: Row, written: str) -> None:
        found = kind(written)
        name = self.table.cell(row, "name")
        if self.table.cell(row, own.TYPE) == own.OTHER_LINE:
            return
        if found is None:
            self._unknown(row, written, name)
        elif self._matrix:
            self._in_matrix(row, found, name)
        elif found.what == "begin" and self.table.cell(row, own.TYPE) in _MATRICES:
            self._matrix = _Matrix(row)
        elif found.what == "begin":
            self._begin(row, name)
        elif found.what == "begin repeat":
            message = N_("Questions cannot be repeated here. Ask them once, or in a group each.")
            self.cannot(row, "type", "repeat", message)
            self._begin(row, name)
        elif found.what in {"end", "end repeat"}:
            self.grouping.end(row)
        elif found.what in {"silent", "not here"}:
            self._leave_out(row, written, name)
        else:
            self._ask(row, found, written, name)

    def _leave_out(self, row: Row, written: str, name: str) -> None:
        self.ruling.asked.left_out[name] = row.number
        message = N_("“%(type)s” is not asked here and is left out.")
        self.note(row, "type", "row_left_out", message, type=written[:60])

    def _in_matrix(self, row: Row, found: Kind, name: str) -> None:
        """Read a row of a matrix, or its end."""
        matrix = self._matrix
        assert matrix
        if found.what == "end":
            self._matrix = None
            asked = Kind(self.table.cell(matrix.row, own.TYPE))
            self._ask(matrix.row, asked, "begin_group", self.table.cell(matrix.row, "name"), matrix)
            return
        choices = self._list(row, found) if found.what == "single_choice" else List()
        if found.what != "single_choice" or (matrix.rows and choices != matrix.choices):
            message = N_("In this group each row is select_one of the same list.")
            self.wrong(row, "type", "matrix_row", message)
            return
        matrix.choices = choices
        code = self.table.cell(row, own.CODE) or name
        taken = {each.code for each in matrix.rows}
        text = self._text(row, "label") | own.text(self.table, row, "label", {})
        matrix.rows.append(Choice(fitting(code, CHOICE_CODE, taken), text))
        matrix.names.append(name)
        self.kept_rows.append(row)

    def _unknown(self, row: Row, written: str, name: str) -> None:
        """Tell a type that is not known, and what else is wrong with the row."""
        said = {"type": " ".join(written.split())[:60], "near": near(written)}
        message = N_("The type “%(type)s” is not known. Did you mean “%(near)s”?")
        if not said["near"]:
            message = N_("The type “%(type)s” is not known. Write one that is, such as text.")
        self.wrong(row, "type", "type_unknown", message, **said)
        self._unique(row, name)
        self.ruling.broken.add(name)
        self._text(row, "label")
        self.ruling.of(row)
        for word in written.split():
            self._tell_list(self.lists.get(word, List()))

    def _begin(self, row: Row, name: str) -> None:
        title = self._text(row, "label") | own.text(self.table, row, "label", {})
        page = self.table.cell(row, own.TYPE) == own.PAGE
        self.grouping.begin(row, name, title, self.ruling.of(row), page=page)
        self.kept_rows.append(row)

    def _ask(
        self, row: Row, found: Kind, written: str, name: str, matrix: _Matrix | None = None
    ) -> None:
        problems_before = len(self.problems)
        if not name and found.what != "card":
            self.wrong(row, "name", "name_missing", N_("The question has no name."))
        self._unique(row, name)
        text = self._question_text(row, found, name)
        if not text and (found.what == "card" or self.may_leave_out):
            return
        found, choices = self._offered(row, found, matrix)
        rule = self.ruling.of(row)
        question = Question(
            code=self._code(self.table.cell(row, own.CODE) or name or f"note_{row.number}"),
            type=found.what,
            text=text,
            hint=self._asked_text(row, "hint"),
            choices=tuple(choices.choices),
            required=found.what != "card" and self._required(row),
            prefer_not=self.table.cell(row, own.PREFER_NOT).lower() in _YES,
            other=found.other,
            show_if=rule if isinstance(rule, Condition) else None,
            settings={"rows": tuple(matrix.rows)} if matrix else {},
        )
        notes: list[Problem] = []
        ours = own.question(self.table, row, question, written.split(maxsplit=1)[0])
        if ours:
            question = ours
        else:
            question, notes = settings.fitted(self.table, row, question)
        if question.type == "date" and asks_birth(question):
            self._leave_out(row, written, name)
            return
        if len(self.problems) > problems_before or choices.problems:
            # Of two rows with one name the first counts: rules over it are still looked at.
            self.ruling.broken |= {name} - {*self.ruling.asked.questions}
            return
        if rule is False or self.grouping.never:
            self.ruling.asked.left_out[name] = row.number
            message = N_("It could never be asked, so it is left out: “%(text)s”.")
            self.note(row, "label", "never_asked", message, text=next(iter(text.values()))[:60])
            return
        self.notes += notes
        self.ruling.names[question.code] = matrix.names if matrix else [name]
        self._keep(row, written, name, question, choices)

    def _question_text(self, row: Row, found: Kind, name: str) -> Localized:
        """Return the text of a question; without one it is left out, or stands in the way."""
        text = self._asked_text(row, "label")
        if not text and found.what == "card":
            self.note(row, "label", "note_empty", N_("A note without text is left out."))
        elif not text:
            self.cannot(row, "label", "label_missing", N_("The question has no text."))
            if self.may_leave_out:
                self.ruling.asked.left_out[name] = row.number
        return text

    def _offered(self, row: Row, found: Kind, matrix: _Matrix | None) -> tuple[Kind, List]:
        """Return the choices of a question, each with its rule, and whether "other" is one."""
        choices = self._list(row, found) if found.list else List()
        if matrix:
            choices = matrix.choices
        self._offers += len(choices.choices)
        if self._offers > MOST_OFFERED:
            choices = List(problems=self._too_many(row))
        known = types.REGISTRY.get(found.what)
        if found.other and not (known and known.may_offer_other):
            message = N_("This kind of question cannot offer “other”.")
            self.cannot(row, "type", "other_impossible", message)
            found = replace(found, other=False)
        if self.table.cell(row, own.OTHER).lower() in _YES and choices.choices:
            last = choices.choices[-1].code == types.OTHER
            found = replace(found, other=found.other or last)
            choices = choices.kept([*choices.choices[:-1], None]) if last else choices
        return found, self.ruling.choices(row, choices, narrows=bool(known and known.may_narrow))

    def _keep(self, row: Row, written: str, name: str, question: Question, choices: List) -> None:
        if question.code != (self.table.cell(row, own.CODE) or name) and name:
            message = N_("The name “%(typed)s” is stored as “%(code)s”.")
            self.note(row, "name", "name_changed", message, typed=name, code=question.code)
        word = written.split(maxsplit=1)[0]
        if word != word.lower():
            message = N_("“%(typed)s” was read as “%(read)s”.")
            self.note(row, "type", "type_read", message, typed=written, read=question.type)
        if types.of(question).quotable:
            self._places[name] = question.code
        else:
            self._places.pop(name, None)
        if len(self.ruling.names[question.code]) == 1:
            self._names[question.code] = name
        self.ruling.asked.questions[name] = question
        self.ruling.asked.codes[name] = choices.codes
        self.grouping.question_rows[question.code] = row.number
        self.choice_rows[question.code] = choices.rows
        self.kept_rows.append(row)
        self.grouping.waiting.append(question)

    def _text(self, row: Row, column: str) -> Localized:
        self.tell(inserted(self.table, row, column))
        return without_places(self.table.text(row, column))

    def _asked_text(self, row: Row, column: str) -> Localized:
        """Return a text of a question, with places for earlier answers."""
        self.tell(inserted(self.table, row, column, self._places))
        read = with_places(self.table.text(row, column), self._places)
        return read | own.text(self.table, row, column, self._names)

    def _too_many(self, row: Row) -> list[Problem]:
        """Keep that there are too many choices, which is told once."""
        if not self._many:
            self._many = [too_many(self.table.place(row, "type"))]
            self.problems += self._many
        return self._many

    def _list(self, row: Row, found: Kind) -> List:
        choices = self.lists.get(found.list)
        if choices is None:
            message = N_("The list “%(list)s” is not in the sheet of choices.")
            self.wrong(row, "type", "list_missing", message, list=found.list)
            return List()
        self._tell_list(choices)
        return choices

    def _tell_list(self, choices: List) -> None:
        """Tell what is wrong with a list once, however many questions use it."""
        if id(choices.problems) not in self._lists_told:
            self._lists_told.add(id(choices.problems))
            self.problems += choices.problems
            self.notes += choices.notes

    def _unique(self, row: Row, name: str) -> None:
        asked = self.ruling.asked
        if name and (
            name in asked.questions or name in asked.left_out or name in self.ruling.broken
        ):
            message = N_("The name “%(name)s” is there twice.")
            self.cannot(row, "name", "name_twice", message, name=name)

    def _required(self, row: Row) -> bool:
        written = self.table.cell(row, "required").lower()
        if written not in _YES | _NO:
            message = N_("Whether an answer is needed cannot follow from a formula: “%(formula)s”.")
            self.note(row, "required", "required_formula", message, formula=written[:60])
        return written in _YES

    def _code(self, name: str) -> str:
        return fitting(name, CODE, self.grouping.question_rows)
