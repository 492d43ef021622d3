"""Sealing a whole file: AES-256-GCM in chunks, so that memory does not grow with the file.

Layout: magic, length and id of the wrapping key, the wrapped data key; then chunks, each with its
length before it; then the SHA-256 of everything before. A chunk's nonce is its number and whether
it is the last, so that chunks can be neither swapped, left out nor cut off; the data key is fresh
for each file, so that no nonce comes twice under it.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from consult.core.crypto import Keyring, SealError

_MAGIC = b"consult backup 1\n"
_CHUNK = 1024 * 1024
_NONCE, _KEY, _TAG, _SUM = 12, 32, 16, 32
_LENGTH = 4


def seal(keys: Keyring, source: Path, target: Path) -> None:
    """Write ``source`` sealed to ``target``, readable by its owner alone.

    It is written beside and then renamed, so that a killed run leaves no half file by that name.

    Raises:
        FileExistsError: ``target`` is there; nothing is overwritten.
        OSError: it cannot be written.
    """
    if target.exists():
        raise FileExistsError(str(target))
    beside = target.with_name(f"{target.name}.part")
    try:
        with source.open("rb") as plain, _private(beside) as sealed:
            _seal(keys, plain, sealed)
        if target.exists():
            raise FileExistsError(str(target))
        beside.rename(target)
    finally:
        beside.unlink(missing_ok=True)
    keep_name(target)


def unseal(keys: Keyring, source: Path, target: Path) -> None:
    """Write what :func:`seal` was given to ``target``, readable by its owner alone.

    Raises:
        SealError: it is no backup, is damaged or altered, or was sealed under other keys.
        OSError: a file cannot be read or written.
    """
    with source.open("rb") as sealed, _private(target) as plain:
        header, key = _opened(keys, sealed)
        for number, (last, chunk) in enumerate(_chunks(sealed)):
            try:
                plain.write(AESGCM(key).decrypt(_nonce(number, last=last), chunk, header))
            except InvalidTag as error:
                raise SealError("it was altered") from error


def check(source: Path) -> None:
    """Compare a sealed file with its checksum; needs no key.

    Raises:
        SealError: it is no backup, or it is damaged.
        OSError: it cannot be read.
    """
    left = source.stat().st_size - _SUM
    running = hashlib.sha256()
    with source.open("rb") as sealed:
        if sealed.read(len(_MAGIC)) != _MAGIC or left < len(_MAGIC):
            raise SealError("it is not a backup of this product")
        sealed.seek(0)
        while left and (part := sealed.read(min(left, _CHUNK))):
            running.update(part)
            left -= len(part)
        if sealed.read() != running.digest():
            raise SealError("it is damaged: it does not fit its checksum")


def keep_name(path: Path) -> None:
    """Make the disk remember a file's new name even if the power fails now."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _private(path: Path) -> Iterator[BinaryIO]:
    """Give a new file of mode 0600 that is on the disk when the block ends."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        yield opened
        opened.flush()
        os.fsync(descriptor)


def _seal(keys: Keyring, plain: BinaryIO, sealed: BinaryIO) -> None:
    running = hashlib.sha256()

    def write(part: bytes) -> None:
        running.update(part)
        sealed.write(part)

    name, key, nonce = keys.current.encode(), secrets.token_bytes(_KEY), secrets.token_bytes(_NONCE)
    start = _MAGIC + bytes([len(name)]) + name
    wrapped = AESGCM(keys.wrapping[keys.current]).encrypt(nonce, key, start)
    header = start + nonce + wrapped
    write(header)
    chunk, number, last = plain.read(_CHUNK), 0, False
    while not last:
        following = plain.read(_CHUNK)
        last = not following
        closed = AESGCM(key).encrypt(_nonce(number, last=last), chunk, header)
        write(len(closed).to_bytes(_LENGTH, "big") + closed)
        chunk, number = following, number + 1
    sealed.write(running.digest())


def _opened(keys: Keyring, sealed: BinaryIO) -> tuple[bytes, bytes]:
    """Read the header; return it and the file's data key."""
    magic, length = sealed.read(len(_MAGIC)), sealed.read(1)
    if magic != _MAGIC or not length:
        raise SealError("it is not a backup of this product")
    name = sealed.read(length[0])
    start = magic + length + name
    nonce, wrapped = sealed.read(_NONCE), sealed.read(_KEY + _TAG)
    told = name.decode("utf-8", "replace")
    wrapping = keys.wrapping.get(told)
    if wrapping is None:
        raise SealError(f"it was sealed under the key {told}, which is not in this key file")
    try:
        return start + nonce + wrapped, AESGCM(wrapping).decrypt(nonce, wrapped, start)
    except (InvalidTag, ValueError) as error:
        raise SealError("it was altered, or its key has the name of another") from error


def _chunks(sealed: BinaryIO) -> Iterator[tuple[bool, bytes]]:
    """Yield each sealed chunk and whether it is the last."""
    here = sealed.tell()
    end = sealed.seek(0, os.SEEK_END) - _SUM
    sealed.seek(here)
    if here >= end:
        raise SealError("it was cut off")
    while here < end:
        length = int.from_bytes(sealed.read(_LENGTH), "big")
        here += _LENGTH + length
        if here > end or length > _CHUNK + _TAG:
            raise SealError("it was altered")
        yield here == end, sealed.read(length)


def _nonce(number: int, *, last: bool) -> bytes:
    return bytes([last]) + number.to_bytes(_NONCE - 1, "big")
