"""``consult contacts``: writing to those who left an address."""

import json
from pathlib import Path
from typing import cast

import click
from flask import current_app
from flask.cli import AppGroup

from consult.audit.actor import COMMAND_LINE
from consult.contacts import telling
from consult.core import db
from consult.core.crypto import Keyring
from consult.core.errors import InvalidError

contacts = AppGroup("contacts", help="Addresses that young people left to hear what came of it.")


@contacts.command("tell")
@click.argument("slug")
@click.option(
    "--message",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help='JSON by language: {"subject": {"en": "…"}, "text": {"en": "…"}}.',
)
@click.option("--from", "sender", required=True, metavar="EMAIL", help="Whom it comes from.")
@click.option(
    "--outbox",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="The folder a mail server picks messages up from.",
)
def tell(slug: str, source: Path, sender: str, outbox: Path) -> None:
    """Write a message to each address left at the consultation SLUG, once."""
    try:
        told = json.loads(source.read_text("utf-8"))
    except ValueError as error:
        raise click.ClickException(f"{source.name} is no JSON in UTF-8: {error}") from error
    try:
        written = telling.message(told)
        count = telling.tell(
            db.database(),
            cast("Keyring", current_app.extensions["keys"]),
            slug,
            written,
            sender=telling.Sender(sender, current_app.config["ADDRESS"]),
            outbox=outbox,
            actor=COMMAND_LINE,
        )
    except InvalidError as refusal:
        for problem in refusal.problems:
            click.echo(f"{problem.where}: {problem.message % problem.params}", err=True)
        raise
    except OSError as error:
        raise click.FileError(str(outbox), error.strerror) from error
    click.echo(f"Messages written: {count}. The addresses are deleted in 30 days.")


commands = [contacts]
