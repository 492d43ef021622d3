"""Acts on themes: begin, write, code answers, freeze a version, begin the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import service as audit
from consult.audit.actor import Actor
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, ForbiddenError, InvalidError, Problem
from consult.core.locales import N_, Localized, plain_text, tidy
from consult.moderation import queries as moderation
from consult.moderation.rules import GAP
from consult.themes import queries, rules
from consult.themes.models import (
    Code,
    Codebook,
    Outcome,
    Reading,
    Stance,
    Theme,
    ThemeExample,
)


@dataclass(frozen=True)
class Coded:
    """A theme that a person found: what the answer wants of it, and the words that say so."""

    theme_id: UUID
    stance: Stance | None = None
    words: str = ""


@dataclass(frozen=True)
class Wording:
    """What a theme is: its name by language, and its border for those who code.

    ``examples`` are pieces of reviewed texts that may be quoted, as they may be quoted.
    """

    label: Localized
    definition: str = ""
    included: str = ""
    excluded: str = ""
    examples: Sequence[str] = ()


def subject(book: Codebook) -> str:
    """Return what an audit line names."""
    return f"{book.consultation.slug}/{book.text_code}"


def begin(
    session: Session,
    consultation: Consultation,
    text_code: str,
    *,
    like: Codebook | None = None,
    actor: Actor,
) -> Codebook:
    """Begin the themes of one question, or return those that were begun.

    Args:
        session: open transaction; the caller commits it.
        consultation: whose question.
        text_code: the question's code, ``{code}-other`` for "other".
        like: a codebook of the same meeting whose themes are copied, without examples and codes.
        actor: the member of staff who begins.

    Raises:
        NotFoundError: the consultation asks no such question.
        DomainError: the summary is signed.
    """
    moderation.question_of(session, consultation, text_code)
    _hold(session, consultation)
    found = queries.newest(session, consultation, text_code)
    if found is not None:
        return found
    book = Codebook(consultation=consultation, text_code=text_code, number=1)
    rules.check_open(book)
    session.add(book)
    _copy(book, like.themes if like else ())
    session.flush()
    audit.record(session, actor, "themes.begin", subject(book), themes=len(book.themes))
    return book


def write(
    session: Session,
    keys: Keyring,
    book: Codebook,
    wording: Wording,
    *,
    theme: Theme | None = None,
    actor: Actor,
) -> Theme:
    """Write a new theme, or write one anew.

    Args:
        session: open transaction; the caller commits it.
        keys: open the reviewed texts, so that examples are checked against them.
        book: where the theme belongs.
        wording: what it is.
        theme: the one to change; absent for a new one.
        actor: the member of staff who writes.

    Raises:
        InvalidError: it has no name in any language, or an example is in no reviewed text.
        DomainError: the version is frozen, the summary signed, or there are too many themes.
    """
    _hold(session, book.consultation)
    rules.check_open(book)
    label = tidy(wording.label)
    if not rules.has_some_label(label):
        message = N_("Write a name for the theme in at least one language.")
        problem = Problem("label_empty", message, {}, "label-en")
        raise InvalidError("label_empty", message, problems=[problem])
    examples = _examples(session, keys, book.consultation, wording.examples)
    if theme is None:
        if len(book.themes) >= rules.MOST_THEMES:
            message = N_("A question has at most %(most)s themes. Join some of them.")
            raise DomainError("too_many_themes", message, most=rules.MOST_THEMES)
        last = max((one.position for one in book.themes), default=0)
        theme = Theme(position=last + 1, examples=[])
        book.themes.append(theme)
    theme.label = label
    theme.definition = plain_text(wording.definition)
    theme.included = plain_text(wording.included)
    theme.excluded = plain_text(wording.excluded)
    theme.examples[:] = examples
    session.flush()
    audit.record(session, actor, "themes.write", subject(book), theme=str(theme.id), label=label)
    return theme


def _examples(
    session: Session, keys: Keyring, consultation: Consultation, pieces: Sequence[str]
) -> list[ThemeExample]:
    """Return each piece as a span of a reviewed text of this consultation.

    Raises:
        InvalidError: names the pieces that no text says in words that may be quoted.
    """
    wanted = [plain_text(piece) for piece in pieces if piece.strip()]
    if not wanted:
        return []
    texts = moderation.quotable(session, keys, [consultation])
    found, problems = [], []
    for piece in wanted:
        for text in texts:
            start = text.text.find(piece)
            if start >= 0 and rules.shown_whole(start, start + len(piece), text.redactions):
                assert text.review is not None  # quotable texts are reviewed ones
                example = ThemeExample(review=text.review, start=start, stop=start + len(piece))
                found.append(example)
                break
        else:
            message = N_("No reviewed text that may be quoted has these words: “%(words)s”.")
            problems.append(Problem("example_absent", message, {"words": piece[:80]}, "examples"))
    if problems:
        message = N_("Copy examples out of texts that may be quoted.")
        raise InvalidError("example_absent", message, problems=problems)
    return found


def said_in(session: Session, keys: Keyring, theme: Theme) -> list[str]:
    """Return the examples of a theme in words; what is struck by now is a gap."""
    texts = moderation.quotable(session, keys, [theme.codebook.consultation])
    by_review = {text.review.id: text for text in texts if text.review is not None}
    shown = []
    for example in theme.examples:
        text = by_review.get(example.review_id)
        if text and rules.shown_whole(example.start, example.stop, text.redactions):
            shown.append(text.text[example.start : example.stop])
        else:
            shown.append(GAP)
    return shown


def remove(session: Session, book: Codebook, theme: Theme, *, actor: Actor) -> None:
    """Remove a theme with all its codes; answers that had no other theme are to be read anew.

    Raises:
        DomainError: the version is frozen, or the summary is signed.
    """
    _hold(session, book.consultation)
    rules.check_open(book)
    name = str(theme.id)
    with_it = select(Code.reading_id).where(Code.theme_id == theme.id)
    for reading in session.scalars(select(Reading).where(Reading.id.in_(with_it))):
        reading.codes = [code for code in reading.codes if code.theme_id != theme.id]
        if not reading.codes:
            session.delete(reading)
    session.flush()
    book.themes.remove(theme)
    session.flush()
    audit.record(session, actor, "themes.remove", subject(book), theme=name)


def code(
    session: Session,
    keys: Keyring,
    book: Codebook,
    response_id: UUID,
    outcome: Outcome,
    *,
    found: Sequence[Coded] = (),
    actor: Actor,
) -> Reading:
    """Store how a person coded one answer, or coded it anew.

    Args:
        session: open transaction; the caller commits it.
        keys: open the text, so that the words are looked for in it.
        book: the version that is coded with.
        response_id: whose answer.
        outcome: themes, none of them, or unclear.
        found: the themes; only with the outcome that says so.
        actor: the member of staff who read.

    Raises:
        NotFoundError: there is no such answer, or a theme is not in this codebook.
        InvalidError: the reading contradicts itself, or words are not in the text.
        DomainError: the version is frozen, or the summary is signed.
        ForbiddenError: no member of staff acts.
    """
    if actor.account_id is None:
        message = N_("Only a member of staff who is signed in codes answers.")
        raise ForbiddenError("coder_unknown", message)
    _hold(session, book.consultation)
    rules.check_open(book)
    text = moderation.text(session, keys, book.consultation, book.text_code, response_id)
    rules.check_reading(outcome, found)
    codes = [
        Code(
            theme_id=queries.theme(book, one.theme_id).id,
            stance=one.stance,
            spans=rules.spans(text.text, [one.words]),
        )
        for one in found
    ]
    named = {"codebook_id": book.id, "response_id": response_id, "coder_id": actor.account_id}
    reading = session.scalars(select(Reading).filter_by(**named)).first()
    if reading is None:
        now = queries.work(session, keys, book)
        queue = now.queue_of(response_id)
        reading = Reading(**named, text_code=book.text_code, queue=queue, codes=[])
        session.add(reading)
    reading.outcome = outcome
    # Flushed empty first: the same theme may come again, and it may stand there once.
    reading.codes = []
    session.flush()
    reading.codes = codes
    session.flush()
    # Neither the text nor the response's key: the trail is kept for ever, the answers are not.
    audit.record(
        session, actor, "themes.code", subject(book), outcome=outcome.value, themes=len(codes)
    )
    return reading


def publish(session: Session, book: Codebook, *, actor: Actor) -> None:
    """Freeze a version: neither its themes nor its codes change any more.

    Raises:
        DomainError: it is frozen already, or names are missing in a language.
    """
    _hold(session, book.consultation)
    rules.check_open(book)
    rules.check_publishable(book.themes)
    book.published_at = clock.now()
    session.flush()
    audit.record(session, actor, "themes.publish", subject(book), version=book.number)


def next_version(session: Session, book: Codebook, *, actor: Actor) -> Codebook:
    """Begin the next version with the themes, examples and codes of a frozen one.

    Raises:
        DomainError: the version is not frozen, or the summary is signed.
    """
    _hold(session, book.consultation)
    if book.published_at is None:
        message = N_("This version is not frozen yet. Change it as it is.")
        raise DomainError("codebook_open", message)
    new = Codebook(consultation=book.consultation, text_code=book.text_code, number=book.number + 1)
    rules.check_open(new)
    session.add(new)
    made = _copy(new, book.themes)
    for old, copy in zip(book.themes, new.themes, strict=True):
        copy.examples = [
            ThemeExample(review_id=one.review_id, start=one.start, stop=one.stop)
            for one in old.examples
        ]
    session.flush()
    for reading in queries.readings(session, book):
        codes = [
            Code(theme_id=made[one.theme_id], stance=one.stance, spans=one.spans)
            for one in reading.codes
        ]
        session.add(
            Reading(
                codebook_id=new.id,
                response_id=reading.response_id,
                text_code=reading.text_code,
                coder_id=reading.coder_id,
                queue=reading.queue,
                outcome=reading.outcome,
                codes=codes,
            )
        )
    session.flush()
    audit.record(session, actor, "themes.next_version", subject(new), version=new.number)
    return new


def _copy(book: Codebook, themes: Sequence[Theme]) -> dict[UUID, UUID]:
    """Copy themes into a codebook; return the new key for each old one."""
    made = {one.id: uuid4() for one in themes}
    book.themes = [
        Theme(
            id=made[one.id],
            position=one.position,
            label=dict(one.label),
            definition=one.definition,
            included=one.included,
            excluded=one.excluded,
            examples=[],
        )
        for one in themes
    ]
    return made


def _hold(session: Session, consultation: Consultation) -> None:
    """Shared with others who code; a signature waits for it, or this for the signature."""
    session.get_one(
        Consultation, consultation.id, with_for_update={"read": True, "key_share": True}
    )
