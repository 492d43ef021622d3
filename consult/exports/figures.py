"""Tables and charts of a paper: captions with their numbers, notes with the base, hidden cells."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from consult.core.locales import pick
from consult.exports.outline import Bar, Bars, Grid
from consult.exports.words import HIDDEN, Words
from consult.summaries.paper import Row, Table

#: No percentage of fewer answers than this (TRUST.md R30).
SMALLEST_BASE = 30
#: A chart of more would be longer than a page, or its words too small; the table has them all.
MOST_BARS = 30


class Figures:
    """Turns tables of the summary into printed ones, and numbers them through the paper."""

    def __init__(self, language: str, words: Words) -> None:
        self._language = language
        self._words = words
        self._tables = self._charts = 0

    def tables(self, table: Table, *, groups: bool = False) -> Iterator[Grid]:
        """Yield the printed table; nothing for a table without rows.

        ``groups`` tells that its rows are groups of people and not answers.
        """
        if not table.rows:
            return
        say = self._words
        percents = any(row.percent is not None for row in table.rows)
        first = say.gettext("Group") if groups else say.gettext("Answer given")
        header = [first, say.gettext("How many")]
        if percents:
            header.append(say.gettext("Percent"))
        yield Grid(
            self.table_caption(pick(table.caption, self._language)),
            tuple(header),
            tuple(self._cells(row, percents=percents) for row in table.rows),
            tuple(self._notes(table, percents=percents)),
        )

    def table_caption(self, caption: str) -> str:
        """Return the caption with the next number."""
        self._tables += 1
        number = self._words.number(self._tables)
        return self._words.gettext("Table %(number)s: %(caption)s", number=number, caption=caption)

    def chart(self, table: Table) -> Iterator[Bars]:
        """Yield the table's bar chart; nothing where it would show no bar, or too many to read."""
        if not 2 <= len(table.rows) <= MOST_BARS or not any(row.count for row in table.rows):
            return
        self._charts += 1
        say, caption = self._words, pick(table.caption, self._language)
        bars = tuple(
            Bar(pick(row.label, self._language), row.count, self._beside(row)) for row in table.rows
        )
        hidden = say.gettext("hidden")
        told = say.pairs((bar.label, hidden if bar.count is None else bar.shown) for bar in bars)
        yield Bars(
            say.gettext(
                "Figure %(number)s: %(caption)s", number=say.number(self._charts), caption=caption
            ),
            say.gettext("Bar chart. %(bars)s.", bars=told),
            bars,
        )

    def _cells(self, row: Row, *, percents: bool) -> tuple[str, ...]:
        cells = [pick(row.label, self._language), self._words.count(row.count)]
        if percents:
            cells.append(self._words.percent(row.percent))
        return tuple(cells)

    def _beside(self, row: Row) -> str:
        counted = self._words.count(row.count)
        if row.count is None or row.percent is None:
            return counted
        return f"{counted} ({self._words.percent(row.percent)})"

    def _notes(self, table: Table, *, percents: bool) -> Iterator[str]:
        _, counted = self._words.gettext, self._words.count
        if percents:
            yield _("Base of the percentages: %(count)s answers.", count=counted(table.base))
        elif table.base is not None and table.base < SMALLEST_BASE:
            yield _(
                "Answers: %(count)s. No percentages, because there are fewer than 30.",
                count=counted(table.base),
            )
        else:
            yield _("Answers: %(count)s.", count=counted(table.base))
        yield _(
            "No answer: %(none)s. Preferred not to say: %(apart)s.",
            none=counted(table.no_answer),
            apart=counted(table.prefer_not),
        )
        if not table.adds_up:
            yield _("The lines do not add up: one young person can be in several.")
        if table.mean:
            yield _("Mean: %(mean)s.", mean=self._mean(table.mean))
        if hidden_cells(table):
            yield _(
                "%(sign)s means hidden, so that nobody can be picked out; the annex says how.",
                sign=HIDDEN,
            )

    def _mean(self, mean: str) -> str:
        try:
            return self._words.number(Decimal(mean))
        except InvalidOperation:
            return mean


def hidden_cells(table: Table) -> int:
    """Return how many counts of a table are hidden."""
    counts = [*(row.count for row in table.rows), table.base, table.no_answer, table.prefer_not]
    return sum(count is None for count in counts)
