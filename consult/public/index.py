"""What the register knows of each signed paper: read from its frozen text once, kept by its digest.

A frozen text never changes, so what was read from it holds for ever. No quote is kept here: the
frozen text holds their seals alone, and their words are looked up anew for each request.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from consult.core.locales import LANGUAGES, Localized
from consult.public import searching
from consult.public.searching import Folded
from consult.summaries import sealing
from consult.summaries.paper import Paper


@dataclass(frozen=True)
class Topic:
    """What papers are about: an agenda item or a consultation; ``key`` names it in addresses.

    Two of the same title are one topic: an item comes back at the next meeting.
    """

    key: str
    title: Localized


@dataclass(frozen=True)
class Indexed:
    """A signed paper as the register lists and searches it."""

    title: Localized
    languages: tuple[str, ...]
    topics: tuple[Topic, ...]
    #: Of the quotes, whose words are not here.
    seals: tuple[str, ...]
    _said: Mapping[str, tuple[str, ...]]
    _folded: dict[str, tuple[Folded, ...]] = field(default_factory=dict)

    def texts(self, language: str) -> tuple[Folded, ...]:
        """Return everything the paper says in a language, made comparable once."""
        found = self._folded.get(language)
        if found is None:
            found = tuple(map(searching.fold, self._said[language]))
            self._folded[language] = found
        return found


class Index:
    """Signed papers by the digest of their frozen text; the one not asked for longest goes first.

    Args:
        most: how many papers are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._papers: OrderedDict[str, Indexed] = OrderedDict()
        self._lock = threading.Lock()

    def of(
        self,
        digests: Collection[str],
        read: Callable[[Collection[str]], Mapping[str, str]],
    ) -> dict[str, Indexed]:
        """Return what is known of papers, all of them read at once where they are not kept.

        Args:
            digests: of the frozen texts.
            read: gives the frozen texts of some digests.
        """
        with self._lock:
            found = {digest: self._papers[digest] for digest in digests if digest in self._papers}
        missing = set(digests) - found.keys()
        if missing:
            found |= {digest: _indexed(frozen) for digest, frozen in read(missing).items()}
        with self._lock:
            for digest, paper in found.items():
                self._papers[digest] = paper
                self._papers.move_to_end(digest)
            while len(self._papers) > self._most:
                self._papers.popitem(last=False)
        return found


def _indexed(frozen: str) -> Indexed:
    paper = Paper.from_json(frozen)
    languages = tuple(paper.languages)
    unsealed = [
        quote.text
        for consultation in paper.consultations
        for question in consultation.questions
        for quote in question.quotes
    ]
    said = {
        tag: tuple(
            text
            for text in dict.fromkeys([*(one.get(tag, "") for one in paper.texts()), *unsealed])
            if text.strip()
        )
        for tag in LANGUAGES
    }
    return Indexed(
        paper.title, languages, tuple(_topics(paper)), tuple(sealing.seals_of(paper)), said
    )


def _topics(paper: Paper) -> Iterator[Topic]:
    """Yield what a paper is about: its agenda item and its consultations."""
    for title in (paper.agenda_title, *(one.title for one in paper.consultations)):
        if any(text.strip() for text in title.values()):
            told = json.dumps(title, sort_keys=True, ensure_ascii=False)
            yield Topic(sha256(told.encode()).hexdigest()[:12], title)
