"""``consult archive``: the public record as plain files."""

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from consult.public import mirror as mirrors

archive = AppGroup("archive", help="The public record, to keep and to hand on.")


@archive.command("mirror")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def mirror(folder: Path) -> None:
    """Write the public record into FOLDER as plain files that browse without a server."""
    application: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # proxy
    try:
        made = mirrors.write(application, folder.resolve())
    except OSError as error:
        raise click.FileError(str(folder), error.strerror) from error
    click.echo(
        f"Written: {made.files} files, {made.size:,} bytes. Start with {folder / 'index.html'}"
    )


commands = [archive]
