"""A number, written in any of the six languages' ways."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from math import isfinite
from typing import Any, ClassVar

from babel.numbers import format_decimal

from consult.core.errors import Problem
from consult.core.locales import N_, NAMES
from consult.questionnaires.definition import Question
from consult.questionnaires.types import kind, typed
from consult.questionnaires.types.base import PREFER_NOT, Answer, Count, Fields, InSheet, Tally

#: More digits than this are not kept exactly by every program that reads our exports.
MOST_DIGITS = 15
#: Lines of a table when each number cannot have its own.
MOST_LINES = 12
#: How many young people stand at least in an end of a table that nobody set: a line that begins at
#: the largest number told would tell that number, which one of them alone may have written.
_FEWEST_AT_AN_END = 10
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
    place: ClassVar[int] = 80
    template: ClassVar[str] = "questionnaires/types/number.html"
    settings: ClassVar[frozenset[str]] = frozenset({"minimum", "maximum", "whole"})
    tests: ClassVar[frozenset[str]] = frozenset({"equals", "at_least", "at_most", "answered"})
    quotable: ClassVar[bool] = True

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

    def joined_settings(
        self, earlier: Mapping[str, Any], later: Mapping[str, Any]
    ) -> Mapping[str, Any] | None:
        """Return the wider limits."""
        whole = earlier.get("whole", False) and later.get("whole", False)
        return {
            **kind.widest(earlier, later, "minimum", min),
            **kind.widest(earlier, later, "maximum", max),
            **({"whole": True} if whole else {}),
        }

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
        """Count each whole number when there are few, or bands of equal width; take the mean.

        Where the question sets no limit, the outermost lines are open: "≥ 20". There is no mean
        then, because one very large number would show in it.
        """
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
                mean=sum(numbers) / len(numbers) if numbers and _is_limited(question) else None,
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

    def in_sheet(self, question: Question) -> InSheet:
        """Return a whole or decimal number; its limits are a constraint."""
        ends = (("minimum", ">="), ("maximum", "<="))
        told = [
            f". {sign} {plain(question.settings[name])}"
            for name, sign in ends
            if question.settings.get(name) is not None
        ]
        cells = {"constraint": " and ".join(told)} if told else {}
        return InSheet("integer" if question.settings.get("whole") else "decimal", cells)


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


def in_lines(lines: Sequence[Count], values: Sequence[Any]) -> tuple[Count, ...]:
    """Count numbers in lines that were drawn from more of them; an open end takes in all beyond."""
    edges = [float(line.code) for line in lines]
    counts = Counter(
        max(0, bisect_right(edges, value) - 1) for value in values if _is_number(value)
    )
    return tuple(replace(line, count=counts[place]) for place, line in enumerate(lines))


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


def _is_limited(question: Question) -> bool:
    return None not in {question.settings.get(name) for name in ("minimum", "maximum")}


def _lines(question: Question, numbers: Sequence[float]) -> tuple[Count, ...]:
    if not numbers:
        return ()
    low, high = question.settings.get("minimum"), question.settings.get("maximum")
    ordered = sorted(numbers)
    if (low is None or high is None) and len(ordered) < 2 * _FEWEST_AT_AN_END:
        return ()  # too few to draw lines between them
    start = ordered[_FEWEST_AT_AN_END - 1] if low is None else low
    end = ordered[-_FEWEST_AT_AN_END] if high is None else high
    if _are_whole([start, end, *numbers]) and end - start < MOST_LINES:
        counts = Counter(min(max(number, start), end) for number in numbers)
        edges = {n: str(n) for n in range(int(start), int(end) + 1)}
        if low is None:
            edges[int(start)] = f"≤ {start}"
        if high is None:
            edges[int(end)] = f"≥ {end}"
        return tuple(Count(str(n), kind.same(told), counts[n]) for n, told in edges.items())
    return _bands((start, end), (low is None, high is None), numbers)


def _are_whole(numbers: Sequence[float]) -> bool:
    return all(isinstance(number, int) for number in numbers)


def _bands(
    ends: tuple[float, float], is_open: tuple[bool, bool], numbers: Sequence[float]
) -> tuple[Count, ...]:
    """Return bands of one round width; each holds its lower end and not its upper.

    An open end takes in all that lies beyond it.
    """
    width = _round_width((ends[1] - ends[0]) / (MOST_LINES - 2))
    first, last = (int(end // width) for end in ends)
    counts = Counter(min(max(int(number // width), first), last) for number in numbers)
    lines = []
    for step in range(first, last + 1):
        start, end = (plain(_tidy(edge * width)) for edge in (step, step + 1))
        label = f"≥ {start}, < {end}"
        if is_open[0] and step == first:
            label = f"< {end}"
        if is_open[1] and step == last:
            label = f"≥ {start}"
        lines.append(Count(start, kind.same(label), counts[step]))
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
