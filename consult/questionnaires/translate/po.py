"""PO files (gettext): ``msgctxt`` is the text's key; what is stale or unsigned is fuzzy."""

import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from consult.core.errors import InvalidError
from consult.core.locales import N_
from consult.questionnaires.translate.exchange import INITIAL, TRANSLATED, Entry, Exchange

MEDIA_TYPE = "text/x-gettext-translation; charset=utf-8"
_SOURCE = re.compile(rb'^"X-Source-Language: ([a-z]+)\\n"', re.MULTILINE)
#: Begins the note that names what made a translation, while that is fuzzy.
_MACHINE = "machine: "
#: Babel writes a date into each file; the same texts shall give the same bytes.
_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)


def write(exchange: Exchange) -> bytes:
    """Return the texts as a PO file."""
    catalogue = Catalog(
        locale=exchange.language,
        project="questionnaire",
        version="1",
        creation_date=_WRITTEN,
        revision_date=_WRITTEN,
        fuzzy=False,
        charset="utf-8",
        header_comment="# Texts of a questionnaire; msgctxt is the key of each.",
    )
    for entry in exchange.entries:
        notes = [
            entry.context,
            f"glossary: {entry.glossary}" if entry.glossary else "",
            f"{_MACHINE}{entry.machine}" if entry.machine else "",
        ]
        fuzzy = bool(entry.target) and entry.state == INITIAL
        catalogue.add(
            entry.source,
            entry.target,
            context=entry.key,
            auto_comments=[note for note in notes if note],
            flags={"fuzzy"} if fuzzy else (),
        )
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0)
    # Babel writes no header it does not know; the first empty line ends the head.
    head, end, rest = buffer.getvalue().partition(b"\n\n")
    return head + f'\n"X-Source-Language: {exchange.source_language}\\n"'.encode() + end + rest


def read(content: bytes) -> Exchange:
    """Return the texts in a PO file.

    Raises:
        InvalidError: it cannot be read, or does not say its languages.
    """
    try:
        content.decode("utf-8-sig")
        plain = io.BytesIO(content.removeprefix(b"\xef\xbb\xbf"))
        catalogue = read_po(plain, ignore_obsolete=True, abort_invalid=True)
    except PoFileError as error:
        message = N_("The file is not PO: line %(line)s cannot be read.")
        raise InvalidError("po_unread", message, line=error.lineno or 0) from error
    except UnicodeDecodeError as error:
        message = N_("The file is not in UTF-8. Save it as UTF-8 and try again.")
        raise InvalidError("po_not_utf8", message) from error
    except Exception as error:
        # Babel raises whatever its parsers meet in a broken head: dates, plural rules, locales.
        message = N_("The file is not PO: line %(line)s cannot be read.")
        raise InvalidError("po_unread", message, line=1) from error
    entries = tuple(
        Entry(
            message.context or "",
            _one(message.id),
            _one(message.string),
            INITIAL if message.fuzzy else TRANSLATED,
            machine=_machine(message.auto_comments),
            place=f"line {message.lineno}",
        )
        for message in catalogue
        if message.id
    )
    source = _SOURCE.search(content)
    language = catalogue.locale.language if catalogue.locale else ""
    # A program may drop a header it does not know; each text is held against the source anyway.
    return Exchange(source[1].decode() if source else "", language, entries)


def _machine(notes: Iterable[str]) -> str:
    """Return the name of what made a translation, if a note says it."""
    return next((n.removeprefix(_MACHINE).strip() for n in notes if n.startswith(_MACHINE)), "")


def _one(words: object) -> str:
    """Return the text of an entry; of one with plural forms, which none here has, the first."""
    if isinstance(words, tuple | list):
        return str(words[0]) if words else ""
    return str(words or "")
