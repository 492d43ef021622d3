"""``consult responses``: answers gathered elsewhere come in, the working copy goes out."""

import json
import sys
from pathlib import Path
from typing import Any, cast

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from consult.audit.actor import COMMAND_LINE
from consult.consultations import queries as consultations
from consult.core import db
from consult.core.crypto import Keyring
from consult.core.errors import InvalidError
from consult.core.locales import N_
from consult.responses import backups, exporting, importing, purging
from consult.responses.models import Mode

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_MODES = [mode.value for mode in Mode if mode is not Mode.OPEN]

responses = AppGroup("responses", help="Answers of young people.")


@responses.command("import")
@click.argument("slug")
@click.argument("file", type=_FILE)
@click.option("--mapping", type=_FILE, help="JSON: which column answers which question.")
@click.option("--mode", type=click.Choice(_MODES), default=Mode.IMPORT.value, show_default=True)
@click.option("--language", help="Language the answers were given in.")
@click.option("--version", type=int, help="Number of the version answered; else the one of now.")
@click.option("--separator", type=click.Choice([",", ";"]), help="Between cells; else found out.")
def import_(
    slug: str,
    file: Path,
    *,
    mapping: Path | None,
    mode: str,
    language: str | None,
    version: int | None,
    separator: Any,
) -> None:
    """Take in the answers of FILE (CSV in UTF-8) to consultation SLUG: all of them or none.

    Bringing the same file again changes nothing. Free texts are sealed and reviewed like others.
    """
    session = db.session
    found = importing.import_answers(
        session,
        _keys(),
        consultations.by_slug(session, slug),
        file.read_bytes(),
        mapping=None if mapping is None else _json_of(mapping),
        separator=separator,
        mode=Mode(mode),
        language=language,
        version=version,
        actor=COMMAND_LINE,
    )
    session.commit()
    click.echo(f"Stored: {found.stored}. There already from this file: {found.repeated}.")
    click.echo(f"They are answers to version {found.version}.")
    if found.left_out:
        click.echo(
            f"Left out: {found.left_out} answers to questions that the rules would not have put."
        )


@responses.command("export")
@click.argument("slug")
@click.option(
    "--format",
    "format_",
    type=click.Choice([f.value for f in exporting.Format]),
    required=True,
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def export(slug: str, format_: str, output: Path) -> None:
    """Write the closed answers to consultation SLUG, a row per response, for staff only.

    Free text is never in it: it is read, redacted and quoted in the review. Small groups are not
    hidden here, so the file must not be published; the tables of the summary may be. The format
    sps gives an archive with the data as CSV and, for each language, syntax that SPSS runs.
    """
    session = db.database().session(read_only=True)
    with session:
        consultation = consultations.by_slug(session, slug)
        if consultation.version_id is None:
            raise InvalidError(
                "consultation_draft", N_("This consultation has not been opened yet.")
            )
        definition = consultations.asked(session, consultation)
        try:
            written = exporting.write(
                session,
                consultation,
                definition,
                format=exporting.Format(format_),
                path=output,
            )
        except OSError as error:
            click.echo(f"Error: {output} cannot be written: {error.strerror}", err=True)
            sys.exit(1)
    click.echo(f"Wrote {written} responses to {output}. Do not publish this file.")


@click.command("purge")
@with_appcontext
def purge() -> None:
    """Delete answers that are past their time, ended sessions of staff and used links.

    The server does it by itself, when it starts and once a day.
    """
    days = current_app.config["RETENTION_DAYS"]
    try:
        purged = purging.run(db.database(), days=days, actor=COMMAND_LINE)
    except OSError as error:
        sentence = "The rows are deleted, but their bytes are still in the database's log, "
        raise click.ClickException(sentence + "which is in use. Run it again.") from error
    for line in purging.in_words(purged):
        click.echo(line)


@click.command("backup")
@click.argument("path", type=click.Path(path_type=Path))
@with_appcontext
def backup(path: Path) -> None:
    """Write the embedded database, sealed, to PATH, also while the server runs.

    Only the key file of this installation opens it: keep the two in different places.
    """
    key = backups.make(db.database(), _keys(), path, actor=COMMAND_LINE)
    size = path.stat().st_size / 1_000_000
    click.echo(f"Wrote {path} ({size:.1f} MB), sealed under the key {key} of the key file.")
    click.echo("It still holds answers that are deleted later: do not keep it longer than those.")


@click.command("restore")
@click.argument("path", type=_FILE)
@click.option("--replace", is_flag=True, help="Give up the present database for the backup.")
@with_appcontext
def restore(path: Path, *, replace: bool) -> None:
    """Put the backup in PATH in the place of the database; stop the server first.

    What was taken back or purged since stays deleted, and what is past its time goes at once.
    """
    days = current_app.config["RETENTION_DAYS"]
    brought = backups.restore(
        db.database(), _keys(), path, replace=replace, days=days, actor=COMMAND_LINE
    )
    click.echo(f"The database is the one of the backup, with {brought.responses} responses.")
    click.echo(f"Not brought back: {brought.withdrawn} taken back and {brought.purged} purged.")
    click.echo("Staff sign in anew; look whether accounts were disabled or added since the backup.")


def _keys() -> Keyring:
    return cast("Keyring", current_app.extensions["keys"])


def _json_of(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except ValueError as error:
        raise InvalidError(
            "mapping_json", N_("%(name)s is not JSON in UTF-8."), name=path.name
        ) from error


commands = [responses, purge, backup, restore]
