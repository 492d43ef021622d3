"""What the machine lays on the table of a person who reads: suggestions, the next answer, cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
from sqlalchemy.orm import Session

from consult.core.crypto import Keyring
from consult.themes import cards, encoder, estimates, learning, queries, rules
from consult.themes.cards import Card
from consult.themes.counted import Counts, counts, one_each
from consult.themes.models import Outcome, Queue, Reading, Theme
from consult.themes.queries import Work
from consult.themes.shelf import SHELF, Answer

if TYPE_CHECKING:
    from consult.themes.learning import Shares

#: How many suggestions, one for each of the keys 1, 2 and 3.
SUGGESTIONS = 3
#: With fewer readings there is nothing to learn from.
_LEAST = 5
#: How many unread answers, by lot, the machine looks at while a page waits.
_POOL = 300


@dataclass(frozen=True)
class Dealt:
    """All reading cards of a question with its answers, and whether an encoder made them."""

    cards: list[Card]
    answers: list[Answer]
    by_encoder: bool


def _answers(session: Session, keys: Keyring, now: Work, wanted: Sequence[UUID]) -> list[Answer]:
    code = now.book.text_code
    # The shelf holds other consultations' answers under the same code too.
    SHELF.keep_only(code, now.ordered, _not_there(session, code, now))
    return [
        Answer(key, code, language, text)
        for key, language, text in queries.opened(session, keys, wanted, code)
    ]


def _not_there(session: Session, code: str, now: Work) -> set[UUID]:
    """Return those the shelf knows under this code that are in no consultation any more."""
    unknown = SHELF.known(code) - set(now.ordered)
    return unknown - queries.still_there(session, unknown) if unknown else set()


def suggest(session: Session, keys: Keyring, now: Work, response_id: UUID) -> list[Theme]:
    """Return the themes that answers like this one were given, the likeliest first."""
    own = one_each(now.readings)
    own.pop(response_id, None)
    if len(own) < _LEAST or not now.book.themes:
        return []
    pool = [key for key in now.ordered if key not in own][:_POOL]
    wanted = [response_id, *(key for key in (*own, *pool) if key != response_id)]
    answers = _answers(session, keys, now, wanted)
    coded, targets = _targets(now, own, answers)
    if not coded or not answers or answers[0].response_id != response_id:
        return []
    found = learning.shares(SHELF.vectors(answers), coded, targets)[0]
    themes = now.book.themes
    order = sorted(range(len(themes)), key=lambda place: -found[place])
    return [themes[place] for place in order[:SUGGESTIONS]]


def _targets(
    now: Work, own: Mapping[UUID, Reading], answers: Sequence[Answer]
) -> "tuple[list[int], Shares]":
    """Return the places of coded answers and their shares of each theme; the last is "none"."""
    column = {theme.id: place for place, theme in enumerate(now.book.themes)}
    coded, rows = [], []
    for place, answer in enumerate(answers):
        reading = own.get(answer.response_id)
        if reading is None or reading.outcome is Outcome.UNCLEAR:
            continue
        row = np.zeros(len(column) + 1)
        for code in reading.codes:
            row[column[code.theme_id]] = 1
        if reading.outcome is Outcome.NONE:
            row[-1] = 1
        if row.any():
            coded.append(place)
            rows.append(row / row.sum())
    return coded, np.array(rows).reshape(len(rows), len(column) + 1)


def next_outside(session: Session, keys: Keyring, now: Work) -> UUID | None:
    """Return the answer outside the sample that teaches most: first diverse, then uncertain."""
    pool = now.open_outside()[:_POOL]
    if not pool:
        return None
    own = one_each(now.readings)
    answers = _answers(session, keys, now, [*own, *pool])
    vectors = SHELF.vectors(answers)
    open_ = [i for i, one in enumerate(answers) if one.response_id not in own]
    read = [i for i, one in enumerate(answers) if one.response_id in own]
    if not open_:
        return None
    active = sum(one.queue is Queue.ACTIVE for one in own.values())
    coded, targets = _targets(now, own, answers)
    if active < rules.DIVERSE * len(now.book.themes) or not coded:
        place = learning.most_diverse(vectors, read, open_)
    else:
        place = learning.most_uncertain(learning.shares(vectors, coded, targets), open_)
    return answers[place].response_id


def deal(session: Session, keys: Keyring, now: Work) -> Dealt | None:
    """Return the reading cards; ``None`` while the vectors are reckoned beside the page."""
    answers = _answers(session, keys, now, now.ordered)
    if not SHELF.ready(str(now.book.id), answers):
        return None
    # In an order that the lot does not change: the same answers give the same cards.
    answers.sort(key=lambda one: one.response_id.bytes)
    vectors = SHELF.vectors(answers)
    dealt = cards.deal(vectors, [(one.language, one.text) for one in answers])
    return Dealt(dealt, answers, encoder.serves({one.language for one in answers}))


def estimated(session: Session, keys: Keyring, now: Work) -> Counts | None:
    """Return counts with estimates; ``None`` while the vectors are reckoned beside the page."""
    answers = _answers(session, keys, now, now.ordered)
    if not SHELF.ready(str(now.book.id), answers):
        return None

    def estimate(sample: Mapping[UUID, Reading]) -> dict[UUID, tuple[int, int, int]]:
        own = one_each(now.readings)
        coded, targets = _targets(now, own, answers)
        drawn = [place for place, one in enumerate(answers) if one.response_id in sample]
        guessed = learning.crossed(SHELF.vectors(answers), coded, targets, drawn)
        found = {}
        for column, theme in enumerate(now.book.themes):
            said = [
                float(any(code.theme_id == theme.id for code in sample[key].codes))
                for key in (answers[place].response_id for place in drawn)
            ]
            one = estimates.difference(
                np.array(said),
                guessed[drawn, column],
                float(guessed[:, column].mean()),
                len(answers),
            )
            count, low, high = (part * len(answers) for part in (one.share, one.low, one.high))
            # Outwards, so that rounding does not narrow the interval.
            found[theme.id] = (round(count), int(low + 1e-9), -int(-(high - 1e-9) // 1))
        return found

    book = now.book
    there = [one.response_id for one in answers]
    return counts(
        book.number, book.themes, now.readings, there, sample=now.sample, estimate=estimate
    )
