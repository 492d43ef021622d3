"""Staff pages: invitation codes and groups of a consultation.

Codes are shown once, in the answer to the form that made them, so that they stand in no address.
The address on a card has its code behind ``#``: a browser sends that part to nobody, so it is in no
log, no Referer and no cache (TRUST.md S33); a reader without script types the code from the card.
"""

from typing import cast
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_account, current_actor, may_reach, only, signed_in
from consult.accounts.models import Role
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.consultations.rules import State, state
from consult.core import clock, db, panels
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.i18n import _, language
from consult.core.qr import qr_code
from consult.core.regions import REGION_NAMES, Region
from consult.invitations import queries, service
from consult.invitations.forms import CodesForm, GroupForm

bp = Blueprint("invitations", __name__, url_prefix="/staff/invitations")

invites = only(Role.SECRETARIAT, Role.CHAIR, Role.VICE_CHAIR)


@bp.get("/")
@invites
def index() -> ResponseReturnValue:
    """List the consultations young people can be invited to."""
    found = queries.invitable(db.session, clock.now())
    return render_template("invitations/index.html", consultations=found)


@bp.get("/<slug>")
@invites
def show(slug: str) -> ResponseReturnValue:
    """Show a consultation's batches and groups, with how often their codes were used."""
    consultation, region = _of_staff(slug)
    return render_template(
        "invitations/show.html",
        consultation=consultation,
        batches=queries.batches(db.session, consultation, region),
        groups=queries.groups(db.session, consultation, region),
        takes_more=state(consultation, clock.now()) in {State.OPEN, State.WAITING},
        region_names=REGION_NAMES,
    )


@bp.route("/<slug>/codes", methods=["GET", "POST"])
@invites
def codes(slug: str) -> ResponseReturnValue:
    """Make a batch of codes and show its cards, to be printed now."""
    consultation, own = _of_staff(slug)
    form = CodesForm()
    form.offer(own)
    if form.validate_on_submit():
        try:
            made = service.make_codes(
                db.session,
                _keys(),
                consultation,
                form_key=form.form_key.data or "",
                label=form.label.data or "",
                codes=form.codes.data or 0,
                uses=form.uses.data or 0,
                region=form.chosen_region(),
                actor=current_actor(),
            )
            db.session.commit()
        except DomainError as refusal:
            form.take(refusal)
        else:
            cards = [(code, qr_code(_address(consultation, code))) for code in made.codes]
            return render_template(
                "invitations/cards.html",
                consultation=consultation,
                batch=made.batch,
                cards=cards,
                address=_address(consultation),
            )
    page = render_template("invitations/codes.html", consultation=consultation, form=form)
    return page, 422 if form.is_submitted() else 200


@bp.route("/<slug>/groups", methods=["GET", "POST"])
@invites
def group(slug: str) -> ResponseReturnValue:
    """Add a group whose consents a partner holds, and show its two codes."""
    consultation, own = _of_staff(slug)
    form = GroupForm()
    form.offer(own)
    if form.validate_on_submit():
        try:
            made = service.add_group(
                db.session,
                _keys(),
                consultation,
                form_key=form.form_key.data or "",
                partner=form.partner.data or "",
                officer_role=form.officer_role.data or "",
                headcount=form.headcount.data or 0,
                region=form.chosen_region(),
                actor=current_actor(),
            )
            db.session.commit()
        except DomainError as refusal:
            form.take(refusal)
        else:
            entry = f"{request.url_root}{language()}/facilitate"
            return render_template(
                "invitations/group_codes.html",
                consultation=consultation,
                made=made,
                address=_address(consultation),
                join=qr_code(_address(consultation, made.code)),
                entry=entry,
                enter=qr_code(f"{entry}#code={made.facilitator_code}"),
            )
    page = render_template("invitations/group.html", consultation=consultation, form=form)
    return page, 422 if form.is_submitted() else 200


@bp.post("/<slug>/end/<uuid:key>")
@invites
def end(slug: str, key: UUID) -> ResponseReturnValue:
    """Refuse the codes of a batch or group from now on."""
    consultation, own = _of_staff(slug)
    found = queries.find(db.session, key)
    if found is None or found.consultation_id != consultation.id or own not in {None, found.region}:
        abort(404)
    service.end(db.session, found, slug, actor=current_actor())
    db.session.commit()
    flash(_("Its codes do not work any more."))
    return redirect(url_for(".show", slug=slug))


@panels.offer("consultation", "invitations/of_consultation.html")
def _of_consultation(consultation: Consultation) -> Consultation | None:
    return consultation if may_reach("invitations.show", signed_in()) else None


def _of_staff(slug: str) -> tuple[Consultation, Region | None]:
    """Return the consultation, and the only region a vice-chair may see; ``None`` is all."""
    account = current_account()
    consultation = consultations.by_slug(db.session, slug)
    if account.role is not Role.VICE_CHAIR:
        return consultation, None
    if consultation.approved_at is None or account.region is None:
        abort(404)
    return consultation, Region(account.region)


def _address(consultation: Consultation, code: str = "") -> str:
    address = f"{request.url_root}c/{consultation.slug}"
    return f"{address}#code={code}" if code else address


def _keys() -> Keyring:
    return cast("Keyring", current_app.extensions["keys"])
