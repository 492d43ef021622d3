"""Short link, QR code, poster and card of a consultation, for everybody."""

from flask import Blueprint, Response, abort, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core import db, panels, qr
from consult.core.web import public
from consult.sharing import rules

bp = Blueprint("sharing", __name__)


@bp.get("/c/<slug>.svg")
@public
def code(slug: str) -> ResponseReturnValue:
    """Give the QR code of the short link."""
    consultation = _shared(slug)
    return _kept(Response(qr.svg(_link(consultation)), mimetype="image/svg+xml"))


@bp.get("/<language:lang>/consultations/<slug>/poster.pdf")
@public
def poster(lang: str, slug: str) -> ResponseReturnValue:
    """Give the poster in a language of the consultation."""
    consultation = _shared(slug)
    if lang not in consultation.languages:
        abort(404)
    file = rules.poster(consultation, lang, current_app.config["ADDRESS"])
    response = Response(file, mimetype="application/pdf")
    name = f"{slug}-{lang}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return _kept(response)


@bp.get("/<language:lang>/consultations/<slug>/share")
@public
def share(lang: str, slug: str) -> ResponseReturnValue:
    """Show everything with which others can be told of a consultation."""
    consultation = _shared(slug)
    if lang not in consultation.languages:
        abort(404)
    address = current_app.config["ADDRESS"]
    return render_template(
        "sharing/share.html",
        consultation=consultation,
        link=_link(consultation),
        card=render_template(
            "sharing/card.html",
            consultation=consultation,
            address=address + url_for("responses.about", slug=slug),
        ).strip(),
    )


@panels.offer("consultation", "sharing/of_staff.html")
@panels.offer("share", "sharing/of_page.html")
def _panel(consultation: Consultation) -> Consultation:
    return consultation


def _shared(slug: str) -> Consultation:
    with db.database().session(read_only=True) as reading:
        found = consultations.find(reading, slug)
    if found is None or found.approved_at is None:
        abort(404)
    return found


def _link(consultation: Consultation) -> str:
    return rules.short_link(current_app.config["ADDRESS"], consultation.slug)


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
