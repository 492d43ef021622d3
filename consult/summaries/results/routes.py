"""Staff pages of results: filters and cross-tables, all through the disclosure control."""

from collections.abc import Mapping
from typing import cast

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from consult.accounts.access import only
from consult.accounts.models import Role
from consult.consultations.models import Consultation, Phase
from consult.core import db, panels
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, InvalidError
from consult.core.locales import N_
from consult.core.regions import REGION_NAMES, Region
from consult.summaries.results import quality, queries, weighting
from consult.summaries.results.crossing import TRAITS, UNTOLD
from consult.summaries.results.queries import Results

bp = Blueprint("results", __name__, url_prefix="/staff/results")

desk = only(Role.SECRETARIAT, Role.CHAIR, Role.ADMIN)

_PHASES = {Phase.BEFORE: N_("Before the meeting"), Phase.DURING: N_("During the meeting")}


@bp.get("/")
@desk
def index() -> ResponseReturnValue:
    """Show the results of the chosen consultations; without a choice, what can be chosen."""
    every = queries.available(db.session)
    chosen = _chosen(every)
    found: Results | None = None
    refusal: DomainError | None = None
    if chosen:
        try:
            found = queries.results(
                db.session,
                chosen,
                by=request.args.get("by", ""),
                only=request.args.get("only", ""),
                shares=_shares(),
            )
        except DomainError as error:
            refusal = error
    page = render_template(
        "results/index.html",
        every=every,
        chosen={one.slug for one in chosen},
        phases=_PHASES,
        traits=TRAITS,
        regions=REGION_NAMES,
        untold=UNTOLD,
        found=found,
        refusal=refusal,
        nothing=bool(request.args) and not chosen,
    )
    return page, refusal.status if refusal else 200


def _chosen(every: list[Consultation]) -> list[Consultation]:
    """Return the consultations that were ticked, of the phase asked for."""
    slugs, phase = request.args.getlist("of"), request.args.get("phase", "")
    return [one for one in every if one.slug in slugs and phase in {"", one.phase.value}]


def _shares() -> Mapping[str, float] | None:
    """Return the shares of the weighted view; six empty fields stand for equal ones.

    Raises:
        InvalidError: ``shares_wrong``.
    """
    if not request.args.get("weighted"):
        return None
    typed = {one.value: request.args.get(f"share-{one.value}", "").strip() for one in Region}
    if not any(typed.values()):
        return weighting.equal_shares(list(typed))
    try:
        shares = {code: int(text or 0) for code, text in typed.items()}
    except ValueError:
        shares = {}
    if not shares or min(shares.values()) < 0 or sum(shares.values()) != 100:
        message = N_("The shares of the regions must be whole percentages that make 100 together.")
        raise InvalidError("shares_wrong", message)
    return shares


@panels.offer("consultation", "results/quality.html")
def _quality(consultation: Consultation) -> dict[str, object] | None:
    if not consultation.approved_at or not consultation.version:
        return None
    keys = cast("Keyring", current_app.extensions["keys"])
    try:
        return {"note": quality.note(db.session, keys, consultation), "lines": quality.LINE_NAMES}
    except DomainError as refusal:
        return {"note": None, "refusal": refusal}


@panels.offer("consultation", "results/of_consultation.html")
def _of_consultation(consultation: Consultation) -> Consultation | None:
    return consultation if consultation.approved_at and consultation.version else None
