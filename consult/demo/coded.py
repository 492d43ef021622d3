"""The demonstration's themes of one open question, begun and not done, for a visitor to go on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.demo import content
from consult.responses import queries as responses
from consult.responses.models import Response
from consult.themes import service
from consult.themes.models import Outcome
from consult.themes.service import Coded, Wording

QUESTION = "idea"


def begin(session: Session, keys: Keyring, consultation: Consultation, *, actor: Actor) -> None:
    """Write a few themes and code a few answers with them; flushes, never commits.

    Args:
        session: open transaction; the caller commits it.
        keys: open the texts.
        consultation: whose answers.
        actor: the member of staff who codes.
    """
    told = content.story()
    book = service.begin(session, consultation, QUESTION, actor=actor)
    themes = [
        service.write(session, keys, book, Wording(**one), actor=actor) for one in told["themes"]
    ]
    wanted = select(Response).filter_by(consultation_id=consultation.id)
    for response in session.scalars(wanted.where(Response.texts.is_not(None))).all():
        text = responses.texts_of(keys, response).get(QUESTION, "")
        for one in told["codes"]:
            if one["words"] in text:
                found = [Coded(themes[one["theme"]].id, words=one["words"])]
                outcome = Outcome.THEMES
                service.code(session, keys, book, response.id, outcome, found=found, actor=actor)
