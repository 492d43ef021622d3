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
        serving.run(server, app, host, port)


def _where_to_look(session: Session, address: str, sign_ins: Sequence[SignIn]) -> Iterator[str]:
    homes = "  ".join(f"{address}/{tag}/" for tag in LANGUAGES)
    yield "This is a demonstration: every answer in it is made up."
    yield f"Start page             {homes}"
    yield f"Answer the questions   {address}/c/{asked.OPEN}"
    yield f"{service.MEETING}th meeting           {address}/en/meetings/{service.MEETING}"
    symbol = service.paper_symbol(session)
    if symbol:
        yield f"Signed paper           {address}/en/documents/{symbol}"
    yield f"Staff                  {address}/staff/"
    for sign_in in sign_ins:
        password = sign_in.password or "(its owner chose another password)"
        yield f"  {sign_in.role:<20} {sign_in.email}  {password}"


commands = [demo]
