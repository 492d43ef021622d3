"""What features above do when answers go: taken back or changed by their author, or purged.

A feature may not import one above it. One that keeps words of a young person outside the response
says here how it lets go of them.
"""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

Leave = Callable[[Session, UUID], None]
Purge = Callable[[Session], None]

_LEAVING: list[Leave] = []
_PURGING: list[Purge] = []


def on_leaving(act: Leave) -> Leave:
    """Have this done, in the same transaction, when an author takes back or changes answers."""
    _LEAVING.append(act)
    return act


def on_purging(act: Purge) -> Purge:
    """Have this done, in the same transaction, after answers were deleted because of their age."""
    _PURGING.append(act)
    return act


def leave(session: Session, response_id: UUID) -> None:
    """Let go of what others keep of these answers, because their author wants it."""
    for act in _LEAVING:
        act(session, response_id)


def purged(session: Session) -> None:
    """Let go of what leads to answers that are past their time."""
    for act in _PURGING:
        act(session)
