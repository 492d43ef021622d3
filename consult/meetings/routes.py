"""Staff pages of meetings: list, one meeting, its days and place, agenda, papers."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_actor, only
from consult.accounts.models import Role
from consult.core import db
from consult.core.errors import InvalidError, Problem
from consult.core.i18n import _
from consult.meetings import queries, rules, service
from consult.meetings.forms import AddMeetingForm, AgendaItemForm, ChangeMeetingForm, DocumentForm
from consult.meetings.models import AgendaItem, Meeting
from consult.meetings.symbols import Symbol

bp = Blueprint("meetings", __name__, url_prefix="/staff/meetings")

desk = only(Role.SECRETARIAT, Role.CHAIR, Role.ADMIN)


@bp.get("/")
@desk
def index() -> ResponseReturnValue:
    """List the meetings, the latest first."""
    return render_template("meetings/index.html", meetings=queries.all_meetings(db.session))


@bp.route("/add", methods=["GET", "POST"])
@desk
def add() -> ResponseReturnValue:
    """Add a meeting."""
    form = AddMeetingForm()
    if form.validate_on_submit():
        try:
            number = int(form.number.data or 0)
            service.add_meeting(db.session, number, **form.values(), actor=current_actor())
            db.session.commit()
        except InvalidError as refusal:
            form.take(_at_place(refusal))
        else:
            flash(_("Meeting %(number)s is added.", number=number))
            return redirect(url_for(".show", number=number))
    return _meeting_page(form, None)


@bp.get("/<int:number>")
@desk
def show(number: int) -> ResponseReturnValue:
    """Show one meeting with its agenda and papers."""
    return render_template("meetings/show.html", meeting=queries.by_number(db.session, number))


@bp.route("/<int:number>/edit", methods=["GET", "POST"])
@desk
def edit(number: int) -> ResponseReturnValue:
    """Change a meeting's days, place and time zone."""
    meeting = queries.by_number(db.session, number)
    form = ChangeMeetingForm(obj=meeting)
    if form.validate_on_submit():
        try:
            service.change_meeting(db.session, meeting, **form.values(), actor=current_actor())
            db.session.commit()
        except InvalidError as refusal:
            form.take(_at_place(refusal))
        else:
            flash(_("Meeting %(number)s is changed.", number=number))
            return redirect(url_for(".show", number=number))
    return _meeting_page(form, meeting)


def _meeting_page(form: ChangeMeetingForm, meeting: Meeting | None) -> ResponseReturnValue:
    zones = sorted(rules.time_zones())
    page = render_template("meetings/edit.html", form=form, meeting=meeting, zones=zones)
    return page, 422 if form.is_submitted() else 200


def _at_place(refusal: InvalidError) -> InvalidError:
    """Point a refused place at its field."""
    if refusal.code == "place_unknown":
        refusal.problems = [Problem(refusal.code, refusal.message, refusal.params, "place-ar")]
    return refusal


@bp.route("/<int:number>/agenda/add", methods=["GET", "POST"])
@desk
def add_agenda_item(number: int) -> ResponseReturnValue:
    """Put an item on the agenda."""
    meeting = queries.by_number(db.session, number)
    form = AgendaItemForm()
    if form.validate_on_submit():
        try:
            service.add_agenda_item(
                db.session, meeting, str(form.number.data), form.title.data, actor=current_actor()
            )
            db.session.commit()
        except InvalidError as refusal:
            form.take(refusal)
        else:
            flash(_("The item is on the agenda."))
            return redirect(url_for(".show", number=number))
    return _agenda_page(form, meeting)


@bp.route("/<int:number>/agenda/<item>/edit", methods=["GET", "POST"])
@desk
def edit_agenda_item(number: int, item: str) -> ResponseReturnValue:
    """Change the number or title of an agenda item."""
    meeting = queries.by_number(db.session, number)
    found = queries.agenda_item(db.session, meeting, item)
    form = AgendaItemForm(obj=found)
    if form.validate_on_submit():
        try:
            service.change_agenda_item(
                db.session, found, str(form.number.data), form.title.data, actor=current_actor()
            )
            db.session.commit()
        except InvalidError as refusal:
            form.take(refusal)
        else:
            flash(_("The agenda item is changed."))
            return redirect(url_for(".show", number=number))
    return _agenda_page(form, meeting, found)


def _agenda_page(
    form: AgendaItemForm, meeting: Meeting, item: AgendaItem | None = None
) -> ResponseReturnValue:
    page = render_template("meetings/agenda_item.html", form=form, meeting=meeting, item=item)
    return page, 422 if form.is_submitted() else 200


@bp.route("/<int:number>/documents/add", methods=["GET", "POST"])
@desk
def add_document(number: int) -> ResponseReturnValue:
    """Register a paper of the meeting that is kept elsewhere."""
    meeting = queries.by_number(db.session, number)
    form = DocumentForm(symbol=str(service.next_symbol(db.session, meeting)))
    if form.validate_on_submit():
        try:
            symbol = Symbol.parse(str(form.symbol.data))
            service.register_document(
                db.session,
                meeting,
                symbol,
                title=form.title.data,
                languages=form.languages.data or [],
                address=(form.address.data or "").strip() or symbol.address,
                actor=current_actor(),
            )
            db.session.commit()
        except InvalidError as refusal:
            form.take(_at_symbol(refusal, form))
        else:
            flash(_("%(symbol)s is registered.", symbol=str(symbol)))
            return redirect(url_for(".show", number=number))
    page = render_template("meetings/document.html", form=form, meeting=meeting)
    return page, 422 if form.is_submitted() else 200


def _at_symbol(refusal: InvalidError, form: DocumentForm) -> InvalidError:
    """Point a symbol that cannot be read at its field; tell what the title lacks as well."""
    if not refusal.problems:
        symbol = Problem(refusal.code, refusal.message, refusal.params, "symbol")
        refusal.problems = [symbol, *rules.text_problems(form.title.data, "title")]
    return refusal
