"""What a paper tells of the one it follows: its number, why, and each thing that changed."""

from collections.abc import Iterator

from consult.core.locales import N_, pick
from consult.exports.edition import Edition
from consult.exports.words import Words
from consult.summaries.paper import Changed, Paper

#: Longer texts are cut here: the paper itself has them whole.
_LONGEST = 240
_MOST = 40

_FOLLOWS = {
    "REV": N_("This paper replaces %(symbol)s."),
    "ADD": N_("This paper adds to %(symbol)s."),
    "COR": N_("This paper corrects %(symbol)s."),
}
_PURPOSES = {"information": N_("For information"), "action": N_("Action required")}
_ANY = N_("This paper follows %(symbol)s.")


def of_draft(paper: Paper, kind: str, language: str) -> tuple[str, ...]:
    """Return what a draft of this kind will tell on its first page, once it is signed."""
    return _lines(paper, kind, language, Words(language))


def lines(edition: Edition, words: Words) -> tuple[str, ...]:
    """Return what the box on the first page tells; nothing for a first paper."""
    kind = edition.paper.symbol.rpartition("-")[2][:3]
    return _lines(edition.paper, kind, edition.language, words)


def _lines(paper: Paper, kind: str, language: str, words: Words) -> tuple[str, ...]:
    if not paper.follows:
        return ()
    told = [words.gettext(_FOLLOWS.get(kind, _ANY), symbol=paper.follows)]
    reason = paper.reason.get(language, "").strip()
    if reason:
        told.append(words.gettext("Why: %(reason)s", reason=reason))
    found = [line for change in paper.changes for line in _one(change, language, words)]
    told += found[:_MOST]
    if len(found) > _MOST:
        more = words.number(len(found) - _MOST)
        told.append(words.gettext("And %(count)s more changes.", count=more))
    return tuple(told)


def _one(change: Changed, language: str, words: Words) -> Iterator[str]:
    was, now = (_text(side.get(language, "")) for side in (change.was, change.now))
    if change.part == "purpose":
        was, now = (words.gettext(_PURPOSES.get(side, side)) for side in (was, now))
    if change.part == "quotes":
        yield words.gettext("Quotes taken out: %(count)s.", count=pick(change.place, language))
        return
    if was == now:
        return  # changed in another language only
    sentence = _SENTENCES[bool(was), bool(now)]
    yield words.gettext(sentence, what=_what(change, language, words), was=was, now=now)


#: By whether there was a text, and is one now.
_SENTENCES = {
    (True, True): N_("Changed, %(what)s. It was: “%(was)s”. It is now: “%(now)s”."),
    (False, True): N_("New, %(what)s: “%(now)s”."),
    (True, False): N_("Taken out, %(what)s: “%(was)s”."),
}


def _what(change: Changed, language: str, words: Words) -> str:
    _ = words.gettext
    match change.part:
        case "title":
            return _("title")
        case "abstract":
            return _("summary box")
        case "purpose":
            return _("purpose")
        case "paragraph":
            return _("paragraph %(number)s", number=words.number(int(pick(change.place, language))))
        case _:
            return pick(change.place, language)


def _text(raw: str) -> str:
    line = " ".join(raw.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
