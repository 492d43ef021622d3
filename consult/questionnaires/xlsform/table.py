"""A sheet read by what its columns mean, with texts by language."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from consult.core.errors import Problem
from consult.core.locales import N_, Localized
from consult.questionnaires.types import typed
from consult.questionnaires.xlsform import languages, unsaid
from consult.questionnaires.xlsform.unsaid import Plain
from consult.questionnaires.xlsform.workbook import INVISIBLE, Row, Sheet
from consult.questionnaires.xlsform.xlsx import Fault

#: Columns that hold text young people read; those with ``consult_`` are our own (``own``).
TEXTS = (
    "label",
    "hint",
    "form_title",
    "consult_label",
    "consult_hint",
    "consult_low",
    "consult_high",
    "consult_title",
    "consult_introduction",
)
_SAME = {
    "relevance": "relevant",
    "listname": "list_name",
    "list": "list_name",
    "readonly": "read_only",
    "caption": "label",
    "title": "form_title",
}
_INSERTED = re.compile(r"\$\{\s*([^}]*?)\s*\}")
#: Stands in for a language that nobody named, so that the rest can be checked too.
UNKNOWN = "und"


@dataclass
class Table:
    """One sheet. ``columns`` maps what a column holds to its header and language tag."""

    sheet: Sheet
    columns: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def cell(self, row: Row, kind: str) -> str:
        """Return the first filled cell of a kind."""
        found = next((row[h] for h, _tag in self.columns.get(kind, ()) if row[h]), "")
        return found.strip(INVISIBLE)

    def text(self, row: Row, kind: str) -> Localized:
        """Return the text by language; a column with a language goes before one without."""
        told: Localized = {}
        for header, tag in self.columns.get(kind, ()):
            text = typed.clean(row[header], lines=True)
            if text and tag:
                told.setdefault(tag, text)
        return told

    def place(self, row: Row | int, kind: str = "", tag: str = "") -> str:
        """Return a place in words; the column is the first of its kind, or the one of a tag."""
        number = row if isinstance(row, int) else row.number
        headers = [h for h, of in self.columns.get(kind, ()) if not tag or of == tag]
        return self.sheet.place(number, headers[0] if headers else kind)

    def tags(self, kind: str) -> list[str]:
        """Return the languages of a kind of column, in the order of the columns."""
        return [tag for _header, tag in self.columns.get(kind, ()) if tag]

    def odd(self, *kinds: str) -> Iterator[Problem]:
        """Yield the cells of some columns that are a date or an error, and no text or name."""
        read = {header for kind in kinds for header, _tag in self.columns.get(kind, ())}
        for (row, header), value in self.sheet.odd.items():
            if header not in read:
                continue
            message = N_(
                "The spreadsheet program took this for a date: %(shown)s. Format the cell as text "
                "and type it once more."
            )
            if isinstance(value, Fault):
                message = N_(
                    "The cell shows an error, %(shown)s. Mend its formula, or type the text itself."
                )
            where = self.sheet.place(row, header)
            yield Problem("cell_odd", message, {"shown": str(value)[:40]}, where)

    def unread(self, known: Iterable[str], rows: Iterable[Row]) -> Iterator[Problem]:
        """Yield a note for each column that holds something and is not read."""
        kept = list(rows)
        read = {h for kind in known for h, _tag in self.columns.get(kind, ())}
        for header, _letter in self.sheet.columns:
            filled = [row.number for row in kept if row[header]]
            if header not in read and filled:
                message = N_("This column is not used here. Cells left out: %(count)s.")
                where = self.sheet.place(filled[0], header)
                yield Problem("column_left_out", message, {"count": len(filled)}, where)


def inserted(
    table: Table, row: Row, kind: str, places: Mapping[str, str] | None = None
) -> Iterator[Problem]:
    """Yield the refusal of each text that shows an answer it cannot show.

    Args:
        table: the sheet.
        row: of the sheet.
        kind: of column.
        places: names of the questions whose answers may stand in the text.
    """
    for tag, text in table.text(row, kind).items():
        found = next((f for f in _INSERTED.finditer(text) if f[1] not in (places or {})), None)
        if found:
            message = N_(
                "The text inserts %(answer)s. Only the answer to an earlier closed question can "
                "stand in a text, and only in that of a question: write it out."
            )
            where = table.place(row, kind, tag)
            yield Problem("text_inserts", message, {"answer": found[0]}, where)


def with_places(text: Localized, places: Mapping[str, str]) -> Localized:
    """Return a text with ``${name}`` as a place for the answer to that question."""

    def place(found: re.Match[str]) -> str:
        return f"{{{{{places[found[1]]}}}}}" if found[1] in places else "…"

    return {tag: _INSERTED.sub(place, told) for tag, told in text.items()}


def without_places(text: Localized) -> Localized:
    """Return a text with "…" where it would show an answer."""
    return with_places(text, {})


@dataclass
class Languages:
    """Turns headers into tags, and remembers what was found and not understood."""

    chosen: Mapping[str, str]
    plain: Plain = field(default_factory=Plain)
    #: Columns whose language nobody knows, and the place of the first.
    silent: list[str] = field(default_factory=list)
    silent_place: str = ""
    silent_texts: list[str] = field(default_factory=list)
    #: What was concluded and not said by the person who brings the file.
    notes: list[Problem] = field(default_factory=list)
    #: Language as it is written in the file → tag.
    found: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def table(
        self,
        sheet: Sheet,
        same: Callable[[str], str] = lambda kind: _SAME.get(kind, kind),
        texts: Iterable[str] = TEXTS,
    ) -> Table:
        """Return the sheet by the meaning of its columns.

        Args:
            sheet: with its headers as they are typed.
            same: turns the name of a column into what it holds.
            texts: what holds texts by language.
        """
        table = Table(sheet)
        seen: dict[tuple[str, str], str] = {}
        read = [(languages.column(h), letter) for h, letter in sheet.columns]
        for column, letter in sorted(read, key=lambda each: not each[0].language):
            kind = column.kind.removeprefix("bind:").removeprefix(":")
            kind = same(kind)
            key = (kind, column.language.lower())
            if key in seen:
                message = N_("The column stands twice, in %(first)s and %(second)s.")
                params = {"first": min(seen[key], letter), "second": max(seen[key], letter)}
                where = sheet.place(1, column.header)
                self.problems.append(Problem("column_twice", message, params, where))
                continue
            seen[key] = letter
            tag = self._tag(table, kind, column) if kind in texts else ""
            if tag and tag != UNKNOWN and tag in table.tags(kind):
                message = N_("Two columns hold texts in %(language)s; one of them would be lost.")
                self._wrong(table, column, message, language=tag)
                continue
            table.columns.setdefault(kind, []).append((column.header, tag))
        return table

    def _tag(self, table: Table, kind: str, column: languages.Column) -> str:
        if column.language:
            found = languages.tag(column.language, self.chosen)
            if found:
                self.found[column.language] = found
                return found
            message = N_(
                "“%(language)s” is no language that is known here. Say which it is, with its tag: "
                "%(said)s"
            )
            said = unsaid.statement(column.language)
            self._wrong(table, column, message, language=column.language, **said)
            return UNKNOWN
        if kind == "form_title":
            return self._title_tag(table, column)
        if not any(row[column.header] for row in table.sheet.rows):
            return ""
        where = table.sheet.place(1, column.header)
        if not self.plain.tag:
            self.silent.append(f"{table.sheet.name} {column.header}")
            self.silent_place = self.silent_place or where
            self.silent_texts += [row[column.header] for row in table.sheet.rows]
            return UNKNOWN
        if self.plain.why and not self.notes:
            self.notes.append(unsaid.note(self.plain, where))
        self.found.setdefault(self.plain.written, self.plain.tag)
        return self.plain.tag

    def _title_tag(self, table: Table, column: languages.Column) -> str:
        """Return the language of a title that does not say it: one of the file's that it fits."""
        if self.plain.said:
            return self.plain.tag
        texts = [row[column.header] for row in table.sheet.rows[:1]]
        offered = list(dict.fromkeys(filter(None, (self.plain.tag, *self.found.values()))))
        fitting = [tag for tag in offered if unsaid.may_be(tag, texts)] or offered
        if len(offered) > 1:
            read = unsaid.Plain(fitting[0], why=N_("The title was read as %(language)s."))
            self.notes.append(unsaid.note(read, table.sheet.place(2, column.header)))
        return fitting[0] if fitting else UNKNOWN

    def _wrong(self, table: Table, column: languages.Column, message: str, **params: str) -> None:
        where = table.sheet.place(1, column.header)
        self.problems.append(Problem("language_unknown", message, params, where))
