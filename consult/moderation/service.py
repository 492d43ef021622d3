"""Deciding on free texts: what may be quoted, what is struck, what is kept back."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import service as audit
from consult.audit.actor import Actor
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, ForbiddenError, NotFoundError
from consult.core.locales import N_
from consult.moderation import rules
from consult.moderation.models import Decision, TextReview
from consult.moderation.rules import Redaction
from consult.responses import queries as responses
from consult.responses.models import Response


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
    # Shared with others who decide; a signature waits for it, or this for the signature.
    consultation = session.get_one(
        Consultation, response.consultation_id, with_for_update={"read": True, "key_share": True}
    )
    if consultation.settled_at is not None:
        message = N_("The summary is signed. Decisions on its texts do not change any more.")
        raise DomainError("review_settled", message)
    kept = rules.merged(redactions) if decision is Decision.QUOTE_REDACTED else []
    rules.check(response, text, decision, kept)
    review = session.scalars(
        select(TextReview).filter_by(response_id=response.id, text_code=text_code)
    ).first() or TextReview(response_id=response.id, text_code=text_code)
    review.decision = decision
    review.redactions = [one.stored() for one in kept]
    review.reviewer_id = actor.account_id
    review.decided_at = clock.now()
    session.add(review)
    session.flush()
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
