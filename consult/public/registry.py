"""The register of published papers: by meeting, year and language, and by words in them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload

from consult.core.crypto import Keyring
from consult.core.locales import Localized
from consult.meetings.models import Document, Meeting
from consult.public import searching
from consult.public.searching import Folded, Snippet
from consult.summaries import sealing
from consult.summaries.models import EarlierPaper, Summary
from consult.summaries.paper import Paper


@dataclass(frozen=True)
class Wish:
    """What a reader looks for; every part may be left empty."""

    words: str = ""
    meeting: int | None = None
    year: int | None = None
    language: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Topic:
    """What papers are about: an agenda item or a consultation; ``key`` names it in addresses.

    Two of the same title are one topic: an item comes back at the next meeting.
    """

    key: str
    title: Localized


@dataclass(frozen=True)
class Entry:
    """One published paper as the register lists it.

    ``title`` may lack languages for the group's own papers. ``languages`` are those it can be read
    in here, or those the Union has. ``newer`` is the symbol of the paper that is in force now, when
    this is an earlier one. ``snippet`` is there when words were looked for.
    """

    document: Document
    title: Localized
    languages: tuple[str, ...]
    ours: bool
    published_at: datetime | None
    topics: tuple["Topic", ...] = ()
    newer: str = ""
    snippet: Snippet | None = None


@dataclass(frozen=True)
class Choices:
    """What a reader may choose from: meetings and years that have papers, latest first; topics."""

    meetings: tuple[int, ...]
    years: tuple[int, ...]
    topics: tuple[Topic, ...]


def entries(session: Session, keys: Keyring, wish: Wish, language: str) -> list[Entry]:
    """Return the published papers that fit, the best first when words are looked for.

    Args:
        session: open transaction.
        keys: open the quotes, to look for words in them.
        wish: what is looked for.
        language: the reader's; words are looked for in it, and in quotes as they were written.
    """
    sought = searching.wanted(wish.words)
    found = []
    for entry, frozen in _published(session):
        if not _fits(entry, wish):
            continue
        if not sought:
            found.append((0, entry))
            continue
        texts = _texts(session, keys, entry, frozen, language)
        points = searching.score(texts, sought)
        if points:
            found.append((points, replace(entry, snippet=searching.snippet(texts, sought))))
    found.sort(key=lambda scored: -scored[0])
    return [entry for _points, entry in found]


def choices(session: Session) -> Choices:
    """Return the meetings and years of the published papers."""
    listed = [entry for entry, _frozen in _published(session)]
    return Choices(
        tuple(dict.fromkeys(entry.document.meeting.number for entry in listed)),
        tuple(sorted({entry.document.year for entry in listed}, reverse=True)),
        tuple({topic.key: topic for entry in listed for topic in entry.topics}.values()),
    )


def _published(session: Session) -> Iterator[tuple[Entry, str | None]]:
    """Yield every published paper with its frozen text, the latest meeting first."""
    current, following = aliased(Document), aliased(Summary)
    rows = session.execute(
        select(Document, Summary.frozen, EarlierPaper.frozen, current.symbol)
        .join(Document.meeting)
        .outerjoin(Summary, Summary.document_id == Document.id)
        .outerjoin(EarlierPaper, EarlierPaper.document_id == Document.id)
        .outerjoin(following, following.id == EarlierPaper.summary_id)
        .outerjoin(current, current.id == following.document_id)
        .options(joinedload(Document.meeting))
        .order_by(Meeting.number.desc(), Document.symbol.desc())
    )
    for document, in_force, before, newer in rows:
        frozen = in_force or before
        if frozen is not None:
            paper = Paper.from_json(frozen)
            yield (
                Entry(
                    document,
                    paper.title,
                    tuple(paper.languages),
                    True,
                    document.published_at,
                    topics=tuple(_topics(paper)),
                    newer="" if in_force else newer or "",
                ),
                frozen,
            )
        elif document.address:
            languages = tuple(document.languages)
            yield Entry(document, document.title, languages, False, document.published_at), None


def _topics(paper: Paper) -> Iterator[Topic]:
    """Yield what a paper is about: its agenda item and its consultations."""
    for title in (paper.agenda_title, *(one.title for one in paper.consultations)):
        if any(text.strip() for text in title.values()):
            told = json.dumps(title, sort_keys=True, ensure_ascii=False)
            yield Topic(sha256(told.encode()).hexdigest()[:12], title)


def _fits(entry: Entry, wish: Wish) -> bool:
    return (
        (wish.meeting is None or entry.document.meeting.number == wish.meeting)
        and (wish.year is None or entry.document.year == wish.year)
        and (not wish.language or wish.language in entry.languages)
        and (not wish.topic or wish.topic in {topic.key for topic in entry.topics})
    )


def _texts(
    session: Session, keys: Keyring, entry: Entry, frozen: str | None, language: str
) -> Sequence[Folded]:
    own = (entry.document.symbol, entry.title.get(language, ""))
    listed = tuple(searching.fold(text) for text in own if text)
    if frozen is None:
        return listed
    paper = Paper.from_json(frozen)
    # Folded anew each time: a quote that its author takes back is in no memory any more.
    quotes = [
        searching.fold(one.quote.text) for one in sealing.readable(session, keys, paper).values()
    ]
    return (*listed, *_texts_of(frozen, language), *quotes)


@lru_cache(maxsize=120)
def _texts_of(frozen: str, language: str) -> tuple[Folded, ...]:
    """Return everything a frozen paper says in a language; sealed quotes are not in it."""
    paper = Paper.from_json(frozen)
    said = [text.get(language, "") for text in paper.texts()]
    for consultation in paper.consultations:
        for question in consultation.questions:
            said += [quote.text for quote in question.quotes]
    return tuple(searching.fold(text) for text in dict.fromkeys(said) if text.strip())
