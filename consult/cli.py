"""The command line, ``consult``: puts the features' commands together."""

import sys

import click
from flask import Flask, current_app
from flask.cli import FlaskGroup, with_appcontext

from consult.core import db, diagram, migrations, serving
from consult.core.errors import DomainError
from consult.tables import metadata


def _app() -> Flask:
    from consult.app import create_app  # noqa: PLC0415 - the application registers these commands

    return create_app()


class _Commands(FlaskGroup):
    """Says a refusal as a sentence, not as a stack trace."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except DomainError as refusal:
            click.echo(f"Error: {refusal}", err=True)
            sys.exit(1)


main = _Commands(
    name="consult",
    create_app=_app,
    add_default_commands=False,
    add_version_option=False,
    help="Consultations of young people, from questions to numbered papers.",
)


@click.group("db")
def database() -> None:
    """The database's schema."""


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
    serving.run(serving.listen(application, host, port), application, host, port)


def register_commands(app: Flask) -> None:
    """Give the application its commands."""
    app.cli.add_command(database)
    app.cli.add_command(serve)
