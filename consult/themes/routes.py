"""Staff pages of themes: questions, one question's themes and numbers, reading, reading cards."""

from typing import Any, cast
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_account, current_actor, only, reads_raw_text
from consult.accounts.models import Role
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core import db, panels
from consult.core.crypto import Keyring
from consult.core.errors import InvalidError
from consult.core.i18n import _
from consult.moderation import queries as moderation
from consult.themes import forms, queries, rules, service
from consult.themes.agreement import Firmness
from consult.themes.counted import Kind
from consult.themes.models import Codebook, Outcome, Queue, Reading

bp = Blueprint("themes", __name__, url_prefix="/staff/themes")

readers = only(Role.SECRETARIAT, Role.CHAIR, Role.ADMIN)


def _keys() -> Keyring:
    return cast("Keyring", current_app.extensions["keys"])


def _book(slug: str, text_code: str) -> Codebook:
    return queries.codebook(db.session, consultations.by_slug(db.session, slug), text_code)


def _address(book: Codebook, page: str = ".show", **more: Any) -> str:
    return url_for(page, slug=book.consultation.slug, text_code=book.text_code, **more)


@bp.get("/")
@readers
def index() -> ResponseReturnValue:
    """List the questions with open answers, and how far their themes are."""
    lines = queries.lines(db.session, consultations.all_consultations(db.session))
    return render_template("themes/index.html", lines=lines)


@panels.offer("reviewed", "themes/panel.html")
def _panel(consultation: Consultation) -> list[queries.Line] | None:
    return queries.lines(db.session, [consultation]) or None


@bp.get("/<slug>/<text_code>")
@readers
def show(slug: str, text_code: str) -> ResponseReturnValue:
    """Show a question's themes with their numbers, and what to do next."""
    consultation = consultations.by_slug(db.session, slug)
    question = moderation.question_of(db.session, consultation, text_code)
    book = queries.newest(db.session, consultation, text_code)
    given = {"consultation": consultation, "text_code": text_code, "question": question}
    if book is None:
        form = forms.BeginForm.of(queries.copied_from(db.session, consultation))
        return render_template("themes/begin.html", form=form, **given)
    now = queries.work(db.session, _keys(), book)
    return render_template(
        "themes/show.html",
        book=book,
        now=now,
        counts=queries.theme_counts(db.session, _keys(), book),
        contrasts=now.contrasts(),
        examples={one.id: service.said_in(db.session, _keys(), one) for one in book.themes},
        stances=forms.STANCES,
        Kind=Kind,
        Firmness=Firmness,
        read_all=rules.READ_ALL,
        **given,
    )


@bp.post("/<slug>/<text_code>/begin")
@readers
def begin(slug: str, text_code: str) -> ResponseReturnValue:
    """Begin the themes of a question."""
    consultation = consultations.by_slug(db.session, slug)
    others = queries.copied_from(db.session, consultation)
    form = forms.BeginForm.of(others)
    if not form.validate_on_submit():
        question = moderation.question_of(db.session, consultation, text_code)
        given = {"consultation": consultation, "text_code": text_code, "question": question}
        return render_template("themes/begin.html", form=form, **given), 422
    like = {one.id: one for one in others}.get(forms.chosen(form.like.data) or UUID(int=0))
    book = service.begin(db.session, consultation, text_code, like=like, actor=current_actor())
    db.session.commit()
    return redirect(_address(book))


@bp.route("/<slug>/<text_code>/theme", methods=["GET", "POST"])
@readers
def add(slug: str, text_code: str) -> ResponseReturnValue:
    """Write a new theme."""
    return _write(_book(slug, text_code), None)


@bp.route("/<slug>/<text_code>/theme/<uuid:theme_id>", methods=["GET", "POST"])
@readers
def edit(slug: str, text_code: str, theme_id: UUID) -> ResponseReturnValue:
    """Write a theme anew."""
    return _write(_book(slug, text_code), theme_id)


def _write(book: Codebook, theme_id: UUID | None) -> ResponseReturnValue:
    rules.check_open(book)
    theme = queries.theme(book, theme_id) if theme_id else None
    examples = service.said_in(db.session, _keys(), theme) if theme else []
    form = forms.ThemeForm.of(theme, examples)
    if form.validate_on_submit():
        try:
            service.write(
                db.session, _keys(), book, form.wording(), theme=theme, actor=current_actor()
            )
        except InvalidError as refusal:
            form.take(refusal)
        else:
            db.session.commit()
            flash(_("The theme is stored."))
            return redirect(_address(book))
    page = render_template("themes/theme.html", form=form, book=book, theme=theme, **_of(book))
    return page, 422 if form.is_submitted() else 200


def _of(book: Codebook) -> dict[str, object]:
    question = moderation.question_of(db.session, book.consultation, book.text_code)
    return {"consultation": book.consultation, "text_code": book.text_code, "question": question}


@bp.post("/<slug>/<text_code>/theme/<uuid:theme_id>/remove")
@readers
def remove(slug: str, text_code: str, theme_id: UUID) -> ResponseReturnValue:
    """Remove a theme with its codes."""
    book = _book(slug, text_code)
    service.remove(db.session, book, queries.theme(book, theme_id), actor=current_actor())
    db.session.commit()
    flash(_("The theme is removed."))
    return redirect(_address(book))


@bp.post("/<slug>/<text_code>/freeze")
@readers
def freeze(slug: str, text_code: str) -> ResponseReturnValue:
    """Freeze this version."""
    book = _book(slug, text_code)
    service.publish(db.session, book, actor=current_actor())
    db.session.commit()
    flash(_("This version is frozen."))
    return redirect(_address(book))


@bp.post("/<slug>/<text_code>/next-version")
@readers
def next_version(slug: str, text_code: str) -> ResponseReturnValue:
    """Begin the next version."""
    book = _book(slug, text_code)
    service.next_version(db.session, book, actor=current_actor())
    db.session.commit()
    return redirect(_address(book))


@bp.get("/<slug>/<text_code>/read/<any(audit,active):queue>")
@readers
def read(slug: str, text_code: str, queue: str) -> ResponseReturnValue:
    """Go to the next answer to read, or say that there is none."""
    book = _book(slug, text_code)
    now = queries.work(db.session, _keys(), book)
    found = None
    if book.published_at is None and book.consultation.settled_at is None:
        if Queue(queue) is Queue.AUDIT:
            found = rules.next_to_audit(now.sample, now.readers(), current_account().id)
        else:
            from consult.themes import desk  # noqa: PLC0415 - numpy takes half a second to load

            found = desk.next_outside(db.session, _keys(), now)
    if found is not None:
        return redirect(_address(book, ".code", response_id=found))
    return render_template("themes/done.html", book=book, **_of(book))


@bp.route("/<slug>/<text_code>/answer/<uuid:response_id>", methods=["GET", "POST"])
@readers
@reads_raw_text
def code(slug: str, text_code: str, response_id: UUID) -> ResponseReturnValue:
    """Show one answer; on a valid POST store what this person found and go to the next."""
    book = _book(slug, text_code)
    text = moderation.text(db.session, _keys(), book.consultation, text_code, response_id)
    now = queries.work(db.session, _keys(), book)
    mine = (current_account().id, response_id)
    stored = {(one.coder_id, one.response_id): one for one in now.readings}.get(mine)
    form = forms.reading_form(book, stored, text.text)
    if form.validate_on_submit():
        try:
            reading = _store(book, response_id, form)
        except InvalidError as refusal:
            form.take(refusal)
        else:
            flash(_("What you found is stored."))
            return redirect(_address(book, ".read", queue=reading.queue.value))
    from consult.themes import desk  # noqa: PLC0415 - numpy takes half a second to load

    suggested = [one.id for one in desk.suggest(db.session, _keys(), now, response_id)]
    rows = form.rows(book.themes)
    rows.sort(key=lambda row: suggested.index(row[0].id) if row[0].id in suggested else 99)
    page = render_template(
        "themes/code.html",
        form=form,
        book=book,
        text=text,
        rows=rows,
        suggested=suggested,
        queue=now.queue_of(response_id),
        **_of(book),
    )
    return page, 422 if form.is_submitted() else 200


def _store(book: Codebook, response_id: UUID, form: forms.ReadingForm) -> Reading:
    reading = service.code(
        db.session,
        _keys(),
        book,
        response_id,
        Outcome(form.outcome.data),
        found=form.found(book.themes),
        actor=current_actor(),
    )
    db.session.commit()
    return reading


@bp.get("/<slug>/<text_code>/cards")
@readers
@reads_raw_text
def cards(slug: str, text_code: str) -> ResponseReturnValue:
    """Show answers that are like each other, to be read together."""
    book = _book(slug, text_code)
    from consult.themes import desk  # noqa: PLC0415 - numpy takes half a second to load

    dealt = desk.deal(db.session, _keys(), queries.work(db.session, _keys(), book))
    return render_template("themes/cards.html", book=book, dealt=dealt, **_of(book))
