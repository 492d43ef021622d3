"""Which of our kinds a row of the sheet ``survey`` asks for."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

_SELECT = re.compile(
    r"(?:add )?select[ _]?(?P<how>one|1|multiple|all that apply)(?: prompt)?(?: from| using)?"
    r" (?P<list>\S+)(?P<other> or[ _]?(?:specify[ _])?other)?",
    re.IGNORECASE,
)
_RANK = re.compile(r"rank (?P<list>\S+)(?P<other> or[ _]?other)?", re.IGNORECASE)
_BLOCK = re.compile(r"(?P<end>begin|end)[ _](?P<what>group|repeat|loop)", re.IGNORECASE)

_PLAIN = {
    "text": "short_text",
    "string": "short_text",
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
    "range": "range",
    "note": "card",
    "date": "date",
}
#: Filled in by the device or by a formula: nothing a young person is asked.
_SILENT = {
    "start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username",
    "email", "imei", "audit", "calculate", "hidden", "xml-external", "csv-external",
    "start-geopoint", "background-audio", "background-geopoint", "entity", "uri:deviceid",
    "uri:subscriberid", "uri:phonenumber", "uri:simserial", "uri:username", "uri:email",
}  # fmt: skip
#: Asked of people elsewhere, and not here: pictures, recordings, exact places and moments could
#: point at one child (TRUST.md R20, R21, R42); the others need more than a form.
_NOT_HERE = {
    "image", "photo", "audio", "video", "file", "barcode", "geopoint", "geotrace", "geoshape",
    "gps", "location", "osm", "time", "datetime", "acknowledge", "trigger",
    "select_one_from_file", "select_multiple_from_file", "select_one_external",
    "select_multiple_external",
}  # fmt: skip

_WITH_LIST = ("select_one", "select_multiple", "rank")


@dataclass(frozen=True)
class Kind:
    """What a row is.

    ``what``: a type, ``begin`` or ``end`` (of a group), ``begin repeat``, ``end repeat``,
    ``silent`` (nobody is asked), ``not here``.
    """

    what: str
    list: str = ""
    other: bool = False


def kind(written: str) -> Kind | None:
    """Return what a cell of the column ``type`` means; ``None`` when it is not known."""
    text = " ".join(written.split())
    if found := _BLOCK.fullmatch(text):
        end = found["end"].lower()
        return Kind(end if found["what"].lower() == "group" else f"{end} repeat")
    if found := _SELECT.fullmatch(text):
        one = found["how"].lower() in {"one", "1"}
        what = "single_choice" if one else "multiple_choice"
        return Kind(what, found["list"], bool(found["other"]))
    if found := _RANK.fullmatch(text):
        return Kind("ranking", found["list"], bool(found["other"]))
    return _simple(text.lower())


def near(written: str) -> str:
    """Return what somebody probably meant who typed a type that is not known, or nothing."""
    word, _space, rest = " ".join(written.split()).partition(" ")
    found = get_close_matches(
        word.lower(), [*_PLAIN, *_SILENT, *_NOT_HERE, *_WITH_LIST], n=1, cutoff=0.75
    )
    meant = f"{found[0]} {rest}".strip() if found else ""
    return meant if kind(meant) else ""


def _simple(text: str) -> Kind | None:
    if text.split(" ", maxsplit=1)[0] in _NOT_HERE:
        return Kind("not here")
    if text in _SILENT:
        return Kind("silent")
    return Kind(_PLAIN[text]) if text in _PLAIN else None
