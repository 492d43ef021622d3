"""The register of published papers: by meeting, year and language, and by words in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.core.locales import Localized
from consult.meetings.models import Document, Meeting
from consult.public import searching
from consult.public.searching import Folded, Snippet
from consult.summaries.models import Summary
from consult.summaries.paper import Paper


@dataclass(frozen=True)
class Wish:
    """What a reader looks for; every part may be left empty."""

    words: str = ""
    meeting: int | None = None
    year: int | None = None
    language: str = ""


@dataclass(frozen=True)
class Entry:
    """One published paper as the register lists it.

    ``title`` may lack languages for the group's own papers. ``languages`` are those it can be read
    in here, or those the Union has. ``snippet`` is there when words were looked for.
    """

    document: Document
    title: Localized
    languages: tuple[str, ...]
    ours: bool
    published_at: datetime | None
    snippet: Snippet | None = None


@dataclass(frozen=True)
class Choices:
    """What a reader may choose from: the meetings and years that have papers, latest first."""

    meetings: tuple[int, ...]
    years: tuple[int, ...]


def entries(session: Session, wish: Wish, language: str) -> list[Entry]:
    """Return the published papers that fit, the best first when words are looked for.

    Args:
        session: open transaction.
        wish: what is looked for.
        language: the reader's; words are looked for in it, and in quotes as they were written.
    """
    wanted = searching.words(wish.words)
    found = []
    for entry, frozen in _published(session):
        if not _fits(entry, wish):
            continue
        if not wanted:
            found.append((0, entry))
            continue
        texts = _texts(entry, frozen, language)
        points = searching.score(texts, wanted)
        if points:
            found.append((points, replace(entry, snippet=searching.snippet(texts, wanted))))
    found.sort(key=lambda scored: -scored[0])
    return [entry for _points, entry in found]


def choices(session: Session) -> Choices:
    """Return the meetings and years of the published papers."""
    listed = [entry for entry, _frozen in _published(session)]
    return Choices(
        tuple(dict.fromkeys(entry.document.meeting.number for entry in listed)),
        tuple(sorted({entry.document.year for entry in listed}, reverse=True)),
    )


def _published(session: Session) -> Iterator[tuple[Entry, str | None]]:
    """Yield every published paper with its frozen text, the latest meeting first."""
    rows = session.execute(
        select(Document, Summary.frozen)
        .join(Document.meeting)
        .outerjoin(Summary, Summary.document_id == Document.id)
        .options(joinedload(Document.meeting))
        .order_by(Meeting.number.desc(), Document.symbol.desc())
    )
    for document, frozen in rows:
        if frozen is not None:
            paper = Paper.from_json(frozen)
            yield (
                Entry(document, paper.title, tuple(paper.languages), True, document.published_at),
                frozen,
            )
        elif document.address:
            languages = tuple(document.languages)
            yield Entry(document, document.title, languages, False, document.published_at), None


def _fits(entry: Entry, wish: Wish) -> bool:
    return (
        (wish.meeting is None or entry.document.meeting.number == wish.meeting)
        and (wish.year is None or entry.document.year == wish.year)
        and (not wish.language or wish.language in entry.languages)
    )


def _texts(entry: Entry, frozen: str | None, language: str) -> Sequence[Folded]:
    own = (entry.document.symbol, entry.title.get(language, ""))
    listed = tuple(searching.fold(text) for text in own if text)
    return listed if frozen is None else (*listed, *_texts_of(frozen, language))


@lru_cache(maxsize=120)
def _texts_of(frozen: str, language: str) -> tuple[Folded, ...]:
    """Return everything a signed paper says in a language, and its quotes in theirs."""
    paper = Paper.from_json(frozen)
    said = [text.get(language, "") for text in paper.texts()]
    for consultation in paper.consultations:
        for question in consultation.questions:
            said += [quote.text for quote in question.quotes]
    return tuple(searching.fold(text) for text in dict.fromkeys(said) if text.strip())
