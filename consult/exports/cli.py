"""``consult summary``: papers from the command line."""

import sys
from pathlib import Path
from typing import cast

import click
from flask import current_app
from flask.cli import AppGroup

from consult.audit.actor import COMMAND_LINE
from consult.core import db
from consult.core.crypto import Keyring
from consult.core.locales import LANGUAGES
from consult.exports import package as packages
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


package = AppGroup("package", help="All that is public of a signed paper, in one archive.")


@package.command("build")
@click.argument("meeting", type=int)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def build(meeting: int, output: Path) -> None:
    """Write the package of the signed paper of MEETING; the same paper gives the same bytes."""
    keys = cast("Keyring", current_app.extensions["keys"])
    built = service.build_package(db.session, keys, meeting, actor=COMMAND_LINE)
    try:
        output.write_bytes(built)
    except OSError as error:
        raise click.FileError(str(output), error.strerror) from error
    db.session.commit()
    click.echo(f"Written: {output} ({len(built):,} bytes)")


@package.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Tell whether FILE is whole and as it was signed; exit 1 and name what differs if not."""
    found = packages.problems(file.read_bytes())
    for problem in found:
        click.echo(problem, err=True)
    if found:
        sys.exit(1)
    click.echo("ok")


commands = [summary, package]
