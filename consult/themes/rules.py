"""Which answers are read, by whom and how often; where words stand; what a reading may say."""

import hashlib
import hmac
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from consult.core.errors import DomainError, InvalidError, Problem
from consult.core.locales import LANGUAGES, N_, NAMES, missing
from consult.moderation.rules import Redaction
from consult.themes.models import Codebook, Outcome, Theme

#: Up to so many answers, people read all (SUMMARIES.md, "Free text").
READ_ALL = 300
#: Above that, a random sample of so many.
AUDIT = 200
#: One in so many of the sample is read by two people who do not see each other's codes.
TWICE = 5
#: The most themes of one question: more than this nobody keeps in mind.
MOST_THEMES = 30
#: Until so many answers a theme are read outside the sample, the next is the least like them.
DIVERSE = 5


def by_lot(secret: bytes, codebook: Codebook, answers: Iterable[UUID]) -> list[UUID]:
    """Return the answers in an order that only chance made, the same at each look.

    Keyed by the server's secret and the question: nobody can choose a place in it. An answer that
    comes or goes leaves the order of the others as it is, so that the first ones stay a random
    sample of those that are there. It stays over the versions of a codebook.
    """
    scope = f"themes|{codebook.consultation_id}|{codebook.text_code}|".encode()

    def lot(answer: UUID) -> bytes:
        return hmac.new(secret, scope + answer.bytes, hashlib.sha256).digest()

    return sorted(answers, key=lot)


def audit_sample(ordered: Sequence[UUID]) -> list[UUID]:
    """Return the random sample: all answers while they are few enough to be read by people."""
    return list(ordered if len(ordered) <= READ_ALL else ordered[:AUDIT])


def read_twice(sample: Sequence[UUID]) -> list[UUID]:
    """Return the fifth of the sample that two people read: its first, as drawn."""
    return list(sample[: -(-len(sample) // TWICE)])


def next_to_audit(
    sample: Sequence[UUID], readers: Mapping[UUID, Collection[UUID]], coder: UUID
) -> UUID | None:
    """Return the answer of the sample that this person is to read next.

    Args:
        sample: the random sample in the order drawn.
        readers: who has read each answer.
        coder: the person who asks.
    """
    twice = set(read_twice(sample))
    open_ = [one for one in sample if coder not in readers.get(one, ())]
    waiting = [one for one in open_ if len(readers.get(one, ())) < (2 if one in twice else 1)]
    # What nobody has read comes first; the second reading of another's answers after it.
    return min(waiting, key=lambda one: len(readers.get(one, ())), default=None)


def spans(text: str, pieces: Iterable[str]) -> list[dict[str, int]]:
    """Return where each piece first stands in a text; any run of blanks fits any other.

    Raises:
        InvalidError: names each piece that is not in the text.
    """
    found, problems = [], []
    for piece in (piece.strip() for piece in pieces):
        if not piece:
            continue
        match = re.search(r"\s+".join(re.escape(word) for word in piece.split()), text)
        if match is None:
            message = N_("These words are not in the text as you wrote them: “%(words)s”.")
            problems.append(Problem("words_absent", message, {"words": piece[:80]}))
        else:
            found.append({"start": match.start(), "end": match.end()})
    if problems:
        raise InvalidError("words_absent", N_("Copy the words out of the text."), problems=problems)
    return found


def shown_whole(start: int, stop: int, redactions: Iterable[Redaction]) -> bool:
    """Tell whether nothing of a span is struck."""
    return all(stop <= one.start or start >= one.end for one in redactions)


def check_reading(outcome: Outcome, themes: Collection[object]) -> None:
    """Refuse a reading that contradicts itself.

    Raises:
        InvalidError: themes are said but none is chosen, or the other way round.
    """
    if outcome is Outcome.THEMES and not themes:
        message = N_("Choose a theme, or say that there is none or that the text is unclear.")
        raise InvalidError("no_theme", message)
    if outcome is not Outcome.THEMES and themes:
        message = N_("Themes are chosen, but the answer says there is none. Choose one of the two.")
        raise InvalidError("theme_and_none", message)


def check_open(codebook: Codebook) -> None:
    """Refuse a change to what is published or signed.

    Raises:
        DomainError: the version is published, or the summary is signed.
    """
    if codebook.published_at is not None:
        message = N_("This version of the themes is frozen. Begin a new version to change it.")
        raise DomainError("codebook_frozen", message)
    if codebook.consultation.settled_at is not None:
        message = N_("The summary is signed. Its themes do not change any more.")
        raise DomainError("themes_settled", message)


def check_publishable(themes: Collection[Theme]) -> None:
    """Refuse to freeze themes that cannot be read in all six languages.

    Raises:
        DomainError: there is none, or labels are missing; each is named.
    """
    if not themes:
        raise DomainError("no_themes", N_("Write at least one theme first."))
    problems = [
        Problem("label_missing", N_("Write the name of every theme in this language."), {}, name)
        for tag, name in NAMES.items()
        if any(missing(theme.label, [tag]) for theme in themes)
    ]
    if problems:
        message = N_("Before themes are frozen, their names must be there in all six languages.")
        raise DomainError("labels_missing", message, problems=problems)


def has_some_label(label: Mapping[str, str]) -> bool:
    """Tell whether a theme has a name in any language."""
    return len(missing(label, LANGUAGES)) < len(LANGUAGES)
