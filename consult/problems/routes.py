"""Report a problem, read its answer with the code; staff answer."""

from datetime import timedelta
from typing import cast
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from consult.accounts.access import current_actor, only, reads_raw_text
from consult.accounts.models import Role
from consult.core import db, ids, throttle
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.i18n import _
from consult.core.locales import N_
from consult.core.throttle import Throttle
from consult.core.web import public
from consult.problems import service
from consult.problems.forms import AnswerForm

bp = Blueprint("problems", __name__)

answers = only(Role.SECRETARIAT, Role.CHAIR, Role.ADMIN)

#: A whole school may share one network.
_reports = Throttle(60, timedelta(hours=1))


class TooManyError(DomainError):
    """More reports came from one network than people write."""

    status = 429


@bp.route("/<language:lang>/problem", methods=["GET", "POST"])
@public
def report(lang: str) -> ResponseReturnValue:
    """Take a report, or show the answer to one."""
    if request.method != "POST":
        return _page()
    try:
        if "code" in request.form:
            with db.database().session(read_only=True) as reading:
                found = service.read(reading, _keys(), request.form["code"])
            return render_template("problems/answer.html", found=found)
        return render_template("problems/sent.html", taken=_take(lang))
    except DomainError as refusal:
        db.session.rollback()
        return _page(refusal), refusal.status


def _take(lang: str) -> service.Taken:
    network = throttle.outside()
    if network is not None and _reports.is_full(network):
        message = N_("Too many reports came at once. Wait an hour, then send it again.")
        raise TooManyError("reports_many", message)
    if network is not None:
        _reports.count(network)
    key, text = request.form.get("key", ""), request.form.get("text", "")
    try:
        taken = service.report(db.session, _keys(), key, lang, text)
        db.session.commit()
    except IntegrityError:
        # The same page, sent twice at once: the first one counts, and has the same code.
        db.session.rollback()
        taken = service.report(db.session, _keys(), key, lang, text)
    return taken


def _page(refusal: DomainError | None = None) -> str:
    return render_template(
        "problems/report.html",
        refusal=refusal,
        text=request.form.get("text", ""),
        code=request.form.get("code", ""),
        key=request.form.get("key") or ids.new_key(),
        kept_days=service.KEPT_DAYS,
        longest_days=service.UNANSWERED_DAYS,
    )


@bp.get("/staff/problems/")
@answers
@reads_raw_text
def index() -> ResponseReturnValue:
    """List the reports, those without an answer first."""
    return render_template("problems/index.html", reports=service.every_report(db.session, _keys()))


@bp.route("/staff/problems/<uuid:report_id>", methods=["GET", "POST"])
@answers
@reads_raw_text
def answer(report_id: UUID) -> ResponseReturnValue:
    """Answer a report."""
    found = service.opened(_keys(), service.find(db.session, report_id))
    form = AnswerForm(data={"answer": found.answer})
    if form.validate_on_submit():
        try:
            typed = form.answer.data or ""
            service.answer(db.session, _keys(), found.report, typed, actor=current_actor())
            db.session.commit()
        except DomainError as refusal:
            db.session.rollback()
            form.take(refusal)
        else:
            flash(_("The answer is kept. Its author reads it with the code."))
            return redirect(url_for(".index"))
    page = render_template("problems/edit.html", form=form, found=found)
    return page, 422 if form.is_submitted() else 200


def _keys() -> Keyring:
    return cast("Keyring", current_app.extensions["keys"])
