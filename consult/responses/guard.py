"""What keeps programs from stuffing the ballot without tracking anybody (TRUST.md B4).

Counters live in memory under a key of the day (``core/throttle.py``). Nobody is refused for good:
who looks like a program is shown the answers once more and presses "Send" again, which a person
does and a program that does not read the page never does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from consult.core.throttle import Throttle

#: A field that no person sees. Programs that fill every field fill it.
TRAP_FIELD = "website"

#: A form is read for longer than this; it is asked for only where many come at once.
FASTEST = timedelta(seconds=3)

_WINDOW = timedelta(minutes=5)
#: A class that sends together stays below it (TRUST.md B4.3: 60 in five minutes).
_CROWD = 60
#: What one network, a whole school say, may store within the window.
_MOST = 300
#: What all networks together send before each form must prove that it was read.
_FLOOD = 600
#: Codes that open nothing; a school that mistypes stays below it.
_WRONG_CODES = 60

#: After how many seconds somebody who is told to wait may try again.
WAIT_SECONDS = 60


class Entry(StrEnum):
    """What happens with answers that are sent."""

    TAKE = "take"
    #: Show the answers once more, with a key that was handed out just now.
    LOOK_AGAIN = "look-again"
    #: Keep what was typed on the page, and wait.
    WAIT = "wait"


@dataclass
class Guard:
    """The counters of one process."""

    sent: Throttle = field(default_factory=lambda: Throttle(_CROWD, _WINDOW))
    stored: Throttle = field(default_factory=lambda: Throttle(_MOST, _WINDOW))
    flood: Throttle = field(default_factory=lambda: Throttle(_FLOOD, _WINDOW))
    wrong_codes: Throttle = field(default_factory=lambda: Throttle(_WRONG_CODES, _WINDOW))

    def entry(
        self, network: str | None, now: datetime, opened_at: datetime | None, *, trapped: bool
    ) -> Entry:
        """Decide what happens with answers that are sent, and count the try.

        Args:
            network: where they come from; ``None`` is not counted.
            now: the present moment.
            opened_at: when this server handed out the form, if it did.
            trapped: the field that no person sees was filled in.
        """
        if network is None:
            return Entry.LOOK_AGAIN if trapped else Entry.TAKE
        if self.stored.is_full(network):
            return Entry.WAIT
        crowded = self.sent.is_full(network) or self.flood.is_full("everybody")
        self.sent.count(network)
        self.flood.count("everybody")
        was_read = opened_at is not None and opened_at + FASTEST <= now
        return Entry.LOOK_AGAIN if trapped or (crowded and not was_read) else Entry.TAKE

    def stored_from(self, network: str | None) -> None:
        """Count answers that were stored for the first time."""
        if network is not None:
            self.stored.count(network)

    def tries_codes(self, network: str | None) -> bool:
        """Tell whether too many codes that open nothing came from there lately."""
        return network is not None and self.wrong_codes.is_full(network)

    def wrong_code(self, network: str | None) -> None:
        """Count a code that opened nothing."""
        if network is not None:
            self.wrong_codes.count(network)


def is_trapped(fields: Mapping[str, str]) -> bool:
    """Tell whether the field that no person sees was filled in."""
    return bool(fields.get(TRAP_FIELD))
