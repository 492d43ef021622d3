"""The part of XPath that spreadsheets use for ``relevant`` and ``constraint``, as a small tree."""

import re
from collections.abc import Iterator, Mapping, Sequence
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
_VALUES = {"text", "number", "cell"}
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
#: Its kind and what is written there.
Token = tuple[str, str]


#: What holds always, and what never does.
ALWAYS, NEVER = Join("and", ()), Join("or", ())


def parse(text: str, cells: Mapping[str, str] | None = None) -> Tree:
    """Return the tree of an expression.

    Args:
        text: the expression.
        cells: what names of columns stand for in one line of the sheet of choices, for a
            ``choice_filter``; an empty cell equals nothing.

    Raises:
        NotInSubsetError: names the piece that is not in the subset.
    """
    if len(text) > _LONGEST:
        raise NotInSubsetError(text[:40] + "…")
    tokens = list(_tokens(text))
    return _Parser(list(_filled_in(tokens, cells)) if cells else tokens).whole()


def _filled_in(tokens: Sequence[Token], cells: Mapping[str, str]) -> Iterator[Token]:
    """Yield the tokens with the cells of a line in the place of the names of their columns."""
    for place, (kind, name) in enumerate(tokens):
        calls = tokens[place + 1 : place + 2] == [("mark", "(")]
        if kind != "name" or name not in cells or calls or name in {"and", "or", "not"}:
            yield kind, name
        else:
            yield ("cell", cells[name]) if cells[name] else ("absent", "")


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
        decided = _decided(left, operator, right)
        if decided:
            return decided
        if left[0] in _VALUES and right[0] in {"ref", "self", "length"}:
            left, right, operator = right, left, _FLIPPED[operator]
        if left[0] == "length" and right[0] == "number":
            return _filled(left[1], operator, right[1])
        if left[0] not in {"ref", "self"} or right[0] not in _VALUES:
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
        value = self.take()
        self.take("mark", ")")
        if "absent" in {asked[0], value[0]}:
            return NEVER
        if asked[0] == "cell" and value[0] == "ref":
            # A cell may list several values: whoever gave one of them is offered the choice.
            return Join("or", tuple(Test(value[1], "=", one) for one in asked[1].split()))
        if value[0] not in {"text", "cell"}:
            raise NotInSubsetError(_typed(value))
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


def _decided(left: Token, operator: str, right: Token) -> Tree | None:
    """Return what a comparison comes to that looks at cells alone."""
    if "absent" in {left[0], right[0]}:
        return NEVER
    if {left[0], right[0]} <= _VALUES and operator in {"=", "!="}:
        return ALWAYS if (_said(left) == _said(right)) == (operator == "=") else NEVER
    return None


def _said(token: tuple[str, str]) -> str:
    return str(_value(token))


def _value(token: tuple[str, str]) -> str | float:
    if token[0] == "cell":
        return token[1]
    if token[0] == "text":
        return token[1][1:-1].strip()
    return int(token[1]) if re.fullmatch(r"-?\d+", token[1]) else float(token[1])
