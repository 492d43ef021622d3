"""Acts on accounts: add, choose a password, train, disable, end sessions."""

import secrets
from datetime import date

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from consult.accounts import queries, rules
from consult.accounts.models import Account, OneTimeLink, Role, StaffSession
from consult.accounts.passwords import Passwords
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.core import clock
from consult.core.errors import DomainError, InvalidError
from consult.core.locales import LANGUAGES, N_
from consult.core.regions import Region


def add(
    session: Session,
    email: str,
    role: Role,
    *,
    region: Region | None = None,
    language: str = "en",
    actor: Actor,
) -> Account:
    """Add an account that has no password yet; hand out a link with :func:`new_link`.

    Args:
        session: open transaction; the caller commits it.
        email: where the person is known; kept in lower case.
        role: what the person may do.
        region: the one region a vice-chair stands for; nobody else has one.
        language: of the person's staff pages.
        actor: who adds it.

    Raises:
        InvalidError: no e-mail, an account that is there, a vice-chair without region.
    """
    email = rules.normal_email(email)
    if not rules.is_email(email):
        raise InvalidError(
            "email_invalid", N_("This is not an e-mail address. Write it like name@example.org.")
        )
    if queries.by_email(session, email):
        raise InvalidError(
            "account_exists",
            N_("There is an account for %(email)s already. Make a new link for it instead."),
            email=email,
        )
    if (role is Role.VICE_CHAIR) != (region is not None):
        raise InvalidError(
            "region_needed",
            N_("Choose a region for a vice-chair, and none for any other role."),
        )
    if language not in LANGUAGES:
        raise InvalidError("language_unknown", N_("Choose one of the six languages."))
    account = Account(
        email=email, role=role, region=region, language=language, created_at=clock.now()
    )
    session.add(account)
    session.flush()
    record(session, actor, "account.add", email, role=role.value, region=region)
    return account


def new_link(session: Session, account: Account, *, actor: Actor) -> str:
    """Return the token of a fresh one-time link for choosing a password; older links die.

    Only a digest of the token is stored: it cannot be shown again. The link works for seven
    days. A password that is there keeps working until the link is used.

    Raises:
        DomainError: the account is disabled.
    """
    if account.disabled_at is not None:
        raise DomainError(
            "account_disabled", N_("This account is disabled. Enable it before making a link.")
        )
    now = clock.now()
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.account_id == account.id, OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeLink(
            account_id=account.id,
            token_digest=queries.token_digest(token),
            expires_at=now + rules.LINK_LIVES,
        )
    )
    session.flush()
    record(session, actor, "account.link", account.email)
    return token


def welcome(session: Session, passwords: Passwords, link: OneTimeLink, password: str) -> Account:
    """Set the password of a link's account and use the link up.

    Raises:
        InvalidError: the password is too short, too long or too common.
        DomainError: somebody used the link in the meantime.
    """
    _refuse_weak(password, link.account)
    # One statement decides who was first: two posts at once must not both win.
    used = session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(OneTimeLink.id)
    ).all()
    if not used:
        raise DomainError(
            "link_used", N_("This link was used already. Ask the administrator for a new one.")
        )
    _set_password(session, passwords, link.account, password)
    return link.account


def change_password(
    session: Session, passwords: Passwords, account: Account, old: str, new: str
) -> None:
    """Change one's own password; every session of the account ends.

    Raises:
        InvalidError: the old one does not fit, or the new one will not do.
    """
    if not passwords.fits(account.password_hash, old):
        raise InvalidError("password_wrong", N_("This is not your password of now."))
    _refuse_weak(new, account)
    _set_password(session, passwords, account, new)


def sign_in(session: Session, passwords: Passwords, account: Account, password: str) -> None:
    """Note that an account whose password was checked comes in.

    A hash made with other settings than today's is made anew.
    """
    if account.password_hash and passwords.is_weak(account.password_hash):
        account.password_hash = passwords.digest(password)
    record(session, Actor(account.email, account.id), "account.sign-in", account.email)


def disable(session: Session, account: Account, *, actor: Actor) -> None:
    """Close an account: its sessions end, its links die.

    Raises:
        DomainError: one would lock oneself out.
    """
    if account.id == actor.account_id:
        raise DomainError(
            "account_own", N_("You cannot disable your own account. Ask another administrator.")
        )
    if account.disabled_at is not None:
        return
    account.disabled_at = clock.now()
    _delete_sessions(session, account)
    record(session, actor, "account.disable", account.email)


def enable(session: Session, account: Account, *, actor: Actor) -> None:
    """Open a disabled account again; it needs a new link when its password is to change."""
    if account.disabled_at is None:
        return
    account.disabled_at = None
    record(session, actor, "account.enable", account.email)


def train(session: Session, account: Account, on: date, *, actor: Actor) -> None:
    """Note the day of somebody's last safeguarding training; the trail keeps it.

    Raises:
        InvalidError: a day that is still to come.
    """
    if on > clock.today():
        message = N_("This day is still to come. Write the day on which the training was.")
        raise InvalidError("training_in_future", message)
    account.trained_on = on
    session.flush()
    record(session, actor, "account.train", account.email, on=on.isoformat())


def end_sessions(session: Session, account: Account, *, actor: Actor) -> int:
    """Sign an account out everywhere; return how many sessions ended."""
    ended = _delete_sessions(session, account)
    record(session, actor, "account.end-sessions", account.email, sessions=ended)
    return ended


def _refuse_weak(password: str, account: Account) -> None:
    problem = rules.password_problem(password, account)
    if problem:
        raise InvalidError(problem.code, problem.message, **problem.params)


def forget_ended(session: Session, *, actor: Actor) -> tuple[int, int]:
    """Delete sessions that are over and links that are used or too old; return how many."""
    now = clock.now()
    over = or_(
        StaffSession.seen_at <= now - rules.IDLE, StaffSession.created_at <= now - rules.LONGEST
    )
    sessions = session.execute(
        delete(StaffSession).where(over).returning(StaffSession.token_digest)
    ).all()
    dead = or_(OneTimeLink.used_at.is_not(None), OneTimeLink.expires_at <= now)
    links = session.execute(delete(OneTimeLink).where(dead).returning(OneTimeLink.id)).all()
    if sessions or links:
        counts = {"sessions": len(sessions), "links": len(links)}
        record(session, actor, "account.forget-ended", "accounts", **counts)
    return len(sessions), len(links)


def _set_password(session: Session, passwords: Passwords, account: Account, password: str) -> None:
    account.password_hash = passwords.digest(password)
    _delete_sessions(session, account)
    record(session, Actor(account.email, account.id), "account.password", account.email)


def _delete_sessions(session: Session, account: Account) -> int:
    gone = session.execute(
        delete(StaffSession)
        .where(StaffSession.account_id == account.id)
        .returning(StaffSession.token_digest)
    ).all()
    session.flush()
    return len(gone)
