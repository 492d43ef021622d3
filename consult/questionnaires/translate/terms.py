"""Keeping the glossary: terms from a CSV file or typed, in six languages."""

import csv
import io
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.core.errors import InvalidError, NotFoundError, Problem
from consult.core.locales import LANGUAGES, N_, plain_text
from consult.questionnaires.models import GlossaryTerm
from consult.questionnaires.translate.glossary import Glossary

#: Characters a term, a note or a source may have.
LONGEST = 500
MOST = 5_000
#: Columns of the file, by the names they have in it.
_COLUMNS = {
    "term": "term",
    "lang": "language",
    "language": "language",
    "text": "text",
    "where seen": "source",
    "source": "source",
    "note": "note",
}
_NEEDED = ("term", "language", "text")


def glossary(session: Session) -> Glossary:
    """Return all terms."""
    ordered = select(GlossaryTerm).order_by(GlossaryTerm.term, GlossaryTerm.language)
    return Glossary(tuple(session.scalars(ordered.order_by(GlossaryTerm.text))))


def bring(session: Session, content: bytes, *, file: str, actor: Actor) -> int:
    """Add the terms of a CSV file; a term that is there already gets its note and source.

    Args:
        session: open transaction; the caller commits it.
        content: UTF-8, with a header ``term,lang,text,where seen,note``; ``;`` is read too.
        file: its name, for the trail.
        actor: who brings it.

    Returns:
        How many lines were taken.

    Raises:
        InvalidError: names each line that does not fit; nothing was stored.
    """
    rows = _read(content)
    problems = [p for place, row in rows for p in _problems(place, row)]
    if problems:
        message = N_("Nothing was taken from the file. Mend what is listed and try again.")
        raise InvalidError("glossary_unfit", message, problems=problems)
    for _place, row in rows:
        _put(session, row)
    session.flush()
    record(session, actor, "glossary.bring", file, terms=len(rows))
    return len(rows)


def add(session: Session, row: Mapping[str, str], *, actor: Actor) -> None:
    """Add one term in one language.

    Args:
        session: open transaction; the caller commits it.
        row: ``term``, ``language``, ``text``, ``note``, ``source``.
        actor: who adds it.

    Raises:
        InvalidError: something is missing or too long.
    """
    told = {
        name: plain_text(row.get(name, ""))
        for name in ("term", "language", "text", "note", "source")
    }
    problems = _problems("", told)
    if problems:
        message = N_("This cannot be stored yet:")
        raise InvalidError("glossary_unfit", message, problems=problems)
    _put(session, told)
    session.flush()
    said = {"language": told["language"], "text": told["text"]}
    record(session, actor, "glossary.add", told["term"], **said)


def delete(session: Session, term_id: UUID, *, actor: Actor) -> None:
    """Take one term out in one language.

    Raises:
        NotFoundError: it is not there.
    """
    found = session.get(GlossaryTerm, term_id)
    if found is None:
        message = N_("This term is not there any more. Look at the list again.")
        raise NotFoundError("term_unknown", message)
    session.delete(found)
    session.flush()
    said = {"language": found.language, "text": found.text}
    record(session, actor, "glossary.delete", found.term, **said)


def _read(content: bytes) -> list[tuple[str, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = N_("The file is not in UTF-8. Save it as UTF-8 and try again.")
        raise InvalidError("csv_not_utf8", message) from error
    between = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    rows = []
    try:
        header = [_COLUMNS.get(name.strip().lower(), "") for name in next(reader, [])]
        if not set(_NEEDED) <= set(header):
            message = N_("The first line needs the columns term, lang and text.")
            raise InvalidError("columns_missing", message)
        for cells in reader:
            told = dict.fromkeys(_COLUMNS.values(), "")
            told |= {n: plain_text(c) for n, c in zip(header, cells, strict=False) if n}
            if any(told.values()):
                rows.append((f"line {reader.line_num}", told))
    except csv.Error as error:
        message = N_("Line %(line)s of the file cannot be read.")
        raise InvalidError("csv_unread", message, line=reader.line_num) from error
    if len(rows) > MOST:
        message = N_("A glossary may have at most %(most)s lines.")
        raise InvalidError("glossary_long", message, most=MOST)
    return rows


def _problems(place: str, row: Mapping[str, str]) -> list[Problem]:
    found = []
    if row["language"] not in LANGUAGES:
        message = N_("“%(tag)s” is none of ar, zh, en, fr, ru, es.")
        found.append(Problem("language_unknown", message, {"tag": row["language"][:20]}, place))
    if not row["term"] or not row["text"]:
        message = N_("A term needs its English name and how the language says it.")
        found.append(Problem("term_missing", message, where=place))
    if any(len(cell) > LONGEST for cell in row.values()):
        message = N_("A text may have at most %(most)s characters.")
        found.append(Problem("text_long", message, {"most": LONGEST}, place))
    return found


def _put(session: Session, row: Mapping[str, str]) -> None:
    by = {name: row[name] for name in _NEEDED}
    found = session.scalars(select(GlossaryTerm).filter_by(**by)).one_or_none()
    if found is None:
        found = GlossaryTerm(**by, note="", source="")
        session.add(found)
    found.note = row["note"] or found.note
    found.source = row["source"] or found.source
    session.flush()
