"""The register of published papers: by meeting, year and language, and by words in them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload

from consult.core.crypto import Keyring
from consult.core.locales import Localized
from consult.meetings.models import Document, Meeting
from consult.public import searching
from consult.public.index import Index, Indexed, Topic
from consult.public.searching import Folded, Snippet
from consult.summaries import sealing
from consult.summaries.models import EarlierPaper, Summary
from consult.summaries.sealing import Opened

#: A paper takes about a megabyte when it was searched in all languages.
_INDEX = Index(most=120)


@dataclass(frozen=True)
class Wish:
    """What a reader looks for; every part may be left empty."""

    words: str = ""
    meeting: int | None = None
    year: int | None = None
    language: str = ""
    topic: str = ""


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
    fitting = [(entry, paper) for entry, paper in _published(session) if _fits(entry, wish)]
    sought = searching.wanted(wish.words)
    if not sought:
        return [entry for entry, _paper in fitting]
    seals = [seal for _entry, paper in fitting if paper for seal in paper.seals]
    # Read and folded anew each time: a quote that its author takes back is in no memory any more.
    quotes = sealing.words_of(session, keys, seals)
    found = []
    for entry, paper in fitting:
        texts = _texts(entry, paper, quotes, language)
        points = searching.score(texts, sought)
        if points:
            found.append((points, replace(entry, snippet=searching.snippet(texts, sought))))
    found.sort(key=lambda scored: -scored[0])
    return [entry for _points, entry in found]


def choices(session: Session) -> Choices:
    """Return the meetings and years of the published papers."""
    listed = [entry for entry, _paper in _published(session)]
    return Choices(
        tuple(dict.fromkeys(entry.document.meeting.number for entry in listed)),
        tuple(sorted({entry.document.year for entry in listed}, reverse=True)),
        tuple({topic.key: topic for entry in listed for topic in entry.topics}.values()),
    )


def _published(session: Session) -> list[tuple[Entry, Indexed | None]]:
    """Return every published paper with what it says, the latest meeting first."""
    current, following = aliased(Document), aliased(Summary)
    rows = session.execute(
        select(Document, Summary.frozen_digest, EarlierPaper.frozen_digest, current.symbol)
        .join(Document.meeting)
        .outerjoin(Summary, Summary.document_id == Document.id)
        .outerjoin(EarlierPaper, EarlierPaper.document_id == Document.id)
        .outerjoin(following, following.id == EarlierPaper.summary_id)
        .outerjoin(current, current.id == following.document_id)
        .options(joinedload(Document.meeting))
        .order_by(Meeting.number.desc(), Document.symbol.desc())
    ).all()
    digests = {in_force or before for _document, in_force, before, _newer in rows} - {None}
    known = _INDEX.of(digests, lambda missing: _frozen(session, missing))
    return list(_entries(rows, known))


def _entries(
    rows: Iterable[Any], known: Mapping[str, Indexed]
) -> Iterator[tuple[Entry, Indexed | None]]:
    for document, in_force, before, newer in rows:
        paper = known.get(in_force or before or "")
        if paper is not None:
            entry = Entry(
                document,
                paper.title,
                paper.languages,
                True,
                document.published_at,
                topics=paper.topics,
                newer="" if in_force else newer or "",
            )
            yield entry, paper
        elif document.address:
            languages = tuple(document.languages)
            yield Entry(document, document.title, languages, False, document.published_at), None


def _frozen(session: Session, digests: Collection[str]) -> dict[str, str]:
    """Return frozen texts by their digest."""
    found: dict[str, str] = {}
    for kind in (Summary, EarlierPaper):
        wanted = select(kind.frozen_digest, kind.frozen).where(kind.frozen_digest.in_(digests))
        found |= {digest: text for digest, text in session.execute(wanted) if digest and text}
    return found


def _fits(entry: Entry, wish: Wish) -> bool:
    return (
        (wish.meeting is None or entry.document.meeting.number == wish.meeting)
        and (wish.year is None or entry.document.year == wish.year)
        and (not wish.language or wish.language in entry.languages)
        and (not wish.topic or wish.topic in {topic.key for topic in entry.topics})
    )


def _texts(
    entry: Entry, paper: Indexed | None, quotes: Mapping[str, Opened], language: str
) -> Sequence[Folded]:
    own = (entry.document.symbol, entry.title.get(language, ""))
    listed = tuple(searching.fold(text) for text in own if text)
    if paper is None:
        return listed
    words = (quotes[seal].quote.text for seal in paper.seals if seal in quotes)
    return (*listed, *paper.texts(language), *map(searching.fold, words))
