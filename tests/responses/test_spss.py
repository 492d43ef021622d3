"""The working copy for SPSS: every number has its label, and they are those of the codebook."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from consult.core import writable
from consult.core.locales import LANGUAGES
from consult.questionnaires import codebook
from consult.questionnaires.definition import Question
from consult.questionnaires.types.base import OTHER, PREFER_NOT
from consult.responses import spss
from tests.attack.payloads import EVERY
from tests.summaries import cast

DEFINITION = cast.definition()
STRATA = ("ar", "open", "open", "AFR", "13-15", "2026-01-10", "1")
ANSWERS: list[dict[str, Any]] = [
    {
        "age": "13-15",
        "region": "AFR",
        "seen": "yes",
        "where": "other",
        "worry": 4,
        "help": ["teachers", "friends"],
        "order": ["tools", "law", "school"],
        "agree": {"parents": "yes", "schools": "no"},
    },
    dict.fromkeys(("age", "seen", "help", "agree"), PREFER_NOT),
    {},
]


def made(answers: list[dict[str, Any]] = ANSWERS) -> zipfile.ZipFile:
    target = io.BytesIO()

    def stream() -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
        yield from ((STRATA, one) for one in answers)

    assert spss.write(target, DEFINITION, stream()) == len(answers)
    return zipfile.ZipFile(target)


def rows() -> list[dict[str, str]]:
    text = made().read("responses.csv").decode()
    return list(csv.DictReader(io.StringIO(text)))


def labels(syntax: str) -> dict[str, dict[str, str]]:
    """Return the value labels of a syntax file by variable."""
    found = {}
    for block in re.findall(
        r"^VALUE LABELS (\w+)\n(.*?)\.\n(?=[A-Z])", syntax, re.MULTILINE | re.DOTALL
    ):
        pairs = re.findall(r"^  '?([^' ]+)'? '((?:[^']|'')*)'", block[1], re.MULTILINE)
        found[block[0]] = {code: label.replace("''", "'") for code, label in pairs}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_and_values_are_those_of_the_codebook(language: str) -> None:
    said = labels(made().read(f"{language}.sps").decode())
    for row in codebook.rows(DEFINITION):
        name, label = row["column"].replace("-", "_"), row.get(f"label::{language}")
        if not name or not row.get("value"):
            continue
        if row["type"] in {"multiple_choice", "ranking"}:
            if row["value"] not in {OTHER, PREFER_NOT}:
                assert f"{name}_{row['value']}" in {v.name for v in spss.variables(DEFINITION)}
            continue
        assert label in said[name].values(), (name, row["value"])


def test_each_answer_is_the_number_of_its_label_and_what_is_missing_is_told_apart() -> None:
    first, preferred_not, nothing = rows()
    said = labels(made().read("en.sps").decode())
    assert said["where"][first["where"]] == "Other"
    assert first["worry"] == "4"
    assert [first[f"help_{one}"] for one in ("parents", "teachers", "friends")] == ["0", "1", "1"]
    assert [first[f"order_{one}"] for one in ("law", "school", "tools")] == ["2", "3", "1"]
    assert said["agree_parents"][first["agree_parents"]] == "yes (en)"
    assert said["agree_schools"][first["agree_schools"]] == "no (en)"
    assert {preferred_not[n] for n in ("age", "seen", "help_parents", "agree_parents")} == {"-99"}
    assert {value for name, value in nothing.items() if name not in LEFT} == {""}
    assert "MISSING VALUES seen (-99)." in made().read("en.sps").decode()


LEFT = ("language", "mode", "stratum", "region", "age_band", "submitted_on", "version")


def test_free_text_is_no_variable_and_names_are_what_the_program_takes() -> None:
    names = [one.name for one in spss.variables(DEFINITION)]
    assert len({name.lower() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,63}", name) for name in names)
    assert not {"more", "how"} & set(names)
    header = made().read("responses.csv").decode().splitlines()[0].split(",")
    assert header == names
    syntax = made().read("fr.sps").decode()
    assert re.findall(r"^  (\w+) [AF]\d+(?:\.\d)?\.?$", syntax, re.MULTILINE) == names


def commands(question: Question) -> list[str]:
    """Return the lines of the syntax that begin a command, for a questionnaire of one question."""
    page = replace(DEFINITION.pages[0], questions=(question,))
    every = spss.variables(replace(DEFINITION, pages=(page,)))
    return [line for line in spss.syntax(every, "en").split("\n") if line[:1].strip()]


def test_no_text_ends_a_label_or_begins_a_command() -> None:
    question = next(q for q in DEFINITION.questions() if q.code == "seen")
    harmless = commands(question)
    for text in [*EVERY, "a'.\nEXECUTE.\n'b", "''", "é" * 400]:
        if not writable.text(text).strip():
            continue
        assert commands(replace(question, text=dict.fromkeys(LANGUAGES, text))) == harmless, text
        quoted = spss.quoted(text, 255)
        assert re.fullmatch(r"'(?:[^'\r\n]|'')*'", quoted), text
        assert len(quoted.replace("''", "'").encode()) <= 257
