"""The newest papers as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree

from flask import url_for

from consult.core import writable
from consult.core.locales import N_, Speaker
from consult.public.registry import Entry

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "{http://www.w3.org/XML/1998/namespace}"
#: What a feed without papers is dated: RFC 4287 asks for a date.
_BEGINNING = datetime(2023, 10, 10, tzinfo=UTC)
_MOST = 50

TITLE = N_("Papers on what children and young people said")


def atom(entries: Sequence[Entry], language: str) -> bytes:
    """Return the feed in a language, the newest first; the same papers give the same bytes.

    The group's own papers are dated by their meeting, as the record tells no day of publication.
    """
    ElementTree.register_namespace("", _ATOM)
    newest = sorted(entries, key=_dated, reverse=True)[:_MOST]
    here = url_for("public.atom", lang=language, _external=True)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed", {f"{_XML}lang": language})
    _add(feed, "title", Speaker(language).gettext(TITLE))
    _add(feed, "id", here)
    _add(feed, "updated", (_dated(newest[0]) if newest else _BEGINNING).isoformat())
    _add(feed, "link", rel="self", href=here)
    _add(feed, "link", href=url_for("public.documents", lang=language, _external=True))
    author = ElementTree.SubElement(feed, f"{{{_ATOM}}}author")
    _add(author, "name", "ITU Council Working Group on Child Online Protection")
    for entry in newest:
        _entry(feed, entry, language)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(feed: ElementTree.Element, entry: Entry, language: str) -> None:
    symbol = entry.document.symbol
    address = url_for("public.document", lang=language, symbol=symbol, _external=True)
    one = ElementTree.SubElement(feed, f"{{{_ATOM}}}entry")
    title = entry.title.get(language, "").strip()
    _add(one, "title", f"{symbol} – {title}" if title else symbol)
    _add(one, "id", address)
    _add(one, "updated", _dated(entry).isoformat())
    _add(one, "link", href=address)


def _dated(entry: Entry) -> datetime:
    if entry.published_at is not None:
        return entry.published_at
    day = entry.document.meeting.starts_on
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> None:
    child = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = writable.text(text) or None
