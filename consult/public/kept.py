"""Files kept in memory so that nobody waits for them twice, and that nobody reads too long.

A file with quotes lies here sealed under a secret that only the quotes themselves give
(``queries.Signed``). The process does not hold that secret: each request finds it anew in the
database. When an author takes a quote back, it is gone from there, and with it every copy in every
process at the same moment.
"""

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Kept:
    """Files by name, at most ``most`` of them; the one not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._files: OrderedDict[tuple[Hashable, str], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: Hashable, secret: bytes, make: Callable[[], bytes]) -> bytes:
        """Return a file; make it when it is not there.

        Args:
            name: what the file is made of; the secret need not be in it.
            secret: what the copy is sealed under; another one makes the file anew.
            make: makes it.
        """
        key = hashlib.sha256(b"kept" + secret).digest()
        # Tells versions of a file apart, and does not give the key.
        place = (name, hashlib.sha256(b"place" + secret).hexdigest())
        with self._lock:
            sealed = self._files.get(place)
            if sealed is not None:
                self._files.move_to_end(place)
        if sealed is not None:
            return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
        file = make()
        nonce = secrets.token_bytes(_NONCE)
        with self._lock:
            for other in [one for one in self._files if one[0] == name]:
                del self._files[other]
            self._files[place] = nonce + AESGCM(key).encrypt(nonce, file, None)
            while len(self._files) > self._most:
                self._files.popitem(last=False)
        return file
