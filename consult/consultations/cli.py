"""``consult consultation``: consultations from the command line, through the same gates."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from consult.accounts import queries as accounts
from consult.accounts.models import Account
from consult.audit.actor import COMMAND_LINE
from consult.consultations import queries, rules, service
from consult.consultations.models import Consultation, Phase
from consult.consultations.moments import read_moment
from consult.consultations.plan import Plan
from consult.core import clock, db
from consult.core.errors import InvalidError, NotFoundError, Problem
from consult.core.locales import LANGUAGES, N_, Localized
from consult.meetings import queries as meetings
from consult.questionnaires import files
from consult.questionnaires import format as questionnaire_format
from consult.questionnaires import service as questionnaires

consultation = AppGroup("consultation", help="Consultations: add, open, close, look.")

_WAIVE = click.option(
    "--waive",
    "waived",
    multiple=True,
    metavar="GATE=REASON",
    help="phase, past, questions, safeguarding or impact, with why.",
)


@consultation.command("add")
@click.argument("slug")
@click.option("--meeting", "meeting_number", type=int, required=True)
@click.option("--agenda-item", help="Number of an item on the meeting's agenda.")
@click.option("--phase", type=click.Choice([phase.value for phase in Phase]), required=True)
@click.option(
    "--questionnaire",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="JSON or XLSForm.",
)
@click.option("--languages", help="Such as ar,zh,en,fr,ru,es; the questionnaire's when left out.")
@click.option(
    "--language",
    "spoken",
    multiple=True,
    metavar="NAME=TAG",
    help="A language as a spreadsheet writes it, and its tag here: 'Deutsch (de)=en'.",
)
@click.option("--opens-at", required=True, help="ISO 8601 with zone: 2026-01-05T08:00:00Z.")
@click.option("--closes-at", required=True, help="ISO 8601 with zone; the first moment after.")
@click.option("--title", help='JSON by language: {"en": "…", "fr": "…"}.')
@click.option("--purpose", help="Why young people are asked; JSON by language.")
@click.option("--outcome", help="What happens with the answers; JSON by language.")
@click.option("--focal-point", metavar="EMAIL", help="Who is called when a text tells of harm.")
@click.option("--deputy", metavar="EMAIL", help="Who stands in for the focal point.")
@click.option("--smallest-cell", type=int, default=5, show_default=True)
@click.option(
    "--offer-contact", is_flag=True, help="After sending, one may leave an e-mail address."
)
@click.option("--open-now", is_flag=True, help="Approve it at once, if every gate lets it.")
@_WAIVE
def add(
    slug: str,
    *,
    meeting_number: int,
    agenda_item: str | None,
    phase: str,
    file: Path,
    languages: str | None,
    spoken: tuple[str, ...],
    opens_at: str,
    closes_at: str,
    title: str | None,
    purpose: str | None,
    outcome: str | None,
    focal_point: str | None,
    deputy: str | None,
    smallest_cell: int,
    offer_contact: bool,
    open_now: bool,
    waived: tuple[str, ...],
) -> None:
    """Add a consultation named SLUG from a questionnaire file; all of it or nothing."""
    session = db.session
    waivers = _waivers(waived)
    if waivers and not open_now:
        raise click.UsageError("--waive belongs to opening: add --open-now, or give it to open.")
    meeting = meetings.by_number(session, meeting_number)
    wanted = [tag.strip() for tag in languages.split(",")] if languages else []
    brought = files.bring(file.name, file.read_bytes(), files.spoken(spoken), wanted=wanted)
    definition = brought.definition
    chosen = wanted or set(LANGUAGES) & set(definition.languages)
    asked = questionnaires.add(
        session,
        questionnaire_format.dump(definition),
        actor=COMMAND_LINE,
        file=file.name,
        languages=dict(brought.languages),
    )
    plan = Plan(
        slug=slug,
        meeting=meeting,
        agenda_item=meetings.agenda_item(session, meeting, agenda_item) if agenda_item else None,
        phase=Phase(phase),
        questionnaire=asked,
        languages=tuple(chosen),
        opens_at=read_moment(opens_at),
        closes_at=read_moment(closes_at),
        title=_localized("--title", title),
        purpose=_localized("--purpose", purpose),
        outcome=_localized("--outcome", outcome),
        smallest_cell=smallest_cell,
        focal_point=_account(session, focal_point),
        deputy=_account(session, deputy),
        contact_offered=offer_contact,
    )
    made = service.add(session, plan, actor=COMMAND_LINE)
    doubts = [*service.obstacles(made), *service.doubts(made)] if open_now else []
    if open_now:
        service.open_(session, made, waivers=waivers, actor=COMMAND_LINE)
    session.commit()
    for problem in brought.left_out:
        click.echo(f"note: {problem.where}: {problem.message % problem.params}")
    _print_status(made)
    _print_doubts(doubts)


@consultation.command("open")
@click.argument("slug")
@_WAIVE
def open_(slug: str, waived: tuple[str, ...]) -> None:
    """Approve the draft SLUG; it takes answers inside its window."""
    found = queries.by_slug(db.session, slug)
    doubts = [*service.obstacles(found), *service.doubts(found)]
    service.open_(db.session, found, waivers=_waivers(waived), actor=COMMAND_LINE)
    db.session.commit()
    _print_status(found)
    _print_doubts(doubts)


@consultation.command("close")
@click.argument("slug")
def close(slug: str) -> None:
    """End the consultation SLUG now."""
    found = queries.by_slug(db.session, slug)
    service.close(db.session, found, actor=COMMAND_LINE)
    db.session.commit()
    _print_status(found)


@consultation.command("status")
@click.argument("slug")
def status(slug: str) -> None:
    """Tell where the consultation SLUG stands."""
    _print_status(queries.by_slug(db.session, slug))


def _print_status(one: Consultation) -> None:
    now = clock.now()
    state = rules.state(one, now)
    click.echo(f"{one.slug}: {state}")
    click.echo(f"  {one.phase} meeting {one.meeting.number}")
    click.echo(f"  from {_written(one.opens_at)} until {_written(rules.ends_at(one))}")
    click.echo(f"  languages: {', '.join(one.languages)}")
    if state is rules.State.DRAFT:
        for problem in service.obstacles(one):
            click.echo(f"  to do: {problem.message % problem.params}")
        for problem in service.doubts(one):
            click.echo(f"  look at: {problem.message % problem.params}")
    else:
        click.echo(f"  address: /c/{one.slug}")


def _written(moment: object) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _print_doubts(doubts: list[Problem]) -> None:
    """Say beside the result what only warns."""
    for problem in doubts:
        click.echo(f"Mind: {problem.message % problem.params}", err=True)


def _waivers(written: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.partition("=") for text in written]
    return {gate.strip(): reason for gate, _sign, reason in pairs}


def _account(session: Session, email: str | None) -> Account | None:
    if email is None:
        return None
    found = accounts.by_email(session, email)
    if found is None:
        message = N_("There is no account for %(email)s.")
        raise NotFoundError("account_unknown", message, email=email)
    return found


def _localized(option: str, text: str | None) -> Localized | None:
    if text is None:
        return None
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    if not isinstance(told, dict) or not all(isinstance(part, str) for part in told.values()):
        message = N_('%(option)s must be JSON by language, such as {"en": "…", "fr": "…"}.')
        raise InvalidError("text_json", message, option=option)
    return told


commands = [consultation]
