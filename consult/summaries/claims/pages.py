"""Staff pages of claims: what the summary says, where it comes from, what would change."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_actor
from consult.core import db, i18n
from consult.core.errors import DomainError
from consult.core.i18n import _, told
from consult.core.locales import N_
from consult.meetings import queries as meetings
from consult.meetings.models import Meeting
from consult.summaries import queries as summaries
from consult.summaries import service as words
from consult.summaries.blueprint import STAFF, bp, desk, keys
from consult.summaries.claims import (
    changes,
    commenting,
    evidence,
    queries,
    sentences,
    service,
    tracing,
)
from consult.summaries.claims.claim import Kind
from consult.summaries.claims.forms import (
    ActForm,
    CommentForm,
    NoteForm,
    RecomputeForm,
    RevisedForm,
    WordingForm,
)
from consult.summaries.claims.keeping import WrittenMeanwhileError
from consult.summaries.claims.models import SummaryClaim
from consult.summaries.models import Summary

KIND_NAMES = {
    Kind.COUNT: N_("Count"),
    Kind.TABLE: N_("Table"),
    Kind.QUOTE: N_("Quote"),
    Kind.CONTRAST: N_("Difference"),
    Kind.THEME: N_("Theme"),
    Kind.NOTE: N_("Note"),
}
EFFECT_NAMES = {
    changes.Effect.CHANGED: N_("Changed"),
    changes.Effect.LOST: N_("Lost its evidence"),
    changes.Effect.NEW: N_("New"),
}


@dataclass(frozen=True)
class Saved:
    """What became of a form: kept, or shown again with what somebody else wrote meanwhile."""

    done: bool
    status: int
    theirs: WrittenMeanwhileError | None = None


def save(form: RevisedForm, write: Callable[[], object]) -> Saved:
    """Keep what a form brings when it was sent; nothing typed is lost when it cannot be kept.

    Args:
        form: as it came; what is wrong is written into it.
        write: the act that keeps it.
    """
    if not form.validate_on_submit():
        return Saved(done=False, status=422 if form.is_submitted() else 200)
    try:
        write()
        db.session.commit()
    except WrittenMeanwhileError as refusal:
        db.session.rollback()
        form.form_errors = [told(refusal)]
        form.starts_from(refusal.revision)
        return Saved(done=False, status=refusal.status, theirs=refusal)
    except DomainError as refusal:
        db.session.rollback()
        form.take(refusal)
        return Saved(done=False, status=refusal.status)
    flash(_("What you wrote is kept."))
    return Saved(done=True, status=302)


@bp.get(f"{STAFF}/<int:number>/claims")
@desk
def claims(number: int) -> ResponseReturnValue:
    """Show the statements of a meeting's summary in their order."""
    return _claims(meetings.by_number(db.session, number))


def _claims(meeting: Meeting, refusal: DomainError | None = None) -> ResponseReturnValue:
    summary = summaries.find(db.session, meeting)
    rows = queries.of_summary(db.session, summary) if summary else []
    quotes = summaries.quotes(db.session, keys(), meeting) if rows else {}
    page = render_template(
        "summaries/claims.html",
        meeting=meeting,
        summary=summary,
        kept=[row for row in rows if not row.dropped],
        dropped=[row for row in rows if row.dropped],
        said=_said,
        quotes={evidence.quote_id(name): quote for name, quote in quotes.items()},
        kind_names=KIND_NAMES,
        form=ActForm(),
        refusal=refusal,
    )
    return page, refusal.status if refusal else 200


def _said(row: SummaryClaim) -> dict[str, str]:
    claim = row.content
    return (sentences.render(claim) if claim.supported else {}) | row.wording


@bp.post(f"{STAFF}/<int:number>/claims/draft")
@desk
def draft_claims(number: int) -> ResponseReturnValue:
    """Add the statements that today's tables give."""
    meeting = meetings.by_number(db.session, number)
    try:
        summary = words.draft(db.session, meeting, actor=current_actor())
        added = service.draft(db.session, keys(), summary, actor=current_actor())
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _claims(meetings.by_number(db.session, number), refusal)
    flash(_("Statements added: %(count)s", count=added))
    return redirect(url_for(".claims", number=number))


def _found(number: int, claim_id: UUID) -> tuple[Meeting, Summary, SummaryClaim]:
    meeting = meetings.by_number(db.session, number)
    summary = summaries.find(db.session, meeting)
    row = queries.one(db.session, summary, claim_id)
    assert summary is not None
    return meeting, summary, row


@bp.post(f"{STAFF}/<int:number>/claims/<uuid:claim_id>/keep")
@desk
def keep_claim(number: int, claim_id: UUID) -> ResponseReturnValue:
    """Keep a statement, or leave it out."""
    meeting, summary, row = _found(number, claim_id)
    kept = request.form.get("kept") == "yes"
    try:
        service.set_kept(db.session, summary, row, kept=kept, actor=current_actor())
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _claims(meeting, refusal)
    return redirect(url_for(".claims", number=number, _anchor=f"claim-{claim_id}"))


@bp.post(f"{STAFF}/<int:number>/claims/<uuid:claim_id>/move")
@desk
def move_claim(number: int, claim_id: UUID) -> ResponseReturnValue:
    """Move a statement one place up or down."""
    meeting, summary, row = _found(number, claim_id)
    down = request.form.get("down") == "yes"
    try:
        service.move(db.session, summary, row, down=down, actor=current_actor())
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _claims(meeting, refusal)
    return redirect(url_for(".claims", number=number, _anchor=f"claim-{claim_id}"))


@bp.route(f"{STAFF}/<int:number>/claims/<uuid:claim_id>", methods=["GET", "POST"])
@desk
def claim(number: int, claim_id: UUID) -> ResponseReturnValue:
    """Show where a statement comes from; on a POST keep other words for it."""
    _meeting, summary, row = _found(number, claim_id)
    form = WordingForm(data={"wording": row.wording, "revision": row.revision})
    saved = save(
        form,
        lambda: service.reword(
            db.session,
            summary,
            row,
            form.wording.data,
            revision=form.seen_revision(),
            actor=current_actor(),
        ),
    )
    if saved.done:
        return redirect(url_for(".claim", number=number, claim_id=claim_id))
    page = _claim(number, claim_id, form, CommentForm(formdata=None), saved.theirs)
    return page, saved.status


def _claim(
    number: int,
    claim_id: UUID,
    form: WordingForm,
    comment: CommentForm,
    theirs: WrittenMeanwhileError | None = None,
) -> str:
    meeting, summary, row = _found(number, claim_id)
    content = row.content
    signed = summary.signed_at is not None
    paper = (
        summaries.paper(db.session, keys(), number)
        if signed
        else summaries.material(db.session, keys(), meeting).paper
    )
    return render_template(
        "summaries/claim.html",
        meeting=meeting,
        summary=summary,
        row=row,
        content=content,
        own=sentences.render(content) if content.supported else {},
        traces=tracing.trace(content, paper),
        kind_names=KIND_NAMES,
        form=form,
        comment=comment,
        theirs=theirs,
    )


@bp.post(f"{STAFF}/<int:number>/claims/<uuid:claim_id>/comments")
@desk
def comment_claim(number: int, claim_id: UUID) -> ResponseReturnValue:
    """Say something about a statement to colleagues."""
    _meeting, _summary, row = _found(number, claim_id)
    form = CommentForm()
    if form.validate_on_submit():
        try:
            commenting.comment(db.session, row, form.comment.data or "", actor=current_actor())
            db.session.commit()
        except DomainError as refusal:
            db.session.rollback()
            form.comment.errors = [told(refusal)]
        else:
            return redirect(url_for(".claim", number=number, claim_id=claim_id))
    stored = _found(number, claim_id)[2]
    given = {"wording": stored.wording, "revision": stored.revision}
    return _claim(number, claim_id, WordingForm(formdata=None, data=given), form), 422


@bp.post(f"{STAFF}/<int:number>/claims/<uuid:claim_id>/comments/<uuid:comment_id>")
@desk
def resolve_comment(number: int, claim_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Settle a comment."""
    _meeting, _summary, row = _found(number, claim_id)
    commenting.resolve(db.session, row, comment_id, actor=current_actor())
    db.session.commit()
    return redirect(url_for(".claim", number=number, claim_id=claim_id, _anchor="comments"))


@bp.route(f"{STAFF}/<int:number>/claims/recompute", methods=["GET", "POST"])
@desk
def recompute_claims(number: int) -> ResponseReturnValue:
    """Show what today's answers would change; on a POST take it over."""
    meeting = meetings.by_number(db.session, number)
    summary = summaries.find(db.session, meeting)
    form = RecomputeForm()
    refusal: DomainError | None = None
    if summary is not None and form.validate_on_submit():
        try:
            seen = form.seen.data or ""
            service.accept(db.session, keys(), summary, seen=seen, actor=current_actor())
            db.session.commit()
        except DomainError as refused:
            db.session.rollback()
            refusal = refused
        else:
            flash(_("The statements have the numbers of today."))
            return redirect(url_for(".claims", number=number))
    return _recompute(meetings.by_number(db.session, number), form, refusal)


def _recompute(
    meeting: Meeting, form: RecomputeForm, refusal: DomainError | None
) -> ResponseReturnValue:
    summary = summaries.find(db.session, meeting)
    open_ = summary is not None and summary.signed_at is None
    found = service.differences(db.session, keys(), summary) if summary and open_ else ()
    form.seen.data = changes.digest(found)
    page = render_template(
        "summaries/recompute.html",
        meeting=meeting,
        changes=found,
        render=sentences.render,
        effect_names=EFFECT_NAMES,
        form=form,
        refusal=refusal,
    )
    return page, refusal.status if refusal else 200


@bp.route(f"{STAFF}/<int:number>/claims/notes", methods=["GET", "POST"])
@desk
def add_note(number: int) -> ResponseReturnValue:
    """Add a statement that people write, tied to what it rests on."""
    meeting = meetings.by_number(db.session, number)
    form = NoteForm()
    form.offer(summaries.tables(db.session, meeting), i18n.language())
    if form.validate_on_submit():
        try:
            summary = words.draft(db.session, meeting, actor=current_actor())
            under, text = form.under.data, form.text.data
            service.add_note(db.session, summary, under, text, actor=current_actor())
            db.session.commit()
        except DomainError as refusal:
            db.session.rollback()
            form.take(refusal)
        else:
            flash(_("What you wrote is kept."))
            return redirect(url_for(".claims", number=number))
    page = render_template(
        "summaries/note.html", meeting=meetings.by_number(db.session, number), form=form
    )
    return page, 422 if form.is_submitted() else 200
