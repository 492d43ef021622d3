"""Quotes of signed papers: sealed beside the frozen text, struck when their author wants it.

A signed paper never changes, and a young person may take back what they wrote at any time. So the
frozen text, whose digest the chair signed, holds for each quote only a seal: a keyed digest of the
quote and what stands beside it. The words lie in ``signed_quote`` under a key of their own, with
the key of the seal. When the row is emptied, both keys are gone: nobody can read the words, nor
find them by trying, and the signed digest still fits.
"""

import hashlib
import hmac
import json
import secrets
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core.crypto import Keyring, SealError
from consult.moderation.queries import Text
from consult.responses import leaving
from consult.responses.models import Response
from consult.summaries.models import SignedQuote
from consult.summaries.paper import ConsultationResult, Paper, QuestionResult, Quote
from consult.summaries.quotes import question_code

_KEY_BYTES = 32


@dataclass(frozen=True)
class Opened:
    """A quote that may be read, with the key (hexadecimal) that shows that its seal fits."""

    quote: Quote
    key: str


def seal_of(quote: Quote, key: str) -> str:
    """Return the seal of a quote: HMAC-SHA-256 over its canonical JSON.

    Args:
        quote: what is sealed; its own ``seal`` is not part of it.
        key: 32 bytes in hexadecimal.
    """
    told = json.dumps(_parts(quote), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(bytes.fromhex(key), told.encode(), hashlib.sha256).hexdigest()


def put_away(session: Session, keys: Keyring, paper: Paper, texts: Sequence[Text]) -> Paper:
    """Store the words of a paper's quotes apart, and return the paper with their seals.

    Its claims then call the quotes by their seals too.

    Args:
        session: open transaction; the caller commits it.
        keys: seal the words.
        paper: a draft that is being signed.
        texts: what it quotes, in its order; tells whose each quote is.

    Raises:
        SealError: a quote is none of the texts.
    """
    authors: dict[tuple[str, str, str], deque[UUID]] = defaultdict(deque)
    for text in texts:
        slug = session.get_one(Consultation, text.response.consultation_id).slug
        place = (slug, question_code(text.text_code), text.shown)
        authors[place].append(text.response.id)

    seals: dict[str, str] = {}

    def sealed(slug: str, code: str, quote: Quote) -> Quote:
        mine = authors[slug, code, quote.text]
        if not mine:
            raise SealError(f"a quote of {slug}/{code} is none of the chosen texts")
        key = secrets.token_hex(_KEY_BYTES)
        seal = seal_of(quote, key)
        words = json.dumps({"key": key, "quote": _parts(quote)}, ensure_ascii=False)
        session.add(
            SignedQuote(
                seal=seal,
                response_id=mine.popleft(),
                words=keys.seal(words, table="signed_quote", row=seal, column="words"),
            )
        )
        seals[quote.name] = seal
        return replace(quote, seal=seal, name="")

    made = _each(paper, sealed)
    session.flush()
    return replace(made, findings=tuple(one.calling(seals) for one in made.findings))


def opened(session: Session, keys: Keyring, paper: Paper) -> Paper:
    """Return a signed paper with the words of its quotes, where their authors left them."""
    return filled(paper, readable(session, keys, paper))


def filled(paper: Paper, found: dict[str, Opened]) -> Paper:
    """Return a signed paper with these words of its quotes."""

    def told(_slug: str, _code: str, quote: Quote) -> Quote:
        return found[quote.seal].quote if quote.seal in found else quote

    return _each(paper, told)


def readable(session: Session, keys: Keyring, paper: Paper) -> dict[str, Opened]:
    """Return the quotes of a signed paper that may be read, by seal.

    Raises:
        SealError: stored words do not fit the seal that the chair signed.
    """
    return words_of(session, keys, list(seals_of(paper)))


def words_of(session: Session, keys: Keyring, seals: Sequence[str]) -> dict[str, Opened]:
    """Return the quotes under some seals that may be read, by seal.

    Raises:
        SealError: stored words do not fit the seal that the chair signed.
    """
    if not seals:
        return {}
    rows = session.execute(
        select(SignedQuote.seal, SignedQuote.words).where(
            SignedQuote.seal.in_(seals), SignedQuote.words.is_not(None)
        )
    )
    return {seal: _open(keys, seal, words) for seal, words in rows if words is not None}


def seals_of(paper: Paper) -> Iterator[str]:
    """Yield the seals of a paper's quotes in its order."""
    for consultation in paper.consultations:
        for question in consultation.questions:
            yield from (quote.seal for quote in question.quotes if quote.seal)


def struck(session: Session, seals: Sequence[str]) -> set[str]:
    """Return which of these quotes their authors took back."""
    return set(
        session.scalars(
            select(SignedQuote.seal).where(SignedQuote.seal.in_(seals), SignedQuote.words.is_(None))
        )
    )


@leaving.on_leaving
def strike(session: Session, response_id: UUID) -> None:
    """Destroy the words of every quote from these answers, with their keys."""
    session.execute(
        update(SignedQuote)
        .where(SignedQuote.response_id == response_id)
        .values(words=None, response_id=None),
        execution_options={"synchronize_session": False},
    )


@leaving.on_purging
def part(session: Session) -> None:
    """Forget whose the quotes are when the answers are gone: nothing leads to them any more."""
    session.execute(
        update(SignedQuote)
        .where(SignedQuote.response_id.not_in(select(Response.id)))
        .values(response_id=None),
        execution_options={"synchronize_session": False},
    )


def _open(keys: Keyring, seal: str, words: bytes) -> Opened:
    stored = json.loads(keys.unseal(words, table="signed_quote", row=seal, column="words"))
    quote = Quote(**stored["quote"], seal=seal)
    if not hmac.compare_digest(seal_of(quote, stored["key"]), seal):
        raise SealError(f"the quote under {seal[:12]} is not the one that was signed")
    return Opened(quote, stored["key"])


def _parts(quote: Quote) -> dict[str, Any]:
    return {name: value for name, value in asdict(quote).items() if name not in {"seal", "name"}}


def _each(paper: Paper, act: Callable[[str, str, Quote], Quote]) -> Paper:
    """Return the paper with what ``act`` makes of each quote."""

    def question(slug: str, one: QuestionResult) -> QuestionResult:
        return replace(one, quotes=tuple(act(slug, one.code, quote) for quote in one.quotes))

    def consultation(one: ConsultationResult) -> ConsultationResult:
        return replace(one, questions=tuple(question(one.slug, q) for q in one.questions))

    return replace(paper, consultations=tuple(consultation(c) for c in paper.consultations))
