"""Reading codebooks, answers and codes, and what may be counted of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.errors import NotFoundError
from consult.core.locales import N_, Localized
from consult.moderation import queries as moderation
from consult.responses import queries as responses
from consult.responses.models import Response
from consult.themes import rules
from consult.themes.counted import Contrast, Counts, contrasts, counts, one_each
from consult.themes.models import Codebook, Queue, Reading, Theme, ThemeExample

#: How many rows are fetched by their keys at once.
_AT_ONCE = 500


@dataclass(frozen=True)
class Line:
    """One question with open answers, and its newest codebook if somebody began one."""

    consultation: Consultation
    text_code: str
    question: Localized
    answers: int
    codebook: Codebook | None


def lines(session: Session, consultations: Iterable[Consultation]) -> list[Line]:
    """Return the questions with open answers, in the order they are asked."""
    return [
        Line(
            one.consultation,
            one.text_code,
            one.question,
            one.undecided + one.decided + one.not_for_quoting,
            newest(session, one.consultation, one.text_code),
        )
        for one in moderation.waiting(session, consultations)
    ]


def newest(session: Session, consultation: Consultation, text_code: str) -> Codebook | None:
    """Return the newest version of a question's codebook."""
    return session.scalars(_versions(consultation, text_code).limit(1)).first()


def published(session: Session, consultation: Consultation, text_code: str) -> Codebook | None:
    """Return the newest version that is frozen; what is worked on after it is not counted yet."""
    frozen = _versions(consultation, text_code).where(Codebook.published_at.is_not(None))
    return session.scalars(frozen.limit(1)).first()


def _versions(consultation: Consultation, text_code: str) -> "Select[Codebook]":
    return (
        select(Codebook)
        .filter_by(consultation_id=consultation.id, text_code=text_code)
        .order_by(Codebook.number.desc())
        .options(
            joinedload(Codebook.consultation),
            selectinload(Codebook.themes)
            .selectinload(Theme.examples)
            .joinedload(ThemeExample.review),
        )
    )


def codebook(session: Session, consultation: Consultation, text_code: str) -> Codebook:
    """Return the newest version.

    Raises:
        NotFoundError: nobody has begun one.
    """
    found = newest(session, consultation, text_code)
    if found is None:
        raise NotFoundError("codebook_unknown", N_("Nobody has begun themes for this question."))
    return found


def theme(book: Codebook, theme_id: UUID) -> Theme:
    """Return a theme of a codebook.

    Raises:
        NotFoundError: it has no such theme.
    """
    for one in book.themes:
        if one.id == theme_id:
            return one
    raise NotFoundError(
        "theme_unknown", N_("This theme is not here. Somebody may have removed it.")
    )


def copied_from(session: Session, consultation: Consultation) -> list[Codebook]:
    """Return the codebooks of the other questions of the same meeting, to begin from."""
    found = session.scalars(
        select(Codebook)
        .join(Codebook.consultation)
        .where(Consultation.meeting_id == consultation.meeting_id)
        .order_by(Consultation.slug, Codebook.text_code, Codebook.number)
        .options(joinedload(Codebook.consultation), selectinload(Codebook.themes))
    )
    # The last of each question is its newest version.
    return list({(one.consultation_id, one.text_code): one for one in found}.values())


def answer_ids(session: Session, consultation: Consultation, text_code: str) -> list[UUID]:
    """Return the responses that have a text under this code, without opening any.

    Texts that only safeguarding staff open are not among them (TRUST.md R40).
    """
    stored = select(Response.id, Response.text_codes).where(
        Response.consultation_id == consultation.id, Response.texts.is_not(None)
    )
    restricted = responses.restricted(session, consultation.id)
    rows = session.execute(stored.execution_options(yield_per=2000))
    return [key for key, codes in rows if text_code in codes and (key, text_code) not in restricted]


def still_there(session: Session, wanted: Iterable[UUID]) -> set[UUID]:
    """Return those of the responses that nobody has taken back or deleted."""
    keys = list(wanted)
    found: set[UUID] = set()
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        there = select(Response.id).where(Response.id.in_(some), Response.texts.is_not(None))
        found.update(session.scalars(there))
    return found


def opened(
    session: Session, keys: Keyring, wanted: Sequence[UUID], text_code: str
) -> Iterator[tuple[UUID, str, str]]:
    """Yield response, language and text of those of the answers that are there, in their order."""
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        rows = session.scalars(select(Response).where(Response.id.in_(some)))
        found = {one.id: one for one in rows}
        for key in some:
            text = responses.texts_of(keys, found[key]).get(text_code) if key in found else None
            if text is not None:
                yield key, found[key].language, text


def readings(session: Session, book: Codebook) -> list[Reading]:
    """Return every reading of this version, with region and language of what was read."""
    strata = joinedload(Reading.response).load_only(Response.region, Response.language)
    return list(
        session.scalars(
            select(Reading)
            .filter_by(codebook_id=book.id)
            .order_by(Reading.response_id, Reading.id)
            .options(strata, selectinload(Reading.codes))
        )
    )


@dataclass(frozen=True)
class Work:
    """Where the reading of one question stands.

    ``ordered`` has all answers by lot, ``sample`` the first of them that are the random sample.
    """

    book: Codebook
    ordered: list[UUID]
    sample: list[UUID]
    readings: list[Reading]

    def readers(self) -> dict[UUID, set[UUID]]:
        """Return who has read each answer."""
        found: dict[UUID, set[UUID]] = defaultdict(set)
        for one in self.readings:
            found[one.response_id].add(one.coder_id)
        return found

    def queue_of(self, response_id: UUID) -> Queue:
        """Return which queue an answer belongs to."""
        return Queue.AUDIT if response_id in set(self.sample) else Queue.ACTIVE

    def open_outside(self) -> list[UUID]:
        """Return the answers outside the sample that nobody has read, by lot."""
        out = {*self.sample, *(one.response_id for one in self.readings)}
        return [one for one in self.ordered if one not in out]

    def contrasts(self) -> list[Contrast]:
        """Return where groups differ, by the answers that were drawn by lot."""
        own = one_each(self.readings)
        drawn = [own[key] for key in self.sample if key in own]
        return contrasts(self.book.themes, drawn, self.book.consultation.smallest_cell)


def work(session: Session, keys: Keyring, book: Codebook) -> Work:
    """Return where the reading of one question stands."""
    there = answer_ids(session, book.consultation, book.text_code)
    ordered = rules.by_lot(keys.lookup, book, there)
    return Work(book, ordered, rules.audit_sample(ordered), readings(session, book))


def theme_counts(session: Session, keys: Keyring, book: Codebook) -> Counts | None:
    """Return what may be told of a question's themes; raw, to be passed through disclosure control.

    Returns:
        ``None`` while the machine still reckons what an estimate needs; ask again.
    """
    now = work(session, keys, book)
    if not needs_estimate(now):
        return counts(
            book.number,
            book.themes,
            now.readings,
            now.ordered,
            sample=now.sample,
            estimate=lambda _read: {},
        )
    from consult.themes import desk  # noqa: PLC0415 - numpy takes half a second to load

    return desk.estimated(session, keys, now)


def needs_estimate(now: Work) -> bool:
    """Tell whether the sample is read and there are answers beyond it that people did not read."""
    read = {one.response_id for one in now.readings}
    beyond = len(now.sample) < len(now.ordered)
    return beyond and read >= set(now.sample) and not read >= set(now.ordered)
