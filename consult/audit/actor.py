"""Who acts: a member of staff, or a person at the command line."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """The one an audit line names; ``account_id`` is absent for the command line."""

    name: str
    account_id: UUID | None = None


COMMAND_LINE = Actor("command line")
