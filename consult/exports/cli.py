"""``consult summary``: papers from the command line."""

from pathlib import Path
from typing import cast

import click
from flask import current_app
from flask.cli import AppGroup

from consult.audit.actor import COMMAND_LINE
from consult.core import db
from consult.core.crypto import Keyring
from consult.core.locales import LANGUAGES
from consult.exports import registry, service

summary = AppGroup("summary", help="Summaries of what young people said.")


@summary.command("export")
@click.argument("meeting", type=int)
@click.option("--language", type=click.Choice(LANGUAGES), required=True)
@click.option("--format", "format_name", type=click.Choice(list(registry.FORMATS)), required=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--draft", is_flag=True, help="Take the draft when it is not signed; it says so.")
def export(meeting: int, language: str, format_name: str, output: Path, *, draft: bool) -> None:
    """Write the paper of MEETING to a file.

    The same signed summary gives the same bytes each time.
    """
    written = service.export(
        db.session,
        cast("Keyring", current_app.extensions["keys"]),
        meeting,
        language=language,
        format_name=format_name,
        draft=draft,
        actor=COMMAND_LINE,
    )
    try:
        output.write_bytes(written.content)
    except OSError as error:
        raise click.FileError(str(output), error.strerror) from error
    db.session.commit()
    click.echo(f"Written: {output} ({len(written.content):,} bytes)")


commands = [summary]
