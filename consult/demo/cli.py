"""The command ``consult demo``: builds the demonstration, says where to look, serves."""

from collections.abc import Iterator, Sequence

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from consult.core import db, migrations, serving
from consult.core.locales import LANGUAGES
from consult.demo import asked, service, staff
from consult.demo.staff import SignIn
from consult.responses import jobs


@click.command("demo")
@click.option("--host", default=serving.DEFAULT_HOST, show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=serving.DEFAULT_PORT)
@click.option("--no-serve", is_flag=True, help="Build it and say where to look, nothing more.")
@with_appcontext
def demo(host: str, port: int, *, no_serve: bool) -> None:
    """Make a demonstration with made-up answers, and serve it."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # proxy
    # The port comes first: what is printed must not name a port that another program has.
    server = None if no_serve else serving.listen(app, host, port)
    database = db.database()
    migrations.upgrade(database.engine)
    with database.transaction() as session:
        service.make(session, app.extensions["keys"])
        service.renew(session)
    with database.transaction() as session:
        known = staff.sign_ins(session, app.extensions["passwords"], app.config["INSTANCE"])
        lines = list(_where_to_look(session, serving.address(host, port), known))
    click.echo("\n".join(lines))
    if server:
        jobs.purge_daily(app)
        serving.run(server, app, host, port)


def _where_to_look(session: Session, address: str, sign_ins: Sequence[SignIn]) -> Iterator[str]:
    yield "This is a demonstration: every answer in it is made up."
    yield ""
    for number, tag in enumerate(LANGUAGES):
        yield _line("" if number else "Start page", f"{address}/{tag}/")
    yield _line("Answer the questions", f"{address}/c/{asked.OPEN}")
    yield _line(f"Meeting {service.MEETING}", f"{address}/en/meetings/{service.MEETING}")
    symbol = service.paper_symbol(session)
    if symbol:
        yield _line("Signed paper", f"{address}/en/documents/{symbol}")
        yield _line("  the same in Word", f"{address}/en/documents/{symbol}.docx")
    yield _line("Staff sign in", f"{address}/staff/")
    for sign_in in sign_ins:
        password = sign_in.password or "(its owner chose another password)"
        yield _line(f"  {sign_in.role}", f"{sign_in.email}  {password}")
    yield ""


def _line(label: str, told: str) -> str:
    return f"{label:<22}{told}"


commands = [demo]
