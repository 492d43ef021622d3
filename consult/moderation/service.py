"""Deciding on free texts: what may be quoted, what is struck, what is kept back, by two people."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.audit import service as audit
from consult.audit.actor import Actor
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, ForbiddenError, NotFoundError
from consult.core.locales import N_
from consult.moderation import rules
from consult.moderation.models import Decision, TextClaim, TextReview
from consult.moderation.rules import Redaction
from consult.responses import queries as responses
from consult.responses.models import Response

#: For how long a text that somebody opened is shown to others as theirs.
CLAIM_LIVES = timedelta(minutes=10)


def decide(
    session: Session,
    keys: Keyring,
    response: Response,
    text_code: str,
    decision: Decision,
    *,
    redactions: Sequence[Redaction] = (),
    actor: Actor,
) -> TextReview:
    """Decide on one free text, or decide anew.

    Args:
        session: open transaction; the caller commits it.
        keys: open the text, so that spans are checked against it.
        response: whose text it is.
        text_code: which of its texts.
        decision: quote, quote with words struck, or keep back.
        redactions: the struck spans; only with the decision that says so.
        actor: the member of staff who decides.

    Returns:
        The decision as stored.

    Raises:
        NotFoundError: the response has no such text.
        InvalidError: the author did not agree, or spans and decision do not fit.
        DomainError: the summary is signed; nothing changes any more.
        ForbiddenError: no member of staff acts.
    """
    if actor.account_id is None:
        message = N_("Only a member of staff who is signed in decides on texts.")
        raise ForbiddenError("reviewer_unknown", message)
    text = responses.texts_of(keys, response).get(text_code)
    if text is None:
        raise NotFoundError(
            "text_unknown", N_("This text is not here. Its author may have withdrawn it.")
        )
    consultation = _unsettled(session, response)
    kept = rules.merged(redactions) if decision is Decision.QUOTE_REDACTED else []
    rules.check(response, text, decision, kept)
    review = session.scalars(
        select(TextReview).filter_by(response_id=response.id, text_code=text_code)
    ).first() or TextReview(response_id=response.id, text_code=text_code)
    review.decision = decision
    review.redactions = [one.stored() for one in kept]
    review.reviewer_id = actor.account_id
    review.decided_at = clock.now()
    # What one person confirmed was another decision.
    review.second_reviewer_id = review.confirmed_at = None
    session.add(review)
    session.flush()
    session.execute(delete(TextClaim).filter_by(response_id=response.id, text_code=text_code))
    # Neither the text nor the response's key: the trail is kept for ever, the answers are not.
    audit.record(
        session,
        actor,
        "text.decide",
        f"{consultation.slug}/{text_code}",
        decision=decision.value,
        struck=[one.reason.value for one in kept],
    )
    return review


def confirm(
    session: Session, review: TextReview, *, actor: Actor, seen: str | None = None
) -> TextReview:
    """Confirm somebody else's decision that a text may be quoted (TRUST.md R28).

    Args:
        session: open transaction; the caller commits it.
        review: the decision of the first reader.
        actor: another member of staff, who has read the text too.
        seen: when the decision was made that was read, as ``seen_as`` tells it; nobody confirms
            one that was made anew meanwhile.

    Raises:
        ForbiddenError: no member of staff acts, or the one who decided.
        DomainError: the text is kept back, so there is nothing to confirm; it was confirmed or
            decided anew before; or the summary is signed.
    """
    if actor.account_id is None:
        message = N_("Only a member of staff who is signed in decides on texts.")
        raise ForbiddenError("reviewer_unknown", message)
    consultation = _unsettled(session, review.response)
    # The row alone is locked: PostgreSQL locks nothing that is joined to it from outside.
    session.execute(select(TextReview.id).filter_by(id=review.id).with_for_update())
    session.refresh(review)
    if review.decision is Decision.KEEP_BACK:
        message = N_("This text is kept back. There is nothing to confirm.")
        raise DomainError("nothing_to_confirm", message)
    if review.reviewer_id == actor.account_id:
        message = N_("You decided on this text. Somebody else has to confirm it.")
        raise ForbiddenError("same_reviewer", message)
    if seen is not None and seen != seen_as(review):
        message = N_("This decision was changed meanwhile. Read it again, then confirm it.")
        raise DomainError("decided_anew", message)
    if review.second_reviewer_id is not None:
        raise DomainError("confirmed", N_("Somebody has confirmed this decision already."))
    review.second_reviewer_id = actor.account_id
    review.confirmed_at = clock.now()
    session.execute(
        delete(TextClaim).filter_by(response_id=review.response_id, text_code=review.text_code)
    )
    session.flush()
    audit.record(
        session,
        actor,
        "text.confirm",
        f"{consultation.slug}/{review.text_code}",
        decision=review.decision.value,
    )
    return review


def seen_as(review: TextReview) -> str:
    """Return what names a decision as it is now."""
    return review.decided_at.isoformat()


def claim(session: Session, response_id: UUID, text_code: str, *, actor: Actor) -> bool:
    """Take a text for some minutes; tell whether it is free for this member of staff.

    A claim keeps nobody from deciding: it only keeps two people from reading the same text.
    """
    if actor.account_id is None:
        return False
    now = clock.now()
    session.execute(delete(TextClaim).where(TextClaim.until <= now))
    found = session.get(TextClaim, (response_id, text_code))
    if found is not None and found.account_id != actor.account_id:
        return False
    try:
        with session.begin_nested():
            session.merge(
                TextClaim(
                    response_id=response_id,
                    text_code=text_code,
                    account_id=actor.account_id,
                    until=now + CLAIM_LIVES,
                )
            )
    except IntegrityError:
        return False  # somebody was quicker, or its author took it back
    return True


def _unsettled(session: Session, response: Response) -> Consultation:
    """Return the consultation, kept from being signed meanwhile.

    Shared with others who decide; a signature waits for it, or this for the signature.
    """
    consultation = session.get_one(
        Consultation, response.consultation_id, with_for_update={"read": True, "key_share": True}
    )
    if consultation.settled_at is not None:
        message = N_("The summary is signed. Decisions on its texts do not change any more.")
        raise DomainError("review_settled", message)
    return consultation
