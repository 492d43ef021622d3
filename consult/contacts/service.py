"""Leaving an e-mail address, a guardian's yes or no, taking it back, and deleting in time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.rules import is_email
from consult.audit import service as audit
from consult.audit.actor import Actor
from consult.consent.guardians import Part, needs_guardian
from consult.consultations.models import Consultation
from consult.contacts.models import Approval, Contact
from consult.contacts.tickets import Ticket
from consult.core import clock, ids
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, InvalidError, NotFoundError
from consult.core.locales import N_, plain_text

#: Without a guardian's yes the address goes after this time.
WAITS = timedelta(days=14)
#: After the feedback was sent the addresses go (TRUST.md R33).
AFTER_FEEDBACK = timedelta(days=30)
LONGEST_ADDRESS = 254

GUARDIAN = Actor("a guardian")


@dataclass(frozen=True)
class Left:
    """What a young person gets: a code to take the address back, and one for a guardian."""

    withdraw_code: str
    #: Absent when no guardian is needed.
    guardian_code: str | None


def leave(
    session: Session,
    keys: Keyring,
    consultation: Consultation,
    *,
    ticket: Ticket,
    country: str | None,
    address: str,
    language: str,
) -> Left:
    """Keep an address; sent again from the same page, it replaces the one before.

    Args:
        session: open transaction; the caller commits it before it shows the codes.
        keys: seal the address; derive and digest the codes.
        consultation: the one that was answered.
        ticket: of the page that followed the sending; it alone tells the band.
        country: ISO code, ``None`` when it was not told.
        address: as typed.
        language: tag of the language to write in.

    Raises:
        DomainError: ``contact_not_offered``.
        InvalidError: ``address``, it cannot be an e-mail address.
    """
    if not consultation.contact_offered or consultation.answers_deleted_on is not None:
        message = N_("Nobody can leave an e-mail address here.")
        raise DomainError("contact_not_offered", message)
    address = plain_text(address)
    if len(address) > LONGEST_ADDRESS or not is_email(address):
        message = N_("This is not an e-mail address. It looks like name@example.org.")
        raise InvalidError("address", message)
    codes = _codes(keys, consultation, ticket)
    contact = _by_ticket(session, keys, consultation, ticket)
    needed = needs_guardian(country, ticket.band, Part.CONTACT)
    if contact is None:
        contact = Contact(
            id=uuid4(),
            consultation_id=consultation.id,
            address=b"",
            approval=Approval.WAITING if needed else Approval.NOT_NEEDED,
            ticket_digest=_digest(keys, "contact ticket", _scope(consultation, ticket)),
            withdraw_digest=_digest(keys, "contact", codes[0]),
            guardian_digest=_digest(keys, "guardian", codes[1]),
        )
    elif needed or contact.approval is not Approval.NOT_NEEDED:
        # Another country chosen afterwards does not spare a guardian, nor does a yes to another.
        contact.approval = Approval.WAITING
    contact.language = language
    contact.delete_on = clock.today() + WAITS if contact.approval is Approval.WAITING else None
    contact.address = _ring(keys).seal(
        address, table=Contact.__tablename__, row=str(contact.id), column="address"
    )
    try:
        with session.begin_nested():
            session.add(contact)
    except IntegrityError as error:
        # The same page was sent twice at once; what arrived first stands.
        contact = _by_ticket(session, keys, consultation, ticket)
        if contact is None:
            raise RuntimeError("a contact met itself and is gone") from error
    waits = contact.approval is Approval.WAITING
    return Left(codes[0], codes[1] if waits else None)


def address_of(keys: Keyring, contact: Contact) -> str:
    """Return an address that may be written to.

    Raises:
        DomainError: ``guardian_waited_for``, nobody may use it yet.
    """
    if contact.approval is Approval.WAITING:
        message = N_("This address may not be used before a guardian has agreed.")
        raise DomainError("guardian_waited_for", message)
    return _ring(keys).unseal(
        contact.address, table=Contact.__tablename__, row=str(contact.id), column="address"
    )


def for_guardian(session: Session, keys: Keyring, typed: str) -> Contact:
    """Return what a guardian's code is about.

    Raises:
        NotFoundError: ``guardian_unknown``; also when the child took it back or time is over.
    """
    code = ids.read_code(typed)
    wanted = select(Contact).where(
        Contact.guardian_digest == _digest(keys, "guardian", code or ""),
        Contact.approval != Approval.NOT_NEEDED,
    )
    found = session.scalars(wanted).one_or_none() if code else None
    if found is None:
        raise NotFoundError(
            "guardian_unknown",
            N_(
                "There is nothing to decide under this code. Compare it with the slip, sign by "
                "sign. If the young person took it back, or 14 days are over, it is gone."
            ),
        )
    return found


def approve(session: Session, keys: Keyring, typed: str) -> Contact:
    """Let the address be used, because a guardian agrees.

    Raises:
        NotFoundError: ``guardian_unknown``.
    """
    contact = for_guardian(session, keys, typed)
    if contact.approval is Approval.WAITING:
        contact.approval, contact.delete_on = Approval.GIVEN, None
        session.flush()
        _note(session, contact, "contact.approve")
    return contact


def refuse(session: Session, keys: Keyring, typed: str) -> None:
    """Delete the address, because a guardian does not agree, or no longer.

    Raises:
        NotFoundError: ``guardian_unknown``.
    """
    contact = for_guardian(session, keys, typed)
    _note(session, contact, "contact.refuse")
    session.delete(contact)
    session.flush()


def withdraw(session: Session, keys: Keyring, typed: str) -> None:
    """Delete the address whose code a young person has, whatever a guardian said.

    Raises:
        NotFoundError: ``contact_unknown``.
    """
    code = ids.read_code(typed)
    gone = delete(Contact).where(Contact.withdraw_digest == _digest(keys, "contact", code or ""))
    if not code or session.execute(gone.returning(Contact.id)).one_or_none() is None:
        raise NotFoundError(
            "contact_unknown",
            N_(
                "We have no e-mail address under this code. Compare it with your note, sign by "
                "sign. If you took it back before, or its time is over, it is gone."
            ),
        )


def note_told(session: Session, contact: Contact) -> None:
    """Note that an address was written to; 30 days later it goes."""
    contact.delete_on = clock.today() + AFTER_FEEDBACK
    session.flush()


def feedback_sent(session: Session, consultation: Consultation, *, actor: Actor) -> None:
    """Note that those who left an address were told what came of it; 30 days later it goes."""
    last = clock.today() + AFTER_FEEDBACK
    session.execute(
        update(Contact)
        .where(
            Contact.consultation_id == consultation.id,
            Contact.approval != Approval.WAITING,
            Contact.delete_on.is_(None),
        )
        .values(delete_on=last),
        execution_options={"synchronize_session": False},
    )
    audit.record(session, actor, "contact.feedback", consultation.slug)


def purge(session: Session, today: date) -> int:
    """Delete the addresses whose time is over; return how many."""
    late = Contact.delete_on <= today
    return _delete(session, late)


def purge_of(session: Session, consultation: Consultation) -> int:
    """Delete all addresses of a consultation whose answers are deleted; return how many."""
    return _delete(session, Contact.consultation_id == consultation.id)


def count(session: Session, consultation: Consultation) -> int:
    """Return how many addresses may be written to."""
    usable = select(func.count()).where(
        Contact.consultation_id == consultation.id, Contact.approval != Approval.WAITING
    )
    return session.scalar(usable) or 0


def _delete(session: Session, which: object) -> int:
    gone = delete(Contact).where(which).returning(Contact.id)  # type: ignore[arg-type]  # a condition
    return len(session.execute(gone).all())


def _by_ticket(
    session: Session, keys: Keyring, consultation: Consultation, ticket: Ticket
) -> Contact | None:
    digest = _digest(keys, "contact ticket", _scope(consultation, ticket))
    return session.scalars(select(Contact).where(Contact.ticket_digest == digest)).one_or_none()


def _codes(keys: Keyring, consultation: Consultation, ticket: Ticket) -> tuple[str, str]:
    scope = _scope(consultation, ticket)
    return (
        ids.derived_code(keys.receipt, "contact", scope),
        ids.derived_code(keys.receipt, "guardian", scope),
    )


def _scope(consultation: Consultation, ticket: Ticket) -> str:
    return f"{consultation.id}:{ticket.name}"


def _digest(keys: Keyring, purpose: str, text: str) -> str:
    return ids.digest(keys.lookup, purpose, text)


def _ring(keys: Keyring) -> Keyring:
    return keys.for_purpose("contact")


def _note(session: Session, contact: Contact, act: str) -> None:
    consultation = session.get_one(Consultation, contact.consultation_id)
    # The day is enough: the moment a family acted is nobody's business (TRUST.md R22).
    with clock.frozen(datetime.combine(clock.today(), time(), clock.now().tzinfo)):
        audit.record(session, GUARDIAN, act, consultation.slug)
