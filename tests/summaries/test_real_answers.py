"""The tables of 732 real answers equal counts taken straight from the file."""

import csv
import json
from collections import Counter
from pathlib import Path

from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE
from consult.core.crypto import Keyring
from consult.questionnaires import format as own_format
from consult.responses import importing
from consult.responses.models import Mode
from consult.summaries import queries
from tests.moderation import cast as stored

CHILE = Path(__file__).parents[1] / "responses" / "anid_chile"
NO_ANSWER = {"", "No responde", "NO APLICA"}


def test_every_table_of_real_answers_equals_a_count_of_the_file(
    session: Session, keys: Keyring, shared: Path
) -> None:
    source = shared / "consultations" / "anid_chile" / "consulta_p1_p41.csv"
    mapping = json.loads((CHILE / "mapping.json").read_text("utf-8"))
    definition = own_format.parse(json.loads((CHILE / "questionnaire.json").read_text("utf-8")))
    chile = stored.consultation(
        session, stored.meeting(session), "chile", definition=definition, title={"es": "Consulta"}
    )
    importing.import_answers(
        session,
        keys,
        chile,
        source.read_bytes(),
        mapping=mapping,
        mode=Mode.IMPORT,
        language="es",
        actor=COMMAND_LINE,
    )

    (result,) = queries.paper(session, keys, 24).consultations

    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    header = [name.strip() for name in rows[0]]
    assert result.responses == 732
    checked = 0
    for question in result.questions:
        entry = mapping["questions"][question.code]
        cells = [row[header.index(entry["column"])].strip() for row in rows[1:]]
        if not question.tables:
            written = sum(bool(cell) for cell in cells)
            assert question.texts in {written, None}, question.code
            continue
        expected = Counter(entry["codes"][cell] for cell in cells if cell not in NO_ANSWER)
        (table,) = question.tables
        base = sum(expected.values())
        assert table.base in {base, None}
        assert table.no_answer in {732 - base, None}
        for row in table.rows:
            assert row.count in {expected[row.code], None}, (question.code, row.code)
            assert not 0 < (row.count or 0) < 5
            if row.percent is not None:
                assert row.percent == int(100 * expected[row.code] / base + 0.5)
            checked += row.count is not None
    assert checked > 30, "most counts of so many answers are shown"
