"""Submission keys: what makes a repeated sending count once.

The form page carries one: random, with the second it was handed out, and a part which proves that
this server made both for this consultation. So a form opened in time may still be sent after
closing, and a form that is sent faster than anybody reads can be told. The moment stays in the
key; of the key only a keyed digest is stored.

A phone that shows its own copy of the page while there is no line puts 18 characters of its own
behind the key, new for each filling: two young people on one phone never share a key.
"""

import base64
import hmac
import re
from datetime import UTC, datetime
from uuid import UUID

from consult.core import clock, ids

#: Keys that programs make themselves are taken too.
_FITS = re.compile(r"[A-Za-z0-9_-]{16,64}")
_RANDOM = 22
_MOMENT = re.compile(r"[0-9a-f]{8}")
#: Where the proof begins and where it ends.
_PROVED = _RANDOM + 8
#: As long as a key made here: the random part, the moment and their proof.
LENGTH = _PROVED + 16


def issue(secret: bytes, consultation_id: UUID, at: datetime | None = None) -> str:
    """Return a fresh key for one form page.

    Args:
        secret: the server's key for digests.
        consultation_id: whose form it is.
        at: when the form was handed out, where a page gets a second key; now if left out.
    """
    seconds = int((at or clock.now()).timestamp())
    proved = f"{ids.new_key()}{seconds:08x}"
    return proved + _proof(secret, consultation_id, proved)


def issued_at(secret: bytes, consultation_id: UUID, key: str) -> datetime | None:
    """Return when this server handed the key out with a form of this consultation.

    Returns:
        The moment, in whole seconds; ``None`` when the key was made elsewhere.
    """
    proved, proof = key[:_PROVED], key[_PROVED:LENGTH]
    expected = _proof(secret, consultation_id, proved)
    if not hmac.compare_digest(proof.encode(), expected.encode()):
        return None
    if not _MOMENT.fullmatch(proved[_RANDOM:]):
        return None
    return datetime.fromtimestamp(int(proved[_RANDOM:], 16), UTC)


def fits(key: str) -> bool:
    """Tell whether a client's key has the agreed form: 16 to 64 of ``A-Z a-z 0-9 _ -``."""
    return _FITS.fullmatch(key) is not None


def _proof(secret: bytes, consultation_id: UUID, proved: str) -> str:
    digest = ids.digest(secret, "form", f"{consultation_id}:{proved}")
    return base64.urlsafe_b64encode(bytes.fromhex(digest)[:12]).decode()
