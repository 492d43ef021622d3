"""Staff pages of translations: how far each language is, texts side by side, files, signatures."""

import io
import zipfile
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from consult.accounts.access import current_actor, only
from consult.accounts.models import Role
from consult.core import db
from consult.core.errors import DomainError, InvalidError
from consult.core.i18n import _, ngettext
from consult.core.locales import LANGUAGES, N_
from consult.questionnaires import queries
from consult.questionnaires.editing.merging import ConflictError
from consult.questionnaires.editing.views import base
from consult.questionnaires.models import Questionnaire
from consult.questionnaires.translate import (
    exchange,
    ledger,
    media,
    service,
    terms,
    translators,
    views,
)

bp = Blueprint("translate", __name__, url_prefix="/<uuid:questionnaire_id>/translate")

desk = only(Role.SECRETARIAT, Role.CHAIR, Role.ADMIN)

FILTERS = {
    "all": N_("All texts"),
    "missing": N_("Missing"),
    "stale": N_("Source changed"),
    "unsigned": N_("Not signed"),
    "machine": N_("Made by a machine"),
}


@bp.get("")
@desk
def overview(questionnaire_id: UUID) -> ResponseReturnValue:
    """Show how far each language is, and the ways to go on."""
    return _overview(queries.by_id(db.session, questionnaire_id))


def _overview(
    questionnaire: Questionnaire, refusal: DomainError | None = None
) -> ResponseReturnValue:
    body = render_template(
        "questionnaires/translate/overview.html",
        questionnaire=questionnaire,
        base=questionnaire.revision,
        refusal=refusal,
        clashes=[],
        progress=views.progress(questionnaire),
        written=[tag for tag in LANGUAGES if tag in questionnaire.content["languages"]],
        media=media.MEDIA.values(),
        plugins=translators.installed(),
    )
    return body, refusal.status if refusal else 200


@bp.post("")
@desk
def act(questionnaire_id: UUID) -> ResponseReturnValue:
    """Sign a language, choose the source, switch a plug-in, have it translate."""
    questionnaire = queries.by_id(db.session, questionnaire_id)
    what, _blank, target = request.form.get("go", "").partition(" ")
    try:
        said = _act(questionnaire, what, target)
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _overview(queries.by_id(db.session, questionnaire_id), refusal)
    flash(said)
    return redirect(url_for(".overview", questionnaire_id=questionnaire_id))


def _act(questionnaire: Questionnaire, what: str, target: str) -> str:
    session, actor = db.session, current_actor()
    if what == "sign" and target in LANGUAGES:
        count = service.sign_language(session, questionnaire, target, base=base(), actor=actor)
        return ngettext("%(num)s text is signed.", "%(num)s texts are signed.", count)
    if what == "machine" and target in LANGUAGES:
        glossary = terms.glossary(session)
        count = translators.translate(session, questionnaire, target, glossary, actor=actor)
        return ngettext(
            "%(num)s text was made by a machine. Read and sign it.",
            "%(num)s texts were made by a machine. Read and sign them.",
            count,
        )
    if what == "source":
        tag = request.form.get("source", "")
        service.choose_source(session, questionnaire, tag, actor=actor)
        return _("Saved.")
    if what == "translator":
        name = request.form.get("translator") or None
        translators.switch(session, questionnaire, name, actor=actor)
        return _("Saved.")
    raise InvalidError("act_unknown", N_("Use the buttons of this page."))


@bp.route("/texts", methods=["GET", "POST"])
@desk
def written(questionnaire_id: UUID) -> ResponseReturnValue:
    """Show texts beside their source, take what was written and signed."""
    questionnaire = queries.by_id(db.session, questionnaire_id)
    choice = views.chosen(questionnaire)
    if request.method == "GET":
        return _texts(questionnaire, choice)
    wanted, signed = views.sent(), request.form.getlist("sign")
    try:
        actor, here = current_actor(), db.session
        service.store(here, questionnaire, wanted, base=base(), actor=actor)
        service.take_back(here, questionnaire, request.form.getlist("unsign"), actor=actor)
        service.sign(here, questionnaire, signed, base=base(), written=wanted, actor=actor)
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _texts(queries.by_id(db.session, questionnaire_id), choice, refusal)
    flash(_("Saved."))
    return redirect(url_for(".written", questionnaire_id=questionnaire_id, **choice.query()))


def _texts(
    questionnaire: Questionnaire, choice: views.Chosen, refusal: DomainError | None = None
) -> ResponseReturnValue:
    lines, pages = views.lines(questionnaire, choice, refusal, base())
    keeps = refusal is not None and refusal.status != ConflictError.status and base() > 0
    body = render_template(
        "questionnaires/translate/texts.html",
        questionnaire=questionnaire,
        base=base() if keeps else questionnaire.revision,
        refusal=refusal,
        clashes=[],
        choice=choice,
        lines=lines,
        pages=pages,
        filters=FILTERS,
        lost=views.lost(questionnaire, refusal),
        signing=set(request.form.getlist("sign")),
    )
    return body, refusal.status if refusal else 200


@bp.get("/<language:tag>/files/<medium>")
@desk
def taken_out(questionnaire_id: UUID, tag: str, medium: str) -> ResponseReturnValue:
    """Give the texts of one language as a file for translators."""
    kind = media.MEDIA.get(medium) or abort(404)
    questionnaire = queries.by_id(db.session, questionnaire_id)
    if tag == questionnaire.source_language:
        # There is nothing to translate into the language of the source.
        return redirect(url_for(".overview", questionnaire_id=questionnaire_id))
    name = f"questionnaire-{tag}.{kind.suffix}"
    return _attached(_made(questionnaire, kind, tag), kind.media_type, name)


@bp.get("/files/<medium>")
@desk
def all_taken_out(questionnaire_id: UUID, medium: str) -> ResponseReturnValue:
    """Give a file of each language, all in one ZIP."""
    kind = media.MEDIA.get(medium) or abort(404)
    questionnaire = queries.by_id(db.session, questionnaire_id)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for tag in LANGUAGES:
            if tag != questionnaire.source_language:
                name = f"questionnaire-{tag}.{kind.suffix}"
                archive.writestr(name, _made(questionnaire, kind, tag))
    return _attached(packed.getvalue(), "application/zip", f"questionnaire-{kind.name}.zip")


def _made(questionnaire: Questionnaire, kind: exchange.Medium, tag: str) -> bytes:
    """Return the texts of one language as a file."""
    return kind.write(
        exchange.outgoing(
            questionnaire.content,
            questionnaire.source_language,
            tag,
            ledger=ledger.of(db.session, questionnaire),
            glossary=terms.glossary(db.session),
        )
    )


def _attached(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.post("/files")
@desk
def taken_back(questionnaire_id: UUID) -> ResponseReturnValue:
    """Take files of translations back; several at once, all of them or none."""
    questionnaire = queries.by_id(db.session, questionnaire_id)
    sent = [one for one in request.files.getlist("file") if one.filename]
    try:
        if not sent:
            raise InvalidError("file_missing", N_("Choose a file first."))
        changed = sum(_take(questionnaire, one) for one in sent)
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _overview(queries.by_id(db.session, questionnaire_id), refusal)
    flash(ngettext("%(num)s text is taken over.", "%(num)s texts are taken over.", changed))
    return redirect(url_for(".overview", questionnaire_id=questionnaire_id))


def _take(questionnaire: Questionnaire, sent: FileStorage) -> int:
    name = (sent.filename or "")[-120:]
    try:
        found = service.take(
            db.session,
            questionnaire,
            media.read(name, sent.read()),
            signing="signing" in request.form,
            file=name,
            actor=current_actor(),
        )
    except InvalidError as refusal:
        raise service.in_file(refusal, name) from refusal
    return len(found.changed)
