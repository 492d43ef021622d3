"""Pages of the administrator: accounts, their links and sessions."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.accounts import queries, rules, service
from consult.accounts.access import current_actor, only
from consult.accounts.blueprint import bp
from consult.accounts.forms import ROLE_NAMES, AccountForm, TrainingForm
from consult.accounts.models import Account, Role
from consult.core import clock, db
from consult.core.errors import InvalidError
from consult.core.i18n import _, told
from consult.core.regions import REGION_NAMES, Region


@bp.get("/accounts")
@only(Role.ADMIN)
def index() -> ResponseReturnValue:
    """List the accounts, with a form for a new one."""
    return _accounts_page(AccountForm().offer(), 200)


@bp.post("/accounts")
@only(Role.ADMIN)
def add() -> ResponseReturnValue:
    """Add an account and show its one-time link, once."""
    form = AccountForm().offer()
    if not form.validate_on_submit():
        return _accounts_page(form, 422)
    region = Region(form.region.data) if form.region.data else None
    try:
        account = service.add(
            db.session,
            str(form.email.data),
            Role(form.role.data),
            region=region,
            language=str(form.language.data),
            actor=current_actor(),
        )
    except InvalidError as refusal:
        place = form.region if refusal.code == "region_needed" else form.email
        place.errors = [told(refusal)]
        return _accounts_page(form, 422)
    return _link_page(account)


def _accounts_page(
    form: AccountForm, status: int, training: TrainingForm | None = None
) -> ResponseReturnValue:
    page = render_template(
        "accounts/index.html",
        form=form,
        training=training,
        is_trained=lambda account: rules.is_trained(account, clock.today()),
        accounts=queries.every(db.session),
        sessions=queries.live_sessions(db.session),
        me=current_actor().account_id,
        role_names=ROLE_NAMES,
        region_names=REGION_NAMES,
    )
    return page, status


@bp.post("/accounts/<uuid:account_id>/link")
@only(Role.ADMIN)
def link(account_id: UUID) -> ResponseReturnValue:
    """Show a fresh one-time link; older ones stop working."""
    return _link_page(_account(account_id))


def _link_page(account: Account) -> ResponseReturnValue:
    token = service.new_link(db.session, account, actor=current_actor())
    # The page is the answer to the form itself: an address to come back to would have to keep
    # the token somewhere.
    page = render_template(
        "accounts/link.html",
        account=account,
        address=url_for("accounts.welcome", token=token, _external=True),
        last_day=(clock.now() + rules.LINK_LIVES).date(),
    )
    db.session.commit()
    return page, 201


@bp.post("/accounts/<uuid:account_id>/disable")
@only(Role.ADMIN)
def disable(account_id: UUID) -> ResponseReturnValue:
    """Disable an account; its sessions end at once."""
    account = _account(account_id)
    service.disable(db.session, account, actor=current_actor())
    db.session.commit()
    flash(_("%(email)s is disabled and signed out everywhere.", email=account.email))
    return redirect(url_for("accounts.index"))


@bp.post("/accounts/<uuid:account_id>/enable")
@only(Role.ADMIN)
def enable(account_id: UUID) -> ResponseReturnValue:
    """Enable a disabled account."""
    account = _account(account_id)
    service.enable(db.session, account, actor=current_actor())
    db.session.commit()
    flash(_("%(email)s may sign in again.", email=account.email))
    return redirect(url_for("accounts.index"))


@bp.post("/accounts/<uuid:account_id>/training")
@only(Role.ADMIN)
def train(account_id: UUID) -> ResponseReturnValue:
    """Note the day of somebody's last safeguarding training."""
    account, form = _account(account_id), TrainingForm()
    if not form.validate_on_submit():
        return _accounts_page(AccountForm(formdata=None).offer(), 422, form)
    assert form.trained_on.data is not None  # the form has been validated
    try:
        service.train(db.session, account, form.trained_on.data, actor=current_actor())
    except InvalidError as refusal:
        form.take(refusal)
        return _accounts_page(AccountForm(formdata=None).offer(), 422, form)
    db.session.commit()
    flash(_("The training of %(email)s is noted.", email=account.email))
    return redirect(url_for("accounts.index"))


@bp.post("/accounts/<uuid:account_id>/sessions")
@only(Role.ADMIN)
def end_sessions(account_id: UUID) -> ResponseReturnValue:
    """Sign an account out everywhere."""
    account = _account(account_id)
    service.end_sessions(db.session, account, actor=current_actor())
    db.session.commit()
    flash(_("%(email)s is signed out everywhere.", email=account.email))
    return redirect(url_for("accounts.index"))


def _account(account_id: UUID) -> Account:
    return db.session.get(Account, account_id) or abort(404)
