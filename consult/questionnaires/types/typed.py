"""What was typed, made fit to store: no control characters, stray halves or invisible answers."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from consult.questionnaires.types.base import Fields

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Control characters, lone surrogates and the non-characters of Unicode: they break documents,
# spreadsheets and databases further on.
_PLANE_ENDS = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_UNFIT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANE_ENDS}]")
_INVISIBLE = {"Cf", "Zs", "Zl", "Zp", "Cc"}


def clean(text: str, *, lines: bool) -> str:
    """Return a text as it is kept; empty when nothing in it can be seen.

    Args:
        text: as it came, from anybody.
        lines: keep line ends (a long text); otherwise they become spaces.
    """
    kept = _UNFIT.sub("", _LINE_ENDS.sub("\n", text))
    if not lines:
        kept = kept.replace("\n", " ").replace("\t", " ")
    kept = kept.strip()
    return kept if any(_is_visible(c) for c in kept) else ""


def codes(fields: Fields, name: str) -> list[str]:
    """Return the different values sent under a name, without blanks, in the order they came."""
    cleaned = (clean(value, lines=False) for value in fields.getlist(name))
    return list(dict.fromkeys(value for value in cleaned if value))


def text(fields: Fields, name: str, *, lines: bool = False) -> str:
    """Return the text sent under a name; the first that says something when there are several."""
    return next((t for t in (clean(v, lines=lines) for v in fields.getlist(name)) if t), "")


def pairs(name: str, values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return values as fields of one name."""
    return tuple((name, value) for value in values)


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE


class Sent:
    """Fields that were not sent by a browser, as a form reads them."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._values = values

    @classmethod
    def of(cls, fields: Iterable[tuple[str, str]]) -> "Sent":
        """Gather pairs of name and value."""
        gathered: dict[str, list[str]] = {}
        for name, value in fields:
            gathered.setdefault(name, []).append(value)
        return cls(gathered)

    def getlist(self, key: str) -> list[str]:
        """Return every value under a name."""
        return list(self._values.get(key, ()))
