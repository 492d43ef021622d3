"""Command: which help lines have to be checked again."""

import click
from flask.cli import AppGroup

from consult.core import clock, db
from consult.helplines import queries, rules
from consult.helplines.rules import Freshness

group = AppGroup("helplines", help="Help lines for young people, by country.")


@group.command("check")
def check() -> None:
    """Name the lines nobody checked for a year; fail when one is older than 18 months."""
    expired = False
    with db.database().session(read_only=True) as session:
        for code, lines in queries.every_line(session).items():
            for line in lines:
                found = rules.freshness(line.checked_on, clock.today())
                if found is not Freshness.FRESH:
                    click.echo(f"{code} {line.name}: checked on {line.checked_on} ({found.value})")
                expired |= found is Freshness.EXPIRED
    if expired:
        raise click.ClickException("Some help lines were not checked for 18 months.")


commands = [group]
