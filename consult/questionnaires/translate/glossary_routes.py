"""Staff pages of the glossary: the terms, a file of them, one at a time."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_actor, only
from consult.accounts.models import Role
from consult.core import db
from consult.core.errors import DomainError, InvalidError
from consult.core.i18n import _, ngettext
from consult.core.locales import N_
from consult.questionnaires.translate import glossary, terms

bp = Blueprint("glossary", __name__, url_prefix="/glossary")

desk = only(Role.SECRETARIAT, Role.CHAIR, Role.ADMIN)


@bp.get("")
@desk
def index() -> ResponseReturnValue:
    """List the terms in their languages."""
    return _page()


@bp.post("")
@desk
def act() -> ResponseReturnValue:
    """Add a term, take a file of terms, or delete a term."""
    try:
        said = _act()
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _page(refusal)
    flash(said)
    return redirect(url_for(".index"))


def _act() -> str:
    what, _blank, target = request.form.get("go", "").partition(" ")
    actor = current_actor()
    if what == "bring":
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise InvalidError("file_missing", N_("Choose a file first."))
        count = terms.bring(db.session, sent.read(), file=sent.filename[-120:], actor=actor)
        return ngettext("%(num)s term is taken over.", "%(num)s terms are taken over.", count)
    if what == "add":
        terms.add(db.session, request.form, actor=actor)
        return _("Saved.")
    if what == "delete":
        terms.delete(db.session, _id(target), actor=actor)
        return _("Deleted.")
    raise InvalidError("act_unknown", N_("Use the buttons of this page."))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidError("act_unknown", N_("Use the buttons of this page.")) from error


def _page(refusal: DomainError | None = None) -> ResponseReturnValue:
    body = render_template(
        "questionnaires/translate/glossary.html",
        terms=glossary.terms_by_name(terms.glossary(db.session).terms),
        refusal=refusal,
        sent=request.form,
    )
    return body, refusal.status if refusal else 200
