"""The page for young people and the self-assessment: written by staff, read by anybody."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_actor
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core import db, panels, reading
from consult.core.errors import DomainError
from consult.core.i18n import _, told
from consult.core.locales import LANGUAGES
from consult.core.web import public
from consult.meetings import queries as meetings
from consult.responses.models import Response
from consult.summaries import queries as summaries
from consult.summaries import service as words
from consult.summaries.blueprint import STAFF, bp, desk
from consult.summaries.claims import assessment, queries, writing, young
from consult.summaries.claims.forms import StatementForm, YoungForm
from consult.summaries.claims.keeping import WrittenMeanwhileError
from consult.summaries.paper import Paper


@bp.route(f"{STAFF}/<int:number>/for-young-people", methods=["GET", "POST"])
@desk
def write_young(number: int) -> ResponseReturnValue:
    """Write the summary in plain words."""
    meeting = meetings.by_number(db.session, number)
    summary = summaries.find(db.session, meeting)
    stored = queries.young_of(db.session, summary) if summary else None
    form = YoungForm(
        data={
            "text": stored.text if stored else {},
            "revision": stored.revision if stored else 0,
        }
    )
    theirs: WrittenMeanwhileError | None = None
    status = 422
    if form.validate_on_submit():
        try:
            draft = words.draft(db.session, meeting, actor=current_actor())
            writing.write_young(
                db.session,
                draft,
                form.text.data,
                revision=form.seen_revision(),
                actor=current_actor(),
            )
            db.session.commit()
        except WrittenMeanwhileError as refusal:
            db.session.rollback()
            theirs, status = refusal, refusal.status
            form.form_errors = [told(refusal)]
            form.starts_from(refusal.revision)
        except DomainError as refusal:
            db.session.rollback()
            form.take(refusal)
            status = refusal.status
        else:
            flash(_("What you wrote is kept."))
            return redirect(url_for(".write_young", number=number))
    meeting = meetings.by_number(db.session, number)
    summary = summaries.find(db.session, meeting)
    kept = [row.content for row in queries.kept(db.session, summary)] if summary else []
    own = young.write(kept)
    shown = queries.young_text(db.session, summary, kept) if summary else {}
    page = render_template(
        "summaries/write_young.html",
        meeting=meeting,
        form=form,
        own=own,
        measured={tag: reading.measure(shown[tag], tag) for tag in LANGUAGES if shown.get(tag)},
        theirs=theirs,
    )
    return page, status if form.is_submitted() else 200


@bp.get("/<language:lang>/documents/<symbol>/for-young-people")
@public
def for_young_people(lang: str, symbol: str) -> ResponseReturnValue:
    """Show a signed summary in plain words."""
    paper = summaries.signed(db.session, symbol)
    text = paper.for_young.get(lang, "")
    if not text:
        abort(404)
    return render_template("summaries/for_young_people.html", paper=paper, lines=text.splitlines())


def _told_young(paper: Paper | None) -> Paper | None:
    return paper if paper is not None and paper.for_young else None


@panels.offer("public consultation", "summaries/young_link.html")
def _of_consultation(consultation: Consultation) -> Paper | None:
    return _told_young(summaries.signed_of(db.session, consultation.meeting))


@panels.offer("receipt", "summaries/young_link.html")
def _of_receipt(response: Response) -> Paper | None:
    with db.database().session(read_only=True) as opened:
        consultation = opened.get_one(Consultation, response.consultation_id)
        return _told_young(summaries.signed_of(opened, consultation.meeting))


@panels.offer("public consultation", "summaries/assessed_link.html")
def _assessed(consultation: Consultation) -> Consultation | None:
    return consultation if queries.annexed(db.session, [consultation]) else None


@panels.offer("consultation", "summaries/to_assess.html")
def _to_assess(consultation: Consultation) -> Consultation:
    return consultation


@bp.get("/<language:lang>/consultations/<slug>/method")
@public
def assessed(lang: str, slug: str) -> ResponseReturnValue:
    """Show how a consultation meets the requirements, in its organisers' own words."""
    consultation = consultations.find(db.session, slug)
    if consultation is None or consultation.approved_at is None:
        abort(404)
    annexed = queries.annexed(db.session, [consultation])
    if not annexed:
        abort(404)
    return render_template(
        "summaries/assessed.html",
        consultation=consultation,
        statements=dict(annexed[0].statements),
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
    theirs: WrittenMeanwhileError | None = None
    status = 422
    if form.validate_on_submit():
        try:
            writing.assess(
                db.session,
                consultation,
                requirement,
                form.statement.data,
                revision=form.seen_revision(),
                actor=current_actor(),
            )
            db.session.commit()
        except WrittenMeanwhileError as refusal:
            db.session.rollback()
            theirs, status = refusal, refusal.status
            form.form_errors = [told(refusal)]
            form.starts_from(refusal.revision)
        except DomainError as refusal:
            db.session.rollback()
            form.take(refusal)
            status = refusal.status
        else:
            flash(_("What you wrote is kept."))
            return redirect(url_for(".assess", slug=slug))
    page = render_template(
        "summaries/assess_one.html",
        consultation=consultations.by_slug(db.session, slug),
        requirement=assessment.REQUIREMENTS[requirement],
        form=form,
        theirs=theirs,
    )
    return page, status if form.is_submitted() else 200
