"""The texts of a title page, a page or a question as flat values, one per text and language."""

from collections.abc import Iterator, Mapping
from typing import Any

from consult.core.locales import LANGUAGES, Localized

#: Texts of the questionnaire itself, of a page, and of a question.
_OWN = ("title", "introduction", "text", "hint")
_ENDS = ("low_label", "high_label")


def parts(holder: Mapping[str, Any]) -> list[str]:
    """Return the names of the texts a part of the content has, or may have, in reading order.

    ``choice CODE`` and ``row CODE`` name the text of one choice or row.
    """
    if "pages" in holder:
        return ["title", "introduction"]
    if "questions" in holder:
        return ["title"]
    settings = holder.get("settings", {})
    return [
        "text",
        "hint",
        *(f"choice {one['code']}" for one in holder.get("choices", [])),
        *(f"row {one['code']}" for one in settings.get("rows", [])),
        *(_ENDS if holder["type"] == "scale" else ()),
    ]


def read(holder: Mapping[str, Any]) -> dict[str, str]:
    """Return every text, keyed ``part:language``."""
    return {
        f"{part}:{tag}": _text(holder, part).get(tag, "")
        for part in parts(holder)
        for tag in LANGUAGES
    }


def write(holder: dict[str, Any], new: Mapping[str, Any]) -> None:
    """Put new texts in place; an empty one is taken out."""
    for key, value in new.items():
        part, _colon, tag = key.rpartition(":")
        text = dict(_text(holder, part))
        if value:
            text[tag] = value
        else:
            text.pop(tag, None)
        _put(holder, part, text)


def _text(holder: Mapping[str, Any], part: str) -> Localized:
    found: Localized
    if part in _OWN:
        found = holder.get(part, {})
    elif part in _ENDS:
        found = holder.get("settings", {}).get(part, {})
    else:
        found = next((one["text"] for one in _coded(holder, part)), {})
    return found


def _put(holder: dict[str, Any], part: str, text: Localized) -> None:
    if part in _OWN:
        holder[part] = text
    elif part in _ENDS:
        holder.setdefault("settings", {})[part] = text
    for one in _coded(holder, part):
        one["text"] = text


def _coded(holder: Mapping[str, Any], part: str) -> Iterator[dict[str, Any]]:
    """Yield the choice or row a part names, if it is there."""
    kind, _blank, code = part.partition(" ")
    if kind == "choice":
        listed = holder.get("choices", [])
    else:
        listed = holder.get("settings", {}).get("rows", []) if kind == "row" else []
    yield from (one for one in listed if one["code"] == code)
