"""Staff pages of consultations: list, one consultation, prepare, open, close."""

import re
from collections.abc import Mapping, Sequence
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts import queries as accounts
from consult.accounts.access import current_account, current_actor, only
from consult.accounts.models import Role
from consult.consultations import (
    correcting,
    gates,
    impact,
    invited_only,
    queries,
    rules,
    service,
)
from consult.consultations.forms import PHASE_NAMES, ConsultationForm
from consult.consultations.models import Consultation
from consult.consultations.rules import State
from consult.core import clock, db, panels
from consult.core.errors import DomainError, InvalidError, Problem
from consult.core.i18n import _
from consult.core.locales import N_
from consult.meetings import queries as meetings
from consult.meetings.models import Meeting
from consult.questionnaires import queries as questionnaires
from consult.questionnaires.editing import names

bp = Blueprint("consultations", __name__, url_prefix="/staff/consultations")

prepares = only(Role.SECRETARIAT, Role.CHAIR, Role.ADMIN)
OPENS = (Role.CHAIR, Role.ADMIN)

STATE_NAMES = {
    State.OPEN: N_("Open"),
    State.WAITING: N_("Waiting for its day"),
    State.DRAFT: N_("Draft"),
    State.CLOSED: N_("Closed"),
}
#: What a waived gate means, in the words of the person who waives it.
WAIVER_NAMES = {
    "past": N_("Open it although its closing time is past. Why?"),
    "safeguarding": N_("Open it although nobody is named for safeguarding. Why?"),
    "impact": N_("Open it although the impact record is not there or not current. Why?"),
    "phase": N_("Open it although its window does not fit the meeting. Why?"),
}


@bp.get("/")
@prepares
def index() -> ResponseReturnValue:
    """List the consultations by where they stand."""
    now = clock.now()
    by_state: dict[State, list[Consultation]] = {state: [] for state in STATE_NAMES}
    for consultation in queries.all_consultations(db.session):
        by_state[rules.state(consultation, now)].append(consultation)
    return render_template(
        "consultations/index.html",
        by_state=by_state,
        state_names=STATE_NAMES,
        phase_names=PHASE_NAMES,
    )


@panels.offer("meeting", "consultations/of_meeting.html")
def _of_meeting(meeting: Meeting) -> dict[str, object]:
    now = clock.now()
    found = queries.of_meeting(db.session, meeting)
    return {
        "lines": [(one, STATE_NAMES[rules.state(one, now)]) for one in found],
        "phase_names": PHASE_NAMES,
    }


@bp.route("/add", methods=["GET", "POST"])
@prepares
def add() -> ResponseReturnValue:
    """Prepare a new consultation."""
    known = meetings.all_meetings(db.session)
    asked = questionnaires.all_questionnaires(db.session)
    people = accounts.active(db.session)
    form = ConsultationForm(place=request.args.get("meeting") or _latest(known))
    form.begin_with(asked, request.args.get("questionnaire", ""))
    form.offer(known, asked, people)
    if form.validate_on_submit():
        try:
            made = service.add(db.session, form.plan(known, asked, people), actor=current_actor())
            db.session.commit()
        except InvalidError as refusal:
            form.take(refusal)
        else:
            flash(_("The consultation is kept as a draft."))
            return redirect(url_for(".show", slug=made.slug))
    page = render_template(
        "consultations/edit.html",
        form=form,
        consultation=None,
        meeting=form.meeting(known),
        questionnaires=asked,
        meetings=known,
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/<slug>/edit", methods=["GET", "POST"])
@prepares
def edit(slug: str) -> ResponseReturnValue:
    """Change a consultation that young people could not answer yet."""
    consultation = queries.by_slug(db.session, slug)
    known = meetings.all_meetings(db.session)
    asked = questionnaires.all_questionnaires(db.session)
    people = accounts.active(db.session)
    form = ConsultationForm(data=ConsultationForm.stored(consultation))
    form.offer(known, asked, people)
    if form.validate_on_submit():
        try:
            plan = form.plan(known, asked, people)
            service.change(db.session, consultation, plan, actor=current_actor())
            db.session.commit()
        except DomainError as refusal:
            form.take(refusal)
        else:
            flash(_("The consultation is changed."))
            return redirect(url_for(".show", slug=plan.slug))
    page = render_template(
        "consultations/edit.html",
        form=form,
        consultation=consultation,
        meeting=form.meeting(known),
        questionnaires=asked,
        meetings=known,
    )
    return page, 422 if form.is_submitted() else 200


@bp.get("/<slug>")
@prepares
def show(slug: str) -> ResponseReturnValue:
    """Show where a consultation stands, and what is missing before it can open."""
    return _page(queries.by_slug(db.session, slug))


@bp.post("/<slug>/open")
@only(*OPENS)
def open_(slug: str) -> ResponseReturnValue:
    """Approve a draft; it takes answers inside its window."""
    consultation = queries.by_slug(db.session, slug)
    waivers = {
        gate: request.form[f"waive-{gate}"]
        for gate in (*gates.WAIVABLE, gates.QUESTIONS)
        if request.form.get(f"waive-{gate}", "").strip()
    }
    try:
        _ask_why(consultation, waivers)
        service.open_(db.session, consultation, waivers=waivers, actor=current_actor())
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _page(queries.by_slug(db.session, slug), refusal), refusal.status
    waits = rules.state(consultation, clock.now()) is State.WAITING
    flash(_("Approved: it opens by itself at its time.") if waits else _("It is open."))
    return redirect(url_for(".show", slug=slug))


@bp.route("/<slug>/impact", methods=["GET", "POST"])
@prepares
def write_impact(slug: str) -> ResponseReturnValue:
    """Write or renew the child-rights impact record; print it."""
    consultation = queries.by_slug(db.session, slug)
    written = consultation.impact
    if request.method == "POST":
        try:
            impact.write(db.session, consultation, request.form, actor=current_actor())
        except InvalidError as refusal:
            db.session.rollback()
            return _impact_page(consultation, request.form, refusal), refusal.status
        db.session.commit()
        flash(_("The impact record is stored."))
        return redirect(url_for(".show", slug=slug))
    return _impact_page(consultation, written.answers if written else {})


def _impact_page(
    consultation: Consultation, told: Mapping[str, str], refusal: InvalidError | None = None
) -> str:
    return render_template(
        "consultations/impact.html",
        consultation=consultation,
        questions=impact.QUESTIONS,
        told_so_far=told,
        wrong={problem.where: problem for problem in refusal.problems} if refusal else {},
        doubts=list(impact.problems(consultation.impact, clock.today())),
    )


@bp.post("/<slug>/correct")
@only(*OPENS)
def correct(slug: str) -> ResponseReturnValue:
    """Put what the questionnaire says by now before young people."""
    consultation = queries.by_slug(db.session, slug)
    try:
        correcting.correct(db.session, consultation, actor=current_actor())
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _page(queries.by_slug(db.session, slug), refusal), refusal.status
    flash(_("Young people read the new version from now on."))
    return redirect(url_for(".show", slug=slug))


@bp.post("/<slug>/invited-only")
@only(*OPENS)
def only_invited(slug: str) -> ResponseReturnValue:
    """Take answers with an invitation code alone for 24 hours, or end that."""
    consultation = queries.by_slug(db.session, slug)
    if request.form.get("go") == "end":
        invited_only.end(db.session, consultation, actor=current_actor())
        said = _("Everybody can send answers again.")
    else:
        invited_only.begin(db.session, consultation, actor=current_actor())
        said = _("For 24 hours only answers with an invitation code are taken.")
    db.session.commit()
    flash(said)
    return redirect(url_for(".show", slug=slug))


@bp.post("/<slug>/close")
@only(*OPENS)
def close(slug: str) -> ResponseReturnValue:
    """End a consultation now."""
    service.close(db.session, queries.by_slug(db.session, slug), actor=current_actor())
    db.session.commit()
    flash(_("It is closed."))
    return redirect(url_for(".show", slug=slug))


def _page(consultation: Consultation, refusal: DomainError | None = None) -> str:
    state = rules.state(consultation, clock.now())
    obstacles = service.obstacles(consultation) if state is State.DRAFT else []
    return render_template(
        "consultations/show.html",
        consultation=consultation,
        state=state,
        ends_at=rules.ends_at(consultation),
        state_name=STATE_NAMES[state],
        phase_name=PHASE_NAMES[consultation.phase],
        obstacles=obstacles,
        way_to=partial(_way_to, consultation),
        in_questionnaire=[problem for problem in obstacles if _is_in_questionnaire(problem)],
        doubts=service.doubts(consultation) if state is State.DRAFT else [],
        waivable={p.code: WAIVER_NAMES[p.code] for p in obstacles if p.code in gates.WAIVABLE},
        can_open=_can_open(obstacles),
        may_open=current_account().role in OPENS,
        invited_until=rules.asks_code(consultation, clock.now()),
        refusal=refusal,
        difference_names=names.DIFFERENCES,
        asked=correcting.history(db.session, consultation),
        otherwise=correcting.pending(db.session, consultation)
        if state in {State.WAITING, State.OPEN}
        else None,
    )


def _ask_why(consultation: Consultation, waivers: Mapping[str, str]) -> None:
    """Have a person say why, where the questions are open to doubt; a command may leave it out."""
    is_draft = rules.state(consultation, clock.now()) is State.DRAFT
    if is_draft and gates.QUESTIONS not in waivers and service.doubts(consultation):
        message = N_("Say why it opens in spite of the advice about its questions.")
        raise InvalidError("doubts_without_reason", message)


#: Problems that are mended on the page of translations.
_IN_TRANSLATIONS = {"machine_unsigned", "translation_stale", "other_language"}


def _way_to(consultation: Consultation, problem: Problem) -> str:
    """Return the address where a problem is mended; empty where no page is nearer than its own."""
    if _is_in_form(problem):
        return url_for(".edit", slug=consultation.slug, _anchor=problem.where)
    if problem.where == "impact":
        return url_for(".write_impact", slug=consultation.slug)
    asked = f"/staff/questionnaires/{consultation.questionnaire_id}"
    if problem.code in _IN_TRANSLATIONS:
        return f"{asked}/translate"
    found = re.match(r"page (\d+)(?:, question (\w+))?", problem.where)
    if found is None:
        return ""
    return f"{asked}/edit/questions/{found[2]}" if found[2] else f"{asked}/edit#page-{found[1]}"


def _is_in_form(problem: Problem) -> bool:
    """Tell whether a problem points at a field of the form, and not into the questionnaire."""
    return problem.where.partition("-")[0] in ConsultationForm.FIELDS


def _is_in_questionnaire(problem: Problem) -> bool:
    return not _is_in_form(problem) and problem.code != "impact"


def _latest(known: Sequence[Meeting]) -> str:
    return str(known[0].number) if known else ""


def _can_open(obstacles: list[Problem]) -> bool:
    return all(problem.code in gates.WAIVABLE for problem in obstacles)
