"""Staff pages of questionnaires: list, bring in a file, look at one in each language."""

import json
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_actor, only
from consult.accounts.models import Role
from consult.core import db
from consult.core.errors import InvalidError, NotFoundError
from consult.core.i18n import _, language
from consult.core.locales import LANGUAGES, N_, direction
from consult.questionnaires import (
    checks,
    comparing,
    files,
    piping,
    queries,
    rules,
    service,
    types,
    writers,
)
from consult.questionnaires import format as own_format
from consult.questionnaires.definition import Definition
from consult.questionnaires.editing import beside, names, questions, reuse
from consult.questionnaires.editing import routes as editing
from consult.questionnaires.editing.reuse import StartForm
from consult.questionnaires.forms import BringForm, shown
from consult.questionnaires.models import Questionnaire
from consult.questionnaires.translate import glossary_routes, ledger, views
from consult.questionnaires.translate import routes as translate
from consult.questionnaires.xlsform.noting import LOSSES

bp = Blueprint("questionnaires", __name__, url_prefix="/staff/questionnaires")

# The pages of one question and of taking over are on the same blueprint; both are read before it is
# registered.
assert questions.bp is reuse.bp is editing.bp
bp.register_blueprint(editing.bp)
bp.register_blueprint(translate.bp)
bp.register_blueprint(glossary_routes.bp)

desk = only(Role.SECRETARIAT, Role.CHAIR, Role.ADMIN)


@bp.get("/")
@desk
def index() -> ResponseReturnValue:
    """List the questionnaires, the one changed last first."""
    found = [
        (each, own_format.stored(each.content)) for each in queries.all_questionnaires(db.session)
    ]
    return render_template("questionnaires/index.html", questionnaires=found)


@bp.route("/bring", methods=["GET", "POST"])
@desk
def bring() -> ResponseReturnValue:
    """Bring in a questionnaire from a file."""
    return _bring(None)


@bp.route("/<uuid:questionnaire_id>/replace", methods=["GET", "POST"])
@desk
def replace(questionnaire_id: UUID) -> ResponseReturnValue:
    """Replace a questionnaire by what is in a file; what was asked before stays as it was."""
    return _bring(queries.by_id(db.session, questionnaire_id))


@bp.route("/new", methods=["GET", "POST"])
@desk
def new() -> ResponseReturnValue:
    """Begin a questionnaire on screen."""
    found = reuse.begin()
    if not isinstance(found, StartForm):
        return found
    page = render_template("questionnaires/editing/new.html", form=found)
    return page, 422 if found.is_submitted() else 200


@bp.get("/<uuid:questionnaire_id>")
@desk
def show(questionnaire_id: UUID) -> ResponseReturnValue:
    """Show what a questionnaire asks, and which texts are missing in which language."""
    questionnaire = queries.by_id(db.session, questionnaire_id)
    definition = own_format.stored(questionnaire.content)
    progress = views.progress(questionnaire)
    versions = queries.versions(db.session, questionnaire)
    return render_template(
        "questionnaires/show.html",
        questionnaire=questionnaire,
        definition=definition,
        broken=rules.problems(definition),
        advice=checks.findings(definition),
        question_in=editing.question_in,
        stage=views.stage(progress),
        stale={one.tag: one.stale for one in progress if one.stale},
        unsigned={one.tag: one.unsigned for one in progress if one.unsigned},
        missing={tag: rules.missing_texts(definition, [tag]) for tag in LANGUAGES},
        others=[tag for tag in definition.languages if tag not in LANGUAGES],
        versions=versions,
        whole={one.number: _whole(queries.as_written(one)) for one in versions},
    )


def _whole(definition: Definition) -> list[str]:
    """Return the languages in which no text is missing."""
    return [tag for tag in LANGUAGES if not rules.missing_texts(definition, [tag])]


@bp.get("/<uuid:questionnaire_id>/preview/<language:tag>")
@desk
def preview(questionnaire_id: UUID, tag: str) -> ResponseReturnValue:
    """Show the questions as young people see them, the whole page in that language."""
    questionnaire = queries.by_id(db.session, questionnaire_id)
    definition = own_format.stored(questionnaire.content)
    if rules.missing_texts(definition, [tag]):
        return redirect(url_for(".show", questionnaire_id=questionnaire_id, _anchor=f"in-{tag}"))
    g.language = tag
    definition = piping.neutral(definition)
    return render_template(
        "questionnaires/preview.html",
        questionnaire=questionnaire,
        definition=definition,
        pages=[(page, [types.shown(q) for q in page.questions]) for page in definition.pages],
    )


@bp.get("/<uuid:questionnaire_id>/compare/<int:before>/<int:after>")
@desk
def compare(questionnaire_id: UUID, before: int, after: int) -> ResponseReturnValue:
    """Show what is different between two versions; 0 stands for what is written now."""
    questionnaire = queries.by_id(db.session, questionnaire_id)
    one, other = (_version(questionnaire, number) for number in (before, after))
    found = comparing.compare(one, other)
    return render_template(
        "questionnaires/compare.html",
        questionnaire=questionnaire,
        before=before,
        after=after,
        found=found,
        lines=list(beside.lines(one, other, found)),
        names=names,
    )


def _number(questionnaire: Questionnaire) -> int | None:
    """Return the number of the version that says what is written now, if one does."""
    now = service.digest(questionnaire.content)
    found = queries.versions(db.session, questionnaire)
    return next((one.number for one in found if one.content_digest == now), None)


def _version(questionnaire: Questionnaire, number: int) -> Definition:
    if number == 0:
        return own_format.stored(questionnaire.content)
    found = queries.version(db.session, questionnaire, number)
    if found is None:
        message = N_("There is no such version. Choose one from the list.")
        raise NotFoundError("version_unknown", message)
    # With its places for earlier answers: what is written now has them too.
    return queries.as_written(found)


@bp.get("/<uuid:questionnaire_id>.json")
@desk
def download(questionnaire_id: UUID) -> ResponseReturnValue:
    """Give the questionnaire as JSON, to translate it or to keep it."""
    questionnaire = queries.by_id(db.session, questionnaire_id)
    content = own_format.dump(own_format.stored(questionnaire.content))
    marks = ledger.marks(db.session, questionnaire)
    content |= {"machine_made": marks} if marks else {}
    text = json.dumps(content, ensure_ascii=False, indent=2)
    response = Response(text, mimetype="application/json")
    response.headers["Content-Disposition"] = "attachment; filename=questionnaire.json"
    return response


@bp.get("/<uuid:questionnaire_id>/files/<kind>")
@desk
def written(questionnaire_id: UUID, kind: str) -> ResponseReturnValue:
    """Give the questionnaire as a file: to edit, to explain the exports, or to fill in on paper."""
    writer = writers.WRITERS.get(kind) or abort(404)
    questionnaire = queries.by_id(db.session, questionnaire_id)
    asked = request.args.get("version", type=int)
    number = asked or _number(questionnaire)
    definition = _version(questionnaire, number or 0)
    tag = request.args.get("in", "")
    content = writers.written(definition, kind, tag, number=number)
    response = Response(content, content_type=writer.media_type)
    ending = (f"-{tag}" if writer.by_language else "") + (f"-version-{asked}" if asked else "")
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"{kind}{ending}.{writer.suffix}"
    )
    return response


def _bring(replaced: Questionnaire | None) -> ResponseReturnValue:
    form = BringForm()
    if not form.validate_on_submit():
        return _bring_page(form, replaced, status=422 if form.errors else 200)
    try:
        brought = form.brought()
        if not brought.left_out:
            return _store(form, brought, replaced)
    except InvalidError as refusal:
        form.suggest(refusal)
        form.content.data = ""
        return _bring_page(form, replaced, refusal=refusal, status=422)
    form.keep(brought, named=replaced is not None)
    return _bring_page(form, replaced, brought=brought)


def _bring_page(
    form: BringForm,
    replaced: Questionnaire | None,
    *,
    brought: files.Brought | None = None,
    refusal: InvalidError | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    found = refusal.problems if refusal else (brought.left_out if brought else ())
    page = render_template(
        "questionnaires/bring.html",
        form=form,
        replaced=replaced,
        brought=brought,
        refusal=refusal,
        offers_leaving=bool(form.leave_out.data) or any(each.code in LOSSES for each in found),
        problems=[shown(each, right_to_left=direction(language()) == "rtl") for each in found],
    )
    return page, status


def _store(
    form: BringForm, brought: files.Brought, replaced: Questionnaire | None
) -> ResponseReturnValue:
    content = form.titled(brought, replaced.title if replaced else {})
    # What a person said about a file's languages is part of the record.
    said: dict[str, Any] = {"file": form.name.data or "", "languages": form.chosen()}
    if form.leave_out.data:
        said["left_out"] = True
    if replaced:
        service.change(db.session, replaced, content, actor=current_actor(), **said)
        made = replaced
    else:
        made = service.add(db.session, content, actor=current_actor(), **said)
    db.session.commit()
    flash(_("The questionnaire is stored."))
    return redirect(url_for(".show", questionnaire_id=made.id))
