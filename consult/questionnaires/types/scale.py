"""Agreement, worry or frequency on a numbered scale."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, TypeGuard

from consult.core.errors import Problem
from consult.core.locales import N_, Localized
from consult.questionnaires.definition import Choice, Question
from consult.questionnaires.types import kind
from consult.questionnaires.types.base import InSheet, Tally
from consult.questionnaires.types.one_of import OneOf

#: The most steps that fit beside each other and can be told apart.
MOST_STEPS = 11


class Scale(OneOf):
    """Numbers from ``low`` to ``high``, both included, with words at the ends. Stored: a number."""

    name: ClassVar[str] = "scale"
    place: ClassVar[int] = 30
    template: ClassVar[str] = "questionnaires/types/scale.html"
    paper: ClassVar[str] = "scale"
    settings: ClassVar[frozenset[str]] = frozenset({"low", "high", "low_label", "high_label"})
    tests: ClassVar[frozenset[str]] = frozenset({"equals", "at_least", "at_most", "answered"})

    def check(self, question: Question) -> Iterator[Problem]:
        """Yield an order of ends that makes no scale."""
        yield from super().check(question)
        low, high = question.settings.get("low"), question.settings.get("high")
        if not (_is_whole(low) and _is_whole(high)):
            yield Problem("scale_ends", N_("“low” and “high” must be whole numbers."))
        elif not 1 <= high - low < MOST_STEPS:
            message = N_("A scale has 2 to %(most)s steps; “high” must be above “low”.")
            yield Problem("scale_steps", message, {"most": MOST_STEPS})

    def joined_settings(
        self, earlier: Mapping[str, Any], later: Mapping[str, Any]
    ) -> Mapping[str, Any] | None:
        """Return the later words at the ends; a number means nothing on a scale of other ends."""
        same = all(earlier.get(end) == later.get(end) for end in ("low", "high"))
        return later if same else None

    def texts(self, question: Question) -> Iterator[tuple[str, Localized]]:
        """Yield the words at the ends too."""
        yield from super().texts(question)
        for end in ("low_label", "high_label"):
            if any(text.strip() for text in question.settings.get(end, {}).values()):
                yield end, question.settings[end]

    def options(self, question: Question) -> tuple[Choice, ...]:
        """Return the steps."""
        steps = range(question.settings["low"], question.settings["high"] + 1)
        return tuple(Choice(str(step), kind.same(str(step))) for step in steps)

    def value(self, code: str) -> Any:
        """Return the number."""
        return int(code)

    def tally(self, question: Question, values: Sequence[Any], asked: int) -> tuple[Tally, ...]:
        """Count each step, and take the mean."""
        (table,) = super().tally(question, values, asked)
        numbers = [value for value in values if _is_whole(value)]
        return (replace(table, mean=sum(numbers) / len(numbers) if numbers else None),)

    def in_sheet(self, question: Question) -> InSheet:
        """Return a range in steps of one."""
        low, high = question.settings["low"], question.settings["high"]
        return InSheet("range", {"parameters": f"start={low} end={high} step=1"})


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
