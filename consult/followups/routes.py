"""Staff pages of telling young people what came of it, and what other pages show of it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_account, current_actor, may_reach, only
from consult.accounts.models import Role
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core import clock, db, panels
from consult.core.errors import DomainError
from consult.core.forms import BaseForm
from consult.core.i18n import _
from consult.followups import queries, service
from consult.followups.forms import HeardForm, RecommendationForm
from consult.followups.queries import Told
from consult.followups.rules import STATUS_NAMES, Stage
from consult.responses.models import Response

bp = Blueprint("followups", __name__, url_prefix="/staff/follow-ups")

desk = only(Role.SECRETARIAT, Role.CHAIR, Role.ADMIN)


@bp.get("/")
@desk
def index() -> ResponseReturnValue:
    """List the consultations that have ended, what is late first."""
    return render_template("followups/index.html", lines=queries.closed(db.session, clock.now()))


@bp.get("/<slug>")
@desk
def show(slug: str) -> ResponseReturnValue:
    """Show what young people were told, and what is still to be told."""
    return _show(consultations.by_slug(db.session, slug))


@bp.route("/<slug>/heard", methods=["GET", "POST"])
@desk
def heard(slug: str) -> ResponseReturnValue:
    """Write and publish what we heard."""
    consultation = consultations.by_slug(db.session, slug)
    found = queries.find(db.session, consultation)
    form = HeardForm(data={"heard": found.heard if found else {}})
    if form.validate_on_submit():
        try:
            service.tell_heard(db.session, consultation, form.heard.data, actor=current_actor())
            db.session.commit()
        except DomainError as refusal:
            db.session.rollback()
            form.take(refusal)
        else:
            flash(_("It is published."))
            return redirect(url_for(".show", slug=slug))
    page = render_template("followups/heard.html", form=form, consultation=consultation)
    return page, 422 if form.is_submitted() else 200


@bp.route("/<slug>/recommendations/add", methods=["GET", "POST"])
@desk
def add(slug: str) -> ResponseReturnValue:
    """Write down something young people asked for."""
    return _recommendation(slug, None)


@bp.route("/<slug>/recommendations/<uuid:recommendation_id>", methods=["GET", "POST"])
@desk
def change(slug: str, recommendation_id: UUID) -> ResponseReturnValue:
    """Tell what the group did with it."""
    return _recommendation(slug, recommendation_id)


def _recommendation(slug: str, id_: UUID | None) -> ResponseReturnValue:
    consultation = consultations.by_slug(db.session, slug)
    found = queries.recommendation(db.session, consultation, id_) if id_ else None
    form = RecommendationForm.of(found)
    if form.validate_on_submit():
        try:
            service.keep_recommendation(
                db.session, consultation, form.written(), found=found, actor=current_actor()
            )
            db.session.commit()
        except DomainError as refusal:
            db.session.rollback()
            form.take(refusal)
        else:
            flash(_("It is kept."))
            return redirect(url_for(".show", slug=slug))
    page = render_template("followups/recommendation.html", form=form, consultation=consultation)
    return page, 422 if form.is_submitted() else 200


@bp.post("/<slug>/changed")
@desk
def changed(slug: str) -> ResponseReturnValue:
    """Publish what changed."""
    consultation = consultations.by_slug(db.session, slug)
    try:
        service.tell_changed(db.session, consultation, actor=current_actor())
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _show(consultations.by_slug(db.session, slug), refusal), refusal.status
    flash(_("It is published."))
    return redirect(url_for(".show", slug=slug))


@bp.post("/<slug>/archive")
@desk
def archive(slug: str) -> ResponseReturnValue:
    """Close the matter."""
    consultation = consultations.by_slug(db.session, slug)
    try:
        service.archive(db.session, consultation, actor=current_actor())
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _show(consultations.by_slug(db.session, slug), refusal), refusal.status
    flash(_("It is archived."))
    return redirect(url_for(".show", slug=slug))


def _show(consultation: Consultation, refusal: DomainError | None = None) -> str:
    return render_template(
        "followups/show.html",
        told=queries.told(db.session, consultation, clock.now()),
        consultation=consultation,
        status_names=STATUS_NAMES,
        form=BaseForm(),
        refusal=refusal,
    )


@panels.offer("public consultation", "followups/told.html")
def _told(consultation: Consultation) -> dict[str, object] | None:
    found = queries.told(db.session, consultation, clock.now())
    if found.standing.stage is Stage.ASKING:
        return None
    return {"told": found, "status_names": STATUS_NAMES}


@panels.offer("receipt", "followups/came.html")
def _came(response: Response) -> dict[str, object] | None:
    with db.database().session(read_only=True) as reading:
        consultation = reading.get_one(Consultation, response.consultation_id)
        if clock.today() <= consultation.meeting.ends_on:
            return None
        told = queries.told(reading, consultation, clock.now())
        return {
            "came": queries.came_of(reading, response),
            "told": told,
            "status_names": STATUS_NAMES,
        }


@panels.offer("consultation", "followups/next_step.html")
def _of_consultation(consultation: Consultation) -> Told | None:
    found = queries.told(db.session, consultation, clock.now())
    return None if found.standing.stage is Stage.ASKING else found


@panels.offer("home", "followups/late.html")
def _late(_subject: object) -> list[Told] | None:
    if not may_reach("followups.index", current_account()):
        return None
    return queries.late(db.session, clock.now()) or None
