"""The demonstration's reviewed texts: quoted, quoted with names struck, or kept back."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.demo import content
from consult.demo.content import MadeUpText
from consult.moderation import rules, service
from consult.moderation.models import Decision, TextReview
from consult.moderation.rules import Reason
from consult.responses import queries as responses
from consult.responses.models import Response


def review(
    session: Session,
    keys: Keyring,
    consultation: Consultation,
    *,
    actor: Actor,
    second: Actor,
) -> list[TextReview]:
    """Decide on every free text that may be quoted; flushes, never commits.

    Args:
        session: open transaction; the caller commits it.
        keys: open the texts.
        consultation: whose texts.
        actor: the member of staff who decides.
        second: another one, who confirms what may be quoted.

    Returns:
        The decisions on the texts that the summary quotes, by question and language.
    """
    wanted = select(Response).where(
        Response.consultation_id == consultation.id,
        Response.may_be_quoted,
        Response.texts.is_not(None),
    )
    order = {entry: place for place, entry in enumerate(_entries())}
    chosen = []
    for response in session.scalars(wanted):
        for code, text in responses.texts_of(keys, response).items():
            entry = _entry(code, response.language, text)
            decided = service.decide(
                session,
                keys,
                response,
                code,
                _decision(entry),
                redactions=rules.spans(text, entry.strike, Reason.NAME),
                actor=actor,
            )
            if decided.decision is not Decision.KEEP_BACK:
                service.confirm(session, decided, actor=second)
            if entry.chosen:
                chosen.append((order[entry], decided))
    return [decided for _place, decided in sorted(chosen, key=lambda one: one[0])]


def _entries() -> Iterator[MadeUpText]:
    for by_language in content.texts().values():
        for entries in by_language.values():
            yield from entries


def _entry(code: str, language: str, text: str) -> MadeUpText:
    return next(entry for entry in content.texts()[code][language] if entry.text == text)


def _decision(entry: MadeUpText) -> Decision:
    if entry.keep_back:
        return Decision.KEEP_BACK
    return Decision.QUOTE_REDACTED if entry.strike else Decision.QUOTE
