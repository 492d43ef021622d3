"""Pages of safeguarding staff: the restricted queue, and one text of it."""

from typing import cast
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_actor, only, reads_raw_text
from consult.accounts.models import Account, Role
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core import clock, db, panels
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.i18n import _
from consult.core.locales import N_
from consult.problems import service as problems
from consult.problems.models import RestrictedReport
from consult.questionnaires import combining
from consult.responses import queries as responses
from consult.responses.models import Response, RestrictedText
from consult.restricted.models import Care
from consult.safeguarding import queries, service
from consult.safeguarding.forms import NoteForm, ReportForm
from consult.screening.words import Danger

bp = Blueprint("safeguarding", __name__, url_prefix="/staff/safeguarding")

safeguards = only(Role.SAFEGUARDING)

DANGER_NAMES: dict[Danger, str] = {
    Danger.SELF_HARM: N_("Self-harm"),
    Danger.SEXUAL_ABUSE: N_("Sexual abuse"),
    Danger.VIOLENCE: N_("Violence"),
    Danger.GROOMING: N_("Grooming or blackmail"),
    Danger.TRAFFICKING: N_("Trafficking or forced work or marriage"),
    Danger.IMMINENT: N_("In danger now"),
}
STATE_NAMES = {
    Care.WAITING: N_("Nobody has opened it"),
    Care.OPENED: N_("Opened"),
    Care.RESOLVED: N_("Seen to"),
    Care.KEPT: N_("Nothing to do, stays hidden"),
}


def _keys() -> Keyring:
    return cast("Keyring", current_app.extensions["keys"])


@panels.offer("home", "safeguarding/on_home.html")
def _on_home(account: Account) -> tuple[int, int] | None:
    if account.role is not Role.SAFEGUARDING:
        return None
    return queries.open_count(db.session, clock.now())


@bp.get("/")
@safeguards
def index() -> ResponseReturnValue:
    """List the restricted texts without their words: urgent first, then by when they are due."""
    return render_template(
        "safeguarding/index.html",
        items=queries.items(db.session, clock.now()),
        danger_names=DANGER_NAMES,
        state_names=STATE_NAMES,
        is_open=lambda row: row.state in queries.OPEN,
    )


@bp.post("/<uuid:item_id>/open")
@safeguards
@reads_raw_text
def open_(item_id: UUID) -> ResponseReturnValue:
    """Open a text: from now on it is known who sees to it."""
    service.open_(db.session, queries.by_id(db.session, item_id), actor=current_actor())
    db.session.commit()
    return redirect(url_for(".show", item_id=item_id))


@bp.get("/<uuid:item_id>")
@safeguards
@reads_raw_text
def show(item_id: UUID) -> ResponseReturnValue:
    """Show the words of a text that somebody has opened, and what can be done."""
    row = queries.by_id(db.session, item_id)
    if row.state is Care.WAITING:
        return redirect(url_for(".index"))
    return _page(row, _form(row))


@bp.post("/<uuid:item_id>")
@safeguards
@reads_raw_text
def act(item_id: UUID) -> ResponseReturnValue:
    """Keep a note, and do what the pressed button says."""
    row = queries.by_id(db.session, item_id)
    form = _form(row)
    if not form.validate_on_submit():
        return _page(row, form), 422
    go, actor = request.form.get("go", ""), current_actor()
    try:
        service.note(db.session, _keys(), row, form.note.data or "", actor=actor)
        if isinstance(form, ReportForm) and isinstance(row, RestrictedReport):
            _answer(row, form.answer.data or "")
        if go == "release":
            service.release(db.session, _keys(), row, actor=actor)
        elif go in {Care.RESOLVED.value, Care.KEPT.value}:
            service.close(db.session, row, Care(go), actor=actor)
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        form.take(refusal)
        return _page(queries.by_id(db.session, item_id), form), refusal.status
    flash(_("It is stored."))
    return redirect(url_for(".show" if go == "note" else ".index", item_id=item_id))


def _answer(row: RestrictedReport, typed: str) -> None:
    """Answer the report, where an answer was typed that is not there yet."""
    if typed and typed != problems.opened(_keys(), row.report).answer:
        problems.answer(db.session, _keys(), row.report, typed, actor=current_actor())


def _form(row: RestrictedText | RestrictedReport) -> NoteForm:
    note = queries.words(_keys(), row).note
    if isinstance(row, RestrictedReport):
        return ReportForm(
            data={"note": note, "answer": problems.opened(_keys(), row.report).answer}
        )
    return NoteForm(data={"note": note})


def _page(row: RestrictedText | RestrictedReport, form: NoteForm) -> str:
    asked: dict[str, object] = {}
    if isinstance(row, RestrictedText):
        response = db.session.get_one(Response, row.response_id)
        definition = responses.definition_of(db.session, response.version_id)
        question = definition.by_code[row.text_code.removesuffix("-other")]
        consultation = db.session.get_one(Consultation, response.consultation_id)
        each = {
            one.number: responses.definition_of(db.session, one.id)
            for one in consultations.versions(db.session, consultation)
        }
        words = combining.asked_in(question.text, question.code, each)
        asked = {"question": words, "consultation": consultation}
        language = response.language
    else:
        language = row.report.language
    return render_template(
        "safeguarding/show.html",
        row=row,
        form=form,
        language=language,
        words=queries.words(_keys(), row),
        danger_names=DANGER_NAMES,
        state_names=STATE_NAMES,
        is_overdue=queries.is_overdue(row, clock.now()),
        **asked,
    )
