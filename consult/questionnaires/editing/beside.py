"""Two versions side by side: each question as the one asks it and as the other does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consult.questionnaires import format as own_format
from consult.questionnaires import types
from consult.questionnaires.comparing import Comparison
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Choice, Definition, Question
from consult.questionnaires.editing import showing
from consult.questionnaires.editing.showing import Node
from consult.questionnaires.types import kind


@dataclass(frozen=True)
class Side:
    """A question in one version: what it offers, and the rules of its page and of itself."""

    question: Question
    options: tuple[Choice, ...]
    rows: tuple[Choice, ...]
    rules: tuple[tuple[Node, ...], ...]
    settings: Mapping[str, object]


@dataclass(frozen=True)
class Line:
    """A question in both versions; ``kinds`` says what happened to it, nothing if it is as it was.

    ``options`` and ``rows`` are codes that only one side has.
    """

    kinds: tuple[str, ...]
    before: Side | None
    after: Side | None
    options: frozenset[str]
    rows: frozenset[str]


def lines(before: Definition, after: Definition, found: Comparison) -> Iterator[Line]:
    """Yield every question in the order it is asked now, those that went where they stood."""
    old, new = dict(_sides(before)), dict(_sides(after))
    kinds: dict[str, tuple[str, ...]] = {}
    for one in found.questions:
        kinds[one.code] = (*kinds.get(one.code, ()), one.kind)
    order = list(new)
    for place, code in enumerate(old):
        if code not in new:
            earlier = [each for each in list(old)[:place] if each in order]
            order.insert(order.index(earlier[-1]) + 1 if earlier else 0, code)
    for code in order:
        was, now = old.get(code), new.get(code)
        yield Line(
            kinds.get(code, ()),
            was,
            now,
            _only_one([side.options for side in (was, now) if side]),
            _only_one([side.rows for side in (was, now) if side]),
        )


def _only_one(sides: Sequence[tuple[Choice, ...]]) -> frozenset[str]:
    """Return the codes that one side alone has; none where the whole question came or went."""
    if len(sides) < 2:
        return frozenset()
    before, after = ({one.code for one in side} for side in sides)
    return frozenset(before ^ after)


def _sides(definition: Definition) -> Iterator[tuple[str, Side]]:
    for page in definition.pages:
        for question in page.questions:
            rules = tuple(rule for rule in (page.show_if, question.show_if) if rule)
            yield (
                question.code,
                Side(
                    question,
                    kind.with_other(question, question.choices),
                    types.rows(question),
                    tuple(tuple(_lines(definition, rule)) for rule in rules),
                    {
                        n: v
                        for n, v in question.settings.items()
                        if isinstance(v, int | float | str)
                    },
                ),
            )


def _lines(definition: Definition, rule: Condition) -> Iterator[Node]:
    return showing.lines(definition, own_format.condition(rule))
