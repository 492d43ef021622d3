"""Staff pages of the workshop for one question: its words, kind, settings, choices and rule."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import DomainError, InvalidError, Problem
from consult.core.i18n import _
from consult.core.locales import LANGUAGES, N_
from consult.questionnaires import types
from consult.questionnaires.editing import choices, edits, names, showing, views
from consult.questionnaires.editing.edits import Edit, GoneError, place_of
from consult.questionnaires.editing.merging import ConflictError
from consult.questionnaires.editing.routes import bp, desk, show_all, show_page
from consult.questionnaires.editing.rule_parts import rule_parts
from consult.questionnaires.types import date, typed
from consult.questionnaires.types.base import QuestionType

__all__ = ["bp"]

#: Settings that are whole numbers, and those that are numbers.
_WHOLE = {"low", "high", "at_most", "longest"}
_DATES = {"earliest", "latest"}


@bp.route("/questions/<code>", methods=["GET", "POST"])
@desk
def question(questionnaire_id: UUID, code: str) -> ResponseReturnValue:
    """Show everything of one question; take its words."""
    on = views.on_desk(questionnaire_id)
    if request.method == "GET":
        return _show(on, code)
    return _done(on, code, edits.set_words(views.sent_words(), code=code), "words")


@bp.post("/questions/<code>/kind")
@desk
def question_kind(questionnaire_id: UUID, code: str) -> ResponseReturnValue:
    """Make it a question of another kind."""
    on = views.on_desk(questionnaire_id)
    kind = request.form.get("kind", "")
    if kind not in names.KINDS:
        return _show(on, code, _wrong("kind", N_("Choose one of the list.")))
    return _done(on, code, edits.set_kind(code, kind), "settings")


@bp.post("/questions/<code>/settings")
@desk
def question_settings(questionnaire_id: UUID, code: str) -> ResponseReturnValue:
    """Change flags, numbers and limits."""
    on = views.on_desk(questionnaire_id)
    kind = types.REGISTRY[views.found_question(on, code)["type"]]
    wanted: dict[str, Any] = {flag: flag in request.form for flag in _flags(kind)}
    for name in sorted(kind.settings & set(names.SETTINGS)):
        try:
            wanted[name] = _setting(name)
        except ValueError:
            return _show(on, code, _wrong(name, N_("Write a number in digits, such as 12.")))
    return _done(on, code, edits.set_parts(code, wanted), "settings")


@bp.post("/questions/<code>/choices")
@desk
def question_choices(questionnaire_id: UUID, code: str) -> ResponseReturnValue:
    """Add, move or delete a choice or a row."""
    on = views.on_desk(questionnaire_id)
    views.found_question(on, code)
    go, _blank, choice = request.form.get("go", "").partition(" ")
    part = request.form.get("part", "choice")
    if part not in choices.PARTS:
        return _show(on, code, _wrong("choice", N_("Use the buttons of this page.")))
    edit: Edit
    if go == "add":
        written = request.form.get("lines", "").splitlines()
        lines = [line for line in (typed.clean(w, lines=False) for w in written) if line]
        if not lines:
            return _show(on, code, _wrong(f"new-{part}", N_("Write at least one, one to a line.")))
        edit = choices.add(code, part, lines, on.source)
    elif go == "delete":
        edit = choices.delete(code, part, choice)
    else:
        edit = choices.move(code, part, choice, -1 if go == "up" else 1)
    return _done(on, code, edit, "choices")


@bp.post("/questions/<code>/place")
@desk
def question_place(questionnaire_id: UUID, code: str) -> ResponseReturnValue:
    """Move it to another page."""
    on = views.on_desk(questionnaire_id)
    sent = request.form.get("page", "")
    number = int(sent) if sent.isdecimal() and len(sent) < 6 else 0
    return _done(on, code, edits.move_to_page(code, number or 10**6), "place")


@bp.post("/rule")
@desk
def rule(questionnaire_id: UUID) -> ResponseReturnValue:
    """Add a test to a show-if rule, take one out, or ask for any instead of all."""
    on = views.on_desk(questionnaire_id)
    code = request.form.get("of", "")
    sent = request.form.get("number", "")
    number = int(sent) if sent.isdecimal() and len(sent) < 6 and not code else 0
    choice = request.form.get("choice", "") if code else ""
    try:
        edit = edits.set_rule(code, _new_rule(on, code, number, choice), number, choice)
    except InvalidError as refusal:
        return _rule_page(on, code, number, refusal)
    except GoneError:
        return _rule_page(on, code, number, ConflictError([], gone=True))
    refused = views.attempt(on, edit)
    if refused:
        return _rule_page(on, code, number, refused)
    flash(_("Saved."))
    where: dict[str, Any] = {"questionnaire_id": questionnaire_id, "_anchor": "rule"}
    if code:
        if choice:
            where["choice"] = choice
        return redirect(url_for(".question", code=code, **where))
    return redirect(url_for(".page", number=number, **where))


def _new_rule(on: views.Desk, code: str, number: int, choice: str) -> Any:
    """Return the rule as it is to be, from the rule the person saw."""
    present = edits.ruled(on.content, code, number, choice).get("show_if")
    go, _blank, path = request.form.get("go", "").partition(" ")
    if go == "remove":
        return showing.without(present, path)
    if go == "switch":
        return showing.switched(present, path)
    asked = {q.code: q for q in showing.earlier(on.definition, code, number)}
    chosen = asked.get(request.form.get("question", ""))
    if chosen is None:
        raise InvalidError("rule_question", N_("Choose a question that is asked earlier."))
    operator, value = request.form.get("operator", ""), request.form.get("value", "")
    return showing.added(
        present, showing.test(chosen, operator, value), request.form.get("where", "")
    )


def _rule_page(on: views.Desk, code: str, number: int, refusal: DomainError) -> ResponseReturnValue:
    return _show(on, code, refusal) if code else show_page(on, number, refusal)


def _done(on: views.Desk, code: str, edit: Edit, anchor: str) -> ResponseReturnValue:
    refusal = views.attempt(on, edit)
    if refusal:
        return _show(on, code, refusal)
    flash(_("Saved."))
    seen = {"in": request.args.getlist("in"), "_anchor": anchor}
    return redirect(url_for(".question", questionnaire_id=on.questionnaire.id, code=code, **seen))  # type: ignore[arg-type]  # lists are fine in a query


def _show(on: views.Desk, code: str, refusal: DomainError | None = None) -> ResponseReturnValue:
    try:
        listed, index, page = place_of(on.content, code)
    except GoneError:
        if refusal is None:
            views.found_question(on, code)
        return show_all(on, refusal)
    holder = listed[index]
    tags = [tag for tag in LANGUAGES if tag in on.definition.languages]
    seen = request.args.get("see", "")
    found: ResponseReturnValue = views.page(
        "question",
        on,
        refusal,
        question=on.definition.by_code[code],
        kind=types.REGISTRY[holder["type"]],
        flags=_flags(types.REGISTRY[holder["type"]]),
        number=page + 1,
        lines=views.lines(on, holder, refusal),
        lost=views.lost(holder, refusal),
        lists=[p for p in choices.PARTS if _has(holder["type"], p)],
        listed=lambda part: choices.listed(holder, part),
        wrong={problem.where: problem for problem in refusal.problems} if refusal else {},
        sent=request.form,
        seen=seen if seen in tags else on.source,
        as_seen=views.as_seen(holder, seen if seen in tags else on.source),
        speak=views.speak,
        tags=tags,
        narrows=types.REGISTRY[holder["type"]].may_narrow,
        **_rule_shown(on, code, holder),
    )
    return found


def _rule_shown(on: views.Desk, code: str, holder: dict[str, Any]) -> dict[str, Any]:
    """Return the rule of the question, or of the choice that was picked in its list."""
    choice = request.values.get("choice", "")
    for one in holder.get("choices", ()):
        if one["code"] == choice and types.REGISTRY[holder["type"]].may_narrow:
            parts = rule_parts(on, code, 0, one.get("show_if"))
            return parts | {"rule_choice": choice, "rule_choice_text": one["text"]}
    return rule_parts(on, code, 0, holder.get("show_if"))


def _has(kind: str, part: str) -> bool:
    known = types.REGISTRY[kind]
    return known.has_choices if part == "choice" else known.has_rows


def _flags(kind: QuestionType) -> list[str]:
    if not kind.asks:
        return []
    if kind.contact:
        return ["prefer_not", "sensitive"]
    flags = ["required", "prefer_not", "sensitive"]
    return flags + ["other"] * kind.may_offer_other + ["own_topic"] * kind.free_text


def _setting(name: str) -> bool | int | float | str | None:
    """Return a setting as it was typed.

    Raises:
        ValueError: it must be a number and is none.
    """
    if name == "whole":
        return name in request.form
    if name == "precision":
        sent = request.form.get(name, "")
        return sent if sent in names.PRECISIONS else None
    if name in _DATES:
        precision = request.form.get("precision", "")
        written = typed.clean(request.form.get(name, ""), lines=False)
        return date.fitted(written, precision, end=name == "latest") or None
    return _number(name)


def _number(name: str) -> int | float | None:
    sent = request.form.get(name, "").strip()
    if not sent:
        return None
    if name in _WHOLE:
        return int(sent) if len(sent) < 9 else None
    found = float(sent)
    if not abs(found) < 1e12:
        raise ValueError(name)
    return int(found) if found == int(found) else found


def _wrong(field: str, message: str) -> InvalidError:
    problem = Problem("field", message, where=field)
    return InvalidError("field", N_("This cannot be stored yet:"), problems=[problem])
