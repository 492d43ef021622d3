"""Writing a meeting's paper for staff, with its line in the audit trail."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.locales import N_
from consult.exports import registry
from consult.summaries import queries


@dataclass(frozen=True)
class File:
    """A written paper; ``name`` is plain ASCII."""

    name: str
    media_type: str
    content: bytes


def export(
    session: Session,
    keys: Keyring,
    meeting_number: int,
    *,
    language: str,
    format_name: str,
    draft: bool = False,
    actor: Actor,
) -> File:
    """Return a meeting's paper as a file.

    Args:
        session: open transaction; the caller commits it, for the line in the audit trail.
        keys: open the quoted texts of a draft.
        meeting_number: 24 for the twenty-fourth meeting.
        language: one of the six tags.
        format_name: a name in ``registry.FORMATS``.
        draft: whether a paper that is not signed yet will do; it says so on every page.
        actor: who takes it.

    Raises:
        NotFoundError: no such meeting, or nobody was consulted for it.
        DomainError: it is not signed and no draft was asked for, a text is not there in the
            language, or the format is unknown.
    """
    kind = registry.format_of(format_name)
    paper = queries.paper(session, keys, meeting_number)
    if not paper.signed_on and not draft:
        raise DomainError(
            "summary_not_signed",
            N_(
                "The summary of meeting %(number)s is not signed yet. Ask for the draft, or wait"
                " for the chair."
            ),
            number=meeting_number,
        )
    written = File(
        registry.file_name(paper, language, format_name),
        kind.media_type,
        registry.write(paper, language, format_name),
    )
    record(
        session,
        actor,
        "paper.export",
        str(meeting_number),
        language=language,
        format=format_name,
        signed=bool(paper.signed_on),
    )
    return written
