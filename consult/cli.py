"""The command line, ``consult``: puts the features' commands together."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

import click
from flask import Flask, current_app
from flask.cli import AppGroup, FlaskGroup, ScriptInfo, with_appcontext
from sqlalchemy.exc import DatabaseError

from consult.core import db, diagram, migrations, serving
from consult.core.errors import DomainError
from consult.responses import jobs
from consult.tables import metadata


def _app() -> Flask:
    from consult.app import create_app  # noqa: PLC0415 - the application registers these commands

    return create_app()


def speak_plainly(command: click.Command) -> None:
    """Let a command, and those below it, say a refusal as a sentence, not as a stack trace."""
    for below in getattr(command, "commands", {}).values():
        speak_plainly(below)
    if command.callback is not None and not hasattr(command.callback, "speaks_plainly"):
        command.callback = _spoken(command.callback)


def _spoken(act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def spoken(*args: Any, **kwargs: Any) -> Any:
        try:
            return act(*args, **kwargs)
        except DomainError as refusal:
            raise click.ClickException(str(refusal)) from refusal
        except DatabaseError as error:
            if _schema_is_current():
                raise
            sentence = "The schema is old or missing. Run: consult db upgrade"
            raise click.ClickException(sentence) from error

    cast("Any", spoken).speaks_plainly = True  # commands live longer than one application
    return spoken


def _schema_is_current() -> bool:
    with click.get_current_context().ensure_object(ScriptInfo).load_app().app_context():
        return migrations.is_current(db.database().engine)


main = FlaskGroup(
    name="consult",
    create_app=_app,
    add_default_commands=False,
    add_version_option=False,
    help="Consultations of young people, from questions to numbered papers.",
)


database = AppGroup("db", help="The database's schema.")


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest schema."""
    migrations.upgrade(db.database().engine)
    click.echo("The database has the newest schema.")


@database.command("check")
def check() -> None:
    """Tell whether the database has the newest schema; exit 1 if not."""
    if not migrations.is_current(db.database().engine):
        click.echo("The schema is old or missing. Run: consult db upgrade", err=True)
        sys.exit(1)
    click.echo("The database has the newest schema.")


@database.command("diagram")
def draw() -> None:
    """Print the tables as a Mermaid diagram, for ARCHITECTURE.md."""
    click.echo(diagram.tables(metadata))


@click.command("serve")
@click.option("--host", default=serving.DEFAULT_HOST, show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=serving.DEFAULT_PORT)
@with_appcontext
def serve(host: str, port: int) -> None:
    """Serve what is there."""
    if not migrations.is_current(db.database().engine):
        raise click.ClickException("The schema is old or missing. Run: consult db upgrade")
    application: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # proxy
    server = serving.listen(application, host, port)
    jobs.purge_daily(application)
    serving.run(server, application, host, port)


def register_commands(app: Flask) -> None:
    """Give the application its commands."""
    app.cli.add_command(database)
    app.cli.add_command(serve)
