"""What staff say to each other about a statement."""

from uuid import UUID

from sqlalchemy.orm import Session

from consult.audit import service as audit
from consult.audit.actor import Actor
from consult.core import clock
from consult.core.errors import ForbiddenError, InvalidError, NotFoundError
from consult.core.locales import N_, plain_text
from consult.summaries.claims.models import ClaimComment, SummaryClaim

LONGEST_COMMENT = 2000


def comment(session: Session, row: SummaryClaim, text: str, *, actor: Actor) -> ClaimComment:
    """Say something about a claim to the others who work on it.

    Raises:
        InvalidError: there are no words, or too many.
    """
    told = plain_text(text)
    if not told or len(told) > LONGEST_COMMENT:
        message = N_("Write a comment of at most %(most)s letters.")
        raise InvalidError("comment_length", message, most=LONGEST_COMMENT)
    if actor.account_id is None:
        raise ForbiddenError("not_staff", N_("Only staff comment."))
    made = ClaimComment(
        claim_id=row.id, author_id=actor.account_id, written_at=clock.now(), text=told
    )
    row.comments.append(made)
    session.flush()
    audit.record(session, actor, "claims.comment", row.key)
    return made


def resolve(session: Session, row: SummaryClaim, comment_id: UUID, *, actor: Actor) -> None:
    """Settle a comment; it stays to be read.

    Raises:
        NotFoundError: the claim has no such comment.
    """
    found = session.get(ClaimComment, comment_id)
    if found is None or found.claim_id != row.id:
        raise NotFoundError("comment_unknown", N_("This comment is not here."))
    if found.resolved_at is None:
        found.resolved_at, found.resolved_by_id = clock.now(), actor.account_id
        session.flush()
        audit.record(session, actor, "claims.resolve", row.key)
