"""The four questions after sending, and their results on the consultation's page."""

from datetime import timedelta

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core import clock, db, ids, panels, throttle
from consult.core.errors import DomainError
from consult.core.throttle import Throttle
from consult.core.web import public
from consult.responses import pages, receipts
from consult.responses.thanks import Thanks
from consult.takingpart import queries, rules, service
from consult.takingpart.rules import FACES, QUESTIONS

bp = Blueprint("takingpart", __name__)

#: What one network, a whole school say, may store: as many as answers (``responses/guard.py``).
_said = Throttle(300, timedelta(minutes=5))


@bp.route("/<language:lang>/consultations/<slug>/taking-part", methods=["GET", "POST"])
@public
def say(lang: str, slug: str) -> ResponseReturnValue:
    """Ask how taking part was; keep what is said, linked to nothing."""
    with db.database().session(read_only=True) as reading:
        consultation = consultations.find(reading, slug)
        if (
            consultation is None
            or consultation.approved_at is None
            or lang not in consultation.languages
        ):
            abort(404)
    if request.method != "POST":
        return _page(consultation)
    network = throttle.outside()
    if network is not None and _said.is_full(network):
        return receipts.wait(_page(consultation, pages.WAIT))
    try:
        first = service.keep(db.session, consultation, request.form.get("key", ""), request.form)
        db.session.commit()
        if network is not None and first:
            _said.count(network)
    except IntegrityError:
        db.session.rollback()  # the same page, sent twice at once: the first one counts
    except DomainError as refusal:
        return _page(consultation, refusal), refusal.status
    return render_template("takingpart/thanks.html", consultation=consultation)


def _page(consultation: Consultation, refusal: DomainError | None = None) -> str:
    return render_template(
        "takingpart/say.html",
        consultation=consultation,
        refusal=refusal,
        asked=rules.is_asked(consultation, clock.now()),
        **_words(),
    )


def _words() -> dict[str, object]:
    return {
        "questions": QUESTIONS,
        "faces": FACES,
        "chosen": request.form,
        "key": request.form.get("key") or ids.new_key(),
    }


@panels.offer("sent", "takingpart/ask.html")
def _ask(thanks: Thanks) -> dict[str, object] | None:
    if not rules.is_asked(thanks.consultation, clock.now()):
        return None
    return _words() | {"chosen": {}, "key": thanks.fresh_key}


@panels.offer("public consultation", "takingpart/results.html")
def _results(consultation: Consultation) -> dict[str, object] | None:
    said = queries.everybody(db.session, consultation)
    if not rules.is_published(consultation, len(said), clock.now()):
        return None
    return {
        "questions": QUESTIONS,
        "faces": FACES,
        "said": len(said),
        "results": rules.results(said, consultation.smallest_cell),
    }
