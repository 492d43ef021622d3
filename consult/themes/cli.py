"""``consult themes``: the plug-in that may propose names, off unless somebody switches it on."""

import click
from flask import current_app
from flask.cli import AppGroup

from consult.audit.actor import COMMAND_LINE
from consult.consultations import queries as consultations
from consult.core import db
from consult.themes import proposals, queries

themes = AppGroup("themes", help="Themes of open answers.")

_SLUG = click.argument("slug")
_CODE = click.argument("text_code")


@themes.command("proposer")
@_SLUG
@_CODE
@click.argument("name", required=False)
def proposer(slug: str, text_code: str, name: str | None) -> None:
    """Let the plug-in NAME propose for one question; without NAME, none."""
    book = queries.codebook(db.session, consultations.by_slug(db.session, slug), text_code)
    proposals.switch(db.session, book, name, actor=COMMAND_LINE)
    db.session.commit()
    click.echo(f"May propose for {slug}/{text_code}: {name or 'none'}.")


@themes.command("propose")
@_SLUG
@_CODE
def propose(slug: str, text_code: str) -> None:
    """Ask the plug-in, and print what it proposes; nothing of it is stored."""
    book = queries.codebook(db.session, consultations.by_slug(db.session, slug), text_code)
    keys = current_app.extensions["keys"]
    found = proposals.propose(db.session, keys, book, actor=COMMAND_LINE)
    db.session.commit()
    for one in found:
        click.echo(f"{one.words}  [{', '.join(one.ids)}]")
    if not found:
        click.echo("Nothing that rests on the texts was proposed.")


commands = [themes]
