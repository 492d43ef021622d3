"""Taking answers in, finding them again by their code, and giving them back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from consult.audit import service as audit
from consult.audit.actor import Actor
from consult.consent import rules as consent
from consult.consultations.models import Consultation
from consult.consultations.rules import State, state
from consult.core import clock, ids
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, InvalidError, NotFoundError
from consult.core.locales import N_
from consult.questionnaires.definition import Definition
from consult.responses import inserts, leaving, queries, rows, rules
from consult.responses import keys as submission_keys
from consult.responses.models import Mode, Response, Stratum, Withdrawal

#: Whom an audit line names when a young person acts: nobody.
YOUNG_PERSON = Actor("a young person")


@dataclass(frozen=True)
class Receipt:
    """What a young person gets for their answers.

    ``first`` is false when the same sending had arrived before; what arrived first stands.
    """

    code: str
    first: bool


def submit(
    session: Session,
    keys: Keyring,
    consultation: Consultation,
    *,
    submission_key: str,
    language: str,
    answers: Mapping[str, Any],
    texts: Mapping[str, str],
    may_be_quoted: bool,
    mode: Mode = Mode.OPEN,
) -> str:
    """Store one young person's answers and return the receipt code; see :func:`receive`."""
    if consultation.version_id is None:
        raise not_open()
    return receive(
        session,
        keys,
        consultation,
        queries.definition_of(session, consultation.version_id),
        submission_key=submission_key,
        language=language,
        answers=answers,
        texts=texts,
        may_be_quoted=may_be_quoted,
        mode=mode,
    ).code


def receive(
    session: Session,
    keys: Keyring,
    consultation: Consultation,
    definition: Definition,
    *,
    submission_key: str,
    language: str,
    answers: Mapping[str, Any],
    texts: Mapping[str, str],
    may_be_quoted: bool,
    mode: Mode = Mode.OPEN,
    stratum: Stratum = Stratum.OPEN,
    on_page: bool | None = None,
    waited: bool = False,
    version_id: UUID | None = None,
) -> Receipt:
    """Store one young person's answers, once, however often they are sent.

    Args:
        session: open transaction; the caller commits it before it shows the code.
        keys: seal the texts, digest the key and derive the code.
        consultation: the one answered.
        definition: its frozen version.
        submission_key: the client's key; the same key is stored once.
        language: tag of the language the questions were read in.
        answers: closed answers by question code, already checked.
        texts: free texts by text code.
        may_be_quoted: the author agreed that the texts may be quoted.
        mode: how the answers reached us.
        stratum: whether they came with an invitation.
        on_page: they were sent from a page of this site, so they are bound to the window, and
            others under the same key are refused; when it is not told, those of mode ``OPEN`` are.
        waited: they waited on a phone without a line, and may come a day after closing.
        version_id: the version that was read, where it is not the consultation's own.

    Returns:
        The receipt; a repeated sending gets the code of the first.

    Raises:
        DomainError: ``consultation_not_open``; ``answers_withdrawn``, when the same sending was
            taken back before; ``answers_differ``, when others were sent under the key.
        InvalidError: ``submission_key``, the key has not the agreed form; ``only_ticks``, words
            came on this site from a child who is asked closed questions only (TRUST.md R35).
    """
    on_page = mode is Mode.OPEN if on_page is None else on_page
    _check(session, keys, consultation, submission_key, on_page=on_page, waited=waited)
    kept = rules.kept_texts(definition, texts)
    if on_page:
        refuse_words(consultation, definition, answers, kept)
    scope = f"{consultation.id}:{submission_key}"
    code = ids.receipt_code(keys.receipt, scope)
    made = rows.made(
        keys,
        consultation,
        definition,
        submission_digest=_digest_of_key(keys, scope),
        receipt_digest=_digest_of_code(keys, code),
        language=language,
        answers=answers,
        texts=kept,
        may_be_quoted=may_be_quoted,
        mode=mode,
        stratum=stratum,
        version_id=version_id,
    )
    first = _insert_once(session, made.response)
    if first:
        rows.add_restricted(session, made)
    elif on_page:
        _refuse_others(session, keys, made.response, kept)
    return Receipt(code, first=first)


def find(session: Session, keys: Keyring, code: str) -> Response:
    """Return the answers a code stands for.

    Args:
        session: open transaction.
        keys: digest the code.
        code: as a person typed it.

    Raises:
        InvalidError: ``receipt_malformed``, it cannot be a code.
        NotFoundError: ``receipt_unknown``, no answers are stored under it.
    """
    wanted = select(Response).where(
        Response.receipt_digest == _digest_of_code(keys, canonical(code))
    )
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise unknown()
    return found


def withdraw(session: Session, keys: Keyring, code: str) -> str:
    """Delete the answers a code stands for, with all reviews and quotes of them, signed ones too.

    Call ``core.db.erase_traces`` after the commit, so that no copy is left in the log.

    Args:
        session: open transaction; the caller commits it.
        keys: digest the code.
        code: as a person typed it.

    Returns:
        The slug of the consultation they belonged to.

    Raises:
        InvalidError: ``receipt_malformed``.
        NotFoundError: ``receipt_unknown``, also when somebody else was quicker.
    """
    response = find(session, keys, code)
    # Before or after a signature, never within it: a paper must not quote what is gone.
    consultation = session.get_one(
        Consultation, response.consultation_id, with_for_update={"read": True, "key_share": True}
    )
    gone = session.execute(
        delete(Response).where(Response.id == response.id).returning(Response.id)
    ).one_or_none()
    if gone is None:
        raise unknown()
    leaving.leave(session, response.id)
    session.expunge(response)
    session.add(
        Withdrawal(
            submission_digest=response.submission_digest,
            consultation_id=response.consultation_id,
        )
    )
    # The day is enough: the moment a young person acted is nobody's business (TRUST.md R22).
    with clock.frozen(datetime.combine(clock.today(), time(), clock.now().tzinfo)):
        audit.record(session, YOUNG_PERSON, "response.withdraw", consultation.slug)
    return consultation.slug


def _check(
    session: Session,
    keys: Keyring,
    consultation: Consultation,
    key: str,
    *,
    on_page: bool,
    waited: bool,
) -> None:
    if not submission_keys.fits(key):
        raise InvalidError(
            "submission_key",
            N_(
                "The submission key must have 16 to 64 characters: letters without accents, "
                "digits, - and _. Open the form again to get a good one."
            ),
        )
    if consultation.version_id is None or consultation.answers_deleted_on is not None:
        raise not_open()
    if on_page:
        refuse_late(session, keys, consultation, key, waited=waited)


def refuse_late(
    session: Session, keys: Keyring, consultation: Consultation, key: str, *, waited: bool = False
) -> None:
    """Refuse what comes when nothing is taken any more; within a grace, wait for a signature.

    Raises:
        DomainError: ``consultation_not_open``.
    """
    now = clock.now()
    opened_at = submission_keys.issued_at(keys.lookup, consultation.id, key)
    if not rules.takes_answers(consultation, now, opened_at=opened_at, waited=waited):
        raise not_open()
    if state(consultation, now) is not State.OPEN:
        # Nothing may arrive behind a signature and be thanked for although no paper counts it.
        lock = {"read": True, "key_share": True}
        still = session.get_one(
            Consultation, consultation.id, with_for_update=lock, populate_existing=True
        )
        if still.settled_at is not None:
            raise not_open()


def _insert_once(session: Session, values: dict[str, Any]) -> bool:
    """Insert the row unless its submission key is there; the table's UNIQUE decides races.

    Looking first and inserting then stored 284 rows where 20 were right (TRUST.md B2.8).
    """
    name = session.get_bind().dialect.name
    stored = session.execute(inserts.ONCE[name], {f"new_{n}": v for n, v in values.items()})
    if stored.one_or_none() is not None:
        return True
    digest = values["submission_digest"]
    if session.scalar(select(exists().where(Withdrawal.submission_digest == digest))):
        raise _withdrawn()
    return False


def _refuse_others(
    session: Session, keys: Keyring, values: Mapping[str, Any], texts: Mapping[str, str]
) -> None:
    """Refuse answers that differ from those stored under their key.

    "Back" on a shared device gives the next young person the page of the one before, with its key.
    Theirs must not be taken for a repetition and lost, and they must not get the other's code.
    """
    wanted = select(Response).where(Response.submission_digest == values["submission_digest"])
    stored = session.scalars(wanted).one_or_none()
    if stored is None:
        raise _withdrawn()  # taken back since the insert met it
    same = (stored.answers, stored.may_be_quoted) == (values["answers"], values["may_be_quoted"])
    if not same or queries.all_texts_of(session, keys, stored) != texts:
        raise DomainError(
            "answers_differ",
            N_(
                "Other answers were sent from this page before. Yours are not sent yet. If "
                "somebody else used this device before you, press “Send”: yours then count too. "
                "If you sent those answers yourself, take them back with your code first, so that "
                "you count once."
            ),
        )


def _digest_of_key(keys: Keyring, scope: str) -> str:
    return ids.digest(keys.lookup, "submission", scope)


def _digest_of_code(keys: Keyring, code: str) -> str:
    return ids.digest(keys.lookup, "receipt", code)


def canonical(typed: str) -> str:
    """Return a code as we write it.

    Raises:
        InvalidError: ``receipt_malformed``, it cannot be a code.
    """
    code = ids.read_receipt(typed)
    if code is None:
        raise InvalidError(
            "receipt_malformed",
            N_(
                "This is not a whole code. It has 25 letters and digits. "
                "Compare it with your note, sign by sign."
            ),
        )
    return code


def _withdrawn() -> DomainError:
    return DomainError(
        "answers_withdrawn",
        N_(
            "The answers sent from this page before were taken back. To send these as new "
            "answers, press “Send”."
        ),
    )


def refuse_words(
    consultation: Consultation,
    definition: Definition,
    answers: Mapping[str, Any],
    texts: Mapping[str, str],
) -> None:
    """Refuse free text, on a page of this site, of children who only tick (TRUST.md R35).

    Raises:
        InvalidError: ``only_ticks``.
    """
    band = rules.stratum(definition, answers, "age_band")
    if texts and band in consent.closed_bands(consultation):
        message = N_("Children of this age only tick answers here. What they wrote is not taken.")
        raise InvalidError("only_ticks", message)


def not_open() -> DomainError:
    """Return the refusal of a consultation that takes nothing now."""
    message = N_("This consultation does not take answers now.")
    return DomainError("consultation_not_open", message)


def unknown() -> NotFoundError:
    """Return the refusal of a code that nothing is stored under."""
    return NotFoundError(
        "receipt_unknown",
        N_(
            "We have no answers under this code. Compare it with your note, sign by sign. "
            "If you took your answers back, or the time to keep them is over, they are gone."
        ),
    )
