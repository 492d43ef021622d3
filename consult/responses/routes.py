"""Answering a consultation, and reading or taking back answers with a code."""

from datetime import date
from typing import cast

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from consult.consent import rules as consent
from consult.consultations.models import Consultation
from consult.consultations.rules import State, state
from consult.core import clock, db, ids
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.web import log, public
from consult.responses import keys as submission_keys
from consult.responses import pages, queries, rules, service, steps
from consult.responses.pages import Asking
from consult.responses.steps import Go, Show

bp = Blueprint("responses", __name__)

#: Methods that look and change nothing. A link checker's HEAD must never count as an answer.
_READING = {"GET", "HEAD"}

#: What only somebody who takes part can do (TRUST.md R05); looking around is free.
_GOING_ON = {Go.NEXT, Go.REVIEW, Go.SEND}

#: Field of the button that leaves out what a child wrote who only ticks answers.
LEAVE_OUT = "leave-out"

#: Why one cannot answer: the status a browser gets for it.
_STATUS = {"unknown": 404, "language": 404, "waiting": 409, "closed": 409}

#: Why answers were not stored although they may be sent again under a fresh key.
_SEND_AGAIN = {"answers_withdrawn": 410, "answers_differ": 409, "submission_key": 422}


@bp.get("/<language:lang>/consultations/<slug>")
@public
def about(lang: str, slug: str) -> ResponseReturnValue:
    """Tell who asks, why, for which meeting, and what happens with the answers."""
    asking = _asking(db.session, lang, slug, None)
    return asking.about() if isinstance(asking, Asking) else asking


@bp.route("/<language:lang>/consultations/<slug>/answer", methods=["GET", "POST"])
@public
def form(lang: str, slug: str) -> ResponseReturnValue:
    """Show all questions on one page; take what is sent."""
    return _answer(lang, slug, None)


@bp.route("/<language:lang>/consultations/<slug>/answer/<int:page>", methods=["GET", "POST"])
@public
def page(lang: str, slug: str, page: int) -> ResponseReturnValue:
    """Show one page of the questions; take what is sent."""
    return _answer(lang, slug, page)


@bp.get("/<language:lang>/consultations/<slug>/no-thanks")
@public
def no_thanks(lang: str, slug: str) -> ResponseReturnValue:
    """Take a no for an answer: nothing is kept, and nobody asks again (TRUST.md R09)."""
    asking = _asking(db.session, lang, slug, None)
    return asking.no_thanks() if isinstance(asking, Asking) else asking


@bp.route("/<language:lang>/receipt", methods=["GET", "POST"])
@public
def receipt(lang: str) -> ResponseReturnValue:
    """Ask for a code; with it, show the answers again or take them back."""
    typed = request.form.get("code", "")
    if request.method in _READING:
        return pages.code(lang)
    try:
        if request.form.get("go") == "withdraw-now":
            return _withdraw(typed)
        return _show_again(lang, typed)
    except DomainError as refusal:
        deleted = _deleted() if refusal.code == "receipt_unknown" else ()
        return pages.code(lang, typed, refusal, deleted), refusal.status


def _answer(lang: str, slug: str, page: int | None) -> ResponseReturnValue:
    # Its own session that only reads: a POST takes SQLite's write lock for the insert alone.
    with db.database().session(read_only=True) as reading:
        asking = _asking(reading, lang, slug, page)
    if not isinstance(asking, Asking):
        return asking
    if request.method in _READING:
        where = state(asking.consultation, clock.now())
        if where is not State.OPEN:
            return _unavailable(where.value, asking.consultation, lang)
        return cast("ResponseReturnValue", asking.kept_form())
    return _take(asking, request.form)


def _asking(
    session: Session, lang: str, slug: str, page: int | None
) -> Asking | ResponseReturnValue:
    """Return what is asked, or the page that says why nothing is."""
    consultation = queries.consultation_of(session, slug)
    if consultation is None or consultation.version_id is None:
        return _unavailable("unknown", None, lang)
    if lang not in consultation.languages:
        return _unavailable("language", consultation, lang)
    definition = consent.age_first(queries.definition_of(session, consultation.version_id))
    if page is not None and not 1 <= page <= len(definition.pages):
        return _unavailable("unknown", None, lang)
    return Asking(consultation, definition, lang, page)


def _take(asking: Asking, fields: MultiDict[str, str]) -> ResponseReturnValue:
    """Answer a page that was sent."""
    key = fields.get(pages.KEY_FIELD) or ids.new_key()
    said = consent.consent(asking.asked, fields)
    asking = asking.put_to(said.band)
    if asking.only_tick and LEAVE_OUT in fields:
        fields = _without(fields, rules.text_fields(asking.asked, fields))
    everything = rules.read(asking.asked, fields)
    in_time = submission_keys.issued_here(_keys().lookup, asking.consultation.id, key)
    now = clock.now()
    if not rules.takes_answers(asking.consultation, now, opened_in_time=in_time):
        reason = state(asking.consultation, now).value
        return _unavailable(reason, asking.consultation, asking.language, asking.said(everything))
    go = _go(fields)
    if go in _GOING_ON and not said.given:
        return asking.assent(everything, fields, key, go), 400
    if go in _GOING_ON and asking.only_tick and everything.texts:
        return asking.words_left(everything, fields, key, go), 422
    sheet = rules.read(asking.definition, fields)
    step = steps.next_step(asking.definition, sheet, go=go, page=asking.page, shown=_shown(fields))
    if step.show is Show.RECEIPT:
        return _store(asking, sheet, fields, key)
    if step.show is Show.REVIEW:
        return asking.review(sheet, fields, key)
    return asking.form(sheet, fields, key, step), 422 if step.faulty else 200


def _store(
    asking: Asking, sheet: rules.Sheet, fields: MultiDict[str, str], key: str
) -> ResponseReturnValue:
    """Store the answers and show the code on the very page that answers the sending.

    No redirect: the code must not stand in an address, a cookie or a browser's history. A reload
    sends the same key again and gets the same code.
    """
    try:
        got = service.receive(
            db.session,
            _keys(),
            asking.consultation,
            asking.definition,
            submission_key=key,
            language=asking.language,
            answers=sheet.answers,
            texts=sheet.texts,
            may_be_quoted=pages.may_be_quoted(fields),
        )
    except DomainError as refusal:
        if refusal.code not in _SEND_AGAIN:
            raise
        db.release()
        fresh = submission_keys.issue(_keys().lookup, asking.consultation.id)
        return asking.review(sheet, fields, fresh, refusal), _SEND_AGAIN[refusal.code]
    db.session.commit()
    return asking.sent(got), 201 if got.first else 200


def _show_again(lang: str, typed: str) -> ResponseReturnValue:
    with db.database().session(read_only=True) as reading:
        response = service.find(reading, _keys(), typed)
        consultation = reading.get_one(Consultation, response.consultation_id)
        definition = queries.definition_of(reading, response.version_id)
        number = consultation.meeting.number
        kept = pages.kept(consultation)
    read_in = lang if lang in consultation.languages else response.language
    sheet = rules.restore(definition, response.answers, queries.texts_of(_keys(), response))
    return render_template(
        "responses/answers.html",
        consultation=consultation,
        response=response,
        number=number,
        kept=kept,
        said=list(Asking(consultation, definition, read_in, None).said(sheet)),
        read_in=read_in,
        code=typed,
        asks_again=request.form.get("go") == "withdraw",
        **pages.clocks(lang),
    )


def _deleted() -> list[tuple[int, date]]:
    """Return all meetings whose answers are gone: no digest stays that tells one code's own."""
    with db.database().session(read_only=True) as reading:
        return queries.deleted(reading)


def _withdraw(typed: str) -> ResponseReturnValue:
    slug = service.withdraw(db.session, _keys(), typed)
    db.session.commit()
    db.session.close()
    try:
        db.erase_traces(db.database())
    except OSError:
        # The answers are deleted; only the log still holds a copy, until its next checkpoint.
        log.error("the write-ahead log was busy after a withdrawal")
    return render_template("responses/withdrawn.html", slug=slug)


def _unavailable(
    reason: str, consultation: Consultation | None, lang: str, said: object = ()
) -> ResponseReturnValue:
    return pages.unavailable(reason, consultation, lang, said), _STATUS[reason]


def _without(fields: MultiDict[str, str], names: set[str]) -> MultiDict[str, str]:
    kept = ((name, value) for name, value in fields.items(multi=True) if name not in names)
    return MultiDict(kept)


def _go(fields: MultiDict[str, str]) -> Go:
    """Return what the pressed button asks; a program that names none sends."""
    sent = fields.get("go", "")
    if not sent:
        return Go.SEND
    return Go(sent) if sent in set(Go) else Go.STAY


def _shown(fields: MultiDict[str, str]) -> frozenset[str] | None:
    return frozenset(fields["shown"].split()) if "shown" in fields else None


def _keys() -> Keyring:
    return cast("Keyring", current_app.extensions["keys"])
