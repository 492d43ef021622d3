"""The demonstration's staff: accounts with random passwords, kept in a file of their owner alone.

No password is fixed or shipped (TRUST.md S24): each installation makes its own at the first
start, and the file beside the database lets the next start print them again.
"""

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from consult.accounts import queries, service
from consult.accounts.models import Account, Role
from consult.accounts.passwords import Passwords
from consult.audit.actor import COMMAND_LINE
from consult.core import clock

FILE = "demo-sign-in.json"
CHAIR = "chair@demo.example"
SECRETARIAT = "secretariat@demo.example"
ADMIN = "admin@demo.example"
SAFEGUARDING = "safeguarding@demo.example"
CAST = {
    CHAIR: Role.CHAIR,
    SECRETARIAT: Role.SECRETARIAT,
    ADMIN: Role.ADMIN,
    SAFEGUARDING: Role.SAFEGUARDING,
}

# No letters or digits that look alike; four groups of five give 98 bits.
_CHARACTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class SignIn:
    """How to sign in; ``password`` is absent when its owner has chosen another."""

    email: str
    role: Role
    password: str | None


def add(session: Session) -> dict[Role, Account]:
    """Add the accounts, without passwords; flushes, never commits."""
    return {
        role: service.add(session, email, role, actor=COMMAND_LINE) for email, role in CAST.items()
    }


def train(session: Session, accounts: Iterable[Account]) -> None:
    """Note a safeguarding training of today, so that the review can be tried; flushes."""
    for account in accounts:
        service.train(session, account, clock.today(), actor=COMMAND_LINE)


def sign_ins(session: Session, passwords: Passwords, folder: Path) -> list[SignIn]:
    """Return how to sign in, and make passwords where there is none that this machine knows.

    Args:
        session: open transaction; the caller commits it.
        passwords: hash and check them.
        folder: where the file is kept, readable by its owner alone.
    """
    known = _read(folder / FILE)
    staff = [a for a in (queries.by_email(session, email) for email in CAST) if a is not None]
    new = {a.email: _password() for a in staff if _needs_one(a, known)}
    if new:
        # The file comes first: if the commit fails, the next start makes others.
        _write(folder / FILE, {**known, **new})
        _set(session, passwords, (a for a in staff if a.email in new), new)
    return [SignIn(a.email, a.role, _fitting(passwords, a, known, new)) for a in staff]


def _needs_one(account: Account, known: Mapping[str, str]) -> bool:
    if account.disabled_at is not None:
        return False
    return account.password_hash is None or account.email not in known


def _fitting(
    passwords: Passwords, account: Account, known: Mapping[str, str], new: Mapping[str, str]
) -> str | None:
    if account.email in new:
        return new[account.email]
    password = known.get(account.email)
    if password is None or not passwords.fits(account.password_hash, password):
        return None
    return password


def _set(
    session: Session, passwords: Passwords, accounts: Iterable[Account], new: Mapping[str, str]
) -> None:
    for account in accounts:
        token = service.new_link(session, account, actor=COMMAND_LINE)
        link = queries.usable_link(session, token)
        assert link is not None
        service.welcome(session, passwords, link, new[account.email])


def _password() -> str:
    groups = ("".join(secrets.choice(_CHARACTERS) for _ in range(5)) for _ in range(4))
    return "-".join(groups)


def _read(path: Path) -> dict[str, str]:
    try:
        stored = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    if not isinstance(stored, dict):
        return {}
    return {email: word for email, word in stored.items() if isinstance(word, str)}


def _write(path: Path, words: Mapping[str, str]) -> None:
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as target:
        json.dump(dict(words), target, indent=1)
    beside.replace(path)
