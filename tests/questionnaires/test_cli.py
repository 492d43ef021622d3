"""``consult questionnaire`` says what is wrong line by line, converts and stores."""

import json
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from consult.questionnaires import files, queries
from tests.questionnaires.spreadsheets import survey, workbook


def test_check_names_each_problem_on_a_line_of_its_own(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "wrong.xlsx"
    path.write_bytes(survey(["hologram", "a", "A?"], ["select_one nowhere", "b", "B?"]))

    run = app.test_cli_runner().invoke(args=["questionnaire", "check", str(path)])

    assert run.exit_code == 1
    assert [line.split(":")[0].strip() for line in run.output.splitlines()[1:]] == [
        "survey, row 2, column type",
        "survey, row 3, column type",
    ]


def test_check_tells_which_texts_are_missing_in_which_language(app: Flask, tmp_path: Path) -> None:
    header: list[object] = ["type", "name", "label::English (en)", "label::العربية"]
    path = tmp_path / "half.xlsx"
    rows: list[list[object]] = [header, ["text", "a", "A?", "أ؟"], ["text", "b", "B?"]]
    path.write_bytes(workbook(survey=rows))

    run = app.test_cli_runner().invoke(args=["questionnaire", "check", str(path)])

    assert run.exit_code == 0
    assert "English (en): complete." in run.output
    assert "العربية (ar): 1 texts are missing:\n  page 1, question b, text:" in run.output


def test_convert_writes_json_that_reads_as_the_spreadsheet_does(app: Flask, tmp_path: Path) -> None:
    path, target = tmp_path / "one.xlsx", tmp_path / "one.json"
    path.write_bytes(survey(["select_one yn", "a", "A?"], ["note", "b", "سلام"]))
    args = ["questionnaire", "convert", str(path), "--to", "json", "--output", str(target)]

    assert app.test_cli_runner().invoke(args=args).exit_code == 0

    assert files.read("one.json", target.read_bytes()) == files.read("one.xlsx", path.read_bytes())
    assert "سلام" in target.read_text("utf-8")


def test_add_stores_the_questionnaire_and_who_named_its_language(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "german.xlsx"
    path.write_bytes(
        workbook(survey=[["type", "name", "label::Deutsch (de)"], ["text", "a", "Was?"]])
    )
    add = ["questionnaire", "add", str(path)]
    runner = app.test_cli_runner()

    assert runner.invoke(args=add).exit_code != 0
    assert runner.invoke(args=[*add, "--language", "Deutsch (de)=de"]).exit_code != 0
    done = runner.invoke(args=[*add, "--language", "Deutsch (de)=en"])

    assert done.exit_code == 0, done.output
    (made,) = queries.all_questionnaires(session)
    assert str(made.id) in done.output
    assert json.loads(json.dumps(made.content))["languages"] == ["en"]


def test_check_lets_a_file_pass_that_only_lacks_the_name_of_its_language_and_add_asks(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "plain.xlsx"
    path.write_bytes(workbook(survey=[["type", "name", "label"], ["text", "a", "What?"]]))
    runner = app.test_cli_runner()

    checked = runner.invoke(args=["questionnaire", "check", str(path)])
    assert checked.exit_code == 0, checked.output
    assert "survey, row 1, column label: These columns do not say their language" in checked.output
    assert "--language label=en" in checked.output
    assert "und" not in checked.output

    target = tmp_path / "plain.json"
    convert = ["questionnaire", "convert", str(path), "--to", "json", "--output", str(target)]
    assert runner.invoke(args=["questionnaire", "add", str(path)]).exit_code != 0
    assert runner.invoke(args=convert).exit_code != 0
    assert (queries.all_questionnaires(session), target.exists()) == ([], False)
    assert runner.invoke(args=[*convert, "--language", "label=en"]).exit_code == 0
    assert files.read("plain.json", target.read_bytes()).languages == ("en",)
