"""Groups of the sheet ``survey``: each becomes a page, groups inside groups a page each."""

from dataclasses import dataclass, field

from consult.core.errors import Problem
from consult.core.locales import N_, Localized
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Page, Question
from consult.questionnaires.format import CODE
from consult.questionnaires.xlsform.choices import fitting
from consult.questionnaires.xlsform.noting import Noting
from consult.questionnaires.xlsform.workbook import Row

#: Groups in each other; the deepest real ones are five.
MOST_DEEP = 20


@dataclass
class Group:
    """A group that is open."""

    row: int
    name: str
    title: Localized
    show_if: Condition | bool
    title_shown: bool = False
    #: Whether we wrote it as a page, which it then is though it asks nothing.
    page: bool = False


@dataclass
class Grouping:
    """Puts questions onto the pages of the groups they are in."""

    told: Noting
    pages: list[Page] = field(default_factory=list)
    #: Row of each page and question, for problems that are found later.
    page_rows: list[int] = field(default_factory=list)
    question_rows: dict[str, int] = field(default_factory=dict)
    #: Questions that are on no page yet.
    waiting: list[Question] = field(default_factory=list)
    _open: list[Group] = field(default_factory=list)
    #: Groups that are open and too deep in others to be looked at.
    _deeper: int = 0
    _deep_told: bool = False

    @property
    def never(self) -> bool:
        """Whether an open group can never be shown."""
        return any(group.show_if is False for group in self._open)

    def begin(
        self, row: Row, name: str, title: Localized, show_if: Condition | bool, *, page: bool
    ) -> None:
        """Open a group."""
        self._end_page()
        if len(self._open) >= MOST_DEEP:
            self._deeper += 1
            if not self._deep_told:
                message = N_(
                    "More than %(most)s groups stand in each other here. End some before this one."
                )
                self.told.wrong(row, "type", "groups_deep", message, most=MOST_DEEP)
            self._deep_told = True
            return
        self._open.append(Group(row.number, name, title, show_if, page=page))

    def end(self, row: Row) -> None:
        """Close the group opened last."""
        self._end_page()
        if self._deeper:
            self._deeper -= 1
            return
        if not self._open:
            message = N_("A group ends here that never began.")
            self.told.wrong(row, "type", "group_closed", message)
            return
        if self._open[-1].page and self._open[-1].row not in self.page_rows:
            self._add_page(())
        group = self._open.pop()
        ending = self.told.table.text(row, "label")
        if ending and ending != group.title:
            message = N_("A text at the end of a group is left out: “%(text)s”.")
            text = next(iter(ending.values()))[:60]
            self.told.note(row, "label", "end_text", message, text=text)
        if group.title and not group.title_shown:
            message = N_("The group “%(name)s” asks nothing; its title is left out.")
            where = self.told.table.place(group.row, "label")
            self.told.notes.append(Problem("group_empty", message, {"name": group.name}, where))

    def whole(self) -> tuple[Page, ...]:
        """Return all pages; a group that is still open is told."""
        self._end_page()
        for group in self._open:
            message = N_("The group “%(name)s” is never ended.")
            where = self.told.table.place(group.row, "type")
            self.told.problems.append(Problem("group_open", message, {"name": group.name}, where))
        return tuple(self.pages)

    def _end_page(self) -> None:
        if not self.waiting:
            return
        untold = [g for g in self._open if g.title][:-1]
        cards = []
        for group in (g for g in untold if not g.title_shown):
            code = fitting(f"{group.name}_title", CODE, self.question_rows)
            cards.append(Question(code, "card", group.title))
            self.question_rows[code] = group.row
        self._add_page((*cards, *self.waiting))
        self.waiting = []

    def _add_page(self, questions: tuple[Question, ...]) -> None:
        titled = [group for group in self._open if group.title]
        for group in titled:
            group.title_shown = True
        rules = [g.show_if for g in self._open if isinstance(g.show_if, Condition)]
        show_if = rules[0] if len(rules) == 1 else Condition("all", tuple(rules))
        title = titled[-1].title if titled else {}
        self.pages.append(Page(title, questions, show_if if rules else None))
        first = self._open[-1].row if self._open else self.question_rows[questions[0].code]
        self.page_rows.append(first)
