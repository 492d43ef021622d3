"""Nothing is left of who sent what: no address, no browser, no readable text, no moment."""

import logging
import secrets
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core import ids
from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.responses import queries, rows
from consult.responses.exporting import Format
from consult.responses.models import Response
from tests.responses.cast import address, send

ADDRESS = "203.0.113.77"


def everything_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file below a folder; of an archive, each file in it."""
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                yield from ((f"{path}!{name}", book.read(name)) for name in book.namelist())
        yield str(path), path.read_bytes()


def database_folder(database: Database, session: Session) -> Path:
    if database.engine.dialect.name == "sqlite":
        return Path(str(database.engine.url.database)).parent
    return Path(session.execute(text("SHOW data_directory")).scalar_one())


@pytest.fixture
def whatever_was_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> Callable[[Path], dict[str, bytes]]:
    """Returns a function that gathers files, temporary files, log and output, by place."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    caplog.set_level(logging.DEBUG)

    def gather(database_folder: Path) -> dict[str, bytes]:
        places = dict([*everything_in(tmp_path), *everything_in(database_folder)])
        output = "".join(capfd.readouterr()).encode()
        return places | {"log": caplog.text.encode(), "output": output}

    return gather


@pytest.mark.slow
@pytest.mark.usefixtures("consultation")
@pytest.mark.trust("R22")
def test_a_thousand_submissions_leave_no_canary_anywhere(
    app: Flask,
    session: Session,
    database: Database,
    tmp_path: Path,
    whatever_was_written: Callable[[Path], dict[str, bytes]],
) -> None:
    browser, referrer, said, closed = (f"canary{secrets.token_hex(8)}" for _ in range(4))
    client = app.test_client()
    headers = {"User-Agent": browser, "Referer": f"http://localhost/{referrer}"}
    headers |= {"X-Forwarded-For": ADDRESS, "Forwarded": f"for={ADDRESS}"}
    client.environ_base |= {"REMOTE_ADDR": ADDRESS}
    client.environ_base |= {f"HTTP_{n.upper().replace('-', '_')}": v for n, v in headers.items()}
    secrets_ = [browser, referrer, said, ADDRESS]

    for number in range(1000):
        if number % 50 == 0:  # a school's share of five minutes; the counters are another test's
            app.extensions.pop("guard", None)
        key = ids.new_key()
        sent = send(client, address(), submission_key=key, q_idea=said, q_places_other=said)
        assert sent.status_code == 201
        if number % 250 == 0:
            secrets_ += [key, sent.text.split('data-receipt="')[1].split('"')[0]]
            send(client, address(), q_idea=said, q_seen="perhaps")
            client.post("/ar/receipt", data={"code": f"{said}{key}"})
            client.get(f"/ar/consultations/{closed}/answer")
    for kind in Format:
        where = str(tmp_path / f"copy.{kind}")
        done = app.test_cli_runner().invoke(
            args=["responses", "export", "safety", "--format", kind.value, "--output", where]
        )
        assert done.exit_code == 0, done.output

    assert len(session.scalars(select(Response.id)).all()) == 1000
    places = whatever_was_written(database_folder(database, session))
    assert any(b"13-15" in content for content in places.values())  # the search does find things
    assert len([name for name in places if "copy." in name]) > 3
    for canary in (*secrets_, closed):
        for form in (canary.encode(), canary.encode("utf-16-le"), canary.encode().hex().encode()):
            assert [name for name, content in places.items() if form in content] == [], canary


@pytest.mark.trust("R23")
def test_the_order_of_the_rows_does_not_tell_the_order_of_arrival(
    app: Flask, consultation: Consultation, session: Session
) -> None:
    client = app.test_client()
    worries = [str(1 + number % 5) for number in range(40)]
    arrived = []
    for worry in worries:
        send(client, address(), submission_key=ids.new_key(), q_worry=worry)
        arrived.append(int(worry))

    stored = session.scalars(select(Response).order_by(Response.id)).all()

    assert sorted(r.answers["worry"] for r in stored) == sorted(arrived)
    assert [r.answers["worry"] for r in stored] != arrived
    assert {type(r.submitted_on).__name__ for r in stored} == {"date"}
    if session.get_bind().dialect.name == "sqlite":  # the rows lie in the order of their keys
        lying = session.scalars(text("SELECT id FROM response NOT INDEXED")).all()
        assert [UUID(str(key)) for key in lying] == sorted(r.id for r in stored)


@pytest.mark.trust("R23")
def test_the_keys_of_a_thousand_rows_have_nothing_to_do_with_their_order(
    keys: Keyring, consultation: Consultation, session: Session
) -> None:
    assert consultation.version_id is not None
    definition = queries.definition_of(session, consultation.version_id)
    made = [
        rows.made(
            keys, consultation, definition, submission_digest="s", receipt_digest="r",
            language="en", answers={}, texts={}, may_be_quoted=False,
        ).response["id"]
        for _number in range(1000)
    ]  # fmt: skip
    lies_at = {key: place for place, key in enumerate(sorted(made))}
    apart = sum((came - lies_at[key]) ** 2 for came, key in enumerate(made))

    spearman = 1 - 6 * apart / (1000 * (1000**2 - 1))

    # By chance it is beyond 0.15 twice in a million times.
    assert abs(spearman) < 0.15
