"""Sealing free text: AES-256-GCM, a data key per row, wrapped by a key outside the database."""

import base64
import json
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_FORMAT = b"\x01"
_NONCE = 12
_KEY = 32
_TAG = 16


class SealError(Exception):
    """A sealed text does not open: wrong key, moved to another row, or altered."""


@dataclass(frozen=True)
class Keyring:
    """The server's secrets, read from one file outside the database.

    ``wrapping`` maps key ids to 32-byte keys; ``current`` names the one that seals now, the
    others still open what they sealed. ``receipt`` derives receipt codes, ``lookup`` digests
    codes and submission keys.
    """

    current: str
    wrapping: dict[str, bytes]
    receipt: bytes
    lookup: bytes

    @classmethod
    def new(cls) -> "Keyring":
        """Return a ring of fresh random keys."""
        name = secrets.token_hex(4)
        key, receipt, lookup = (secrets.token_bytes(_KEY) for _ in range(3))
        return cls(name, {name: key}, receipt, lookup)

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        """Read the key file; make it, readable by its owner alone, when it is not there.

        Raises:
            SealError: the file is there but is not a key file.
        """
        if not path.exists():
            cls.new()._write(path)
        try:
            stored = json.loads(path.read_text("utf-8"))
            return cls(
                stored["current"],
                {name: base64.b64decode(key) for name, key in stored["wrapping"].items()},
                base64.b64decode(stored["receipt"]),
                base64.b64decode(stored["lookup"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise SealError(f"{path} is not a key file of this product") from error

    def _write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(
            {
                "current": self.current,
                "wrapping": {n: base64.b64encode(k).decode() for n, k in self.wrapping.items()},
                "receipt": base64.b64encode(self.receipt).decode(),
                "lookup": base64.b64encode(self.lookup).decode(),
            }
        )
        # Written beside and linked: two processes that start at once end up with one ring.
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        with os.fdopen(descriptor, "w", encoding="utf-8") as target:
            target.write(text)
            target.flush()
            os.fsync(target.fileno())
        try:
            os.link(beside, path)
        except FileExistsError:
            pass
        finally:
            beside.unlink()

    def for_purpose(self, purpose: str) -> "Keyring":
        """Return a ring that seals for one purpose: what it sealed no other ring opens.

        Its wrapping keys are derived from this ring's by HKDF, under the same key ids, so that
        they change when these do.
        """
        info = f"consult seal {purpose}".encode()
        wrapping = {
            name: HKDF(hashes.SHA256(), _KEY, salt=None, info=info).derive(key)
            for name, key in self.wrapping.items()
        }
        return replace(self, wrapping=wrapping)

    def seal(self, text: str, *, table: str, row: str, column: str) -> bytes:
        """Encrypt a text so that it opens only in this row and column of this table."""
        bound = f"{table}|{row}|{column}".encode()
        data_key = secrets.token_bytes(_KEY)
        wrap_nonce, nonce = secrets.token_bytes(_NONCE), secrets.token_bytes(_NONCE)
        wrapped = AESGCM(self.wrapping[self.current]).encrypt(wrap_nonce, data_key, bound)
        body = AESGCM(data_key).encrypt(nonce, text.encode(), bound)
        name = self.current.encode()
        return _FORMAT + bytes([len(name)]) + name + wrap_nonce + wrapped + nonce + body

    def unseal(self, sealed: bytes, *, table: str, row: str, column: str) -> str:
        """Return the text that :meth:`seal` was given.

        Raises:
            SealError: unknown key id, or table, row, column or purpose differ from the sealing
                ones.
        """
        bound = f"{table}|{row}|{column}".encode()
        if sealed[:1] != _FORMAT:
            raise SealError("unknown format of sealed text")
        start = 2 + sealed[1]
        wrap_end = start + _NONCE + _KEY + _TAG
        try:
            key = self.wrapping[sealed[2:start].decode()]
            data_key = AESGCM(key).decrypt(
                sealed[start : start + _NONCE], sealed[start + _NONCE : wrap_end], bound
            )
            body = sealed[wrap_end + _NONCE :]
            return (
                AESGCM(data_key).decrypt(sealed[wrap_end : wrap_end + _NONCE], body, bound).decode()
            )
        except (KeyError, InvalidTag, ValueError) as error:
            raise SealError(f"the text of {table} {row} does not open") from error
