"""Submission keys: what makes a repeated sending count once.

The form page carries one. It is random, and its second part proves that this server handed it out
for this consultation, so that a form opened in time may still be sent shortly after closing.
"""

import base64
import hmac
import re
from uuid import UUID

from consult.core import ids

#: Keys that programs make themselves are taken too.
_FITS = re.compile(r"[A-Za-z0-9_-]{16,64}")
#: As long as a key made here: the random part and its proof.
LENGTH = 38
_RANDOM = 22


def issue(secret: bytes, consultation_id: UUID) -> str:
    """Return a fresh key for one form page: 22 random characters and 16 that prove its origin."""
    random = ids.new_key()
    return random + _proof(secret, consultation_id, random)


def issued_here(secret: bytes, consultation_id: UUID, key: str) -> bool:
    """Tell whether this server handed the key out with a form of this consultation."""
    expected = _proof(secret, consultation_id, key[:_RANDOM])
    return hmac.compare_digest(key[_RANDOM:].encode(), expected.encode())


def fits(key: str) -> bool:
    """Tell whether a client's key has the agreed form: 16 to 64 of ``A-Z a-z 0-9 _ -``."""
    return _FITS.fullmatch(key) is not None


def _proof(secret: bytes, consultation_id: UUID, random: str) -> str:
    digest = ids.digest(secret, "form", f"{consultation_id}:{random}")
    return base64.urlsafe_b64encode(bytes.fromhex(digest)[:12]).decode()
