"""``consult meeting``: meetings from the command line."""

import json
from datetime import date, datetime

import click
from flask.cli import AppGroup

from consult.audit.actor import COMMAND_LINE
from consult.core import db
from consult.core.errors import InvalidError
from consult.core.locales import N_, Localized
from consult.meetings import places, queries, service
from consult.meetings.models import Meeting

_DAY = click.DateTime(["%Y-%m-%d"])


meeting = AppGroup("meeting", help="Meetings of the group.")


@meeting.command("add")
@click.argument("number", type=int)
@click.option("--starts-on", type=_DAY, required=True, help="First day, as 2026-01-19.")
@click.option("--ends-on", type=_DAY, help="Last day; the first day when left out.")
@click.option("--place", help="A known place such as 'Geneva', or JSON with all six languages.")
@click.option("--time-zone", default="Europe/Zurich", show_default=True, help="IANA name.")
def add(
    number: int,
    starts_on: datetime,
    ends_on: datetime | None,
    place: str | None,
    time_zone: str,
) -> None:
    """Add meeting NUMBER."""
    session = db.session
    made = service.add_meeting(
        session,
        number,
        starts_on.date(),
        ends_on.date() if ends_on else None,
        place=_place(place or ""),
        time_zone=time_zone,
        actor=COMMAND_LINE,
    )
    session.commit()
    click.echo(f"Added: {_line(made)}")


@meeting.command("list")
def list_() -> None:
    """List the meetings with their papers, the latest first."""
    meetings = queries.all_meetings(db.session)
    for one in meetings:
        click.echo(_line(one))
        for paper in one.documents:
            click.echo(f"    {paper.symbol}  {' '.join(paper.languages)}  {paper.address or ''}")
    if not meetings:
        click.echo(
            "There are no meetings yet. Add one: consult meeting add NUMBER --starts-on DATE"
        )


def _place(typed: str) -> Localized:
    if not typed.lstrip().startswith("{"):
        return places.in_six_languages(typed)
    try:
        told = json.loads(typed)
    except ValueError:
        told = None
    if not isinstance(told, dict) or not all(isinstance(text, str) for text in told.values()):
        message = N_('The place must be text, or JSON such as {"en": "Geneva", "fr": "Genève"}.')
        raise InvalidError("place_json", message)
    return told


def _line(one: Meeting) -> str:
    place = one.place.get("en", "")
    zone = one.time_zone
    return f"{one.number}  {_days(one.starts_on, one.ends_on)}  {place or '-'}  ({zone})"


def _days(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


commands = [meeting]
