"""Pages for coming and going: sign in, first password, own password, language, sign out, home."""

import logging
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts import queries, rules, service, sessions
from consult.accounts.access import arriving, current_account, only, signed_in
from consult.accounts.blueprint import bp, guesses, passwords
from consult.accounts.forms import PasswordForm, SignInForm, WelcomeForm
from consult.accounts.models import Account, Role
from consult.core import db, throttle
from consult.core.errors import InvalidError, NotFoundError
from consult.core.i18n import _, told
from consult.core.locales import LANGUAGES, N_

log = logging.getLogger("consult")


@bp.get("/")
@only(*Role)
def home() -> ResponseReturnValue:
    """Show what this person can do next."""
    return render_template("accounts/home.html", account=current_account())


@bp.route("/sign-in", methods=["GET", "POST"])
@arriving
def sign_in() -> ResponseReturnValue:
    """Ask for e-mail and password; on the right ones go where the person wanted to go."""
    form = SignInForm(next=request.args.get("next", ""))
    target = rules.own_address(form.next.data) or url_for("accounts.home")
    if request.method == "GET" and signed_in():
        return redirect(target)
    if not form.validate_on_submit():
        return _sign_in_page(form, 422 if form.is_submitted() else 200)
    email, network = rules.normal_email(str(form.email.data)), throttle.network()
    if guesses().are_too_many(email, network):
        log.warning("sign-in refused: too many guesses")
        form.form_errors = [_("There were too many tries. Wait 15 minutes and try again.")]
        return _sign_in_page(form, 429)
    account_id = _who(email, str(form.password.data))
    if account_id is None:
        guesses().count(email, network)
        log.warning("sign-in refused: e-mail and password do not fit")
        form.form_errors = [_("E-mail and password do not fit. Check both and try again.")]
        return _sign_in_page(form, 422)
    guesses().forget(email, network)
    account = db.session.get_one(Account, account_id)
    service.sign_in(db.session, passwords(), account, str(form.password.data))
    db.session.commit()
    sessions.current().begin(account_id)
    return redirect(target)


def _who(email: str, password: str) -> UUID | None:
    # Hashing takes half a second, in which SQLite's one write lock must not be held.
    with db.database().session(read_only=True) as reading:
        return queries.who(reading, passwords(), email, password)


def _sign_in_page(form: SignInForm, status: int) -> ResponseReturnValue:
    return render_template("accounts/sign_in.html", form=form), status


@bp.route("/welcome/<token>", methods=["GET", "POST"])
@arriving
def welcome(token: str) -> ResponseReturnValue:
    """Let the holder of a one-time link choose a password, once; then the person is signed in."""
    link = queries.usable_link(db.session, token)
    if link is None:
        raise NotFoundError(
            "link_unknown",
            N_("This link was used or is older than seven days. Ask for a new one."),
        )
    form = WelcomeForm()
    if not form.validate_on_submit():
        return _welcome_page(form, link.account.email, 422 if form.is_submitted() else 200)
    try:
        account = service.welcome(db.session, passwords(), link, str(form.password.data))
    except InvalidError as refusal:
        form.password.errors = [told(refusal)]
        return _welcome_page(form, link.account.email, 422)
    db.session.commit()
    sessions.current().begin(account.id)
    flash(_("Your password is set. You are signed in."))
    return redirect(url_for("accounts.home"))


def _welcome_page(form: WelcomeForm, email: str, status: int) -> ResponseReturnValue:
    return render_template("accounts/welcome.html", form=form, email=email), status


@bp.route("/password", methods=["GET", "POST"])
@only(*Role)
def password() -> ResponseReturnValue:
    """Change one's own password; all other sessions of the account end."""
    form = PasswordForm()
    if not form.validate_on_submit():
        page = render_template("accounts/password.html", form=form)
        return page, 422 if form.is_submitted() else 200
    account = current_account()
    old, new, network = str(form.old.data), str(form.new.data), throttle.network()
    if guesses().are_too_many(account.email, network):
        form.form_errors = [_("There were too many tries. Wait 15 minutes and try again.")]
        return render_template("accounts/password.html", form=form), 429
    try:
        service.change_password(db.session, passwords(), account, old, new)
    except InvalidError as refusal:
        wrong = refusal.code == "password_wrong"
        if wrong:
            guesses().count(account.email, network)
        (form.old if wrong else form.new).errors = [told(refusal)]
        return render_template("accounts/password.html", form=form), 422
    db.session.commit()
    sessions.current().begin(account.id)
    flash(_("Your password is changed. Everywhere else you are signed out."))
    return redirect(url_for("accounts.home"))


@bp.post("/language")
@arriving
def language() -> ResponseReturnValue:
    """Change the language of the staff pages, for the account or for this visit."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        raise InvalidError("language_unknown", N_("Choose one of the six languages."))
    account = signed_in()
    if account is None:
        sessions.current()["language"] = chosen
    else:
        account.language = chosen
        db.session.commit()
    return redirect(rules.own_address(request.form.get("next")) or url_for("accounts.home"))


@bp.post("/sign-out")
@only(*Role)
def sign_out() -> ResponseReturnValue:
    """End this session, on the server."""
    sessions.current().end()
    return redirect(url_for("accounts.sign_in"))
