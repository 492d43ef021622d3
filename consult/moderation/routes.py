"""Staff pages of the review: what waits, one text at a time, what was decided."""

from typing import cast
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_actor, only
from consult.accounts.models import Role
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core import db, panels
from consult.core.crypto import Keyring
from consult.core.errors import InvalidError
from consult.core.i18n import _
from consult.moderation import queries, service
from consult.moderation.forms import DecisionForm
from consult.moderation.models import Decision
from consult.moderation.queries import PAGE, Text
from consult.moderation.rules import REASON_NAMES

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
    question = queries.question_of(consultation, text_code)
    response_id = queries.next_undecided(db.session, consultation, text_code)
    if response_id and consultation.settled_at is None:
        address = url_for(".decide", slug=slug, text_code=text_code, response_id=response_id)
        return redirect(address)
    return render_template(
        "moderation/done.html", consultation=consultation, text_code=text_code, question=question
    )


@bp.route("/<slug>/<text_code>/<uuid:response_id>", methods=["GET", "POST"])
@reviewers
def decide(slug: str, text_code: str, response_id: UUID) -> ResponseReturnValue:
    """Show one text; on a valid POST store the decision and go to the next."""
    consultation = consultations.by_slug(db.session, slug)
    text = queries.text(db.session, _keys(), consultation, text_code, response_id)
    form = DecisionForm.of(text)
    if form.validate_on_submit():
        try:
            _store(text, form)
        except InvalidError as refusal:
            form.take(refusal)
        else:
            flash(_("The decision is stored."))
            return redirect(url_for(".start", slug=slug, text_code=text_code))
    page = render_template(
        "moderation/decide.html",
        form=form,
        consultation=consultation,
        text=text,
        text_code=text_code,
        question=queries.question_of(consultation, text_code),
        reasons=REASON_NAMES,
    )
    return page, 422 if form.is_submitted() else 200


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
def decided(slug: str, text_code: str) -> ResponseReturnValue:
    """List the texts that were decided on."""
    consultation = consultations.by_slug(db.session, slug)
    texts = queries.decided(db.session, _keys(), consultation, text_code, _page())
    return _list_page("moderation/decided.html", consultation, text_code, texts)


@bp.get("/<slug>/<text_code>/not-for-quoting")
@reviewers
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
        question=queries.question_of(consultation, text_code),
        texts=texts[:PAGE],
        page=_page(),
        more=len(texts) > PAGE,
        decisions=DecisionForm.decision_names(),
    )


def _page() -> int:
    return min(max(1, request.args.get("page", 1, type=int)), _LAST_PAGE)
