"""The part of XPath that spreadsheets use for ``relevant`` and ``constraint``, as a small tree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""\s*(?:
      \$\{\s*(?P<ref>[^}\s]+)\s*\}
    | (?P<text>'[^']*'|"[^"]*"|[‘’][^‘’]*[‘’]|[“”][^“”]*[“”])
    | (?P<number>-?\d+(?:\.\d+)?)
    | (?P<op>!=|>=|<=|=|>|<)
    | (?P<mark>[(),])
    | (?P<name>[A-Za-z_][\w-]*)
    | (?P<self>\.)
    )""",
    re.VERBOSE,
)
_LONGEST = 4_000
_DEEPEST = 30
#: Functions that count how much was answered.
_LENGTHS = {"string-length", "count-selected"}
_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


class NotInSubsetError(ValueError):
    """The expression uses something that is not translated; the argument is that piece."""


@dataclass(frozen=True)
class Test:
    """One comparison. ``ref`` is a question's name, or ``.``; ``op`` may be ``selected``.

    A ``value`` of ``""`` asks whether there is an answer at all.
    """

    ref: str
    op: str
    value: str | float


@dataclass(frozen=True)
class Join:
    """``and``, ``or``, ``not`` over parts."""

    op: str
    parts: tuple["Join | Test", ...]


Tree = Join | Test


def parse(text: str) -> Tree:
    """Return the tree of an expression.

    Raises:
        NotInSubsetError: names the piece that is not in the subset.
    """
    if len(text) > _LONGEST:
        raise NotInSubsetError(text[:40] + "…")
    return _Parser(list(_tokens(text))).whole()


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if not found or not found.lastgroup:
            raise NotInSubsetError(text[at : at + 40].strip())
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def whole(self) -> Tree:
        tree = self.joined("or")
        if self.at < len(self.tokens):
            raise NotInSubsetError(self.tokens[self.at][1])
        return tree

    def joined(self, word: str) -> Tree:
        """Read parts with ``or`` between them, each of parts with ``and`` between them."""
        parts = [self.joined("and") if word == "or" else self.single()]
        while self.next_is("name", word):
            parts.append(self.joined("and") if word == "or" else self.single())
        return parts[0] if len(parts) == 1 else Join(word, tuple(parts))

    def single(self) -> Tree:
        if self.next_is("name", "not"):
            return Join("not", (self.bracketed(),))
        if self.peek() == ("mark", "("):
            return self.bracketed()
        if self.next_is("name", "selected"):
            return self.selected()
        left = self.operand()
        operator = self.take("op")[1]
        right = self.operand()
        if left[0] in {"text", "number"} and right[0] in {"ref", "self", "length"}:
            left, right, operator = right, left, _FLIPPED[operator]
        if left[0] == "length" and right[0] == "number":
            return _filled(left[1], operator, right[1])
        if left[0] not in {"ref", "self"} or right[0] not in {"text", "number"}:
            raise NotInSubsetError(f"{_typed(left)} {operator} {_typed(right)}")
        return Test(left[1], operator, _value(right))

    def operand(self) -> tuple[str, str]:
        """Read one side of a comparison; of a length, the question it is the length of."""
        kind, name = self.peek()
        if kind != "name" or name not in _LENGTHS:
            return self.take()
        self.at += 1
        self.take("mark", "(")
        asked = self.take()
        self.take("mark", ")")
        if asked[0] not in {"ref", "self"}:
            raise NotInSubsetError(f"{name}({asked[1]})")
        return "length", asked[1]

    def bracketed(self) -> Tree:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotInSubsetError("((((")
        self.take("mark", "(")
        tree = self.joined("or")
        self.take("mark", ")")
        self.depth -= 1
        return tree

    def selected(self) -> Tree:
        self.take("mark", "(")
        asked = self.take()
        self.take("mark", ",")
        value = self.take("text")
        self.take("mark", ")")
        if asked[0] not in {"ref", "self"}:
            raise NotInSubsetError(asked[1])
        return Test(asked[1], "selected", _value(value))

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def next_is(self, kind: str, text: str) -> bool:
        if self.peek() != (kind, text):
            return False
        self.at += 1
        return True

    def take(self, kind: str = "", text: str = "") -> tuple[str, str]:
        found = self.peek()
        if not found[0] or (kind and found[0] != kind) or (text and found[1] != text):
            raise NotInSubsetError(found[1] or "…")
        if found[0] == "name":
            raise NotInSubsetError(f"{found[1]}()")
        self.at += 1
        return found


def _typed(token: tuple[str, str]) -> str:
    return f"${{{token[1]}}}" if token[0] == "ref" else token[1]


def _filled(ref: str, operator: str, number: str) -> Test:
    """Return the test whether there is an answer, which is all a length may be asked for."""
    if (operator, number) in {(">", "0"), (">=", "1"), ("!=", "0")}:
        return Test(ref, "!=", "")
    if (operator, number) in {("=", "0"), ("<", "1"), ("<=", "0")}:
        return Test(ref, "=", "")
    raise NotInSubsetError(f"string-length(${{{ref}}}) {operator} {number}")


def _value(token: tuple[str, str]) -> str | float:
    if token[0] == "text":
        return token[1][1:-1].strip()
    return int(token[1]) if re.fullmatch(r"-?\d+", token[1]) else float(token[1])
