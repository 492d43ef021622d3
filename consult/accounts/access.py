"""Who may reach a view: the marks, and the gate that reads them before each request."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import Forbidden, HTTPException, Unauthorized

from consult.accounts import rules
from consult.accounts.models import Account, Role
from consult.accounts.sessions import OpenSession, StaffSessions, is_staff_path
from consult.audit.actor import Actor
from consult.core import clock, db
from consult.core.web import PUBLIC


class NotThisRoleError(Forbidden):
    """The account is signed in, but its role does not reach this page."""


View = TypeVar("View", bound=Callable[..., Any])

#: Audience of the few staff pages that one needs in order to sign in.
ARRIVING = "arriving"

#: Texts shorter than this are typed again more quickly than copied.
_WORTH_KEEPING = 20

_csrf = CSRFProtect()

log = logging.getLogger("consult")


def only(*roles: Role) -> Callable[[View], View]:
    """Mark a staff view that these roles may reach, and nobody else."""

    def mark(view: View) -> View:
        cast("Any", view).audience = frozenset(roles)
        return view

    return mark


class NotTrainedError(Forbidden):
    """The account may reach this page only with a recent safeguarding training."""


def reads_raw_text(view: View) -> View:
    """Mark a staff view that shows what young people wrote, before it is made fit to quote.

    It asks for a safeguarding training of the last 24 months (TRUST.md R16).
    """
    cast("Any", view).raw_text = True
    return view


def arriving(view: View) -> View:
    """Mark a staff view that works before sign-in."""
    cast("Any", view).audience = ARRIVING
    return view


def install(app: Flask) -> None:
    """Give the application its sessions, its gate and the check of form tokens."""
    app.session_interface = StaffSessions()
    # The gate itself asks for tokens: pages for young people carry none (DESIGN.md §5).
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    _csrf.init_app(app)
    for refusal in (CSRFError, NotThisRoleError, NotTrainedError, Unauthorized):
        app.register_error_handler(refusal, _stopped)


def current_account() -> Account:
    """Return who is signed in; a request that is not gets 401."""
    account = signed_in()
    if account is None:
        abort(401)
    return account


def current_actor() -> Actor:
    """Return who acts, for the audit line."""
    account = current_account()
    return Actor(account.email, account.id)


def signed_in() -> Account | None:
    """Return the account of this request, or ``None``."""
    if "account" not in g:
        account_id = session.account_id if isinstance(session, OpenSession) else None
        g.account = db.session.get(Account, account_id) if account_id else None
    return cast("Account | None", g.account)


def may_reach(endpoint: str, account: Account | None) -> bool:
    """Tell whether an account may reach a view; an unknown or unmarked view nobody may."""
    audience = getattr(current_app.view_functions.get(endpoint), "audience", None)
    if audience in {PUBLIC, ARRIVING}:
        return True
    return isinstance(audience, frozenset) and account is not None and account.role in audience


def gate() -> ResponseReturnValue | None:
    """Let a request through, or send it to sign-in, or refuse it.

    Closed unless a mark opens it: a view whose mark is missing or of an unknown kind is refused.
    """
    if is_staff_path(request.path):
        _choose_language()
    if request.endpoint is None:
        return None  # 404 and 405 tell nothing and change nothing
    audience = getattr(current_app.view_functions[request.endpoint], "audience", None)
    if audience == PUBLIC:
        return None
    if audience != ARRIVING:
        account = signed_in()
        if account is None:
            return _ask_to_sign_in()
        if not may_reach(request.endpoint, account):
            raise NotThisRoleError
        view = current_app.view_functions[request.endpoint]
        if getattr(view, "raw_text", False) and not rules.is_trained(account, clock.today()):
            raise NotTrainedError
    # Reading a form may take its sender's time: SQLite's one write lock must not be held meanwhile.
    db.release()
    _csrf.protect()
    return None


def _choose_language() -> None:
    account = signed_in()
    g.language = account.language if account else session.get("language")


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method not in {"GET", "HEAD"}:
        abort(401)
    query = request.query_string.decode("ascii", "ignore")
    target = f"{request.path}?{query}" if query else request.path
    return redirect(url_for("accounts.sign_in", next=target))


def _stopped(error: HTTPException) -> ResponseReturnValue:
    if error.code == 403:
        log.warning("refused at %s", request.endpoint)
    untrained = isinstance(error, NotTrainedError)
    page = render_template(
        "accounts/stopped.html", status=error.code, untrained=untrained, typed=_typed()
    )
    return page, error.code or 403


def _typed() -> list[str]:
    """Return the longer texts of a form that came too late, so that none is lost."""
    if request.blueprint == "accounts":
        return []  # passwords
    try:
        texts = request.form.items(multi=True)
    except HTTPException:
        return []  # too big, or no form at all
    return [text for name, text in texts if name != "csrf_token" and len(text) >= _WORTH_KEEPING]
