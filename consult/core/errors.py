"""Refusals: each has a stable code, and a sentence that is translated where it is shown."""

from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where.

    ``message`` is a msgid marked with ``N_``; ``params`` fill its ``%(name)s`` placeholders;
    ``where`` tells the place in the words of the input: a field, a sheet and row, a language.
    """

    code: str
    message: str
    params: dict[str, Any] = field(default_factory=dict)
    where: str = ""


class DomainError(Exception):
    """An act that the rules refuse.

    Args:
        code: stable name of the refusal, for programs and tests.
        message: a msgid marked with ``N_`` that says what is wrong and what to do.
        problems: the single things that are wrong, when there are several.
        params: fill the ``%(name)s`` placeholders of ``message``.
    """

    status: ClassVar[int] = 409

    def __init__(
        self, code: str, message: str, *, problems: list[Problem] | None = None, **params: Any
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params = params
        self.problems = problems or []

    def __str__(self) -> str:
        lines = [self.message % self.params if self.params else self.message]
        for problem in self.problems:
            text = problem.message % problem.params if problem.params else problem.message
            lines.append(f"{problem.where}: {text}" if problem.where else text)
        return "\n".join(lines)


class InvalidError(DomainError):
    """What was handed in does not fit; nothing was stored."""

    status = 422


class NotFoundError(DomainError):
    """What was asked for does not exist, or not for this reader."""

    status = 404


class ForbiddenError(DomainError):
    """The actor may not do this."""

    status = 403
