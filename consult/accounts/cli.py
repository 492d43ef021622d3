"""Commands for accounts: ``consult user add|train|list|link|disable``."""

from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from consult.accounts import queries, rules, service
from consult.accounts.models import Account, Role
from consult.audit.actor import COMMAND_LINE
from consult.core import db
from consult.core.errors import NotFoundError
from consult.core.locales import LANGUAGES, N_
from consult.core.regions import Region

user = AppGroup("user", help="Accounts of staff.")


@user.command("add")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--region", type=click.Choice([region.value for region in Region]))
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
def add(email: str, role: str, region: str | None, language: str) -> None:
    """Add an account and print a link with which its owner chooses a password, once."""
    with db.database().transaction() as session:
        account = service.add(
            session,
            email,
            Role(role),
            region=Region(region) if region else None,
            language=language,
            actor=COMMAND_LINE,
        )
        token = service.new_link(session, account, actor=COMMAND_LINE)
    click.echo(f"{account.email} may sign in as {role} after opening this link, within 7 days:")
    click.echo(address(token))


@user.command("train")
@click.argument("email")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="Day of the safeguarding training: 2026-01-05.",
)
def train(email: str, on: datetime) -> None:
    """Note when EMAIL had the safeguarding training; it counts for 24 months."""
    with db.database().transaction() as session:
        account = queries.by_email(session, email) or _unknown(email)
        service.train(session, account, on.date(), actor=COMMAND_LINE)
        until = rules.trained_until(account)
    click.echo(f"{account.email} may read what young people wrote until {until}.")


@user.command("list")
def show() -> None:
    """List accounts: e-mail, role, region, state, day of the safeguarding training."""
    with db.database().session(read_only=True) as session:
        for account in queries.every(session):
            click.echo(
                "\t".join(
                    [
                        account.email,
                        account.role,
                        account.region or "-",
                        _state(account),
                        _trained(account),
                    ]
                )
            )


@user.command("link")
@click.argument("email")
def link(email: str) -> None:
    """Print a fresh one-time link for an account; older links stop working."""
    with db.database().transaction() as session:
        account = queries.by_email(session, email) or _unknown(email)
        token = service.new_link(session, account, actor=COMMAND_LINE)
    click.echo(address(token))


@user.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Disable an account; its sessions end at once."""
    with db.database().transaction() as session:
        account = queries.by_email(session, email) or _unknown(email)
        service.disable(session, account, actor=COMMAND_LINE)
    click.echo(f"{account.email} is disabled.")


def address(token: str) -> str:
    """Return the absolute address of a one-time link."""
    path = current_app.url_map.bind("localhost").build("accounts.welcome", {"token": token})
    return f"{current_app.config['ADDRESS']}{path}"


def _unknown(email: str) -> Account:
    raise NotFoundError("account_unknown", N_("There is no account for %(email)s."), email=email)


def _trained(account: Account) -> str:
    return account.trained_on.isoformat() if account.trained_on else "-"


def _state(account: Account) -> str:
    if account.disabled_at is not None:
        return "disabled"
    return "active" if account.password_hash else "invited"


commands = [user]
