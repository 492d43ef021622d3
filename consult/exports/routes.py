"""The staff page where a meeting's paper is downloaded, signed or as a draft."""

from typing import cast

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_actor, only
from consult.accounts.models import Role
from consult.core import db
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.i18n import language, told
from consult.exports import paper_form, service
from consult.exports.forms import PaperForm
from consult.summaries import queries
from consult.summaries.paper import Paper

bp = Blueprint("exports", __name__, url_prefix="/staff/papers")

paper_form.offer_forms()

readers = only(Role.CHAIR, Role.SECRETARIAT, Role.ADMIN, Role.VICE_CHAIR)


@bp.get("/<int:number>")
@readers
def paper(number: int) -> ResponseReturnValue:
    """Offer the paper of a meeting in its languages and formats."""
    form = PaperForm(language=language(), format="docx")
    form.offer_formats()
    return _page(form, queries.paper(db.session, _keys(), number))


@bp.post("/<int:number>")
@readers
def download(number: int) -> ResponseReturnValue:
    """Give the paper as a file; a POST, so that its address gives nothing to those who find it."""
    form = PaperForm()
    form.offer_formats()
    if not form.validate_on_submit():
        return _page(form, queries.paper(db.session, _keys(), number)), 422
    try:
        written = service.export(
            db.session,
            _keys(),
            number,
            language=form.language.data,
            format_name=form.format.data,
            draft=True,
            actor=current_actor(),
        )
    except DomainError as refusal:
        if refusal.code != "paper_not_in_language":
            raise
        form.language.errors = [told(refusal)]
        return _page(form, queries.paper(db.session, _keys(), number)), refusal.status
    db.session.commit()
    response = Response(written.content, content_type=written.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=written.name)
    return response


def _page(form: PaperForm, found: Paper) -> str:
    return render_template("exports/download.html", form=form, paper=found)


def _keys() -> Keyring:
    return cast("Keyring", current_app.extensions["keys"])
