"""Commands for the audit trail: ``consult audit verify``."""

import sys

import click
from flask.cli import AppGroup

from consult.audit import queries
from consult.core import db

audit = AppGroup("audit", help="Who did what, chained by hash.")


@audit.command("verify")
def verify() -> None:
    """Check that no line was changed or taken out; exit 1 and name the first that was.

    Write the printed digest down elsewhere: with it one can also tell later whether lines were
    cut off at the end.
    """
    with db.database().session(read_only=True) as session:
        number = queries.first_broken(session)
        newest = queries.head(session)
    if number is not None:
        click.echo(f"The trail is broken at line {number}: it was changed or is missing.", err=True)
        sys.exit(1)
    if newest is None:
        click.echo("The trail is empty.")
    else:
        click.echo(f"The trail holds, up to line {newest.number} with digest {newest.digest}.")


commands = [audit]
