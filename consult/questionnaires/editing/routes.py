"""Staff pages of the workshop: the whole questionnaire, its title page, its pages, its changes."""

import re
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_actor, only
from consult.accounts.models import Role
from consult.core import db
from consult.core.errors import DomainError, InvalidError, Problem
from consult.core.i18n import _
from consult.core.locales import LANGUAGES, N_
from consult.questionnaires import format as own_format
from consult.questionnaires import queries, rules, timing, types
from consult.questionnaires.editing import choices, edits, names, service, views
from consult.questionnaires.editing.edits import Edit, GoneError, page_of
from consult.questionnaires.editing.merging import ConflictError
from consult.questionnaires.editing.rule_parts import rule_parts
from consult.questionnaires.types import typed

bp = Blueprint("editing", __name__, url_prefix="/<uuid:questionnaire_id>/edit")

desk = only(Role.SECRETARIAT, Role.CHAIR, Role.ADMIN)

#: Acts of the list, each with what it is done to behind it: ``question-up q1``.
_STEPS = {"up": -1, "down": 1}


@bp.get("")
@desk
def overview(questionnaire_id: UUID) -> ResponseReturnValue:
    """Show all pages and questions, with what to mend."""
    return show_all(views.on_desk(questionnaire_id))


@bp.post("")
@desk
def act(questionnaire_id: UUID) -> ResponseReturnValue:
    """Move, copy or delete a page or question; add a page."""
    on = views.on_desk(questionnaire_id)
    what, _blank, target = request.form.get("go", "").partition(" ")
    edit = _edit(on, what, target)
    refusal = views.attempt(on, edit) if edit else _unread()
    if refusal:
        return show_all(on, refusal)
    if what.endswith("delete"):
        flash(_("Deleted. “Undo” brings it back."))
    pages = len(on.questionnaire.content["pages"])
    anchor = f"page-{pages}" if what == "page-add" else None
    if what.startswith("question") and what != "question-delete":
        anchor = f"q-{target}"
    return redirect(url_for(".overview", questionnaire_id=questionnaire_id, _anchor=anchor))


def _edit(on: views.Desk, what: str, target: str) -> Edit | None:
    kind, _hyphen, how = what.partition("-")
    number = int(target) if target.isdecimal() and len(target) < 6 else 0
    if what == "page-add":
        title = typed.clean(request.form.get("title", ""), lines=False)
        return edits.add_page({on.source: title} if title else {})
    if kind == "page" and number:
        if how in _STEPS:
            return edits.move_page(number, _STEPS[how])
        return edits.delete_page(number) if how == "delete" else None
    if kind == "question" and target:
        if how in _STEPS:
            return edits.move_question(target, _STEPS[how])
        made = {"copy": edits.copy_question, "delete": edits.delete_question}.get(how)
        return made(target) if made else None
    return None


def _unread() -> InvalidError:
    return InvalidError("act_unknown", N_("Use the buttons of this page."))


def show_all(on: views.Desk, refusal: DomainError | None = None) -> ResponseReturnValue:
    """Return the list of all pages and questions."""
    tags = [tag for tag in LANGUAGES if tag in on.definition.languages]
    found: ResponseReturnValue = views.page(
        "overview",
        on,
        refusal,
        undoes=service.before_last(db.session, on.questionnaire),
        broken=rules.problems(on.definition),
        gaps={
            tag: len(lack) for tag in tags if (lack := rules.missing_texts(on.definition, [tag]))
        },
        tags=tags,
        minutes={tag: timing.minutes(on.definition, tag) for tag in tags},
        question_in=question_in,
    )
    return found


def question_in(problem: Problem) -> str:
    """Return the code of the question a problem names, to lead there."""
    named = re.search(r"question ([A-Za-z0-9_]+)", problem.where)
    return named[1] if named else ""


@bp.route("/title", methods=["GET", "POST"])
@desk
def title(questionnaire_id: UUID) -> ResponseReturnValue:
    """Change the title, the introduction and the languages."""
    on = views.on_desk(questionnaire_id)
    refusal = None
    if request.method == "POST":
        edit = edits.set_words(views.sent_words())
        if "languages" in request.form:
            others = [tag for tag in on.definition.languages if tag not in LANGUAGES]
            chosen = [tag for tag in LANGUAGES if tag in request.form.getlist("language")]
            edit = edits.set_languages(chosen + others)
        refusal = views.attempt(on, edit)
        if refusal is None:
            flash(_("Saved."))
            return redirect(url_for(".overview", questionnaire_id=questionnaire_id))
    found: ResponseReturnValue = views.page(
        "title", on, refusal, lines=views.lines(on, on.content, refusal), lost=[]
    )
    return found


@bp.route("/pages/<int:number>", methods=["GET", "POST"])
@desk
def page(questionnaire_id: UUID, number: int) -> ResponseReturnValue:
    """Change a page's title, and see when it is shown."""
    on = views.on_desk(questionnaire_id)
    refusal = None
    if request.method == "POST":
        refusal = views.attempt(on, edits.set_words(views.sent_words(), page=number))
        if refusal is None:
            flash(_("Saved."))
            anchor = f"page-{number}"
            return redirect(url_for(".overview", questionnaire_id=questionnaire_id, _anchor=anchor))
    return show_page(on, number, refusal)


def show_page(
    on: views.Desk, number: int, refusal: DomainError | None = None
) -> ResponseReturnValue:
    """Return the page that changes one page."""
    try:
        holder = page_of(on.content, number)
    except GoneError:
        return show_all(on, refusal or ConflictError([], gone=True))
    found: ResponseReturnValue = views.page(
        "page",
        on,
        refusal,
        number=number,
        lines=views.lines(on, holder, refusal),
        lost=views.lost(holder, refusal),
        **rule_parts(on, "", number, holder.get("show_if")),
    )
    return found


@bp.get("/history")
@desk
def history(questionnaire_id: UUID) -> ResponseReturnValue:
    """Show who changed what and when, each to go back to."""
    on = views.on_desk(questionnaire_id)
    found: ResponseReturnValue = views.page(
        "history", on, revisions=queries.revisions(db.session, on.questionnaire)
    )
    return found


@bp.post("/history")
@desk
def back(questionnaire_id: UUID) -> ResponseReturnValue:
    """Go back to the content after an earlier change."""
    on = views.on_desk(questionnaire_id)
    sent = request.form.get("number", "")
    number = int(sent) if sent.isdecimal() and len(sent) < 9 else 0
    try:
        service.go_back(
            db.session, on.questionnaire, number, base=views.base(), actor=current_actor()
        )
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return show_all(views.on_desk(questionnaire_id), refusal)
    flash(_("It is again as it was after change %(number)s.", number=number))
    if request.form.get("from") == "translations":
        return redirect(
            url_for("questionnaires.translate.overview", questionnaire_id=questionnaire_id)
        )
    return redirect(url_for(".overview", questionnaire_id=questionnaire_id))


@bp.get("/preview/<language:tag>")
@desk
def preview(questionnaire_id: UUID, tag: str) -> ResponseReturnValue:
    """Show the questions at the width of a phone, gaps marked."""
    on = views.on_desk(questionnaire_id)
    pages = [
        (
            views.with_gaps(page, tag).get("title", {}).get(tag, ""),
            [views.as_seen(question, tag) for question in page["questions"]],
        )
        for page in on.content["pages"]
    ]
    g.language = tag
    whole = views.with_gaps(on.content, tag)
    return render_template(
        "questionnaires/editing/preview.html",
        questionnaire=on.questionnaire,
        title=whole["title"][tag],
        introduction=whole.get("introduction", {}).get(tag, ""),
        pages=pages,
        tag=tag,
    )


@bp.route("/add", methods=["GET", "POST"])
@desk
def add(questionnaire_id: UUID) -> ResponseReturnValue:
    """Add a question with its choices."""
    on = views.on_desk(questionnaire_id)
    refusal: DomainError | None = None
    if request.method == "POST":
        made, problems = _question(on)
        sent = request.form.get("page", "")
        number = int(sent) if sent.isdecimal() and len(sent) < 6 else len(on.content["pages"])
        refusal = _cannot(problems)
        if refusal is None:
            code = edits.free_code(set(edits.codes(on.content)), made["code"])
            refusal = views.attempt(on, edits.add_questions([made | {"code": code}], number))
        if refusal is None:
            flash(_("The question is added."))
            if "again" in request.form:
                return redirect(
                    url_for(
                        ".add", questionnaire_id=questionnaire_id, page=number, kind=made["type"]
                    )
                )
            return redirect(url_for(".question", questionnaire_id=questionnaire_id, code=code))
    found: ResponseReturnValue = views.page(
        "add",
        on,
        refusal,
        sent=request.form if request.method == "POST" else request.args,
        wrong={problem.where: problem for problem in refusal.problems} if refusal else {},
    )
    return found


def _question(on: views.Desk) -> tuple[dict[str, Any], list[Problem]]:
    """Return the question a form describes, and what is wrong with what was typed."""
    text = typed.clean(request.form.get("text", ""), lines=True)
    kind = request.form.get("kind", "")
    problems = []
    if not text:
        problems.append(Problem("text_missing", N_("Write the question."), where="text"))
    if kind not in names.KINDS:
        return {}, [*problems, Problem("kind_missing", N_("Choose one of the list."), where="kind")]
    code = typed.clean(request.form.get("code", ""), lines=False)
    if code and not own_format.CODE.fullmatch(code):
        message = N_("A code is needed: up to 64 letters a–z, digits and “_”.")
        problems.append(Problem("code_shape", message, where="code"))
    made: dict[str, Any] = {"code": code, "type": kind, "text": {on.source: text}}
    settings = dict(edits.FIRST_SETTINGS.get(kind, {}))
    known = types.REGISTRY[kind]
    for part, message in (
        ("choices", N_("Write the choices, one to a line.")),
        ("rows", N_("Write the rows, one to a line.")),
    ):
        if known.has_choices if part == "choices" else known.has_rows:
            written = request.form.get(part, "").splitlines()
            listed = [line for line in (typed.clean(w, lines=False) for w in written) if line]
            coded = choices.made(listed, on.source, set())
            (made if part == "choices" else settings)[part] = coded
            if not listed:
                problems.append(Problem(f"{part}_missing", message, where=part))
    if settings:
        made["settings"] = settings
    return made, problems


def _cannot(problems: list[Problem]) -> InvalidError | None:
    message = N_("This cannot be stored yet:")
    return InvalidError(problems[0].code, message, problems=problems) if problems else None
