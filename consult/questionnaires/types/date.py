"""When something was or will be: a day, a month or a year; never a date of birth (TRUST.md R21)."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from babel.dates import format_date, format_skeleton

from consult.core.errors import Problem
from consult.core.locales import N_, NAMES
from consult.questionnaires.definition import Choice, Question
from consult.questionnaires.types import kind, typed
from consult.questionnaires.types.base import PREFER_NOT, Answer, Fields, InSheet, Tally

#: Parts of each precision, in the order they are typed and stored.
PARTS = {"day": ("day", "month", "year"), "month": ("month", "year"), "year": ("year",)}
_APPEARANCES = {"month": "month-year", "year": "year"}
_STORED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_DIGITS = {"day": r"\d{1,2}", "month": r"\d{1,2}", "year": r"\d{4}"}
#: Lines of a table at most; more years are gathered in bands.
MOST_LINES = 12
#: Words of the six languages that ask when somebody was born.
_BIRTH = re.compile(
    r"\b(birth\w*|born|naissance|anniversaire|née?s?|nacimiento|nacist\w*|naciste|cumpleaños"
    r"|дат\w+ рождени\w*|рождени\w*|родил\w*)\b|出生|生日|ميلاد|وُ?لدت",
    re.IGNORECASE,
)


class Date(kind.Kind):
    """A date of the Gregorian calendar between ``earliest`` and ``latest``, both included.

    ``precision`` is ``day`` (unless set), ``month`` or ``year``. Stored: ``2025-11-05``,
    ``2025-11`` or ``2025``; the limits are written alike.
    """

    name: ClassVar[str] = "date"
    place: ClassVar[int] = 90
    template: ClassVar[str] = "questionnaires/types/date.html"
    paper: ClassVar[str] = "parts"
    settings: ClassVar[frozenset[str]] = frozenset({"precision", "earliest", "latest"})
    quotable: ClassVar[bool] = True

    def check(self, question: Question) -> Iterator[Problem]:
        """Yield limits that are none, and a question for a date of birth."""
        yield from super().check(question)
        if asks_birth(question):
            message = N_("A date of birth is never asked. Ask for the age band instead.")
            yield Problem("date_of_birth", message)
        precision = question.settings.get("precision", "day")
        if precision not in PARTS:
            message = N_("“precision” must be one of %(known)s.")
            yield Problem("date_precision", message, {"known": ", ".join(PARTS)})
            return
        ends = [question.settings.get(name) for name in ("earliest", "latest")]
        read = [_read(end, precision) for end in ends]
        if None in read or read[0] > read[1]:  # type: ignore[operator]  # both are dates then
            message = N_(
                "“earliest” and “latest” must be dates like %(example)s, the earlier one first."
            )
            yield Problem("date_limits", message, {"example": _write(date(2025, 1, 31), precision)})

    def joined_settings(
        self, earlier: Mapping[str, Any], later: Mapping[str, Any]
    ) -> Mapping[str, Any] | None:
        """Return the wider limits; a year is no month, and a month no day."""
        if earlier.get("precision", "day") != later.get("precision", "day"):
            return None
        low = kind.widest(earlier, later, "earliest", min)
        return {**later, **low, **kind.widest(earlier, later, "latest", max)}

    def read(self, question: Question, fields: Fields) -> Answer:
        """Read the parts, in any script's digits; what is no date is kept as it was typed."""
        parts = PARTS[question.settings.get("precision", "day")]
        sent: list[tuple[str, str]] = []
        for part in parts:
            name = kind.name_of(question, part)
            sent.extend(typed.pairs(name, typed.codes(fields, name)[:1]))
        found = _typed(parts, [value for _name, value in sent])
        problems: tuple[Problem, ...] = ()
        closed = _write(found, question.settings.get("precision", "day")) if found else None
        low, high = question.settings.get("earliest"), question.settings.get("latest")
        if sent and closed is None:
            message = N_("This is not a date. Write it in digits, the year with four, like 2025.")
            problems = (kind.problem(question, "date_unread", message),)
        elif closed and not (low or closed) <= closed <= (high or closed):
            message = N_("Write a date from %(low)s to %(high)s.")
            problems = (kind.problem(question, "date_outside", message, low=low, high=high),)
        answer = Answer(None if problems else closed, {}, problems, tuple(sent))
        return kind.settle(question, answer, prefers_not=kind.boxed(question, fields))

    def fields(self, question: Question, answer: Answer) -> Iterator[tuple[str, str]]:
        """Yield the parts."""
        yield from answer.sent
        if answer.closed == PREFER_NOT:
            yield kind.name_of(question, kind.PREFER_NOT_BOX), "yes"
        elif answer.closed is not None:
            for part, value in zip(
                ("year", "month", "day"), answer.closed.split("-"), strict=False
            ):
                yield kind.name_of(question, part), value

    def say(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Return the date as the language writes it."""
        if answer.closed is None:
            return []
        if answer.closed == PREFER_NOT:
            return [kind.in_words(kind.label((), PREFER_NOT), language)]
        place = language if language in NAMES else "en"
        precision = question.settings.get("precision", "day")
        found = _read(answer.closed, precision)
        if found is None or precision == "year":
            return [answer.closed]
        if precision == "month":
            return [format_skeleton("yMMMM", found, locale=place)]
        return [format_date(found, "long", locale=place)]

    def tally(self, question: Question, values: Sequence[Any], asked: int) -> tuple[Tally, ...]:
        """Count by month or year, or bands of years, as the limits of the question set them.

        The lines follow from the limits alone: a line that began at the earliest date told would
        tell that date. Single days are never counted.
        """
        given = [value for value in values if value is not None and value != PREFER_NOT]
        preferred_not = sum(1 for value in values if value == PREFER_NOT)
        lines = _lines(question)
        chosen = [[next((c.code for c in reversed(lines) if c.code <= v), "")] for v in given]
        return (kind.count(question, lines, chosen, asked, preferred_not=preferred_not),)

    def from_cell(self, question: Question, cell: str) -> Answer:
        """Read a date as it is stored."""
        if cell.strip() == PREFER_NOT and question.prefer_not:
            return Answer(PREFER_NOT)
        parts = zip(("year", "month", "day"), cell.strip().split("-"), strict=False)
        return self.read(
            question,
            typed.Sent.of((kind.name_of(question, part), value) for part, value in parts),
        )

    def in_sheet(self, question: Question) -> InSheet:
        """Return a date; its limits are a constraint."""
        precision = question.settings.get("precision", "day")
        ends = (("earliest", ">="), ("latest", "<="))
        told = [f". {sign} date('{_whole(question.settings[name])}')" for name, sign in ends]
        cells = {"constraint": " and ".join(told)}
        if precision in _APPEARANCES:
            cells["appearance"] = _APPEARANCES[precision]
        return InSheet("date", cells)


def fitted(limit: str, precision: str, *, end: bool) -> str:
    """Return a limit as a precision writes it; what is no date stays as it was written.

    Args:
        limit: a date such as ``2025-01-31``, ``2025-01`` or ``2025``.
        precision: one of :data:`PARTS`; another changes nothing.
        end: it is the latest date, so parts that are missing are the last of their year or month.
    """
    parts = _STORED.fullmatch(limit)
    if precision not in PARTS or not parts or not 1 <= int(parts[2] or 1) <= 12:
        return limit
    year, month = int(parts[1]), int(parts[2] or (12 if end else 1))
    day = int(parts[3] or (monthrange(year, month)[1] if end and year else 1))
    try:
        return _write(date(year, month, day), precision)
    except ValueError:
        return limit


def asks_birth(question: Question) -> bool:
    """Tell whether a question asks when somebody was born."""
    return any(_BIRTH.search(text) for text in (*question.text.values(), *question.hint.values()))


def _typed(parts: Sequence[str], values: Sequence[str]) -> date | None:
    if len(values) != len(parts):
        return None
    digits = ["".join(str(unicodedata.decimal(c, c)) for c in value) for value in values]
    told = dict(zip(parts, digits, strict=True))
    if any(not re.fullmatch(_DIGITS[part], text, re.ASCII) for part, text in told.items()):
        return None
    try:
        return date(int(told["year"]), int(told.get("month", 1)), int(told.get("day", 1)))
    except ValueError:
        return None


def _read(stored: object, precision: str) -> date | None:
    found = _STORED.fullmatch(stored) if isinstance(stored, str) else None
    if not found or len([g for g in found.groups() if g]) != len(PARTS[precision]):
        return None
    try:
        return date(*(int(group or 1) for group in found.groups()))
    except ValueError:
        return None


def _write(found: date, precision: str) -> str:
    return {"day": found.isoformat(), "month": f"{found:%Y-%m}", "year": f"{found:%Y}"}[precision]


def _whole(stored: str) -> str:
    return stored + "-01-01"[: 10 - len(stored)] if len(stored) == 4 else f"{stored}-01"[:10]


def _lines(question: Question) -> tuple[Choice, ...]:
    """Return the lines of the table; each begins at its code and ends before the next."""
    low, high = str(question.settings["earliest"]), str(question.settings["latest"])
    first, last = int(low[:4]), int(high[:4])
    if len(low) > 4:
        start, end = first * 12 + int(low[5:7]) - 1, last * 12 + int(high[5:7]) - 1
        if end - start < MOST_LINES:
            months = [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(start, end + 1)]
            return tuple(Choice(month, _month(month)) for month in months)
    width = next(w for w in (1, 5, 10, 50, 100, 1000) if last // w - first // w < MOST_LINES)
    begins = range(first - first % width, last + 1, width)
    told = [f"{n}" if width == 1 else f"{n}–{n + width - 1}" for n in begins]
    return tuple(Choice(f"{n:04}", kind.same(t)) for n, t in zip(begins, told, strict=True))


def _month(stored: str) -> dict[str, str]:
    found = date(int(stored[:4]), int(stored[5:7]), 1)
    return {tag: format_skeleton("yMMMM", found, locale=tag) for tag in NAMES}
