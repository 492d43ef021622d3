"""Reading accounts, links and sessions."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from consult.accounts import rules
from consult.accounts.models import Account, OneTimeLink, StaffSession
from consult.accounts.passwords import Passwords
from consult.core import clock


def token_digest(token: str) -> str:
    """Return what is stored of a random token; it has 256 bits, so plain SHA-256 will do."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_email(session: Session, email: str) -> Account | None:
    """Return the account with this e-mail, in any case."""
    if not rules.is_email(email):
        return None  # also what a database would choke on, such as a NUL character
    return session.scalar(select(Account).where(Account.email == rules.normal_email(email)))


def who(session: Session, passwords: Passwords, email: str, password: str) -> UUID | None:
    """Return the account that e-mail and password belong to; as slow when there is none."""
    account = by_email(session, email)
    stored = account.password_hash if account and account.disabled_at is None else None
    fits = passwords.fits(stored, password)
    return account.id if account and fits else None


def every(session: Session) -> Sequence[Account]:
    """Return all accounts, by e-mail."""
    return session.scalars(select(Account).order_by(Account.email)).all()


def active(session: Session) -> Sequence[Account]:
    """Return the accounts that may sign in, by e-mail."""
    wanted = select(Account).where(Account.disabled_at.is_(None)).order_by(Account.email)
    return session.scalars(wanted).all()


def live_session(session: Session, token: str) -> StaffSession | None:
    """Return the session of a cookie, unless it is over or its account is disabled."""
    found = session.scalar(
        select(StaffSession)
        .where(StaffSession.token_digest == token_digest(token))
        .options(joinedload(StaffSession.account))
    )
    if found is None or not rules.is_live(found, clock.now()):
        return None
    if found.account is not None and found.account.disabled_at is not None:
        return None
    return found


def live_sessions(session: Session) -> dict[UUID, int]:
    """Return how many live sessions each account has; accounts without any are left out."""
    now = clock.now()
    rows = session.execute(
        select(StaffSession.account_id, func.count())
        .where(
            StaffSession.account_id.is_not(None),
            StaffSession.seen_at > now - rules.IDLE,
            StaffSession.created_at > now - rules.LONGEST,
        )
        .group_by(StaffSession.account_id)
    )
    return {account_id: count for account_id, count in rows if account_id is not None}


def usable_link(session: Session, token: str) -> OneTimeLink | None:
    """Return the one-time link with this token, unless it is used, old or of a disabled account."""
    found = session.scalar(
        select(OneTimeLink)
        .where(OneTimeLink.token_digest == token_digest(token))
        .options(joinedload(OneTimeLink.account))
    )
    return found if found is not None and rules.is_usable(found, clock.now()) else None
