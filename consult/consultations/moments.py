"""Reading the moments that staff type: ISO 8601 with its offset from UTC."""

from datetime import UTC, datetime

from consult.core.errors import InvalidError
from consult.core.locales import N_


def read_moment(typed: str) -> datetime:
    """Return the moment of an ISO 8601 text, in UTC.

    Raises:
        InvalidError: it is no such text, or it does not tell its offset: a moment that is read in
            the wrong zone opens a consultation hours early or late, so nothing is guessed.
    """
    try:
        moment = datetime.fromisoformat(typed.strip())
    except ValueError:
        message = N_("%(typed)s is not a time. Write it like 2026-01-05T08:00:00Z.")
        raise InvalidError("moment", message, typed=typed) from None
    if moment.tzinfo is None:
        message = N_(
            "%(typed)s does not tell its time zone. Add Z for UTC, or an offset such as +01:00."
        )
        raise InvalidError("moment_without_zone", message, typed=typed)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        message = N_("%(typed)s is too far away. Check the year.")
        raise InvalidError("moment_far", message, typed=typed) from None
