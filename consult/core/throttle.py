"""Counting tries without keeping an address: the one module that looks at where a request is from.

Counters live in memory, under an HMAC whose key is made anew each day and never written, so
that nobody can tell later which network a counter stood for (TRUST.md R22, B2.6).
"""

import hashlib
import hmac
import ipaddress
import secrets
from datetime import date, datetime, timedelta
from threading import Lock

from flask import request

from consult.core import clock

#: Networks, not machines: what one school or one home shares.
_PREFIX_BITS = {4: 24, 6: 48}


class Throttle:
    """Counts events per name within a sliding window.

    Args:
        limit: how many events within the window are still let through.
        window: how long an event counts.
        most: how many names are kept; beyond it the oldest are forgotten.
    """

    def __init__(self, limit: int, window: timedelta, *, most: int = 20_000) -> None:
        self._limit = limit
        self._window = window
        self._most = most
        self._events: dict[bytes, list[datetime]] = {}
        self._day: date | None = None
        self._key = b""
        self._lock = Lock()

    def is_full(self, name: str) -> bool:
        """Tell whether ``name`` has used up what the window allows."""
        with self._lock:
            return len(self._recent(self._digest(name))) >= self._limit

    def count(self, name: str) -> None:
        """Count one event for ``name``."""
        with self._lock:
            digest = self._digest(name)
            events = self._recent(digest)
            events.append(clock.now())
            # Taken out and put back, so that the order of the mapping is that of the last event.
            self._events.pop(digest, None)
            self._events[digest] = events[-self._limit :]
            while len(self._events) > self._most:
                del self._events[next(iter(self._events))]

    def forget(self, name: str) -> None:
        """Start again for ``name``."""
        with self._lock:
            self._events.pop(self._digest(name), None)

    def _recent(self, digest: bytes) -> list[datetime]:
        since = clock.now() - self._window
        return [moment for moment in self._events.get(digest, []) if moment > since]

    def _digest(self, name: str) -> bytes:
        today = clock.today()
        if self._day != today:
            self._day, self._key = today, secrets.token_bytes(32)
            self._events.clear()
        return hmac.new(self._key, name.encode(), hashlib.sha256).digest()


def network() -> str:
    """Return the network this request comes from, only to be handed to a :class:`Throttle`.

    An IPv4 address is cut to 24 bits, an IPv6 address to 48.
    """
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((address, _PREFIX_BITS[address.version]), strict=False))


def outside() -> str | None:
    """Return the same for a request from elsewhere, and ``None`` for one from this machine.

    A proxy that nobody declared (``CONSULT_PROXIES``) makes everybody look like this machine. One
    counter for all young people would then shut all of them out, so nothing is counted.
    """
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return None if address.is_loopback else network()
