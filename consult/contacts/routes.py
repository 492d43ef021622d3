"""Pages of the address: leave it, take it back, and a guardian's page.

No page here reads an answer, and none can: a guardian's code opens nothing else (TRUST.md R36).
"""

from typing import cast

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consult.consent import countries
from consult.consultations.models import Consultation
from consult.contacts import service, tickets
from consult.core import clock, db
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.qr import qr_code
from consult.core.web import log, public

bp = Blueprint("contacts", __name__)


@bp.route("/<language:lang>/consultations/<slug>/contact", methods=["GET", "POST"])
@public
def leave(lang: str, slug: str) -> ResponseReturnValue:
    """Ask for an e-mail address after answers were sent; keep it."""
    consultation = db.session.scalars(select(Consultation).filter_by(slug=slug)).one_or_none()
    offered = consultation is not None and consultation.contact_offered
    if consultation is None or not offered or lang not in consultation.languages:
        abort(404)
    sent = request.form.get("ticket", "")
    ticket = tickets.read(_keys().lookup, consultation.id, sent, clock.today())
    if ticket is None:
        page = render_template("contacts/only_after.html", consultation=consultation)
        return page, 200 if request.method in {"GET", "HEAD"} else 410
    if request.form.get("go") != "leave":
        return _form(consultation, sent)
    try:
        left = service.leave(
            db.session,
            _keys(),
            consultation,
            ticket=ticket,
            country=request.form.get("country") or None,
            address=request.form.get("address", ""),
            language=lang,
        )
    except DomainError as refusal:
        return _form(consultation, sent, refusal), refusal.status
    db.session.commit()
    where = f"{request.url_root}{lang}/guardian"
    code = left.guardian_code
    page = render_template(
        "contacts/left.html",
        consultation=consultation,
        left=left,
        where=where,
        slip=qr_code(f"{where}#code={code}") if code else None,
    )
    return page, 201


@bp.route("/<language:lang>/contact", methods=["GET", "POST"])
@public
def withdraw(lang: str) -> ResponseReturnValue:  # noqa: ARG001 - the page's language is read from it
    """Delete the address that a code stands for."""
    if request.method in {"GET", "HEAD"}:
        return render_template("contacts/withdraw.html", typed="", refusal=None)
    typed = request.form.get("code", "")
    try:
        service.withdraw(db.session, _keys(), typed)
    except DomainError as refusal:
        page = render_template("contacts/withdraw.html", typed=typed, refusal=refusal)
        return page, refusal.status
    _commit_and_erase()
    return render_template("contacts/withdrawn.html")


@bp.route("/<language:lang>/guardian", methods=["GET", "POST"])
@public
def guardian(lang: str) -> ResponseReturnValue:
    """Tell a guardian what is asked, and take a yes or a no."""
    if request.method in {"GET", "HEAD"}:
        return render_template("contacts/guardian.html", typed="", refusal=None)
    typed, go = request.form.get("code", ""), request.form.get("go", "")
    try:
        if go == "refuse":
            service.refuse(db.session, _keys(), typed)
            _commit_and_erase()
            return render_template("contacts/guardian_done.html", agreed=False)
        if go == "approve":
            service.approve(db.session, _keys(), typed)
            db.session.commit()
            return render_template("contacts/guardian_done.html", agreed=True)
        contact = service.for_guardian(db.session, _keys(), typed)
    except DomainError as refusal:
        page = render_template("contacts/guardian.html", typed=typed, refusal=refusal)
        return page, refusal.status
    consultation = db.session.get_one(Consultation, contact.consultation_id)
    known = lang if lang in consultation.languages else contact.language
    return render_template(
        "contacts/guardian_decides.html",
        consultation=consultation,
        read_in=known,
        contact=contact,
        code=typed,
    )


def _form(consultation: Consultation, ticket: str, refusal: DomainError | None = None) -> str:
    return render_template(
        "contacts/leave.html",
        consultation=consultation,
        ticket=ticket,
        countries=countries.named,
        address=request.form.get("address", ""),
        country=request.form.get("country", ""),
        refusal=refusal,
    )


def _commit_and_erase() -> None:
    db.session.commit()
    db.session.close()
    try:
        db.erase_traces(db.database())
    except OSError:
        # The address is deleted; only the log still holds a copy, until its next checkpoint.
        log.error("the write-ahead log was busy after an address was deleted")


def _keys() -> Keyring:
    return cast("Keyring", current_app.extensions["keys"])
