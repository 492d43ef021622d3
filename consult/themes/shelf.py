"""Vectors of answers in the memory of one process; they are written nowhere and die with it.

A vector tells much of its text, so none is stored, sealed or not: they are reckoned again after a
start, those of answers that were taken back go at the next look, and all go half an hour after the
last use.
"""

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

from consult.themes import encoder, lexical

if TYPE_CHECKING:
    from consult.themes.encoder import Vectors

#: Up to so many new answers are reckoned while a page waits; more are beside it.
AT_ONCE = 600
#: Seconds after the last use.
LIFE = 1800
_BATCH = 128


@dataclass(frozen=True)
class Answer:
    """One open answer, opened to be read; never stored so."""

    response_id: UUID
    text_code: str
    language: str
    text: str


class Shelf:
    """Keeps the vectors that the encoder gave, by response and text code."""

    def __init__(self) -> None:
        self._rows: dict[tuple[UUID, str], Vectors] = {}
        self._lock = threading.RLock()
        self._at_work: set[str] = set()
        self._end: threading.Timer | None = None

    def vectors(self, answers: Sequence[Answer]) -> "Vectors":
        """Return a row per answer, from the encoder where it serves them all, else from words."""
        if not encoder.serves({one.language for one in answers}):
            return _from_words(answers)
        with self._lock:
            self._reckon(answers)
            self._live_on()
            size = (0, encoder.SIZE)
            rows = [self._rows[one.response_id, one.text_code] for one in answers]
            return np.stack(rows) if rows else np.zeros(size, np.float32)

    def ready(self, question: str, answers: Sequence[Answer]) -> bool:
        """Tell whether a page may ask for all of these now; if not, begin to reckon them.

        Args:
            question: names the question, so that it is reckoned once at a time.
            answers: all its answers.
        """
        if not encoder.serves({one.language for one in answers}):
            return True
        left = [one for one in answers if (one.response_id, one.text_code) not in self._rows]
        if len(left) <= AT_ONCE:
            return True
        with self._lock:
            if question not in self._at_work:
                self._at_work.add(question)
                beside = threading.Thread(target=self._beside, args=(question, left), daemon=True)
                beside.start()
        return False

    def keep_only(self, text_code: str, there: Collection[UUID], gone: Collection[UUID]) -> None:
        """Forget the vectors of answers to one question that are ``gone`` and not ``there``."""
        with self._lock:
            for response_id in set(gone) - set(there):
                self._rows.pop((response_id, text_code), None)

    def known(self, text_code: str) -> set[UUID]:
        """Return the responses whose answer under this code has a vector here."""
        with self._lock:
            return {response_id for response_id, code in self._rows if code == text_code}

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._rows.clear()

    def _beside(self, question: str, answers: Sequence[Answer]) -> None:
        try:
            for start in range(0, len(answers), _BATCH):
                with self._lock:
                    self._reckon(answers[start : start + _BATCH])
            self._live_on()
        finally:
            self._at_work.discard(question)

    def _reckon(self, answers: Sequence[Answer]) -> None:
        model = encoder.load()
        assert model is not None  # asked for by ``serves``
        new = [one for one in answers if (one.response_id, one.text_code) not in self._rows]
        for language in sorted({one.language for one in new}):
            mine = [one for one in new if one.language == language]
            found = model.vectors([one.text for one in mine], language)
            for one, row in zip(mine, found, strict=True):
                self._rows[one.response_id, one.text_code] = row

    def _live_on(self) -> None:
        with self._lock:
            if self._end is not None:
                self._end.cancel()
            self._end = threading.Timer(LIFE, self.forget)
            self._end.daemon = True
            self._end.start()


def _from_words(answers: Sequence[Answer]) -> "Vectors":
    languages = sorted({one.language for one in answers})
    rows = np.zeros((len(answers), len(languages) * lexical.BLOCK), np.float32)
    for place, language in enumerate(languages):
        mine = [i for i, one in enumerate(answers) if one.language == language]
        texts = [answers[i].text for i in mine]
        rows[mine] = lexical.vectors(texts, language, place, len(languages))
    return rows


#: One shelf per process: every page of it looks at the same answers.
SHELF = Shelf()
