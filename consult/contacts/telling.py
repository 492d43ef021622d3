"""Telling those who left an address what came of it: one message each, for a mail server to take.

The product itself opens no connection (TRUST.md S05). It writes messages into a folder that a mail
server picks up and empties, as mail servers have done since before they had interfaces.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from sqlalchemy import Select, select

from consult.audit.actor import Actor
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.contacts import service
from consult.contacts.models import Approval, Contact
from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.core.errors import DomainError, InvalidError, Problem
from consult.core.locales import N_, NAMES, Localized, Speaker, missing, pick, plain_text

LONGEST_SUBJECT = 200
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Message:
    """What is written, by language; the link to what came of it is added by itself."""

    subject: Localized
    text: Localized


@dataclass(frozen=True)
class Sender:
    """Whom messages come from, and the public address of this installation, for the link."""

    address: str
    site: str


def message(told: object) -> Message:
    """Return the message that JSON holds: ``{"subject": {"en": …}, "text": {"en": …}}``.

    Raises:
        InvalidError: names what is missing or cannot stand in a message.
    """
    parts = told if isinstance(told, Mapping) else {}
    wrong = []
    read: dict[str, Localized] = {}
    for name, longest in (("subject", LONGEST_SUBJECT), ("text", LONGEST_TEXT)):
        texts = parts.get(name)
        if not isinstance(texts, Mapping) or not all(isinstance(t, str) for t in texts.values()):
            wrong.append(Problem("message_part", N_("A text by language is needed."), where=name))
            continue
        read[name] = {str(tag): plain_text(text) for tag, text in texts.items()}
        for tag, text in read[name].items():
            where = f"{name}, {tag}"
            if len(text) > longest:
                most = {"most": longest}
                wrong.append(Problem("long", N_("At most %(most)s characters."), most, where))
            if name == "subject" and "\n" in text:
                wrong.append(Problem("lines", N_("A subject has one line."), where=where))
    if wrong:
        refusal = N_("The message cannot be used yet.")
        raise InvalidError("message_invalid", refusal, problems=wrong)
    return Message(read["subject"], read["text"])


def tell(
    database: Database,
    keys: Keyring,
    slug: str,
    written: Message,
    *,
    sender: Sender,
    outbox: Path,
    actor: Actor,
) -> int:
    """Write a message for each address that may be used and was not told yet; return how many.

    Each address is noted as told in the transaction that follows its file, so that a run that was
    stopped can be begun anew: nobody is left out, and at most the last one is told twice.

    Args:
        database: where the addresses are.
        keys: open the addresses.
        slug: of the consultation.
        written: in every language in which somebody left an address.
        sender: whom it comes from.
        outbox: the folder a mail server picks messages up from.
        actor: who sends it.

    Raises:
        InvalidError: the message lacks a language (``message_language``).
        DomainError: nobody waits for a message (``nobody_to_tell``).
        OSError: the folder cannot be written to.
    """
    with database.session(read_only=True) as session:
        consultation = consultations.by_slug(session, slug)
        waiting = list(session.scalars(_untold(consultation)))
    if not waiting:
        message = N_("Nobody waits for a message about this consultation.")
        raise DomainError("nobody_to_tell", message)
    _refuse_gaps(written, {contact.language for contact in waiting})
    for contact in waiting:
        address = service.address_of(keys, contact)
        _put(outbox, contact, _mail(written, contact.language, address, slug, sender))
        with database.transaction() as session:
            held = session.get(Contact, contact.id)
            if held is not None:  # its owner may have taken it back this moment
                service.note_told(session, held)
    with database.transaction() as session:
        service.feedback_sent(session, session.merge(consultation, load=False), actor=actor)
    return len(waiting)


def _untold(consultation: Consultation) -> Select[Contact]:
    return (
        select(Contact)
        .where(
            Contact.consultation_id == consultation.id,
            Contact.approval != Approval.WAITING,
            Contact.delete_on.is_(None),
        )
        .order_by(Contact.id)
    )


def _refuse_gaps(written: Message, languages: set[str]) -> None:
    order = [tag for tag in NAMES if tag in languages]
    gaps = [
        Problem(
            "message_language",
            N_("The message is missing in %(language)s. Write it."),
            {"language": NAMES[tag]},
            where=name,
        )
        for name, text in (("subject", written.subject), ("text", written.text))
        for tag in missing(text, order)
    ]
    if gaps:
        refusal = N_("The message cannot be used yet.")
        raise InvalidError("message_language", refusal, problems=gaps)


def _mail(written: Message, language: str, address: str, slug: str, sender: Sender) -> EmailMessage:
    """Return the message to one address; a line end in a header is refused by the library."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = pick(written.subject, language)
    mail["From"] = sender.address
    mail["To"] = address
    mail["Content-Language"] = language
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n\n".join(_lines(written, language, slug, sender)) + "\n")
    return mail


def _lines(written: Message, language: str, slug: str, sender: Sender) -> Iterator[str]:
    say = Speaker(language).gettext
    yield pick(written.text, language)
    yield f"{sender.site}/{language}/consultations/{slug}"
    yield say("You left this address to hear what came of it. It is deleted 30 days from now.")


def _put(outbox: Path, contact: Contact, mail: EmailMessage) -> None:
    """Write a message under a name that is whole from the start, for its owner alone."""
    beside = outbox / f".{contact.id.hex}.part"
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        target.write(mail.as_bytes())
    beside.replace(outbox / f"{contact.id.hex}.eml")
