"""The page for young people and the self-assessment: written by staff, read by anybody."""

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_actor
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core import db, panels, reading
from consult.core.errors import DomainError
from consult.core.i18n import _
from consult.core.locales import LANGUAGES, LETTERS
from consult.core.web import public
from consult.meetings import queries as meetings
from consult.meetings.models import Meeting
from consult.responses import models as responses
from consult.summaries import queries as summaries
from consult.summaries import service as words
from consult.summaries.blueprint import STAFF, bp, desk
from consult.summaries.claims import assessment, queries, writing, young, young_document
from consult.summaries.claims.forms import ApproveForm, StatementForm, YoungForm
from consult.summaries.claims.pages import Saved, save
from consult.summaries.paper import Paper


@bp.route(f"{STAFF}/<int:number>/for-young-people", methods=["GET", "POST"])
@desk
def write_young(number: int) -> ResponseReturnValue:
    """Write the summary in plain words."""
    return _write_young(number)


@bp.post(f"{STAFF}/<int:number>/for-young-people/approve")
@desk
def approve_young(number: int) -> ResponseReturnValue:
    """Note that somebody has read the plain words and lets them be shown."""
    meeting = meetings.by_number(db.session, number)
    try:
        draft = words.draft(db.session, meeting, actor=current_actor())
        seen = ApproveForm().seen.data or ""
        writing.approve_young(db.session, draft, seen=seen, actor=current_actor())
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _write_young(number, refusal)
    flash(_("The page for young people is approved."))
    return redirect(url_for(".write_young", number=number))


def _write_young(number: int, refusal: DomainError | None = None) -> ResponseReturnValue:
    meeting = meetings.by_number(db.session, number)
    summary = summaries.find(db.session, meeting)
    stored = queries.young_of(db.session, summary) if summary else None
    form = YoungForm(
        data={
            "text": stored.text if stored else {},
            "revision": stored.revision if stored else 0,
        }
    )
    saved = Saved(done=False, status=200)
    if refusal is None:
        saved = save(form, lambda: _keep_young(meeting, form))
        if saved.done:
            return redirect(url_for(".write_young", number=number))
    meeting = meetings.by_number(db.session, number)
    summary = summaries.find(db.session, meeting)
    kept = [row.content for row in queries.kept(db.session, summary)] if summary else []
    own = young.write(kept)
    shown = queries.young_text(db.session, summary, kept) if summary else {}
    digest = young.digest(shown)
    approve = ApproveForm(formdata=None, data={"seen": digest})
    page = render_template(
        "summaries/write_young.html",
        meeting=meeting,
        form=form,
        own=own,
        shown=shown,
        row=stored,
        approve=approve,
        approved=summary is not None and queries.approved_young(db.session, summary) == digest,
        refusal=refusal,
        measured={tag: reading.measure(shown[tag], tag) for tag in LANGUAGES if shown.get(tag)},
        theirs=saved.theirs,
    )
    return page, refusal.status if refusal is not None else saved.status


def _keep_young(meeting: Meeting, form: YoungForm) -> None:
    actor = current_actor()
    draft = words.draft(db.session, meeting, actor=actor)
    revision = form.seen_revision()
    writing.write_young(db.session, draft, form.text.data, revision=revision, actor=actor)


@bp.get("/<language:lang>/documents/<symbol>/for-young-people")
@public
def for_young_people(lang: str, symbol: str) -> ResponseReturnValue:
    """Show a signed summary in plain words."""
    paper = summaries.signed(db.session, symbol)
    text = paper.for_young.get(lang, "")
    if not text:
        abort(404)
    return render_template("summaries/for_young_people.html", paper=paper, lines=text.splitlines())


@bp.get("/<language:lang>/documents/<symbol>/for-young-people.pdf")
@public
def for_young_people_file(lang: str, symbol: str) -> ResponseReturnValue:
    """Give a signed summary in plain words as a document."""
    paper = summaries.signed(db.session, symbol)
    if not paper.for_young.get(lang, ""):
        abort(404)
    response = Response(young_document.pdf(paper, lang), mimetype="application/pdf")
    name = f"{paper.symbol}-{LETTERS[lang]}-for-young-people.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _told_young(paper: Paper | None) -> Paper | None:
    return paper if paper is not None and paper.for_young else None


@panels.offer("public consultation", "summaries/young_link.html")
def _of_consultation(consultation: Consultation) -> Paper | None:
    return _told_young(summaries.signed_of(db.session, consultation.meeting))


@panels.offer("receipt", "summaries/young_link.html")
def _of_receipt(response: responses.Response) -> Paper | None:
    with db.database().session(read_only=True) as opened:
        consultation = opened.get_one(Consultation, response.consultation_id)
        return _told_young(summaries.signed_of(opened, consultation.meeting))


@panels.offer("public consultation", "summaries/assessed_link.html")
def _assessed(consultation: Consultation) -> Consultation | None:
    return consultation if consultation.approved_at else None


@panels.offer("consultation", "summaries/to_assess.html")
def _to_assess(consultation: Consultation) -> Consultation:
    return consultation


@bp.get("/<language:lang>/consultations/<slug>/method")
@public
def assessed(lang: str, slug: str) -> ResponseReturnValue:
    """Show how a consultation meets each requirement, what is not confirmed among it."""
    consultation = consultations.find(db.session, slug)
    if consultation is None or consultation.approved_at is None:
        abort(404)
    annexed = queries.annexed(db.session, [consultation])
    return render_template(
        "summaries/assessed.html",
        consultation=consultation,
        statements=dict(annexed[0].statements) if annexed else {},
        sources=assessment.SOURCES,
        lang=lang,
    )


@bp.get(f"{STAFF}/assessment/<slug>")
@desk
def assess(slug: str) -> ResponseReturnValue:
    """List the requirements with what is said of each."""
    consultation = consultations.by_slug(db.session, slug)
    return render_template(
        "summaries/assess.html",
        consultation=consultation,
        rows=queries.assessments(db.session, consultation),
        sources=assessment.SOURCES,
        languages=LANGUAGES,
    )


@bp.route(f"{STAFF}/assessment/<slug>/<requirement>", methods=["GET", "POST"])
@desk
def assess_one(slug: str, requirement: str) -> ResponseReturnValue:
    """Write what is said of one requirement."""
    consultation = consultations.by_slug(db.session, slug)
    if requirement not in assessment.REQUIREMENTS:
        abort(404)
    stored = queries.assessments(db.session, consultation).get(requirement)
    given = {
        "statement": stored.statement if stored else {},
        "revision": stored.revision if stored else 0,
    }
    form = StatementForm(data=given)
    saved = save(
        form,
        lambda: writing.assess(
            db.session,
            consultation,
            requirement,
            form.statement.data,
            revision=form.seen_revision(),
            actor=current_actor(),
        ),
    )
    if saved.done:
        return redirect(url_for(".assess", slug=slug))
    page = render_template(
        "summaries/assess_one.html",
        consultation=consultations.by_slug(db.session, slug),
        requirement=assessment.REQUIREMENTS[requirement],
        form=form,
        theirs=saved.theirs,
    )
    return page, saved.status
