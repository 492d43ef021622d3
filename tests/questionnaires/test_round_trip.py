"""What goes out as a spreadsheet comes in again as it was, and form programs take it."""

import io
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from pyxform.xls2xform import convert

from consult.core.errors import InvalidError
from consult.questionnaires import format as own_format
from consult.questionnaires import rules, xlsform
from consult.questionnaires.definition import Definition
from consult.questionnaires.xlsform.writing import write
from tests.questionnaires.generated import questionnaires
from tests.questionnaires.test_real_spreadsheets import whole

_PATIENT = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def _back(definition: Definition) -> Definition:
    brought = xlsform.read(write(definition))
    assert [n.code for n in brought.left_out if n.code != "language_inferred"] == []
    return brought.definition


@_PATIENT
@given(definition=questionnaires())
def test_any_questionnaire_comes_back_from_a_spreadsheet_as_it_went_out(
    definition: Definition,
) -> None:
    # Rules are drawn at random, and some can never be met.
    assume(not rules.problems(definition))
    assert own_format.dump(_back(definition)) == own_format.dump(definition)


@settings(_PATIENT, max_examples=15)
@given(definition=questionnaires())
def test_form_programs_take_any_questionnaire(definition: Definition) -> None:
    assume(not rules.problems(definition))
    made = convert(io.BytesIO(write(definition)), file_type=".xlsx", validate=False)
    for question in definition.questions():
        assert question.code.lstrip("0123456789") in made.xform


def test_every_real_questionnaire_that_is_read_survives_the_spreadsheet(shared: Path) -> None:
    survived = 0
    for path in sorted((shared / "xlsforms").iterdir()):
        try:
            brought = whole(path)
        except InvalidError:
            continue
        definition = brought.definition
        assert own_format.dump(_back(definition)) == own_format.dump(definition), path.name
        convert(io.BytesIO(write(definition)), file_type=".xlsx", validate=False)
        survived += 1
    assert survived >= 23
