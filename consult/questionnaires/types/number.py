"""A number, written in any of the six languages' ways."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any, ClassVar

from babel.numbers import format_decimal

from consult.core.errors import Problem
from consult.core.locales import N_, NAMES
from consult.questionnaires.definition import Choice, Question
from consult.questionnaires.types import kind, typed
from consult.questionnaires.types.base import PREFER_NOT, Answer, Count, Fields, Tally

#: More digits than this are not kept exactly by every program that reads our exports.
MOST_DIGITS = 15
#: Lines of a table when each number cannot have its own.
MOST_LINES = 12
#: Longest piece of a typed number that is looked at.
_LONGEST = 60

_SIGNS = str.maketrans({"−": "-", "－": "-", "﹣": "-", "＋": "+", "٫": ".", "．": ".", "，": ","})
_APART = re.compile(r"[\s٬'’_\u200e\u200f\u061c\u202f\u00a0]")
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"([+-]?)(\d{1,3})((?:[.,]\d{3})+)", re.ASCII)


class AmbiguousError(ValueError):
    """``1.500`` may be one and a half or one thousand five hundred."""


class Number(kind.Kind):
    """A number between ``minimum`` and ``maximum``, ``whole`` or not. Stored: the number."""

    name: ClassVar[str] = "number"
    template: ClassVar[str] = "questionnaires/types/number.html"
    settings: ClassVar[frozenset[str]] = frozenset({"minimum", "maximum", "whole"})

    def check(self, question: Question) -> Iterator[Problem]:
        """Yield limits that are no numbers or leave no room."""
        yield from super().check(question)
        ends = [question.settings.get(name) for name in ("minimum", "maximum")]
        given = [end for end in ends if end is not None]
        if any(not _is_number(end) for end in given):
            yield Problem("limits", N_("“minimum” and “maximum” must be numbers."))
        elif len(given) == 2 and given[0] > given[1]:
            yield Problem("limits", N_("“minimum” must not be above “maximum”."))
        if not isinstance(question.settings.get("whole", False), bool):
            yield Problem("whole", N_("“whole” must be true or false."))

    def read(self, question: Question, fields: Fields) -> Answer:
        """Read the number; what cannot be read is kept as it was typed."""
        name = kind.name_of(question)
        sent = typed.codes(fields, name)[:1]
        found: int | float | None = None
        problems: tuple[Problem, ...] = ()
        if sent:
            try:
                found = parse(sent[0], whole=question.settings.get("whole", False))
            except AmbiguousError:
                message = N_("Write the number without a mark between thousands, such as 1500.")
                problems = (kind.problem(question, "number_ambiguous", message),)
            except ValueError:
                message = N_("Write a number in digits, such as 12.")
                problems = (kind.problem(question, "number_unread", message),)
            else:
                problems = tuple(_outside(question, found))
        answer = Answer(None if problems else found, {}, problems, typed.pairs(name, sent))
        return kind.settle(question, answer, prefers_not=kind.boxed(question, fields))

    def fields(self, question: Question, answer: Answer) -> Iterator[tuple[str, str]]:
        """Yield the number so that it is read the same in any language."""
        yield from answer.sent
        if answer.closed == PREFER_NOT:
            yield kind.name_of(question, kind.PREFER_NOT_BOX), "yes"
        elif answer.closed is not None:
            yield kind.name_of(question), plain(answer.closed)

    def say(self, _question: Question, answer: Answer, language: str) -> list[str]:
        """Return the number as the language writes it."""
        if answer.closed is None:
            return []
        if answer.closed == PREFER_NOT:
            return [kind.in_words(kind.label((), PREFER_NOT), language)]
        place = language if language in NAMES else "en"
        return [format_decimal(answer.closed, "#,##0.###############", locale=place)]

    def tally(self, question: Question, values: Sequence[Any], asked: int) -> tuple[Tally, ...]:
        """Count each whole number when there are few, or bands of equal width; take the mean."""
        numbers = [value for value in values if _is_number(value)]
        preferred_not = sum(1 for value in values if value == PREFER_NOT)
        return (
            Tally(
                caption=question.text,
                counts=_lines(question, numbers),
                base=len(numbers),
                no_answer=max(0, asked - len(numbers) - preferred_not),
                prefer_not=preferred_not,
                adds_up=True,
                mean=sum(numbers) / len(numbers) if numbers else None,
            ),
        )

    def cells(self, _question: Question, closed: Any) -> tuple[str, ...]:
        """Return the number with a point."""
        if closed is None or closed == PREFER_NOT:
            return (closed or "",)
        return (plain(closed),)

    def from_cell(self, question: Question, cell: str) -> Answer:
        """Read the number of a cell."""
        if cell.strip() == PREFER_NOT and question.prefer_not:
            return Answer(PREFER_NOT)
        return self.read(question, typed.Sent({kind.name_of(question): [cell]}))


def parse(text: str, *, whole: bool) -> int | float:
    """Return the number somebody typed: any script's digits, point or comma.

    Raises:
        AmbiguousError: a mark that may stand for thousands or for the decimal point.
        ValueError: no number, not whole where it must be, or too long to keep exactly.
    """
    text = _APART.sub("", _in_ascii(text[:_LONGEST]).translate(_SIGNS))
    grouped = _GROUPED.fullmatch(text)
    marks = set(re.findall(r"[.,]", text))
    if grouped and len(marks) == 1:
        if len(re.findall(r"[.,]", text)) == 1 and not whole and grouped[2].lstrip("0"):
            raise AmbiguousError(text)
        if len(re.findall(r"[.,]", text)) > 1 or whole:
            text = re.sub(r"[.,]", "", text)
    elif len(marks) == 2:
        decimal = max(text.rfind("."), text.rfind(","))
        before = text[:decimal]
        if not _GROUPED.fullmatch(before) or len(set(re.findall(r"[.,]", before))) > 1:
            raise ValueError(text)
        text = re.sub(r"[.,]", "", before) + "." + text[decimal + 1 :]
    return _exact(text.replace(",", "."), whole=whole)


def plain(value: float) -> str:
    """Return a number in ASCII with a point, never read as having thousands."""
    text = f"{Decimal(repr(value)):f}"
    return f"{text}0" if re.fullmatch(r"-?\d{1,3}\.\d{3}", text) else text


def _exact(text: str, *, whole: bool) -> int | float:
    if not _PLAIN.fullmatch(text):
        raise ValueError(text)
    found = Decimal(text)
    if len(found.normalize().as_tuple().digits) > MOST_DIGITS or abs(found) >= 10**MOST_DIGITS:
        raise ValueError(text)
    if found == found.to_integral_value():
        return int(found)
    if whole or -found.as_tuple().exponent > MOST_DIGITS:  # type: ignore[operator]  # is finite
        raise ValueError(text)
    return float(found)


def _in_ascii(text: str) -> str:
    return "".join(str(unicodedata.decimal(c, c)) for c in text)


def _outside(question: Question, found: float) -> Iterator[Problem]:
    low, high = question.settings.get("minimum"), question.settings.get("maximum")
    below, above = low is not None and found < low, high is not None and found > high
    if not below and not above:
        return
    if low is not None and high is not None:
        message = N_("Write a number from %(low)s to %(high)s.")
    elif below:
        message = N_("Write a number that is at least %(low)s.")
    else:
        message = N_("Write a number that is at most %(high)s.")
    yield kind.problem(question, "number_outside", message, low=low, high=high)


def _lines(question: Question, numbers: Sequence[float]) -> tuple[Count, ...]:
    if not numbers:
        return ()
    low = question.settings.get("minimum", min(numbers))
    high = question.settings.get("maximum", max(numbers))
    if all(isinstance(n, int) for n in [low, high, *numbers]) and high - low < MOST_LINES:
        counts = Counter(numbers)
        return tuple(Count(str(n), kind.same(str(n)), counts[n]) for n in range(low, high + 1))
    return _bands(low, high, numbers)


def _bands(low: float, high: float, numbers: Sequence[float]) -> tuple[Count, ...]:
    """Return bands of one round width; each holds its lower end and not its upper."""
    width = _round_width((high - low) / (MOST_LINES - 2))
    first = int(low // width)
    counts = Counter(int(number // width) - first for number in numbers)
    lines = []
    for step in range(int(high // width) - first + 1):
        start, end = (first + step) * width, (first + step + 1) * width
        label = f"≥ {plain(_tidy(start))}, < {plain(_tidy(end))}"
        option = Choice(plain(_tidy(start)), kind.same(label))
        lines.append(Count(option.code, option.text, counts[step]))
    return tuple(lines)


def _round_width(least: float) -> float:
    power = 10.0 ** (len(str(int(least))) - 1) if least >= 1 else 0.1
    while power > least and power > 1e-9:
        power /= 10
    return next(power * step for step in (1, 2, 5, 10) if power * step >= least)


def _tidy(value: float) -> float:
    rounded = round(value, 9)
    return int(rounded) if rounded == int(rounded) else rounded


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
