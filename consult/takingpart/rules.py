"""The four questions of Lundy's model (space, voice, audience, influence) and what is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from consult.consultations.models import Consultation
from consult.consultations.rules import State, ends_at, state
from consult.core.locales import N_
from consult.summaries import known, release
from consult.summaries.disclosure import SMALLEST_BASE
from consult.summaries.known import Cell, Key

#: Laura Lundy, "'Voice' is not enough", British Educational Research Journal 33 (2007); asked as in
#: the participation framework of Hub na nÓg.
QUESTIONS = {
    "space": N_("Did you have a safe place and enough time to say what you think?"),
    "voice": N_("Could you say what you wanted, in your own way?"),
    "audience": N_("Do you think that the right people will listen?"),
    "influence": N_("Do you think that what you said can change something?"),
}
FACES = {
    1: ("😞", N_("Not at all")),
    2: ("😕", N_("A little")),
    3: ("😐", N_("Partly")),
    4: ("😊", N_("Mostly")),
    5: ("😃", N_("Fully")),
}

#: Who sent in the last minute can still say how it was; then nothing changes any more.
_AFTERWARDS = timedelta(days=1)

Faces = Mapping[str, int | None]


@dataclass(frozen=True)
class Line:
    """How many chose one face, and which share of all who answered; ``None`` is hidden."""

    face: int
    count: int | None
    percent: int | None


def is_asked(consultation: Consultation, now: datetime) -> bool:
    """Tell whether the four questions are put at ``now``."""
    if state(consultation, now) is State.OPEN:
        return True
    ended = state(consultation, now) is State.CLOSED
    return ended and now < ends_at(consultation) + _AFTERWARDS


def is_published(consultation: Consultation, said: int, now: datetime) -> bool:
    """Tell whether the results may be shown: nothing is added any more, and enough have spoken."""
    ended = state(consultation, now) is State.CLOSED
    return (
        ended and now >= ends_at(consultation) + _AFTERWARDS and said >= consultation.smallest_cell
    )


def results(everybody: Sequence[Faces], smallest: int) -> dict[str, tuple[Line, ...]]:
    """Return what may be shown of each question.

    The disclosure control is that of the papers: small counts are hidden, with further ones from
    which they could be worked out; a share is shown from 30 answers up.

    Args:
        everybody: the four faces of each young person.
        smallest: the smallest count that may be shown.
    """
    whole: Key = ("all",)
    cells = [Cell(whole, len(everybody), smallest, fixed=True)]
    relations = []
    for question in QUESTIONS:
        keys: list[Key] = [(question, str(face)) for face in (*FACES, None)]
        for key, face in zip(keys, (*FACES, None), strict=True):
            count = sum(one[question] == face for one in everybody)
            cells.append(Cell(key, count, smallest, cost=1.0 + count / max(1, len(everybody))))
        relations.append(known.equal([whole], keys))
    released = release.once(cells, relations)
    shown = {cell.key: released.get(cell.key) for cell in cells}
    return {question: _lines(question, shown, len(everybody)) for question in QUESTIONS}


def _lines(question: str, shown: Mapping[Key, int | None], everybody: int) -> tuple[Line, ...]:
    without = shown[question, "None"]
    # The base is known only when it is known how many left the question out.
    base = None if without is None else everybody - without
    return tuple(
        Line(face, count := shown[question, str(face)], _percent(count, base)) for face in FACES
    )


def _percent(count: int | None, base: int | None) -> int | None:
    if count is None or base is None or base < SMALLEST_BASE:
        return None
    return (200 * count + base) // (2 * base)
