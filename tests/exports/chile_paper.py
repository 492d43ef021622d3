"""The signed paper of 732 real answers in Spanish: from their file to the chair's signature."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE, Actor
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.moderation import rules
from consult.moderation import service as moderation
from consult.moderation.models import Decision, TextReview
from consult.questionnaires import format as own_format
from consult.responses import importing
from consult.responses import queries as responses
from consult.responses.models import Mode, Response
from consult.summaries import queries, service
from consult.summaries.claims import service as claims
from consult.summaries.paper import Paper
from tests.exports import papers
from tests.moderation import cast as stored
from tests.responses import chile
from tests.summaries import claims_cast

#: Texts that are quoted, by their first words, with the words that are struck in them.
QUOTED = {
    "Considerando que cada trabajo fue financiado con dineros publicos": (),
    "Creo que el objetivo de ANID es disponer de los medios": ("ANID",),
    "Esta claro los aspectos fundamentales": (),
    "Los plazos son muy amplios": (),
}


def signed(session: Session, keys: Keyring, shared: Path, *, oksana: Actor, mei: Actor) -> Paper:
    """Return the paper as Mei signed it; Oksana prepared it."""
    consultation = _imported(session, keys, shared)
    longest = max((text for cells in chile.cells(shared).values() for text in cells), key=len)
    reviews = [
        _reviewed(session, keys, start, struck, oksana)
        for start, struck in (QUOTED | {longest: ()}).items()
    ]
    summary = service.draft(session, consultation.meeting, actor=oksana)
    claims.draft(session, keys, summary, actor=oksana)
    service.choose_quotes(session, keys, summary, [one.id for one in reviews], actor=oksana)
    claims_cast.approve(session, summary, oksana)
    service.sign(session, keys, summary, actor=mei)
    session.commit()
    return queries.paper(session, keys, consultation.meeting.number)


def _imported(session: Session, keys: Keyring, shared: Path) -> Consultation:
    meeting = stored.meeting(session)
    meeting.place = papers.paper().meeting_place
    questionnaire = chile.translated(session)
    consultation = stored.consultation(
        session,
        meeting,
        "chile",
        definition=own_format.parse(questionnaire.content),
        title=questionnaire.title,
    )
    importing.import_answers(
        session,
        keys,
        consultation,
        chile.source(shared).read_bytes(),
        mapping=chile.mapping(),
        mode=Mode.IMPORT,
        language="es",
        actor=COMMAND_LINE,
    )
    return consultation


def _reviewed(
    session: Session, keys: Keyring, start: str, struck: tuple[str, ...], oksana: Actor
) -> TextReview:
    """Return the review of the first text that begins so, confirmed by a second reader."""
    response, code, text = next(
        (response, code, text)
        for response in session.scalars(select(Response))
        for code, text in responses.texts_of(keys, response).items()
        if text.startswith(start)
    )
    # The file does not tell who agreed to be quoted: these few stand for those who do.
    response.may_be_quoted = True
    review = moderation.decide(
        session,
        keys,
        response,
        code,
        Decision.QUOTE_REDACTED if struck else Decision.QUOTE,
        redactions=rules.spans(text, struck, rules.Reason.OTHER),
        actor=oksana,
    )
    return stored.confirmed(session, review)
