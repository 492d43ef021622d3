"""Staff pages of translations: how far each language is, texts side by side, files, signatures."""

import io
import zipfile
from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_actor, only
from consult.accounts.models import Role
from consult.core import db
from consult.core.errors import DomainError, InvalidError, Problem
from consult.core.i18n import _, ngettext
from consult.core.locales import LANGUAGES, N_, NAMES
from consult.questionnaires import queries
from consult.questionnaires.editing.merging import ConflictError
from consult.questionnaires.editing.views import base
from consult.questionnaires.models import Questionnaire
from consult.questionnaires.translate import (
    back,
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
    "odd": N_("Something to look at"),
}

#: Problems of files that a page lists; more of them say no more.
MOST_LISTED = 30


@bp.get("")
@desk
def overview(questionnaire_id: UUID) -> ResponseReturnValue:
    """Show how far each language is, and the ways to go on."""
    return _overview(queries.by_id(db.session, questionnaire_id))


def _overview(
    questionnaire: Questionnaire,
    refusal: DomainError | None = None,
    returned: back.Returned | None = None,
) -> ResponseReturnValue:
    progress = views.progress(questionnaire)
    body = render_template(
        "questionnaires/translate/overview.html",
        questionnaire=questionnaire,
        base=questionnaire.revision,
        refusal=refusal,
        clashes=[],
        progress=progress,
        stage=views.stage(progress),
        undoes=views.undoes(questionnaire),
        some_open=any(one.there and (one.there < one.whole or one.stale) for one in progress),
        held=returned.held() if returned and refusal else [],
        left=_listed(returned.unfit) if returned and not refusal else [],
        said_taken=_said_taken(returned.changed) if returned else "",
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
    whole_page = request.form.get("go") == "page"
    if whole_page:
        loose = set(request.form.getlist("unsign"))
        signed = [name for name, said in wanted.items() if said and name not in loose]
    try:
        actor, here = current_actor(), db.session
        service.store(here, questionnaire, wanted, base=base(), actor=actor)
        service.take_back(here, questionnaire, request.form.getlist("unsign"), actor=actor)
        service.sign(here, questionnaire, signed, base=base(), written=wanted, actor=actor)
        db.session.commit()
    except DomainError as refusal:
        db.session.rollback()
        return _texts(queries.by_id(db.session, questionnaire_id), choice, refusal)
    if not whole_page:
        flash(_("Saved."))
        return redirect(url_for(".written", questionnaire_id=questionnaire_id, **choice.query()))
    if not views.lines(questionnaire, choice.only("unsigned"))[0]:
        flash(_("All texts are signed: %(languages)s", languages=views.named(choice.tags)))
        return redirect(url_for(".overview", questionnaire_id=questionnaire_id))
    flash(_("Saved and signed. These come next."))
    return redirect(url_for(".written", questionnaire_id=questionnaire_id, **choice.after()))


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
        signable=any(not cell.standing.signed for line in lines for cell in line.cells),
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
    found = _outgoing(questionnaire, tag)
    name = f"{views.file_name(questionnaire)}-{tag}.{kind.suffix}"
    return _attached(kind.write(found), kind.media_type, name)


@bp.get("/files/<medium>")
@desk
def all_taken_out(questionnaire_id: UUID, medium: str) -> ResponseReturnValue:
    """Give a file of each language in one ZIP: all texts, or those still to translate."""
    kind = media.MEDIA.get(medium) or abort(404)
    questionnaire = queries.by_id(db.session, questionnaire_id)
    only_open = request.args.get("only") == "open"
    packed, name = io.BytesIO(), views.file_name(questionnaire)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for tag in LANGUAGES:
            if tag != questionnaire.source_language:
                found = _outgoing(questionnaire, tag, only_open=only_open)
                if found.entries or not only_open:
                    archive.writestr(f"{name}-{tag}.{kind.suffix}", kind.write(found))
    return _attached(packed.getvalue(), "application/zip", f"{name}-{kind.name}.zip")


def _outgoing(
    questionnaire: Questionnaire, tag: str, *, only_open: bool = False
) -> exchange.Exchange:
    """Return the texts of one language as translators get them."""
    return exchange.outgoing(
        questionnaire.content,
        questionnaire.source_language,
        tag,
        ledger=ledger.of(db.session, questionnaire),
        glossary=terms.glossary(db.session),
        only_open=only_open,
    )


def _attached(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.post("/files")
@desk
def taken_back(questionnaire_id: UUID) -> ResponseReturnValue:
    """Take files of translations back: all of them or none, or what fits once somebody says so."""
    questionnaire = queries.by_id(db.session, questionnaire_id)
    leaving = "leave" in request.form
    try:
        returned = back.take(
            db.session,
            questionnaire,
            _sent(leaving=leaving),
            signing="signing" in request.form,
            leaving=leaving,
            actor=current_actor(),
        )
    except DomainError as refusal:
        db.session.rollback()
        return _overview(queries.by_id(db.session, questionnaire_id), refusal)
    if returned.unfit and not leaving:
        db.session.rollback()
        message = N_("Nothing was taken over. Mend what is listed, or leave it out.")
        problems = _listed(returned.unfit)
        refused = InvalidError("translation_unfit", message, problems=problems)
        return _overview(queries.by_id(db.session, questionnaire_id), refused, returned)
    db.session.commit()
    if returned.unfit:
        return _overview(queries.by_id(db.session, questionnaire_id), returned=returned)
    flash(_said_taken(returned.changed))
    return redirect(url_for(".overview", questionnaire_id=questionnaire_id))


def _sent(*, leaving: bool) -> list[back.File]:
    """Return the files chosen now, and those a page carried along: all to leave, else the sound."""
    carried = [one for one in back.held(request.form.getlist("held")) if one.fits or leaving]
    chosen = [
        one
        for sent in request.files.getlist("file")
        if sent.filename
        for one in back.unpacked(sent.filename[-120:], sent.read())
    ]
    names = {one.name for one in chosen}
    found = [one for one in carried if one.name not in names] + chosen
    if not found:
        raise InvalidError("file_missing", N_("Choose a file first."))
    return found


def _listed(problems: list[Problem]) -> list[Problem]:
    """Return problems to show, of very many the first and how many more there are."""
    more = len(problems) - MOST_LISTED
    rest = Problem("more", N_("And so many more: %(count)s."), {"count": more}, "…")
    return problems[:MOST_LISTED] + ([rest] if more > 0 else [])


def _said_taken(changed: Mapping[str, int]) -> str:
    """Return how many texts were taken over, of which languages."""
    count = sum(changed.values())
    told = ngettext("%(num)s text is taken over.", "%(num)s texts are taken over.", count)
    by_language = [f"\u2068{NAMES[tag]}: {n}\u2069" for tag, n in changed.items() if n]
    return " ".join([told, " – ".join(by_language)]).strip()
