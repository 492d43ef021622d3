"""Questionnaires are stored, changed, and frozen as versions that never change."""

import json
import re
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE
from consult.audit.models import AuditEntry
from consult.core.errors import InvalidError
from consult.questionnaires import format as own_format
from consult.questionnaires import queries, service
from consult.questionnaires.models import Questionnaire, QuestionnaireVersion
from tests.questionnaires.test_format import DESCRIPTION


@pytest.fixture
def content() -> dict[str, Any]:
    (text,) = re.findall(r"```json\n(.*?)```", DESCRIPTION, re.DOTALL)
    found: dict[str, Any] = json.loads(text)
    return found


def test_a_questionnaire_is_stored_and_its_audit_line_written(
    session: Session, content: dict[str, Any]
) -> None:
    made = service.add(session, content, actor=COMMAND_LINE, languages={"Deutsch (de)": "en"})
    session.commit()

    assert queries.all_questionnaires(session) == [made]
    assert own_format.parse(made.content) == own_format.parse(content)
    line = session.scalars(select(AuditEntry)).one()
    assert (line.act, line.details["languages"]) == ("questionnaire.add", {"Deutsch (de)": "en"})


def test_a_wrong_questionnaire_leaves_nothing_behind(
    session: Session, content: dict[str, Any]
) -> None:
    content["pages"][0]["questions"][0]["type"] = "yesno"
    with pytest.raises(InvalidError):
        service.add(session, content, actor=COMMAND_LINE)
    assert session.scalars(select(Questionnaire)).all() == []


def test_the_same_content_freezes_to_the_same_version(
    session: Session, content: dict[str, Any]
) -> None:
    made = service.add(session, content, actor=COMMAND_LINE)
    first = service.freeze(session, made, actor=COMMAND_LINE)
    session.commit()
    session.expire_all()  # PostgreSQL gives keys in another order
    assert service.freeze(session, made, actor=COMMAND_LINE) is first

    content["title"]["en"] = "Being kinder online"
    service.change(session, made, content, actor=COMMAND_LINE)
    second = service.freeze(session, made, actor=COMMAND_LINE)
    session.commit()

    assert (first.number, second.number) == (1, 2)
    assert first.content_digest != second.content_digest
    assert queries.definition(first).title["en"] == "Being kind online"
    assert queries.definition(second).title["en"] == "Being kinder online"
    assert queries.versions(session, made) == [first, second]

    content["title"]["en"] = "Being kind online"
    service.change(session, made, content, actor=COMMAND_LINE)
    assert service.freeze(session, made, actor=COMMAND_LINE) is first


def test_a_version_is_read_once_and_memory_stays_bounded(
    session: Session, content: dict[str, Any]
) -> None:
    made = service.add(session, content, actor=COMMAND_LINE)
    first = service.freeze(session, made, actor=COMMAND_LINE)
    session.commit()
    assert queries.definition(first) is queries.definition(first)

    for number in range(queries.MOST_KEPT + 5):
        content["title"]["en"] = f"Version {number}"
        service.change(session, made, content, actor=COMMAND_LINE)
        queries.definition(service.freeze(session, made, actor=COMMAND_LINE))
    assert len(queries._kept) == queries.MOST_KEPT
    assert len(session.scalars(select(QuestionnaireVersion)).all()) == queries.MOST_KEPT + 6


def test_a_version_that_new_rules_would_refuse_stays_readable(
    session: Session, content: dict[str, Any]
) -> None:
    made = service.add(session, content, actor=COMMAND_LINE)
    version = service.freeze(session, made, actor=COMMAND_LINE)
    never = {"all": [{"question": "seen", "equals": "yes"}, {"question": "seen", "equals": "no"}]}
    version.content = json.loads(json.dumps(version.content))
    version.content["pages"][1]["show_if"] = never
    with pytest.raises(InvalidError):
        own_format.parse(version.content)

    assert len(queries.definition(version).pages) == 3
