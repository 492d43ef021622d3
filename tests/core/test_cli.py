"""The command line says refusals as sentences."""

from pathlib import Path

import pytest
from flask import Flask

from consult.app import create_app
from consult.core import migrations


def test_a_refusal_is_a_sentence_and_exit_1(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["consultation", "status", "nothing-there"])

    assert told.exit_code == 1
    assert told.output.startswith("Error: ")
    assert "Traceback" not in told.output


def test_a_command_without_a_database_says_what_to_run(tmp_path: Path) -> None:
    app = create_app(
        {
            "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.db'}",
            "INSTANCE": tmp_path,
            "KEYS": tmp_path / "keys.json",
        }
    )
    runner = app.test_cli_runner()

    told = runner.invoke(args=["meeting", "list"])
    assert (told.exit_code, told.output) == (
        1,
        "Error: The schema is old or missing. Run: consult db upgrade\n",
    )
    assert runner.invoke(args=["db", "check"]).exit_code == 1

    assert runner.invoke(args=["db", "upgrade"]).exit_code == 0
    assert runner.invoke(args=["db", "check"]).exit_code == 0
    assert runner.invoke(args=["meeting", "list"]).exit_code == 0
    assert migrations.is_current(app.extensions["database"].engine)
    app.extensions["database"].engine.dispose()


@pytest.mark.parametrize("command", ["db", "meeting", "consultation", "questionnaire", "user"])
def test_every_group_tells_what_it_is_for(app: Flask, command: str) -> None:
    told = app.test_cli_runner().invoke(args=[command, "--help"])

    assert told.exit_code == 0
    assert "Commands:" in told.output
