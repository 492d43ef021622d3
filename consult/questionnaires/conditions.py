"""Show-if rules: a small expression tree over earlier closed answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Condition:
    """A node of the tree; see ``format.md``.

    ``op`` is ``all``, ``any``, ``not`` (over ``parts``), or ``equals``, ``includes``,
    ``at_least``, ``at_most``, ``answered`` (over ``question`` and ``value``).
    """

    op: str
    parts: tuple["Condition", ...] = ()
    question: str = ""
    value: Any = None

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether the rule is met by the closed answers given so far."""
        if self.parts:
            met = (part.holds(answers) for part in self.parts)
            return {"all": all, "any": any, "not": _none}[self.op](met)
        given = answers.get(self.question)
        match self.op:
            case "answered":
                return given is not None
            case "equals":
                return bool(given == self.value)
            case "includes":
                return isinstance(given, list) and self.value in given
            case "at_least":
                return _is_number(given) and bool(given >= self.value)
            case "at_most":
                return _is_number(given) and bool(given <= self.value)
        raise ValueError(f"unknown operator {self.op}")


def _none(met: Iterable[bool]) -> bool:
    return not any(met)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
