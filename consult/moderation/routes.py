"""Staff pages of the review: what waits, one text at a time, what was decided."""

import csv
import io
from functools import partial
from typing import cast
from uuid import UUID

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_actor, only, reads_raw_text
from consult.accounts.models import Role
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core import clock, db, panels
from consult.core.crypto import Keyring
from consult.core.errors import InvalidError
from consult.core.i18n import _
from consult.core.writable import cell
from consult.moderation import queries, queue, service
from consult.moderation.forms import DecisionForm
from consult.moderation.models import Decision
from consult.moderation.queries import PAGE, Text
from consult.moderation.rules import KIND_NAMES

#: Pages asked for beyond this are not looked for: databases refuse numbers without end.
_LAST_PAGE = 100_000

bp = Blueprint("moderation", __name__, url_prefix="/staff/moderation")

reviewers = only(Role.SECRETARIAT, Role.CHAIR, Role.ADMIN)


def _keys() -> Keyring:
    return cast("Keyring", current_app.extensions["keys"])


@bp.get("/")
@reviewers
def index() -> ResponseReturnValue:
    """List the questions with free texts, and how many of them wait."""
    lines = queries.waiting(db.session, consultations.all_consultations(db.session))
    return render_template("moderation/index.html", lines=lines)


@panels.offer("consultation", "moderation/to_review.html")
def _to_review(consultation: Consultation) -> list[queries.Waiting]:
    return queries.waiting(db.session, [consultation])


@bp.get("/<slug>/<text_code>")
@reviewers
def start(slug: str, text_code: str) -> ResponseReturnValue:
    """Go to the next text to decide on, or say that there is none."""
    consultation = consultations.by_slug(db.session, slug)
    question = queries.question_of(db.session, consultation, text_code)
    response_id = queries.next_undecided(db.session, consultation, text_code)
    if response_id and consultation.settled_at is None:
        address = url_for(".decide", slug=slug, text_code=text_code, response_id=response_id)
        return redirect(address)
    return render_template(
        "moderation/done.html", consultation=consultation, text_code=text_code, question=question
    )


@bp.route("/<slug>/<text_code>/<uuid:response_id>", methods=["GET", "POST"])
@reviewers
@reads_raw_text
def decide(slug: str, text_code: str, response_id: UUID) -> ResponseReturnValue:
    """Show one text; on a valid POST store the decision and go to the next."""
    consultation = consultations.by_slug(db.session, slug)
    text = queries.text(db.session, _keys(), consultation, text_code, response_id)
    form = DecisionForm.of(text)
    strikes_found = request.form.get("go") == "found"
    if strikes_found:
        form.strike_found(text)
    elif form.validate_on_submit():
        try:
            _store(text, form)
        except InvalidError as refusal:
            form.take(refusal)
        else:
            flash(_("The decision is stored."))
            return _go_on(slug, text_code)
    page = render_template(
        "moderation/decide.html",
        form=form,
        consultation=consultation,
        text=text,
        text_code=text_code,
        question=queries.question_of(db.session, consultation, text_code),
        kind_names=KIND_NAMES,
        of=_of(),
        seen=service.seen_as(text.review) if text.review else "",
        mine=text.review is not None and text.review.reviewer_id == current_actor().account_id,
        claimed_by=queue.claimed_by(
            db.session, response_id, text_code, current_actor().account_id, clock.now()
        ),
    )
    return page, 422 if form.is_submitted() and not strikes_found else 200


@bp.post("/<slug>/<text_code>/<uuid:response_id>/confirm")
@reviewers
@reads_raw_text
def confirm(slug: str, text_code: str, response_id: UUID) -> ResponseReturnValue:
    """Confirm somebody else's decision, and go to the next text."""
    consultation = consultations.by_slug(db.session, slug)
    text = queries.text(db.session, _keys(), consultation, text_code, response_id)
    if text.review is None:
        abort(409)
    seen = request.form.get("seen", "")
    service.confirm(db.session, text.review, seen=seen, actor=current_actor())
    db.session.commit()
    flash(_("The decision is confirmed. The text can be quoted now."))
    return _go_on(slug, text_code)


@bp.get("/queue")
@reviewers
def waiting() -> ResponseReturnValue:
    """List what waits over the consultations chosen: risk first, then age in days."""
    every = consultations.all_consultations(db.session)
    chosen = [one for one in every if one.slug in _of()] or list(every)
    mine = current_actor().account_id
    entries = queue.entries(db.session, chosen, mine, clock.now())
    return render_template(
        "moderation/queue.html",
        every=[one for one in every if one.version is not None and one.settled_at is None],
        of=_of(),
        entries=entries[:PAGE],
        total=len(entries),
        kind_names=KIND_NAMES,
        question_of=partial(queries.question_of, db.session),
    )


@bp.post("/queue")
@reviewers
@reads_raw_text
def take_next() -> ResponseReturnValue:
    """Take the first text that nobody else has open, and go to it."""
    return _next_in_queue()


@bp.get("/<slug>/log.csv")
@reviewers
def log(slug: str) -> ResponseReturnValue:
    """Give who decided what, when and why as a file, never a text."""
    consultation = consultations.by_slug(db.session, slug)
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(["when", "who", "question", "decision", "reasons"])
    writer.writerows(map(cell, line) for line in queue.log(db.session, consultation))
    answer = make_response(target.getvalue().encode("utf-8-sig"))
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = f"attachment; filename={slug}-review.csv"
    return answer


def _of() -> list[str]:
    """Return the slugs of the consultations whose queue is worked through."""
    return request.args.getlist("of")


def _go_on(slug: str, text_code: str) -> ResponseReturnValue:
    """Go to the next text: of the queue when one works through it, else of the question."""
    if "queue" in request.args:
        return _next_in_queue()
    return redirect(url_for(".start", slug=slug, text_code=text_code))


def _next_in_queue() -> ResponseReturnValue:
    every = consultations.all_consultations(db.session)
    chosen = [one for one in every if one.slug in _of()] or list(every)
    actor = current_actor()
    for entry in queue.entries(db.session, chosen, actor.account_id, clock.now()):
        if entry.claimed_by:
            continue
        if service.claim(db.session, entry.response_id, entry.text_code, actor=actor):
            db.session.commit()
            address = url_for(
                ".decide",
                slug=entry.consultation.slug,
                text_code=entry.text_code,
                response_id=entry.response_id,
                queue="",
                of=_of(),
            )
            return redirect(address)
    db.session.commit()
    flash(_("Nothing is left in the queue for you."))
    return redirect(url_for(".waiting", of=_of()))


def _store(text: Text, form: DecisionForm) -> None:
    decision = Decision(form.decision.data)
    redactions = form.redactions(text.text) if decision is Decision.QUOTE_REDACTED else []
    service.decide(
        db.session,
        _keys(),
        text.response,
        text.text_code,
        decision,
        redactions=redactions,
        actor=current_actor(),
    )
    db.session.commit()


@bp.get("/<slug>/<text_code>/decided")
@reviewers
@reads_raw_text
def decided(slug: str, text_code: str) -> ResponseReturnValue:
    """List the texts that were decided on."""
    consultation = consultations.by_slug(db.session, slug)
    texts = queries.decided(db.session, _keys(), consultation, text_code, _page())
    return _list_page("moderation/decided.html", consultation, text_code, texts)


@bp.get("/<slug>/<text_code>/not-for-quoting")
@reviewers
@reads_raw_text
def not_for_quoting(slug: str, text_code: str) -> ResponseReturnValue:
    """List the texts whose authors did not agree to be quoted, to be read only."""
    consultation = consultations.by_slug(db.session, slug)
    texts = queries.not_for_quoting(db.session, _keys(), consultation, text_code, _page())
    return _list_page("moderation/not_for_quoting.html", consultation, text_code, texts)


def _list_page(
    template: str, consultation: Consultation, text_code: str, texts: list[Text]
) -> ResponseReturnValue:
    return render_template(
        template,
        consultation=consultation,
        text_code=text_code,
        question=queries.question_of(db.session, consultation, text_code),
        texts=texts[:PAGE],
        page=_page(),
        more=len(texts) > PAGE,
        decisions=DecisionForm.decision_names(),
    )


def _page() -> int:
    return min(max(1, request.args.get("page", 1, type=int)), _LAST_PAGE)
