"""Show-if rules: a small expression tree over earlier closed answers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: Stored in place of any value when somebody chose "I prefer not to say".
PREFER_NOT = "prefer-not-to-say"

#: Operators over other rules, and over one question.
JOINS = frozenset({"all", "any", "not"})
TESTS = frozenset({"equals", "includes", "at_least", "at_most", "answered"})


@dataclass(frozen=True)
class Condition:
    """A node of the tree; see ``format.md``.

    Nothing holds of a question that was left out or answered with "I prefer not to say".
    ``op`` is ``all``, ``any``, ``not`` (over ``parts``), or ``equals``, ``includes``,
    ``at_least``, ``at_most``, ``answered`` (over ``question`` and ``value``).
    """

    op: str
    parts: tuple["Condition", ...] = ()
    question: str = ""
    value: Any = None

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether the rule is met by the closed answers given so far."""
        if self.op in JOINS:
            met = (part.holds(answers) for part in self.parts)
            return {"all": all, "any": any, "not": _none}[self.op](met)
        given = answers.get(self.question)
        if given is None or given == PREFER_NOT:
            return False  # nothing may be concluded from it
        return _TESTED[self.op](given, self.value)

    def leaves(self) -> Iterator["Condition"]:
        """Yield every test of one question in the tree."""
        if self.op in JOINS:
            for part in self.parts:
                yield from part.leaves()
        else:
            yield self


def _none(met: Iterable[bool]) -> bool:
    return not any(met)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TESTED: dict[str, Callable[[Any, Any], bool]] = {
    "answered": lambda _given, _value: True,
    "equals": lambda given, value: bool(given == value),
    "includes": lambda given, value: isinstance(given, list) and value in given,
    "at_least": lambda given, value: _is_number(given) and bool(given >= value),
    "at_most": lambda given, value: _is_number(given) and bool(given <= value),
}
