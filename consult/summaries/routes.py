"""Staff pages of summaries: which meetings have one, results, words, quotes, signature."""

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_account, current_actor, only
from consult.accounts.models import Role
from consult.consultations.models import Consultation
from consult.core import db, panels
from consult.core.errors import DomainError, InvalidError
from consult.core.i18n import _
from consult.meetings import queries as meetings
from consult.meetings.models import Meeting
from consult.summaries import paper as papers
from consult.summaries import queries, service, themes
from consult.summaries.blueprint import STAFF, bp, desk, keys
from consult.summaries.claims import pages, young_pages
from consult.summaries.claims import queries as claims
from consult.summaries.forms import QuotesForm, SignForm, SummaryForm
from consult.summaries.rules import MOST_QUOTES
from consult.themes.counted import Counts


@bp.get(f"{STAFF}/")
@desk
def index() -> ResponseReturnValue:
    """List the meetings for which young people were consulted."""
    lines = [
        (meeting, queries.consulted(db.session, meeting), queries.find(db.session, meeting))
        for meeting in meetings.all_meetings(db.session)
    ]
    return render_template("summaries/index.html", lines=[line for line in lines if line[1]])


@bp.get(f"{STAFF}/<int:number>")
@desk
def show(number: int) -> ResponseReturnValue:
    """Show what a meeting's paper says now, and what is to be done before it is signed."""
    return _show(meetings.by_number(db.session, number), SignForm())


def _show(
    meeting: Meeting, form: SignForm, refusal: DomainError | None = None
) -> ResponseReturnValue:
    paper = queries.paper(db.session, keys(), meeting.number)
    signed = bool(paper.signed_on)
    summary = queries.find(db.session, meeting)
    form.seen.data = papers.digest(paper.to_json())
    page = render_template(
        "summaries/show.html",
        meeting=meeting,
        summary=summary,
        comments=claims.open_comments(db.session, summary) if summary and not signed else 0,
        paper=paper,
        form=form,
        refusal=refusal,
        obstacles=[] if signed else service.obstacles(db.session, meeting, paper),
        may_sign=current_account().role is Role.CHAIR,
        is_public="public.document" in current_app.view_functions,
    )
    return page, refusal.status if refusal else (422 if form.errors else 200)


@panels.offer("consultation", "summaries/answered.html")
def _answered(consultation: Consultation) -> queries.Answered | None:
    return queries.standing(db.session, consultation) if consultation.version else None


@panels.offer("meeting", "summaries/of_meeting.html")
def _of_meeting(meeting: Meeting) -> dict[str, object]:
    return {
        "begun": bool(queries.consulted(db.session, meeting)),
        "summary": queries.find(db.session, meeting),
    }


@panels.offer("themes", "summaries/themes.html")
def _themes(counted: tuple[Counts, int]) -> themes.PublishedThemes | None:
    counts, smallest = counted
    return themes.publish(counts, smallest)


@panels.offer("reviewed", "summaries/next_step.html")
def _next_step(consultation: Consultation) -> Consultation:
    return consultation


@bp.route(f"{STAFF}/<int:number>/edit", methods=["GET", "POST"])
@desk
def edit(number: int) -> ResponseReturnValue:
    """Write title, summary box and paragraphs."""
    meeting = meetings.by_number(db.session, number)
    stored = queries.find(db.session, meeting)
    form = SummaryForm.of(stored)
    status = 422
    if form.validate_on_submit():
        try:
            summary = service.draft(db.session, meeting, actor=current_actor())
            seen = form.seen.data or None
            service.edit(db.session, summary, **form.values(), seen=seen, actor=current_actor())
            db.session.commit()
        except DomainError as refusal:
            db.session.rollback()
            form.take(refusal)
            meeting = meetings.by_number(db.session, number)
            stored = queries.find(db.session, meeting)
            status = 409 if refusal.code == "written_meanwhile" else 422
        else:
            flash(_("What you wrote is kept."))
            return redirect(url_for(".show", number=number))
    own = queries.own_words(db.session, keys(), meeting)
    form.seen.data = service.words_digest(stored)
    page = render_template(
        "summaries/edit.html",
        form=form,
        meeting=meeting,
        own=own,
        theirs=stored if status == 409 else None,
    )
    return page, status if form.is_submitted() else 200


@bp.route(f"{STAFF}/<int:number>/quotes", methods=["GET", "POST"])
@desk
def quotes(number: int) -> ResponseReturnValue:
    """Choose which reviewed texts the paper quotes."""
    meeting = meetings.by_number(db.session, number)
    form = QuotesForm()
    if form.validate_on_submit():
        try:
            _choose(meeting)
        except DomainError as refusal:
            db.session.rollback()
            form.take(refusal)
        else:
            flash(_("The choice of quotes is kept."))
            return redirect(url_for(".show", number=number))
    summary = queries.find(db.session, meeting)
    stored = {str(quote.review_id) for quote in summary.quotes} if summary else set()
    page = render_template(
        "summaries/quotes.html",
        form=form,
        meeting=meeting,
        groups=queries.quotable_by_question(db.session, keys(), meeting),
        chosen=set(request.form.getlist("quote")) if form.is_submitted() else stored,
        most=MOST_QUOTES,
    )
    return page, 422 if form.is_submitted() else 200


def _choose(meeting: Meeting) -> None:
    try:
        chosen = [UUID(value) for value in request.form.getlist("quote")]
    except ValueError as error:
        raise InvalidError("not_quotable", service.NOT_QUOTABLE) from error
    summary = service.draft(db.session, meeting, actor=current_actor())
    service.choose_quotes(db.session, keys(), summary, chosen, actor=current_actor())
    db.session.commit()


@bp.post(f"{STAFF}/<int:number>/sign")
@only(Role.CHAIR)
def sign(number: int) -> ResponseReturnValue:
    """Sign: the paper gets its number and is frozen."""
    meeting = meetings.by_number(db.session, number)
    form = SignForm()
    if not form.validate_on_submit():
        return _show(meeting, form)
    try:
        summary = service.draft(db.session, meeting, actor=current_actor())
        seen = form.seen.data or ""
        service.sign(db.session, keys(), summary, seen=seen, actor=current_actor())
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _show(meetings.by_number(db.session, number), form, refusal)
    flash(_("The summary is signed. Its number: %(symbol)s", symbol=_symbol(meeting)))
    return redirect(url_for(".show", number=number))


def _symbol(meeting: Meeting) -> str:
    summary = queries.find(db.session, meeting)
    return summary.document.symbol if summary and summary.document else ""


__all__ = ["bp", "pages", "young_pages"]
