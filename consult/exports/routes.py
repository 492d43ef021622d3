"""Staff pages of a meeting's paper: download it, and write and sign what follows a signed one."""

from typing import cast

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_account, current_actor, may_reach, only
from consult.accounts.models import Role
from consult.core import db, panels
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, NotFoundError
from consult.core.forms import BaseForm
from consult.core.i18n import _, language, told
from consult.core.locales import N_
from consult.exports import paper_form, revised, service
from consult.exports.forms import FollowForm, PaperForm, RevisionForm
from consult.meetings import queries as meetings
from consult.meetings.symbols import ChangeKind
from consult.summaries import paper as papers
from consult.summaries import queries, revisions
from consult.summaries.forms import SignForm
from consult.summaries.models import Summary
from consult.summaries.paper import Paper, Quote

bp = Blueprint("exports", __name__, url_prefix="/staff/papers")

paper_form.offer_forms()

readers = only(Role.CHAIR, Role.SECRETARIAT, Role.ADMIN, Role.VICE_CHAIR)
writers = only(Role.CHAIR, Role.SECRETARIAT)


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


@panels.offer("home", "exports/struck.html")
def _struck(_subject: object) -> list[revisions.Struck] | None:
    if not may_reach("exports.revision", current_account()):
        return None
    return revisions.proposals(db.session) or None


@bp.get("/<int:number>/revision")
@writers
def revision(number: int) -> ResponseReturnValue:
    """Show the draft of what follows a signed paper, or offer to begin one."""
    summary = queries.find(db.session, meetings.by_number(db.session, number))
    if summary is None or summary.frozen is None:
        return redirect(url_for(".paper", number=number))  # nothing follows what is not signed
    return _revision(number)


@bp.post("/<int:number>/revision")
@writers
def revise(number: int) -> ResponseReturnValue:
    """Begin what follows a signed paper, or keep what was written in its draft."""
    summary = _signed(number)
    begun = revisions.begun(db.session, summary)
    form = RevisionForm() if begun else FollowForm()
    if not form.validate_on_submit():
        return _revision(number, form)
    try:
        if begun is None:
            kind = ChangeKind(form.kind.data)
            revisions.begin(db.session, summary, kind, actor=current_actor())
        else:
            left_out = request.form.getlist("left_out")
            values = form.values()
            revisions.edit(db.session, begun, **values, left_out=left_out, actor=current_actor())
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _revision(number, form, refusal)
    if begun is not None:
        flash(_("What you wrote is kept."))
    return redirect(url_for(".revision", number=number))


@bp.post("/<int:number>/revision/abandon")
@writers
def abandon_revision(number: int) -> ResponseReturnValue:
    """Give the draft of what follows a signed paper up."""
    begun = revisions.begun(db.session, _signed(number))
    if begun is not None:
        try:
            revisions.abandon(db.session, begun, actor=current_actor())
            db.session.commit()
        except DomainError as refusal:
            db.session.rollback()
            return _revision(number, refusal=refusal)
    flash(_("The draft is given up. The signed paper stays as it is."))
    return redirect(url_for(".paper", number=number))


@bp.post("/<int:number>/revision/sign")
@only(Role.CHAIR)
def sign_revision(number: int) -> ResponseReturnValue:
    """Sign what follows a signed paper: it gets its number and is frozen."""
    begun = revisions.begun(db.session, _signed(number))
    form = SignForm()
    if begun is None or not form.validate_on_submit():
        return _revision(number, signing=form)
    try:
        summary = revisions.sign(
            db.session, _keys(), begun, seen=form.seen.data or "", actor=current_actor()
        )
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _revision(number, refusal=refusal, signing=form)
    symbol = summary.document.symbol if summary.document else ""
    flash(_("The summary is signed. Its number: %(symbol)s", symbol=symbol))
    return redirect(url_for(".paper", number=number))


def _revision(
    number: int,
    form: BaseForm | None = None,
    refusal: DomainError | None = None,
    signing: SignForm | None = None,
) -> ResponseReturnValue:
    summary = _signed(number)
    begun = revisions.begun(db.session, summary)
    shown: dict[str, object] = {}
    signing = signing or SignForm()
    if begun is not None:
        draft = revisions.draft(db.session, _keys(), begun)
        signing.seen.data = papers.digest(draft.to_json())
        shown = {
            "lines": revised.of_draft(draft, begun.kind, language()),
            "obstacles": revisions.obstacles(draft),
            "quotes": _quotes_of(number),
            "left_out": request.form.getlist("left_out") if form else begun.left_out,
        }
    wrong = bool(refusal or (form and form.errors) or signing.errors)
    page = render_template(
        "exports/revision.html",
        number=number,
        symbol=summary.document.symbol if summary.document else "",
        revision=begun,
        form=form or (RevisionForm.of_draft(begun) if begun else FollowForm()),
        signing=signing,
        refusal=refusal,
        may_sign=current_account().role is Role.CHAIR,
        **shown,
    )
    return page, (refusal.status if refusal else 422) if wrong else 200


def _quotes_of(number: int) -> list[Quote]:
    """Return the quotes of the signed paper that may still be printed."""
    paper = queries.paper(db.session, _keys(), number)
    quotes = (q for c in paper.consultations for one in c.questions for q in one.quotes)
    return [quote for quote in quotes if quote.seal and not quote.taken_back]


def _signed(number: int) -> Summary:
    """Return the signed summary of a meeting.

    Raises:
        NotFoundError: it is not signed: nothing can follow it.
    """
    summary = queries.find(db.session, meetings.by_number(db.session, number))
    if summary is None or summary.frozen is None:
        message = N_("The summary of meeting %(number)s is not signed yet. Wait for the chair.")
        raise NotFoundError("summary_not_signed", message, number=number)
    return summary


def _page(form: PaperForm, found: Paper) -> str:
    may_revise = may_reach("exports.revision", current_account())
    return render_template("exports/download.html", form=form, paper=found, may_revise=may_revise)


def _keys() -> Keyring:
    return cast("Keyring", current_app.extensions["keys"])
