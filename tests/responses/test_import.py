"""Answers gathered elsewhere come in whole or not at all, each once."""

import csv
import json
from collections import Counter
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE
from consult.audit.models import AuditEntry
from consult.consultations import correcting
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.errors import InvalidError
from consult.questionnaires import service
from consult.responses import importing, queries
from consult.responses.models import Mode, Response
from tests.responses import chile
from tests.responses.cast import SAFETY, add_consultation

#: What fits ``SAFETY`` without a mapping.
PLAIN = """\
age,where,seen,places,places-other,worry,told,helped,first,trust,idea,may-be-quoted
13-15,ARB,yes,games;other,"in the bus; daily",4,parents,no,laws;schools,teachers=much,"a, ""b""
c",yes
,,no,,,,,,,,,
prefer-not-to-say,EUR,,chats,,,friends,yes,,,,no
"""


def bring(
    session: Session, keys: Keyring, consultation: Consultation, text: str | bytes, **more: Any
) -> importing.Imported:
    content = text.encode() if isinstance(text, str) else text
    return importing.import_answers(
        session, keys, consultation, content, actor=COMMAND_LINE, **more
    )


def refusal_of(
    session: Session, keys: Keyring, consultation: Consultation, text: str | bytes, **more: Any
) -> list[str]:
    """Return the lines of the refusal; checks that nothing was stored."""
    with pytest.raises(InvalidError) as refused:
        bring(session, keys, consultation, text, **more)
    assert session.scalars(select(Response)).all() == []
    return str(refused.value).splitlines()


@pytest.mark.trust("R14")
def test_rows_named_by_question_code_become_responses(
    session: Session, keys: Keyring, consultation: Consultation
) -> None:
    done = bring(session, keys, consultation, PLAIN, mode=Mode.PAPER, language="fr")

    assert (done.stored, done.repeated, done.left_out) == (3, 0, 1)
    stored = {str(r.answers.get("told")): r for r in session.scalars(select(Response))}
    first = stored["parents"]
    assert first.answers == {
        "age": "13-15",
        "where": "ARB",
        "seen": "yes",
        "places": ["games", "other"],
        "worry": 4,
        "told": "parents",
        "helped": "no",
        "first": ["laws", "schools"],
        "trust": {"teachers": "much"},
    }
    assert queries.texts_of(keys, first) == {
        "places-other": "in the bus; daily",
        "idea": 'a, "b"\nc',
    }
    assert (first.mode, first.language, first.may_be_quoted) == (Mode.PAPER, "fr", True)
    assert (first.region, first.age_band) == ("ARB", "13-15")
    assert stored["friends"].answers == {
        "age": "prefer-not-to-say",
        "where": "EUR",
        "places": ["chats"],
        "told": "friends",
    }
    line = session.scalars(select(AuditEntry).filter_by(act="response.import")).one()
    assert line.details == {"mode": "paper", "stored": 3, "repeated": 0, "version": 1}


def test_the_same_file_counts_once_whatever_separator_it_was_saved_with(
    session: Session, keys: Keyring, consultation: Consultation
) -> None:
    bring(session, keys, consultation, PLAIN)
    anew = StringIO(newline="")
    csv.writer(anew, delimiter=";").writerows(csv.reader(StringIO(PLAIN)))

    for again in (PLAIN, b"\xef\xbb\xbf" + PLAIN.encode(), anew.getvalue()):
        done = bring(session, keys, consultation, again)
        assert (done.stored, done.repeated) == (0, 3)

    assert len(session.scalars(select(Response)).all()) == 3


def test_two_rows_that_say_the_same_are_two_responses(
    session: Session, keys: Keyring, consultation: Consultation
) -> None:
    assert bring(session, keys, consultation, "seen\nyes\nyes\n").stored == 2


def test_every_wrong_row_and_column_is_named_and_nothing_is_stored(
    session: Session, keys: Keyring, consultation: Consultation
) -> None:
    wrong = "seen,worry,told\nyes,3,parents\nperhaps,3,parents\nyes,9,a stone\n"

    lines = refusal_of(session, keys, consultation, wrong)

    assert len(lines) == 4
    assert "row 3, column “seen”" in lines[1]
    assert "row 4, column “worry”" in lines[2]
    assert "row 4, column “told”" in lines[3]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        ("seen\nyes\nœil\n".encode("cp1252"), "not in UTF-8: line 3"),
        ("seen\nyes\n".encode("utf-16"), "not in UTF-8"),
        (b'seen,idea\nyes,"open\n', "quotation mark"),
        (b"seen,idea\nyes,a,b\n", "row 2: The row has 3 cells, the header has 2."),
        (b"seen,seen\nyes,no\n", "Two columns have the name “seen”"),
        (b"seen,\nyes,no\n", "row 1, column 2: This column has no name."),
        (b"seen,name\nyes,Luca\n", "column “name”"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    session: Session, keys: Keyring, consultation: Consultation, content: bytes, said: str
) -> None:
    assert said in "\n".join(refusal_of(session, keys, consultation, content))


def test_a_draft_and_a_language_that_is_not_offered_are_refused(
    session: Session, keys: Keyring
) -> None:
    draft = add_consultation(session, slug="draft", approved_at=None, version=None)
    french = add_consultation(session, slug="french", languages=("fr",))

    assert "Open the consultation first" in refusal_of(session, keys, draft, "seen\nyes\n")[0]
    lines = refusal_of(session, keys, french, "seen\nyes\n", language="es")
    assert "Choose one of: fr" in lines[0]


MAPPING: dict[str, Any] = {
    "no_answer": ["NR"],
    "questions": {
        "seen": {"column": "P1", "codes": {"Si": "yes", "No": "no"}},
        "age": {"column": "P2", "codes": {"13 a 15": "13-15"}, "prefer_not": ["No digo"]},
        "places": {
            "columns": {"juegos": "games", "chats": "chats"},
            "chosen": ["X"],
            "other_column": "otro",
        },
        "told": {"column": "P4", "codes": {"Padres": "parents"}, "other_column": "P4 otro"},
        "trust": {
            "rows": {"teachers": "P5 profes", "police": "P5 policia"},
            "codes": {"Mucho": "much", "Poco": "little"},
        },
        "first": {
            "column": "P6",
            "between": "|",
            "codes": {"Leyes": "laws", "Escuelas": "schools", "Empresas": "companies"},
        },
        "idea": {"column": "P7"},
    },
    "may_be_quoted": {"column": "citar", "yes": ["Si"]},
    "ignored": ["nombre"],
}
MAPPED = """\
nombre;P1;P2;juegos;chats;otro;P4;P4 otro;P5 profes;P5 policia;P6;P7;citar
Luca;Si;13 a 15;X;;un bus;;mi perro;Mucho;Poco;Empresas|Leyes;hola; Si
Amina;NR;No digo;;X;;Padres;;NR;;;NR;No
"""


def test_a_mapping_tells_what_columns_and_cells_mean(
    session: Session, keys: Keyring, consultation: Consultation
) -> None:
    bring(session, keys, consultation, MAPPED, mapping=MAPPING)

    stored = {r.may_be_quoted: r for r in session.scalars(select(Response))}
    assert stored[True].answers == {
        "seen": "yes",
        "age": "13-15",
        "places": ["games", "other"],
        "told": "other",
        "trust": {"teachers": "much", "police": "little"},
        "first": ["companies", "laws"],
    }
    assert queries.texts_of(keys, stored[True]) == {
        "places-other": "un bus",
        "told-other": "mi perro",
        "idea": "hola",
    }
    assert stored[False].answers == {
        "age": "prefer-not-to-say",
        "places": ["chats"],
        "told": "parents",
    }
    assert stored[False].texts is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"questions": {"nothing": {"column": "P1"}}},
            "nothing: The questionnaire has no question",
        ),
        ({"questions": {"seen": {"column": "P1", "rows": {}}}}, "seen: A question needs one of"),
        ({"questions": {"seen": {"column": "P1", "codes": {"a": "maybe"}}}}, "code “maybe”"),
        ({"questions": {"seen": {"column": "P1", "prefer_not": ["x"]}}}, "seen.prefer_not"),
        ({"questions": {"seen": {"column": 1}}}, "seen.column: This must be a text."),
        ({"questions": {"seen": {"column": "P1", "colour": "x"}}}, "“colour”"),
        ({"questions": []}, "an object with “questions”"),
        ({"separator": "|"}, "separator"),
        ({"ignored": "nombre"}, "ignored: This must be a list of texts."),
        ({"may_be_quoted": "citar"}, "may_be_quoted"),
        ({"ignored": []}, "column “nombre”: No question is answered by this column"),
        ({"ignored": ["nombre"], "may_be_quoted": {"column": "x", "yes": []}}, "column “x”"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_with_the_place(
    session: Session, keys: Keyring, consultation: Consultation, change: dict[str, Any], said: str
) -> None:
    lines = refusal_of(session, keys, consultation, MAPPED, mapping={**MAPPING, **change})

    assert said in "\n".join(lines)


def test_a_cell_the_mapping_does_not_know_is_named(
    session: Session, keys: Keyring, consultation: Consultation
) -> None:
    lines = refusal_of(
        session, keys, consultation, MAPPED.replace("13 a 15", "trece"), mapping=MAPPING
    )

    assert lines[1].startswith("row 2, column “P2”: The mapping does not tell what “trece”")


def test_the_command_brings_a_file_in_and_refuses_with_a_sentence(
    app: Flask, session: Session, consultation: Consultation, tmp_path: Path
) -> None:
    good, bad, mapping = tmp_path / "good.csv", tmp_path / "bad.csv", tmp_path / "mapping.json"
    good.write_text(MAPPED, encoding="utf-8")
    bad.write_text("seen\nperhaps\n", encoding="utf-8")
    mapping.write_text(json.dumps(MAPPING), encoding="utf-8")
    run = app.test_cli_runner().invoke

    refused = run(args=["responses", "import", "safety", str(bad)])
    options = ["--mapping", str(mapping), "--mode", "facilitated", "--language", "es"]
    done = run(args=["responses", "import", "safety", str(good), *options])

    assert (refused.exit_code, "row 2" in refused.output) == (1, True), refused.output
    assert (done.exit_code, "Stored: 2." in done.output) == (0, True), done.output
    assert {r.mode for r in session.scalars(select(Response))} == {Mode.FACILITATED}


def test_forms_of_an_earlier_version_are_brought_in_under_it(
    app: Flask, session: Session, keys: Keyring, consultation: Consultation, tmp_path: Path
) -> None:
    first = consultation.version_id
    content: dict[str, Any] = deepcopy(SAFETY)
    content["pages"][1]["questions"] = content["pages"][1]["questions"][:1]
    del content["pages"][2]["questions"][2]
    service.change(session, consultation.questionnaire, content, actor=COMMAND_LINE)
    correcting.correct(session, consultation, actor=COMMAND_LINE)
    session.commit()

    lines = refusal_of(session, keys, consultation, "seen,worry,told-other,xyz\nyes,4,,\n")
    assert "“worry”" in lines[1]
    assert "--version 1" in lines[1]
    assert "--version 1" in lines[2]
    assert "--version" not in lines[3]
    mapped = {"questions": {"idea": {"column": "Idea"}, "seen": {"column": "seen"}}}
    lines = refusal_of(session, keys, consultation, "seen,Idea\nyes,a\n", mapping=mapped)
    assert "--version 1" in lines[1]
    lines = refusal_of(session, keys, consultation, "seen\nyes\n", version=3)
    assert lines[0].endswith("Choose one of: 1, 2.")
    session.rollback()

    file = tmp_path / "old.csv"
    file.write_text(PLAIN, encoding="utf-8")
    run = app.test_cli_runner().invoke
    refused = run(args=["responses", "import", "safety", str(file), "--mode", "paper"])
    options = ["--mode", "paper", "--version", "1"]
    done = run(args=["responses", "import", "safety", str(file), *options])
    assert (refused.exit_code, "--version 1" in refused.output) == (1, True), refused.output
    assert (done.exit_code, "to version 1." in done.output) == (0, True), done.output
    stored = session.scalars(select(Response)).all()
    assert {one.version_id for one in stored} == {first}
    ideas = {queries.texts_of(keys, one).get("idea") for one in stored}
    assert ideas == {'a, "b"\nc', None}


def test_the_real_consultation_of_732_answers_comes_in_whole(
    session: Session, keys: Keyring, shared: Path
) -> None:
    held = add_consultation(session, chile.content(), slug="chile", languages=("es",))

    done = bring(session, keys, held, chile.source(shared).read_bytes(), mapping=chile.mapping())

    assert (done.stored, done.left_out) == (732, 0)
    cells, counts = chile.cells(shared), chile.counts(shared)
    found = list(session.scalars(select(Response)))
    texts = [queries.texts_of(keys, response) for response in found]
    assert len(counts) == 10
    for code, expected in counts.items():
        assert Counter(r.answers[code] for r in found if code in r.answers) == expected, code
    for code in set(cells) - set(counts):
        expected = Counter(cell for cell in cells[code] if cell)
        assert Counter(t[code] for t in texts if code in t) == expected, code
    assert max(len(t.get("aim_reasons", "")) for t in texts) == 6272
    assert not any(r.may_be_quoted for r in found)
