"""Writing a meeting's paper for staff, with its line in the audit trail."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations import queries as consultations
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.locales import N_
from consult.exports import package, registry
from consult.meetings import queries as meetings
from consult.questionnaires import queries as questionnaires
from consult.summaries import queries, sealing
from consult.summaries.paper import Paper


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


def sources(session: Session, keys: Keyring, frozen: str) -> package.Sources:
    """Return what the package of a signed paper is made of; all of it is public."""
    bare = Paper.from_json(frozen)
    quotes = sealing.readable(session, keys, bare)
    definitions = {}
    for one in bare.consultations:
        consultation = consultations.find(session, one.slug)
        versions = consultations.versions(session, consultation) if consultation else []
        for version in versions:
            name = one.slug if len(versions) == 1 else f"{one.slug}-version-{version.number}"
            definitions[name] = questionnaires.definition(version)
    return package.Sources(frozen, sealing.filled(bare, quotes), quotes, definitions)


def build_package(session: Session, keys: Keyring, meeting_number: int, *, actor: Actor) -> bytes:
    """Return the package of the paper of a meeting that is in force.

    Raises:
        NotFoundError: there is no such meeting.
        DomainError: its summary is not signed.
    """
    meeting = meetings.by_number(session, meeting_number)
    summary = queries.find(session, meeting)
    if summary is None or summary.frozen is None:
        message = N_("The summary of meeting %(number)s is not signed yet. Wait for the chair.")
        raise DomainError("summary_not_signed", message, number=meeting_number)
    built = package.build(sources(session, keys, summary.frozen))
    record(session, actor, "paper.package", str(meeting_number))
    return built
