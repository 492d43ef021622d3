"""Pages for somebody with a code: read the answers, change them, take them back, keep the code."""

from dataclasses import replace
from datetime import date

from flask import Response, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from consult.consultations.models import Consultation
from consult.core import clock, db, qr, throttle
from consult.core.errors import DomainError
from consult.core.web import log, public
from consult.responses import pages, queries, rules, service
from consult.responses.blueprint import READING, bp, guard, keys
from consult.responses.guard import WAIT_SECONDS
from consult.responses.pages import Asking

#: Kinds of picture, with their media type.
_PICTURES = {"png": "image/png", "svg": "image/svg+xml"}


@bp.route("/<language:lang>/receipt", methods=["GET", "POST"])
@public
def receipt(lang: str) -> ResponseReturnValue:
    """Ask for a code; with it, show the answers again, change them or take them back."""
    typed = request.form.get("code", "")
    if request.method in READING:
        return pages.code(lang)
    if guard().tries_codes(throttle.outside()):
        return wait(pages.code(lang, typed, pages.TOO_MANY_CODES))
    try:
        if request.form.get("go") == "withdraw-now":
            return _withdraw(typed)
        return _show_again(lang, typed)
    except DomainError as refusal:
        unknown = refusal.code == "receipt_unknown"
        if unknown:
            guard().wrong_code(throttle.outside())
        return pages.code(lang, typed, refusal, _deleted() if unknown else ()), refusal.status


@bp.post("/<language:lang>/receipt/picture")
@public
def picture(lang: str) -> ResponseReturnValue:
    """Give the code as a picture to keep. It comes in the body: a code is in no address."""
    try:
        code = service.canonical(request.form.get("code", ""))
    except DomainError as refusal:
        return pages.code(lang, request.form.get("code", ""), refusal), refusal.status
    kind = "svg" if request.form.get("kind") == "svg" else "png"
    if kind == "png":
        body: str | bytes = qr.png(code)
    else:
        body = render_template("responses/code.svg", code=code, picture=qr.qr_code(code, "M"))
    answer = Response(body, mimetype=_PICTURES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="code.{kind}"'
    return answer


def wait(page: str) -> Response:
    """Return a page that keeps what was typed and asks to try again in a minute."""
    answer = make_response(page, 429)
    answer.headers["Retry-After"] = str(WAIT_SECONDS)
    return answer


def erase_traces() -> None:
    """Leave no copy of what was just deleted, after the commit and with the session closed."""
    try:
        db.erase_traces(db.database())
    except OSError:
        # The answers are deleted; only the log still holds a copy, until its next checkpoint.
        log.error("the write-ahead log was busy after a withdrawal")


def _show_again(lang: str, typed: str) -> ResponseReturnValue:
    with db.database().session(read_only=True) as reading:
        response = service.find(reading, keys(), typed)
        consultation = reading.get_one(Consultation, response.consultation_id)
        definition = queries.definition_of(reading, response.version_id)
        number = consultation.meeting.number
        kept = pages.kept(consultation)
        texts = queries.all_texts_of(reading, keys(), response)
        put = queries.version_for(reading, consultation, response.version_id)
        asked = queries.definition_of(reading, put)
    read_in = lang if lang in consultation.languages else response.language
    sheet = rules.restore(definition, response.answers, texts)
    asking = Asking(consultation, definition, read_in, None)
    open_now = rules.takes_answers(consultation, clock.now(), opened_at=None)
    if request.form.get("go") == "change" and open_now:
        g.language = read_in
        asking = replace(asking, asked=asked, version_id=put)
        sheet = rules.restore(asked, response.answers, texts)
        return asking.change(sheet, service.canonical(typed), may_be_quoted=response.may_be_quoted)
    return render_template(
        "responses/answers.html",
        consultation=consultation,
        response=response,
        number=number,
        kept=kept,
        said=list(asking.said(sheet)),
        read_in=read_in,
        code=typed,
        asks_again=request.form.get("go") == "withdraw",
        open_now=open_now,
        too_late=request.form.get("go") == "change" and not open_now,
        **pages.clocks(lang),
    )


def _deleted() -> list[tuple[int, date]]:
    """Return all meetings whose answers are gone: no digest stays that tells one code's own."""
    with db.database().session(read_only=True) as reading:
        return queries.deleted(reading)


def _withdraw(typed: str) -> ResponseReturnValue:
    slug = service.withdraw(db.session, keys(), typed)
    db.session.commit()
    db.session.close()
    erase_traces()
    return render_template("responses/withdrawn.html", slug=slug)
