"""By when a restricted text must be decided on."""

from datetime import datetime, timedelta


def due_at(now: datetime, *, urgent: bool) -> datetime:
    """Return by when safeguarding staff must decide on a text that arrives at ``now``.

    Within 24 hours, or one when somebody may be in danger now (TRUST.md R40). It is a full hour,
    rounded down: never later than promised, and it does not tell the minute in which a young
    person wrote (R22).
    """
    latest = now + (timedelta(hours=1) if urgent else timedelta(hours=24))
    return latest.replace(minute=0, second=0, microsecond=0)
