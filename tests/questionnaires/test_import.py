"""Files that are no XLSForm: LimeSurvey's, plain tables, old workbooks, and harmful ones."""

import csv
import io
import resource
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from consult.core.errors import InvalidError
from consult.questionnaires import files, types
from consult.questionnaires.definition import Definition
from tests.questionnaires.spreadsheets import survey, workbook

TABLE = """question;type;choice
How do you feel?;single;Good
;;Bad
Which ones?;multiple;Games|Chats|Videos
How much?;scale 1-7;
Is it so?;oui/non;
Why?;;
"""

LSS = """<?xml version="1.0"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>
<groups><rows><row><gid>1</gid><group_order>1</group_order></row></rows></groups>
<questions><rows>
<row><qid>1</qid><gid>1</gid><type>M</type><title>places</title><question_order>1</question_order></row>
<row><qid>2</qid><gid>1</gid><type>{type}</type><title>why</title><question_order>2</question_order>
<relevance>{relevance}</relevance></row></rows></questions>
<subquestions><rows><row><qid>3</qid><parent_qid>1</parent_qid><title>games</title></row>
<row><qid>4</qid><parent_qid>1</parent_qid><title>chats</title></row></rows></subquestions>
<question_l10ns><rows>
<row><qid>1</qid><language>en</language>
<question><![CDATA[<p>Which <b>places</b>?</p>]]></question></row>
<row><qid>3</qid><language>en</language><question>Games</question></row>
<row><qid>4</qid><language>en</language><question>Chats</question></row>
<row><qid>2</qid><language>en</language><question>{text}</question></row>
</rows></question_l10ns></document>"""


def _codes(name: str, content: bytes, **said: str) -> list[str]:
    with pytest.raises(InvalidError) as refused:
        files.bring(name, content, said)
    return [refused.value.code, *(problem.code for problem in refused.value.problems)]


def test_a_plain_table_becomes_a_questionnaire() -> None:
    brought = files.bring("table.csv", TABLE.encode("utf-8-sig"), {"label": "en"})
    asked = list(brought.definition.questions())
    assert [question.type for question in asked] == [
        *("single_choice", "multiple_choice", "scale", "yes_no", "long_text"),
    ]
    assert [choice.text["en"] for choice in asked[0].choices] == ["Good", "Bad"]
    assert len(asked[1].choices) == 3
    assert asked[2].settings == {"low": 1, "high": 7}
    assert [note.code for note in brought.left_out] == ["table_read"]


def test_a_table_tells_its_mistakes_by_row() -> None:
    spoiled = TABLE.replace("oui/non", "hologram").encode()
    with pytest.raises(InvalidError) as refused:
        files.bring("table.csv", spoiled, {"label": "en"})
    assert [(p.code, p.where) for p in refused.value.problems] == [
        ("type_unknown", "table, row 6, column type")
    ]
    assert _codes("table.csv", TABLE.encode()) == ["table_invalid", "language_unsaid"]
    nothing = workbook(data=[["colour", "weight"], ["red", 3]])
    assert _codes("table.xlsx", nothing, label="en") == ["survey_missing"]


def test_questions_and_answers_in_two_sheets_are_joined_by_their_code(shared: Path) -> None:
    folder = shared / "youth_questionnaires" / "stop_cyberviolence_fr"
    content = (folder / "REFERENTIEL_QUESTIONS.xlsx").read_bytes()
    asked = files.bring("R.xlsx", content, {"label": "fr"}).definition
    sheet = load_workbook(io.BytesIO(content), read_only=True)["DIM_REPONSE"]
    cells = (row[3] for row in sheet.iter_rows(min_row=2, values_only=True))
    answers = [" ".join(str(cell).split()) for cell in cells if cell]
    told = [c.text["fr"] for question in asked.questions() for c in question.choices]
    assert [" ".join(text.split()) for text in told] == answers
    assert len(answers) == 164
    assert len(list(asked.questions())) == 25


def test_a_lime_survey_is_read_with_its_rules() -> None:
    relevance = "places_games.NAOK == 'Y' &amp;&amp; !(places_chats.NAOK == 'Y')"
    told = LSS.format(type="S", relevance=relevance, text="Why {places.shown}?")
    brought = files.bring("survey.lss", told.encode())
    places, why = brought.definition.questions()
    assert (places.type, places.text["en"]) == ("multiple_choice", "Which places?")
    assert why.text == {"en": "Why {{places}}?"}
    assert why.show_if
    assert why.show_if.holds({"places": ["games"]})
    assert not why.show_if.holds({"places": ["games", "chats"]})
    assert "marks_left_out" in {note.code for note in brought.left_out}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"type": ":"}, "lime_type"),
        ({"relevance": "regexMatch(places, 'x')"}, "relevant_unread"),
        ({"relevance": "nowhere == 1"}, "relevant_untranslated"),
        ({"text": ""}, "label_missing"),
        ({"text": "Dear {TOKEN:FIRSTNAME}"}, "text_inserts"),
    ],
)
def test_what_a_lime_survey_asks_in_vain_is_told_by_its_place(
    changed: dict[str, str], code: str
) -> None:
    told = LSS.format(**{"type": "S", "relevance": "1", "text": "Why?"} | changed)
    with pytest.raises(InvalidError) as refused:
        files.bring("survey.lss", told.encode())
    assert [(p.code, p.where) for p in refused.value.problems] == [(code, "question why")]


def test_every_label_of_the_real_lime_surveys_arrives(shared: Path) -> None:
    for name, least in (("limesurvey_multilingual.tsv", 25), ("limesurvey_testB_de_en.tsv", 130)):
        content = (shared / "schemas" / name).read_bytes()
        asked = files.bring(name, content).definition
        told = {" ".join(text.split()) for text in _texts(asked)}
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), dialect="excel-tab")
        wanted = [
            " ".join(row["text"].split())
            for row in rows
            if row["class"] in {"Q", "SQ", "A"}
            and row["type/scale"] != "*"
            and "<" not in row["text"]
        ]
        assert [text for text in wanted if text not in told] == []
        assert len(wanted) >= least or name.endswith("lingual.tsv")
    name = "limesurvey_two_languages.lss"
    content = (shared / "schemas" / name).read_bytes()
    with pytest.raises(InvalidError) as refused:
        files.bring(name, content)
    assert [(p.code, p.where) for p in refused.value.problems] == [("label_missing", "question Q1")]


def _texts(definition: Definition) -> list[str]:
    questions = definition.questions()
    every = [text for q in questions for _part, text in types.of(q).texts(q)]
    return [told for text in every for told in text.values()]


def test_a_workbook_of_before_2007_is_read(shared: Path) -> None:
    content = (shared / "xlsforms" / "pyxform_widgets.xls").read_bytes()
    with pytest.raises(InvalidError) as refused:
        files.bring("widgets.xls", content, {"label": "en"})
    assert {problem.code for problem in refused.value.problems} == {"text_inserts", "label_missing"}


def test_files_made_to_do_harm_cost_nothing(tmp_path: Path) -> None:
    lol = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + LSS.partition("?>")[2]
    (tmp_path / "laughs.lss").write_text(lol.replace("{text}", "&b;"))
    (tmp_path / "marks.lss").write_bytes(b"<document>" + b"<a/>" * 700_000)
    (tmp_path / "picture.xls").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 5_000)
    (tmp_path / "picture.tsv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    # Workbooks made to do harm are tried in test_workbooks.
    made = [*tmp_path.glob("*.lss"), *tmp_path.glob("picture.*")]
    files.bring("warm.xlsx", survey(["text", "say", "Say"]))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused = []
    for path in made:
        content = path.read_bytes()
        started = time.process_time()
        with pytest.raises(InvalidError) as refusal:
            files.bring(path.name, content)
        assert refusal.value.message
        refused.append(path.name)
        assert time.process_time() - started < 1, path.name
    assert len(refused) == 4
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 50


def test_nearly_a_thousand_questions_are_read() -> None:
    rows: list[list[object]] = [["select_one yn", f"q{n}", f"Question {n}?"] for n in range(976)]
    brought = files.bring("many.xlsx", survey(*rows))
    assert sum(1 for _each in brought.definition.questions()) == 976
