"""What a translation must keep of its source, and what to look at: pure, a text at a time.

Refused: other places for answers or placeholders than the source has, marks of direction that are
opened and not closed. The rest warns.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from consult.core.errors import Problem
from consult.core.locales import N_
from consult.questionnaires.piping import PLACE, named
from consult.questionnaires.translate.glossary import Hint
from consult.questionnaires.translate.texts import PRESSED

#: From this length on a text on something to press is long, if it is twice its source as well.
LONG = 40

_PERCENT = re.compile(r"%\((\w+)\)[a-z]")
_NUMBER = re.compile(r"\d+(?:[.,'’٬٫\s]\d{3})+(?!\d)|\d+")
_EMBEDDINGS = "\u202a\u202b\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"
#: Signs that nobody sees and no text begins or ends with on purpose.
_UNSEEN = "\u00ad\u200b\u2060\ufeff"


def faults(source: str, target: str) -> Iterator[Problem]:
    """Yield why a translation is refused."""
    if not balanced(target):
        message = N_(
            "A mark of direction is opened and not closed, or closed and not opened. Delete the "
            "invisible marks and write the text again."
        )
        yield Problem("bidi_unbalanced", message)
    if "{{" in PLACE.sub("", target) and "{{" not in PLACE.sub("", source):
        message = N_(
            "A place for an earlier answer is written {{code}} or {{code|words without an answer}}."
        )
        yield Problem("pipe_unread", message)
        return
    here, there = _placeholders(source), _placeholders(target)
    if here - there:
        message = N_("Keep this as it is in the source: %(lost)s")
        yield Problem("placeholder_lost", message, {"lost": " ".join(sorted(here - there))})
    if there - here:
        message = N_("This is not in the source, take it out: %(added)s")
        yield Problem("placeholder_added", message, {"added": " ".join(sorted(there - here))})


def warnings(
    source: str, target: str, kind: str = "", hints: Iterable[Hint] = ()
) -> Iterator[Problem]:
    """Yield what to look at in a translation that may stand all the same.

    Args:
        source: the text it was made from.
        target: the translation.
        kind: of the text, as ``texts.Text``.
        hints: the glossary's terms that stand in the source.
    """
    if kind in PRESSED and len(target) > LONG and len(target) > 2 * len(source):
        message = N_("It has %(count)s characters, more than twice the source: too long to press.")
        yield Problem("long", message, {"count": len(target)})
    if target != target.strip() or target.strip(_UNSEEN) != target:
        yield Problem("edges", N_("It begins or ends with a blank or an invisible sign."))
    lost = numbers(source) - numbers(target)
    if lost:
        message = N_("A number of the source is missing: %(numbers)s")
        yield Problem("number_lost", message, {"numbers": ", ".join(sorted(lost))})
    if source == target and any(c.isalpha() for c in _PERCENT.sub("", PLACE.sub("", target))):
        yield Problem("same", N_("It reads like the source. Is it translated?"))
    for hint in hints:
        if not hint.used_in(target):
            message = N_("The glossary says “%(wanted)s” for “%(term)s”.")
            params = {"wanted": " / ".join(hint.wanted), "term": hint.found}
            yield Problem("term_lost", message, params)


def balanced(text: str) -> bool:
    """Tell whether every embedding and isolate is closed in its own line, in the right order."""
    for line in text.split("\n"):
        opened: list[str] = []
        for sign in line:
            if sign in _EMBEDDINGS:
                opened.append(_POP_EMBEDDING)
            elif sign in _ISOLATES:
                opened.append(_POP_ISOLATE)
            elif sign in {_POP_EMBEDDING, _POP_ISOLATE} and (not opened or opened.pop() != sign):
                return False
        if opened:
            return False
    return True


def numbers(text: str) -> Counter[str]:
    """Return the numbers in a text in Western digits, without marks between thousands."""
    plain = _PERCENT.sub(" ", PLACE.sub(lambda found: f" {found[2] or ''} ", text))
    return Counter(
        "".join(str(unicodedata.digit(sign)) for sign in found if sign.isdecimal())
        for found in _NUMBER.findall(plain)
    )


def _placeholders(text: str) -> set[str]:
    return {f"{{{{{code}}}}}" for code in named(text)} | {
        found[0] for found in _PERCENT.finditer(text)
    }
