"""A plug-in that may propose names and drafts: off unless switched on for one question.

The product itself opens no connection (TRUST.md S05). Whoever wants an endpoint, such as an
OpenAI-compatible one, installs a package of their own that offers an entry point in the group
``consult.proposers``: a callable that takes a :class:`Request` and returns :class:`Proposal`
objects. It gets reviewed texts only, with what was struck as ``[…]``; it never counts; a quote
that is not in a text to the byte, and a sentence without the ids of texts it was given, are
dropped.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points

from sqlalchemy.orm import Session

from consult.audit import service as audit
from consult.audit.actor import Actor
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, NotFoundError
from consult.core.locales import N_
from consult.moderation import queries as moderation
from consult.themes import rules
from consult.themes.models import Codebook
from consult.themes.service import subject

GROUP = "consult.proposers"


@dataclass(frozen=True)
class Masked:
    """One reviewed text as it may be quoted; ``id`` is a number of this request alone."""

    id: str
    language: str
    text: str


@dataclass(frozen=True)
class Request:
    """What a plug-in gets: masked texts, and the names of the themes there are."""

    texts: Sequence[Masked]
    labels: Sequence[str]


@dataclass(frozen=True)
class Proposal:
    """A name for a theme or a sentence of a draft, with the texts it rests on.

    ``quotes`` pairs the id of a text with words out of it.
    """

    words: str
    ids: Sequence[str]
    quotes: Sequence[tuple[str, str]] = ()


Proposer = Callable[[Request], Iterable[Proposal]]


def installed() -> list[str]:
    """Return the names of the plug-ins that are installed."""
    return sorted(point.name for point in entry_points(group=GROUP))


def switch(session: Session, book: Codebook, name: str | None, *, actor: Actor) -> None:
    """Let one plug-in propose for this question, or none.

    Raises:
        NotFoundError: no such plug-in is installed.
        DomainError: the version is frozen, or the summary is signed.
    """
    rules.check_open(book)
    if name is not None and name not in installed():
        message = N_("No plug-in of this name is installed: %(name)s")
        raise NotFoundError("proposer_unknown", message, name=name)
    book.proposer = name
    session.flush()
    audit.record(session, actor, "themes.proposer", subject(book), proposer=name or "")


def propose(session: Session, keys: Keyring, book: Codebook, *, actor: Actor) -> list[Proposal]:
    """Ask the plug-in of this question; what fails the checks is dropped and counted.

    Args:
        session: open transaction; the caller commits it, so that the audit line stays.
        keys: open the reviewed texts.
        book: whose plug-in and whose texts.
        actor: who asks.

    Raises:
        DomainError: no plug-in is switched on here.
    """
    named = [point for point in entry_points(group=GROUP) if point.name == book.proposer]
    if not named:
        message = N_("No plug-in may propose for this question.")
        raise DomainError("proposer_off", message)
    texts = [
        Masked(str(number), one.response.language, one.shown)
        for number, one in enumerate(
            (
                text
                for text in moderation.quotable(session, keys, [book.consultation])
                if text.text_code == book.text_code
            ),
            start=1,
        )
    ]
    labels = [label for theme in book.themes for label in theme.label.values()]
    ask: Proposer = named[0].load()
    made = list(ask(Request(texts, labels)))
    kept = [one for one in made if holds(one, texts)]
    audit.record(
        session,
        actor,
        "themes.propose",
        subject(book),
        proposer=book.proposer,
        texts=len(texts),
        proposals=len(made),
        dropped=len(made) - len(kept),
    )
    return kept


def holds(proposal: Proposal, texts: Iterable[Masked]) -> bool:
    """Tell whether a proposal rests on texts that were given, and quotes them to the byte."""
    given = {one.id: one.text.encode() for one in texts}
    return (
        bool(proposal.words.strip())
        and bool(proposal.ids)
        and all(one in given for one in proposal.ids)
        and all(
            one in proposal.ids and bool(words) and words.encode() in given[one]
            for one, words in proposal.quotes
        )
    )
