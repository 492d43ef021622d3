"""Staff pages of the workshop: begin a questionnaire, and take over questions that are there."""

from functools import cache
from pathlib import Path
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from consult.accounts.access import current_actor
from consult.core import db
from consult.core.errors import DomainError, InvalidError, Problem
from consult.core.forms import BaseForm
from consult.core.i18n import _, _l, language, ngettext
from consult.core.locales import LANGUAGES, N_, tidy
from consult.questionnaires import files, queries
from consult.questionnaires import format as own_format
from consult.questionnaires.definition import Definition
from consult.questionnaires.editing import copying, edits, service, views
from consult.questionnaires.editing.routes import bp, desk

__all__ = ["StartForm", "begin", "bp", "starter"]


class StartForm(BaseForm):
    """How a new questionnaire is called."""

    title = StringField(
        _l("Title"),
        description=_l("In your language; the others follow later."),
        validators=[InputRequired(_l("Fill this in.")), Length(max=300)],
    )


@cache
def starter() -> Definition:
    """Return the questions that come with the product, by theme, in six languages."""
    return files.read("starter.json", (Path(__file__).parent / "starter.json").read_bytes())


@bp.route("/reuse", methods=["GET", "POST"])
@desk
def reuse(questionnaire_id: UUID) -> ResponseReturnValue:
    """Choose questions of the starter set or of another questionnaire, and take them over."""
    on = views.on_desk(questionnaire_id)
    others = [q for q in queries.all_questionnaires(db.session) if q.id != questionnaire_id]
    chosen = next((q for q in others if str(q.id) == request.values.get("from")), None)
    offered = own_format.stored(chosen.content) if chosen else starter()
    refusal: DomainError | None = None
    if request.method == "POST":
        picked, lost = copying.picked(offered, request.form.getlist("pick"))
        if not picked:
            problem = Problem("pick", N_("Tick at least one question."), where="pick")
            message = N_("This cannot be stored yet:")
            refusal = InvalidError("pick", message, problems=[problem])
        else:
            sent = request.form.get("page", "")
            number = int(sent) if sent.isdecimal() and len(sent) < 6 else len(on.content["pages"])
            refusal = views.attempt(on, edits.add_questions(picked, number, "question.reuse"))
        if refusal is None:
            count = len(picked)
            flash(ngettext("%(num)s question is added.", "%(num)s questions are added.", count))
            if lost:
                flash(
                    _(
                        "Left out: rules that look at questions you did not take over. See to "
                        "%(codes)s.",
                        codes=", ".join(lost),
                    )
                )
            anchor = f"page-{number}"
            return redirect(url_for(".overview", questionnaire_id=questionnaire_id, _anchor=anchor))
    found: ResponseReturnValue = views.page(
        "reuse", on, refusal, offered=offered, others=others, chosen=chosen, sent=request.values
    )
    return found


def begin() -> ResponseReturnValue | StartForm:
    """Begin a questionnaire from its title alone, or return the form that asks for it."""
    form = StartForm()
    if not form.validate_on_submit():
        return form
    title = tidy({language(): str(form.title.data)})
    try:
        made = service.start(db.session, title, list(LANGUAGES), actor=current_actor())
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        form.title.errors = [_(refusal.message)]
        return form
    return redirect(url_for("questionnaires.editing.overview", questionnaire_id=made.id))
