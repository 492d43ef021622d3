"""When a session lives, where one may go after sign-in, which passwords are good enough."""

import re
from datetime import date, datetime, timedelta
from urllib.parse import unquote, urlsplit

from consult.accounts.models import Account, OneTimeLink, StaffSession
from consult.core.errors import Problem
from consult.core.locales import N_

# Bounded on purpose: a looser one can be made to run for seconds (TRUST.md B2.13).
_EMAIL = re.compile(r"[^\s@,;<>()\x00-\x1f\x7f]{1,64}@[^\s@,;<>()\x00-\x1f\x7f]{1,190}")

#: TRUST.md S26.
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
LINK_LIVES = timedelta(days=7)

#: TRUST.md R16: a training counts for 24 months.
TRAINING_YEARS = 2

#: TRUST.md S23.
SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 128

#: Words of this product and its users' world, and what people type when they must type much.
_COMMON = (
    "password", "passwort", "passphrase", "letmein", "welcome", "iloveyou", "qwertyuiop", "qwerty",
    "asdfghjkl", "zxcvbnm", "azerty", "administrator", "admin", "changeme", "secret", "monkey",
    "dragon", "football", "sunshine", "princess", "superman", "trustno1", "motdepasse",
    "contraseña", "contrasena", "пароль", "йцукен", "密码", "كلمةالسر", "كلمةالمرور",
    "consultations", "consultation", "consult", "youngpeople", "childonlineprotection",
    "online", "protection", "children", "child", "council", "workinggroup", "working", "group",
    "cwgcop", "cop", "itu", "geneva", "secretariat", "chair",
)  # fmt: skip
_RUNS = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "йцукенгшщзхъфывапролджэячсмитьбю",
)
#: What must be left of a password once common words and runs are taken out of it.
_OWN_CHARACTERS = 6


def normal_email(email: str) -> str:
    """Return an e-mail address as it is stored and compared."""
    return email.strip().casefold()


def is_email(email: str) -> bool:
    """Tell whether a text can be an e-mail address; whether it exists nobody asks."""
    return _EMAIL.fullmatch(normal_email(email)) is not None


def is_live(session: StaffSession, now: datetime) -> bool:
    """Tell whether a session still counts: 30 minutes idle at most, 8 hours in all."""
    return now < session.seen_at + IDLE and now < session.created_at + LONGEST


def is_usable(link: OneTimeLink, now: datetime) -> bool:
    """Tell whether a one-time link still works at ``now``."""
    return link.used_at is None and now < link.expires_at and link.account.disabled_at is None


def trained_until(account: Account) -> date | None:
    """Return the last day on which a training counts: 24 months on (TRUST.md R16)."""
    if account.trained_on is None:
        return None
    day, year = account.trained_on, account.trained_on.year + TRAINING_YEARS
    # 29 February has no anniversary two years on.
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def is_trained(account: Account, today: date) -> bool:
    """Tell whether an account may read what young people wrote (TRUST.md R16)."""
    until = trained_until(account)
    return until is not None and today <= until


def own_address(target: str | None) -> str | None:
    """Return ``target`` if it is a path of our own staff pages, else ``None`` (TRUST.md B2.3)."""
    if not target or len(target) > 2000 or not target.isascii():
        return None
    if "\\" in target or any(ord(c) <= 32 or ord(c) == 127 for c in unquote(target)):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None  # half an IPv6 address, say
    path = unquote(parts.path)
    steps = path.split("/")
    if parts.scheme or parts.netloc or steps[:2] != ["", "staff"]:
        return None
    if "\\" in path or "//" in path or {".", ".."} & set(steps):
        return None
    return target


def password_problem(password: str, account: Account) -> Problem | None:
    """Return why a password will not do, or ``None``.

    Any composition is good: what counts is length, and that it is not a common one
    (NIST SP 800-63B; OWASP ASVS 5.0 V6.2).
    """
    if len(password) < SHORTEST_PASSWORD:
        return Problem(
            "password_short",
            N_("Use at least %(count)s characters. Four or five words in a row are good."),
            {"count": SHORTEST_PASSWORD},
        )
    if len(password) > LONGEST_PASSWORD:
        return Problem(
            "password_long",
            N_("Use at most %(count)s characters."),
            {"count": LONGEST_PASSWORD},
        )
    if _is_common(password, account.email):
        return Problem(
            "password_common",
            N_("This password is easy to guess. Choose words that do not belong together."),
        )
    return None


def _is_common(password: str, email: str) -> bool:
    left = re.sub(r"[\s!-/:-@\[-`{-~]+", "", password.casefold())
    left = re.sub(r"^(.+?)\1+", r"\1", left)
    for run in _RUNS:
        left = _without_run(left, run)
    own = re.split(r"[\W_]+", email.casefold())
    for word in sorted([*_COMMON, *(w for w in own if len(w) > 2)], key=len, reverse=True):
        left = left.replace(word, "")
    return len(re.sub(r"(.)\1+", r"\1", left)) < _OWN_CHARACTERS


def _without_run(text: str, run: str) -> str:
    """Take out each stretch of five or more characters that stands so in ``run``."""
    kept, start = "", 0
    while start < len(text):
        end = start + 1
        while end <= len(text) and text[start:end] in run:
            end += 1
        length = end - 1 - start
        step = length if length >= 5 else 1
        kept += "" if length >= 5 else text[start]
        start += step
    return kept
