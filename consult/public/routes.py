"""Pages anybody reads, without an account and without a cookie: what is open, and the record."""

from collections.abc import Mapping
from typing import cast

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from consult.core import clock, db, i18n
from consult.core.crypto import Keyring
from consult.core.errors import NotFoundError
from consult.core.locales import LANGUAGES, N_
from consult.core.web import public
from consult.exports import registry
from consult.exports import service as exports
from consult.exports.words import Words
from consult.meetings import queries as meetings_queries
from consult.public import feed, files, metadata, queries
from consult.public import registry as registry_of_papers

bp = Blueprint("public", __name__)

#: Characters of what is looked for; the rest is not read.
_LONGEST_QUERY = 200


@bp.get("/")
@public
def root() -> ResponseReturnValue:
    """Go to the home page in the browser's language."""
    return _by_browser(redirect(url_for(".home", lang=i18n.preferred_language())))


@bp.get("/<language:lang>/")
@public
def home(lang: str) -> ResponseReturnValue:
    """Show what is open now, what will open, what closed, and the latest papers."""
    found = queries.consultations(db.session, clock.now())
    papers = queries.latest_papers(db.session)
    return render_template("public/home.html", words=Words(lang), found=found, papers=papers)


@bp.get("/c/<slug>")
@public
def short(slug: str) -> ResponseReturnValue:
    """Go to a consultation in the best of its languages for this browser."""
    offered = queries.consultation(db.session, slug).languages
    lang = i18n.preferred_language(offered)
    return _by_browser(redirect(url_for("responses.about", lang=lang, slug=slug)))


@bp.get("/<language:lang>/meetings")
@public
def meetings(lang: str) -> ResponseReturnValue:
    """List the meetings, the latest first."""
    found = meetings_queries.all_meetings(db.session)
    return render_template("public/meetings.html", words=Words(lang), meetings=found)


@bp.get("/<language:lang>/meetings/<int:number>")
@public
def meeting(lang: str, number: int) -> ResponseReturnValue:
    """Show one meeting: agenda, consultations, what young people said, papers."""
    found = meetings_queries.by_number(db.session, number)
    signed = queries.paper_of(db.session, _keys(), found)
    return render_template(
        "public/meeting.html",
        words=Words(lang),
        meeting=found,
        standings=queries.consultations_of(db.session, found, clock.now()),
        signed=signed,
        signed_languages=signed.paper.languages if signed else (),
        ours=queries.ours(db.session, found),
        formats=files.DATA_FORMATS,
    )


@bp.get("/<language:lang>/documents")
@public
def documents(lang: str) -> ResponseReturnValue:
    """List the published papers, those that have the words first when words are looked for."""
    asked = request.args.to_dict()
    choices = registry_of_papers.choices(db.session)
    wish, understood = _wish(asked, choices)
    page = render_template(
        "public/documents.html",
        words=Words(lang),
        asked=asked,
        understood=understood,
        choices=choices,
        entries=registry_of_papers.entries(db.session, _keys(), wish, lang) if understood else [],
    )
    return page, 200 if understood else 400


@bp.get("/<language:lang>/feed.atom")
@public
def atom(lang: str) -> Response:
    """Give the newest papers as a feed, for readers and programs that follow them."""
    entries = registry_of_papers.entries(db.session, _keys(), registry_of_papers.Wish(), lang)
    response = Response(
        feed.atom(entries, lang), content_type="application/atom+xml; charset=utf-8"
    )
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@bp.get("/<language:lang>/documents/<symbol>")
@public
def document(lang: str, symbol: str) -> ResponseReturnValue:
    """Show a paper: ours whole, the group's own by its address at the Union."""
    found, signed = queries.document(db.session, _keys(), symbol)
    if symbol != found.symbol:
        return redirect(url_for(".document", symbol=found.symbol))
    offered = signed.paper.languages if signed else ()
    return render_template(
        "public/document.html",
        words=Words(lang),
        document=found,
        outline=files.paper_page(signed, lang) if signed and lang in offered else None,
        signed=signed,
        offered=offered,
        formats=registry.FORMATS,
        described=metadata.of_document(found, signed.paper if signed else None, lang),
    )


@bp.get("/<language:lang>/documents/<symbol>.<name>")
@public
def document_file(lang: str, symbol: str, name: str) -> ResponseReturnValue:
    """Give a published paper as a file, for ever under this address."""
    if name not in registry.FORMATS:
        # A symbol may be typed with a dot: "(Rev.1)".
        return document(lang, f"{symbol}.{name}")
    _found, signed = queries.document(db.session, _keys(), symbol)
    if signed is None:
        raise _elsewhere(symbol)
    file = files.paper_file(signed, lang, name)
    kind = registry.FORMATS[name].media_type
    return _published(signed, file, kind, registry.file_name(signed.paper, lang, name))


@bp.get("/documents/<symbol>.zip")
@public
def package(symbol: str) -> ResponseReturnValue:
    """Give all that is public of a signed paper as one archive that proves itself."""
    found, signed = queries.document(db.session, _keys(), symbol)
    if signed is None:
        raise _elsewhere(symbol)
    sources = exports.sources(db.session, _keys(), signed.frozen)
    file = files.package_file(signed, sources)
    return _published(signed, file, "application/zip", f"{found.symbol}.zip")


@bp.get("/<language:lang>/data/<slug>.<name>")
@public
def data(lang: str, slug: str, name: str) -> ResponseReturnValue:
    """Give the published tables of one consultation, from the signed paper and nothing else."""
    if name not in files.DATA_FORMATS:
        abort(404)
    found = queries.consultation(db.session, slug)
    signed = queries.paper_of(db.session, _keys(), found.meeting)
    if signed is None or slug not in {one.slug for one in signed.paper.consultations}:
        raise NotFoundError(
            "data_not_yet",
            N_(
                "The figures of this consultation are not published yet. They come with the"
                " signed summary of the meeting."
            ),
        )
    file = files.consultation_file(signed, slug, lang, name)
    return _published(signed, file, registry.FORMATS[name].media_type, f"{slug}-{lang}.{name}")


def _elsewhere(symbol: str) -> NotFoundError:
    message = N_("The paper %(symbol)s is kept by the Union, not here. Its page has the link.")
    return NotFoundError("document_elsewhere", message, symbol=symbol)


def _keys() -> Keyring:
    return cast("Keyring", current_app.extensions["keys"])


def _wish(
    asked: Mapping[str, str], choices: registry_of_papers.Choices
) -> tuple[registry_of_papers.Wish, bool]:
    """Return what a reader looks for, and whether the lists offer all of it."""
    offered = {
        "meeting": {str(number) for number in choices.meetings},
        "year": {str(year) for year in choices.years},
        "language": set(LANGUAGES),
        "topic": {topic.key for topic in choices.topics},
    }
    chosen = {name: asked.get(name, "") for name in offered}
    if any(value and value not in offered[name] for name, value in chosen.items()):
        return registry_of_papers.Wish(), False
    wish = registry_of_papers.Wish(
        words=asked.get("words", "")[:_LONGEST_QUERY],
        meeting=int(chosen["meeting"]) if chosen["meeting"] else None,
        year=int(chosen["year"]) if chosen["year"] else None,
        language=chosen["language"],
        topic=chosen["topic"],
    )
    return wish, True


def _by_browser(response: ResponseReturnValue) -> ResponseReturnValue:
    """Say that the answer depends on the browser's language."""
    assert isinstance(response, Response)
    response.headers["Vary"] = "Accept-Language"
    return response


def _published(signed: queries.Signed, file: bytes, kind: str, file_name: str) -> Response:
    """Return a file that caches may keep; its tag follows its bytes.

    One with quotes is asked for anew each time: its author may have taken one back meanwhile.
    """
    response = Response(file, content_type=kind)
    fresh = "no-cache" if signed.has_quotes else "max-age=300"
    response.headers["Cache-Control"] = f"public, {fresh}"
    shown = "inline" if file_name.endswith(".html") else "attachment"
    response.headers.set("Content-Disposition", shown, filename=file_name)
    # Weak: the same file may travel compressed.
    response.set_etag(files.tag(file), weak=True)
    return response.make_conditional(request)  # type: ignore[return-value]  # returns itself
