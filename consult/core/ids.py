"""Random identifiers, and the receipt codes young people write down."""

import hashlib
import hmac
import secrets

# Crockford's base 32: no I, L, O, U, so that a code survives handwriting.
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# The check character covers 37 values; see https://www.crockford.com/base32.html
_CHECKS = _DIGITS + "*~$=U"
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})

RECEIPT_LENGTH = 24
#: A code on a card, 60 bits: it opens nothing that is stored, it only counts its bearer as invited.
CARD_LENGTH = 12


def new_key() -> str:
    """Return a random submission key: 128 bits, URL-safe."""
    return secrets.token_urlsafe(16)


def receipt_code(secret: bytes, submission_key: str) -> str:
    """Derive the receipt of one submission: the same key always gives the same code.

    So a retry shows the code again although only a digest of it is stored.

    Args:
        secret: the server's receipt key.
        submission_key: the client's key for this submission.

    Returns:
        24 Crockford characters (120 bits) and a check character, in groups:
        ``XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-C``. TRUST.md B2.15 gives the length.
    """
    return derived_code(secret, "receipt", submission_key)


def derived_code(secret: bytes, purpose: str, text: str, *, length: int = RECEIPT_LENGTH) -> str:
    """Derive a code that people write down: the same text always gives the same code.

    Args:
        secret: the server's receipt key.
        purpose: what the code opens; codes of two purposes tell nothing about each other.
        text: what it is derived from, with a random part in it.
        length: Crockford characters, 5 bits each, 24 at most; a check character follows.
    """
    found = hmac.new(secret, f"{purpose}\x00{text}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(found[:15], "big")
    characters = ""
    for _position in range(length):
        number, digit = divmod(number, 32)
        characters = _DIGITS[digit] + characters
    return _grouped(characters)


def read_receipt(typed: str) -> str | None:
    """Return the canonical receipt code for what a person typed; see :func:`read_code`."""
    return read_code(typed)


def read_code(typed: str, *, length: int = RECEIPT_LENGTH) -> str | None:
    """Return the canonical code for what a person typed, or ``None`` if it cannot be one.

    Spaces, dashes and case do not matter; I, L and O are read as 1, 1 and 0.
    """
    kept = "".join(c for c in typed.upper() if c.isalnum() or c in "*~$=")
    body, check = kept[:length].translate(_READ_AS), kept[length:]
    if len(body) != length or len(check) != 1 or any(c not in _DIGITS for c in body):
        return None
    expected = _check_character(body)
    if check != expected and check.translate(_READ_AS) != expected:
        return None
    return _grouped(body)


def digest(secret: bytes, purpose: str, text: str) -> str:
    """Return the keyed digest under which a code or key is stored and found again."""
    return hmac.new(secret, f"{purpose}\x00{text}".encode(), hashlib.sha256).hexdigest()


def _grouped(characters: str) -> str:
    groups = [characters[i : i + 4] for i in range(0, len(characters), 4)]
    return "-".join([*groups, _check_character(characters)])


def _check_character(characters: str) -> str:
    value = 0
    for character in characters:
        value = value * 32 + _DIGITS.index(character)
    return _CHECKS[value % 37]
