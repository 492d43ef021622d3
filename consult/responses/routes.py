"""Answering a consultation, whole or page by page."""

from dataclasses import replace
from datetime import datetime
from typing import cast
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from consult.consent import rules as consent
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.consultations.rules import State, state
from consult.core import clock, db, ids, throttle
from consult.core.errors import DomainError
from consult.core.web import public
from consult.responses import (
    changing,
    invited,
    offline,
    pages,
    queries,
    receipts,
    rules,
    steps,
)
from consult.responses import keys as submission_keys
from consult.responses.blueprint import READING, bp, guard, keys
from consult.responses.guard import Entry, is_trapped
from consult.responses.pages import Asking
from consult.responses.steps import Go, Show

__all__ = ["bp", "offline", "receipts"]

#: What only somebody who takes part can do (TRUST.md R05); looking around is free.
_GOING_ON = {Go.NEXT, Go.REVIEW, Go.SEND}

#: Field of the button that leaves out what a child wrote who only ticks answers.
LEAVE_OUT = "leave-out"

#: Why one cannot answer: the status a browser gets for it.
_STATUS = {"unknown": 404, "language": 404, "waiting": 409, "closed": 409}

#: Why answers were not stored although they may be sent again under a fresh key.
_SEND_AGAIN = {"answers_withdrawn": 410, "answers_differ": 409, "submission_key": 422}
#: Why an invitation code did not count; the answers may be sent without it, under the same key.
_NO_INVITATION = {"invitation_unknown": 422, "invitation_used": 409, "invitation_needed": 409}


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


def _answer(lang: str, slug: str, page: int | None) -> ResponseReturnValue:
    # Its own session that only reads: a POST takes SQLite's write lock for the insert alone.
    with db.database().session(read_only=True) as reading:
        asking = _asking(reading, lang, slug, page)
    if not isinstance(asking, Asking):
        return asking
    if request.method in READING:
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
    version_id = _version(session, consultation, request.form)
    definition = consent.age_first(queries.definition_of(session, version_id))
    if page is not None and page > len(definition.pages) and pages.VERSION_FIELD in request.form:
        page = len(definition.pages)  # what was typed on a page that is gone is shown on the last
    if page is not None and not 1 <= page <= len(definition.pages):
        return _unavailable("unknown", None, lang)
    asking = Asking(consultation, definition, lang, page, version_id=version_id)
    if asking.is_outdated(request.form):
        return replace(asking, ever=consultations.asked(session, consultation))
    return asking


def _version(session: Session, consultation: Consultation, fields: MultiDict[str, str]) -> UUID:
    """Return the version a page was made for, where the consultation ever asked it.

    Whoever began before a new version sends what they began. Of mended words, and where nothing
    is named, the version of now counts; and where answers came along to what that version does
    not ask: a phone without a line had kept another one.
    """
    current = consultation.version_id
    assert current is not None
    named = fields.get(pages.VERSION_FIELD, "")
    if not named or str(current).startswith(named):
        return current
    for one in consultations.versions(session, consultation):
        if str(one.id).startswith(named):
            before = queries.definition_of(session, one.id)
            if rules.left_over(before, fields.items(multi=True)):
                return current
            return queries.version_for(session, consultation, one.id)
    return current


def _take(asking: Asking, fields: MultiDict[str, str]) -> ResponseReturnValue:
    """Answer a page that was sent."""
    key = fields.get(pages.KEY_FIELD) or ids.new_key()
    said = consent.consent(asking.asked, fields)
    asking = asking.put_to(said.band)
    if asking.only_tick and LEAVE_OUT in fields:
        fields = _without(fields, rules.text_fields(asking.asked, fields))
    everything = rules.read(asking.asked, fields)
    opened_at = submission_keys.issued_at(keys().lookup, asking.consultation.id, key)
    now = clock.now()
    waited = pages.waited(fields)
    if not rules.takes_answers(asking.consultation, now, opened_at=opened_at, waited=waited):
        reason = state(asking.consultation, now).value
        return _unavailable(reason, asking.consultation, asking.language, asking.said(everything))
    sheet = rules.read(asking.definition, fields)
    if asking.is_outdated(fields):
        return asking.form(sheet, fields, key, steps.Step(Show.FORM, asking.page)), 409
    go = _go(fields)
    if go in _GOING_ON and not (said.given or pages.is_changing(fields)):
        page, status = asking.assent(everything, fields, key, go), 400
    elif go in _GOING_ON and asking.only_tick and everything.texts:
        page, status = asking.words_left(everything, fields, key, go), 422
    else:
        return _go_on(asking, sheet, fields, key, opened_at)
    return page, status


def _go_on(
    asking: Asking,
    sheet: rules.Sheet,
    fields: MultiDict[str, str],
    key: str,
    opened_at: datetime | None,
) -> ResponseReturnValue:
    """Do what the pressed button asked for."""
    go = _go(fields)
    step = steps.next_step(asking.definition, sheet, go=go, page=asking.page, shown=_shown(fields))
    if step.show is Show.RECEIPT:
        return _let_in(asking, sheet, fields, key, opened_at)
    if step.show is Show.REVIEW:
        return asking.review(sheet, fields, key)
    return asking.form(sheet, fields, key, step), 422 if step.faulty else 200


def _let_in(
    asking: Asking,
    sheet: rules.Sheet,
    fields: MultiDict[str, str],
    key: str,
    opened_at: datetime | None,
) -> ResponseReturnValue:
    """Store the answers, or show them once more when a program may be sending."""
    network = throttle.outside()
    entry = guard().entry(network, clock.now(), opened_at, trapped=is_trapped(fields))
    if entry is Entry.WAIT:
        return receipts.wait(asking.review(sheet, fields, key, pages.WAIT))
    if entry is Entry.LOOK_AGAIN:
        # A key that was handed out keeps its moment, so that the next press is old enough.
        proved = key if opened_at else submission_keys.issue(keys().lookup, asking.consultation.id)
        return asking.review(sheet, fields, proved, pages.PRESS_AGAIN)
    if code := fields.get(pages.CODE_FIELD):
        return _change(asking, sheet, fields, key, code)
    return _store(asking, sheet, fields, key, opened_at)


def _store(
    asking: Asking,
    sheet: rules.Sheet,
    fields: MultiDict[str, str],
    key: str,
    opened_at: datetime | None,
) -> ResponseReturnValue:
    """Store the answers and show the code on the very page that answers the sending.

    No redirect: the code must not stand in an address, a cookie or a browser's history. A reload
    sends the same key again and gets the same code.
    """
    try:
        got = invited.receive(
            db.session,
            keys(),
            asking.consultation,
            asking.definition,
            invitation=pages.invitation(fields),
            submission_key=key,
            language=asking.language,
            answers=sheet.answers,
            texts=sheet.texts,
            may_be_quoted=pages.may_be_quoted(fields),
            waited=pages.waited(fields),
            version_id=asking.version_id,
        )
    except DomainError as refusal:
        if refusal.code not in _SEND_AGAIN | _NO_INVITATION:
            raise
        db.release()
        if refusal.code in _NO_INVITATION:
            return asking.review(sheet, fields, key, refusal), _NO_INVITATION[refusal.code]
        fresh = submission_keys.issue(keys().lookup, asking.consultation.id, opened_at)
        return asking.review(sheet, fields, fresh, refusal), _SEND_AGAIN[refusal.code]
    db.session.commit()
    if got.first:
        guard().stored_from(throttle.outside())
    return asking.sent(got, sheet, fields), 201 if got.first else 200


def _change(
    asking: Asking, sheet: rules.Sheet, fields: MultiDict[str, str], key: str, code: str
) -> ResponseReturnValue:
    """Put the answers in the place of those the code stands for."""
    if guard().tries_codes(throttle.outside()):
        return receipts.wait(asking.review(sheet, fields, key, pages.TOO_MANY_CODES))
    try:
        got = changing.replace(
            db.session,
            keys(),
            asking.consultation,
            asking.definition,
            code=code,
            submission_key=key,
            language=asking.language,
            answers=sheet.answers,
            texts=sheet.texts,
            may_be_quoted=pages.may_be_quoted(fields),
            version_id=asking.version_id,
        )
    except DomainError as refusal:
        db.release()
        if refusal.code == "receipt_unknown":
            guard().wrong_code(throttle.outside())
        return asking.review(sheet, fields, key, refusal), refusal.status
    db.session.commit()
    db.session.close()
    receipts.erase_traces()
    return asking.sent(got, sheet, fields, changed=True)


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
