"""Making invitation codes and groups, attesting consents, ending what is no longer wanted."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations import rules as consultations
from consult.consultations.models import Consultation
from consult.core import clock, ids
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, InvalidError, NotFoundError
from consult.core.locales import N_, plain_text
from consult.core.regions import Region
from consult.invitations import queries
from consult.invitations.codes import card_digest, changed
from consult.invitations.models import Batch, Group, InvitationCode

#: Cards on one printed page of staff, and young people on one card or in one group.
MOST_CODES, MOST_USES, MOST_PEOPLE = 500, 1000, 5000
LONGEST_NAME = 120

#: Whom an audit line names when a facilitator acts: nobody by name.
FACILITATOR = Actor("a facilitator")


@dataclass(frozen=True)
class Cards:
    """A batch with its codes, which are shown this once."""

    batch: Batch
    codes: tuple[str, ...]


@dataclass(frozen=True)
class GroupCodes:
    """A group with its two codes, which are shown this once."""

    group: Group
    code: str
    facilitator_code: str


def make_codes(
    session: Session,
    keys: Keyring,
    consultation: Consultation,
    *,
    form_key: str,
    label: str,
    codes: int,
    uses: int,
    region: Region | None,
    actor: Actor,
) -> Cards:
    """Make a batch of codes; only digests of them are stored.

    Args:
        session: open transaction; the caller commits it before it shows the codes.
        keys: derive the codes and digest them.
        consultation: the one they invite to.
        form_key: random key of the form; sent again, it gives the same codes and no others.
        label: whom they are for; a partner's name.
        codes: how many, 1 to ``MOST_CODES``.
        uses: how many young people may use one, 1 to ``MOST_USES``.
        region: the ITU region they are for, ``None`` for no one region.
        actor: who makes them.

    Raises:
        DomainError: ``consultation_over``; ``form_sent_before``, with other values.
        InvalidError: ``label``, ``codes`` or ``uses`` are out of bounds.
    """
    label = _named(label)
    _within("codes", codes, MOST_CODES)
    _within("uses", uses, MOST_USES)
    digest = _key_digest(keys, consultation, form_key)
    batch = queries.batch_of_key(session, digest)
    if batch is None:
        _refuse_over(consultation)
        batch = Batch(
            consultation_id=consultation.id,
            key_digest=digest,
            label=label,
            region=region,
            codes=codes,
            uses=uses,
            made_on=clock.today(),
        )
        if _insert(session, batch):
            made = _cards(keys, consultation, form_key, batch)
            digests = (card_digest(keys, consultation, code) for code in made)
            session.add_all(
                InvitationCode(digest=one, batch_id=batch.id, quota=uses, used=0) for one in digests
            )
            session.flush()
            said = {"label": label, "codes": codes, "uses": uses, "region": _said(region)}
            record(session, actor, "invitation.make", consultation.slug, **said)
        else:
            batch = queries.batch_of_key(session, digest)
            assert batch is not None  # it is what the insert met
    if (batch.label, batch.codes, batch.uses, batch.region) != (label, codes, uses, region):
        raise _sent_before()
    return Cards(batch, _cards(keys, consultation, form_key, batch))


def add_group(
    session: Session,
    keys: Keyring,
    consultation: Consultation,
    *,
    form_key: str,
    partner: str,
    officer_role: str,
    headcount: int,
    region: Region | None,
    actor: Actor,
) -> GroupCodes:
    """Add a group for which a partner attests that it holds the consents.

    Args:
        session: open transaction; the caller commits it before it shows the codes.
        keys: derive the codes and digest them.
        consultation: the one the group answers.
        form_key: random key of the form; sent again, it gives the same group and no other.
        partner: name of the school, NGO or youth council.
        officer_role: what the person is who attests; no name.
        headcount: number of consents, 1 to ``MOST_PEOPLE``.
        region: the ITU region it is in, if told.
        actor: who adds it.

    Raises:
        DomainError: ``consultation_over``; ``form_sent_before``, with other values.
        InvalidError: ``label``, ``role`` or ``headcount`` do not fit.
    """
    partner, officer_role = _named(partner), _role(officer_role)
    _within("headcount", headcount, MOST_PEOPLE)
    digest = _key_digest(keys, consultation, form_key)
    scope = f"{consultation.id}:{form_key}"
    code = ids.derived_code(keys.receipt, "group", scope, length=ids.CARD_LENGTH)
    facilitator_code = ids.derived_code(keys.receipt, "facilitator", scope)
    group = queries.group_of_key(session, digest)
    if group is None:
        _refuse_over(consultation)
        group = Group(
            consultation_id=consultation.id,
            key_digest=digest,
            partner=partner,
            region=region,
            officer_role=officer_role,
            headcount=headcount,
            attested_on=clock.today(),
            code_digest=card_digest(keys, consultation, code),
            facilitator_digest=_facilitator_digest(keys, facilitator_code),
            entered=0,
            joined=0,
        )
        if _insert(session, group):
            record(session, actor, "group.add", consultation.slug, **_attested(group))
        else:
            group = queries.group_of_key(session, digest)
            assert group is not None  # it is what the insert met
    if (group.partner, group.region) != (partner, region):
        raise _sent_before()
    return GroupCodes(group, code, facilitator_code)


def group_of(session: Session, keys: Keyring, typed: str) -> Group:
    """Return the group of a facilitator's code.

    Raises:
        NotFoundError: ``facilitator_unknown``.
    """
    code = ids.read_code(typed)
    group = code and queries.group_of_facilitator(session, _facilitator_digest(keys, code))
    if not group:
        raise NotFoundError(
            "facilitator_unknown",
            N_("No group has this facilitator code. Compare it with your note, sign by sign."),
        )
    return group


def attest(session: Session, group: Group, slug: str, *, headcount: int, officer_role: str) -> None:
    """Take a partner's new word on how many consents it holds.

    Raises:
        DomainError: ``group_closed``.
        InvalidError: ``role`` or ``headcount`` do not fit, or fewer than have answered.
    """
    officer_role = _role(officer_role)
    _within("headcount", headcount, MOST_PEOPLE)
    statement = (
        update(Group)
        .where(
            Group.id == group.id,
            Group.closed_on.is_(None),
            Group.entered + Group.joined <= headcount,
        )
        .values(headcount=headcount, officer_role=officer_role, attested_on=clock.today())
    )
    met = changed(session, statement)
    session.refresh(group)
    if not met and group.closed_on is not None:
        raise _closed()
    if not met:
        raise InvalidError(
            "headcount",
            N_("More young people than that have answered already: %(count)s."),
            count=group.entered + group.joined,
        )
    record(session, FACILITATOR, "group.attest", slug, **_attested(group))


def count_sheet(session: Session, group: Group) -> None:
    """Count one sheet that was stored just now; the caller rolls both back on a refusal.

    Raises:
        DomainError: ``group_full``, no consent is left; ``group_closed``.
    """
    statement = (
        update(Group)
        .where(
            Group.id == group.id,
            Group.entered + Group.joined < Group.headcount,
            Group.closed_on.is_(None),
        )
        .values(entered=Group.entered + 1)
    )
    met = changed(session, statement)
    session.refresh(group)
    if not met and group.closed_on is not None:
        raise _closed()
    if not met:
        raise DomainError(
            "group_full",
            N_(
                "The number of consents you told us is reached, so this sheet is not stored. Tell "
                "us first how many consents you hold now."
            ),
        )


def end(session: Session, what: Batch | Group, slug: str, *, actor: Actor) -> None:
    """Refuse the codes of a batch or group from now on; does nothing when it has ended."""
    if isinstance(what, Batch):
        if what.ended_on is None:
            what.ended_on = clock.today()
            session.flush()
            record(session, actor, "invitation.end", slug, label=what.label)
    elif what.closed_on is None:
        what.closed_on = clock.today()
        session.flush()
        counts = {"entered": what.entered, "joined": what.joined}
        record(session, actor, "group.close", slug, partner=what.partner, **counts)


def _insert(session: Session, row: Batch | Group) -> bool:
    """Insert a row; false when the same form, pressed twice, was quicker."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


def _cards(
    keys: Keyring, consultation: Consultation, form_key: str, batch: Batch
) -> tuple[str, ...]:
    return tuple(
        ids.derived_code(
            keys.receipt,
            "invitation",
            f"{consultation.id}:{form_key}:{number}",
            length=ids.CARD_LENGTH,
        )
        for number in range(batch.codes)
    )


def _key_digest(keys: Keyring, consultation: Consultation, form_key: str) -> str:
    if not 16 <= len(form_key) <= 64:
        raise InvalidError("form_key", N_("Open the page again and send it once more."))
    return ids.digest(keys.lookup, "invitation form", f"{consultation.id}:{form_key}")


def _facilitator_digest(keys: Keyring, code: str) -> str:
    return ids.digest(keys.lookup, "facilitator", code)


def _named(name: str) -> str:
    name = plain_text(name)
    if not 1 <= len(name) <= LONGEST_NAME:
        message = N_("Write a name of 1 to %(most)s characters.")
        raise InvalidError("label", message, most=LONGEST_NAME)
    return name


def _role(role: str) -> str:
    role = plain_text(role)
    if not 1 <= len(role) <= LONGEST_NAME:
        message = N_("Say what the person is who holds the consents, like “teacher”; no name.")
        raise InvalidError("role", message)
    return role


def _within(code: str, number: int, most: int) -> None:
    if not 1 <= number <= most:
        raise InvalidError(code, N_("The number must be from 1 to %(most)s."), most=most)


def _refuse_over(consultation: Consultation) -> None:
    where = consultations.state(consultation, clock.now())
    if where not in {consultations.State.OPEN, consultations.State.WAITING}:
        message = N_("Nobody can be invited to a consultation that is a draft or has ended.")
        raise DomainError("consultation_over", message)


def _sent_before() -> DomainError:
    message = N_("This form was sent before, with other values. Open the page again to make more.")
    return DomainError("form_sent_before", message)


def _closed() -> DomainError:
    return DomainError("group_closed", N_("This group is closed and takes no more answers."))


def _attested(group: Group) -> dict[str, object]:
    return {
        "partner": group.partner,
        "headcount": group.headcount,
        "officer_role": group.officer_role,
        "region": _said(group.region),
    }


def _said(region: Region | None) -> str:
    return region.value if region else ""
