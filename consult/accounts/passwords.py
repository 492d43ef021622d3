"""Hashing passwords with argon2id, and taking the same time when there is no account."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Passwords:
    """Hashes and checks passwords.

    Args:
        settings: ``time_cost``, ``memory_cost`` (KiB), ``parallelism``; where absent, the
            low-memory choice of RFC 9106, which argon2-cffi takes.
    """

    def __init__(self, settings: Mapping[str, Any] | None = None) -> None:
        self._hasher = PasswordHasher(**(settings or {}))
        self._nobodys = self._hasher.hash("nobody has this password")

    def digest(self, password: str) -> str:
        """Return the hash to store; every character counts, however long the password is."""
        return self._hasher.hash(_normal(password))

    def fits(self, stored: str | None, password: str) -> bool:
        """Tell whether the password is the one hashed; as slow when there is none to compare."""
        try:
            self._hasher.verify(stored or self._nobodys, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    def is_weak(self, stored: str) -> bool:
        """Tell whether a hash was made with other settings than today's."""
        return self._hasher.check_needs_rehash(stored)


def _normal(password: str) -> str:
    # The same word typed on two keyboards may differ in its code points.
    return unicodedata.normalize("NFKC", password)
