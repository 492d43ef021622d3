"""Where to get help: the public page by country, and the pages on which staff keep the lines."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.access import current_actor, only
from consult.accounts.models import Role
from consult.core import clock, db, i18n
from consult.core.errors import DomainError
from consult.core.i18n import _
from consult.core.web import public
from consult.helplines import countries, queries, rules, service
from consult.helplines.forms import LineForm
from consult.helplines.rules import PURPOSE_NAMES, Line

bp = Blueprint("helplines", __name__)

keeps = only(Role.SECRETARIAT, Role.ADMIN)


@bp.get("/<language:lang>/help")
@public
def get_help(lang: str) -> ResponseReturnValue:
    """Show the help lines of the country that is picked; nothing guesses where the reader is."""
    picked = request.args.get("country", "")
    code = picked if picked in countries.MEMBERS else ""
    with db.database().session(read_only=True) as reading:
        lines = queries.lines_of(reading, code) if code else ()
    return render_template(
        "helplines/help.html",
        countries=countries.by_name(lang),
        code=code,
        country=countries.name(code, lang) if code else "",
        lines=lines,
        purposes=PURPOSE_NAMES,
        spoken=lambda line: [countries.language_name(tag, lang) for tag in line.languages],
        directories=queries.DIRECTORIES,
    )


@bp.get("/staff/help-lines/")
@keeps
def index() -> ResponseReturnValue:
    """List the countries with what is known for them, and what has to be checked again."""
    lines, today = queries.every_line(db.session), clock.today()
    rows = [
        (code, name, lines[code], [rules.freshness(one.checked_on, today) for one in lines[code]])
        for code, name in countries.by_name(i18n.language())
    ]
    return render_template("helplines/index.html", rows=rows)


@bp.route("/staff/help-lines/<country>", methods=["GET", "POST"])
@keeps
def country(country: str) -> ResponseReturnValue:
    """Show a country's help lines; add one."""
    return _edit(country, None)


@bp.route("/staff/help-lines/<country>/<line>", methods=["GET", "POST"])
@keeps
def line(country: str, line: str) -> ResponseReturnValue:
    """Change a help line, or take it out."""
    found = queries.line(db.session, country, line)
    if request.method == "POST" and request.form.get("go") == "take-out":
        service.take_out(db.session, country, line, actor=current_actor())
        db.session.commit()
        flash(_("The help line is taken out."))
        return redirect(url_for(".country", country=country))
    return _edit(country, found)


def _edit(code: str, found: Line | None) -> ResponseReturnValue:
    lines = queries.lines_of(db.session, code)
    form = LineForm.of(found)
    if form.validate_on_submit():
        try:
            typed = form.line(found.key if found else "")
            service.keep(db.session, code, typed, actor=current_actor())
            db.session.commit()
        except DomainError as refusal:
            db.session.rollback()
            form.take(refusal)
        else:
            flash(_("The help line is kept."))
            return redirect(url_for(".country", country=code))
    page = render_template(
        "helplines/country.html",
        form=form,
        code=code,
        country=countries.name(code, i18n.language()),
        lines=lines,
        line=found,
        purposes=PURPOSE_NAMES,
        freshness=lambda one: rules.freshness(one.checked_on, clock.today()),
    )
    return page, 422 if form.is_submitted() else 200
