"""Oksana writes a questionnaire on screen; the form hides and shows by the server's own rules."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.db import Database
from consult.questionnaires import checks, rules
from consult.questionnaires import format as own_format
from consult.questionnaires.conditions import Condition
from consult.questionnaires.models import Questionnaire
from consult.responses import hiding
from tests.conftest import Cast
from tests.e2e.conftest import DESK, PHONE, Visitor
from tests.e2e.test_staff_comes_in import sign_in
from tests.responses.cast import add_consultation
from tests.responses.test_narrowed_choices import TOWNS

Make = Callable[..., Visitor]

pytestmark = pytest.mark.browser

PICKED = ["feel_safe", "worries", "upset", "happened", "told", "who_more", "own_topic", "age"]


def press(her: Visitor, name: str, nth: int = 0) -> None:
    """Press a button or link by its words, and wait for the page it leads to."""
    target = her.page.get_by_role("button", name=name, exact=True)
    if not target.count():
        target = her.page.get_by_role("link", name=name, exact=True)
    with her.page.expect_navigation():
        target.nth(nth).click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_questionnaire_of_ten_questions_is_written_from_the_starter_set(
    visitor: Make, database: Database, accounts: Cast, script: bool
) -> None:
    oksana = visitor("en", script=script, screen=DESK if script else PHONE)
    page = oksana.page
    sign_in(oksana, accounts.oksana.email)
    oksana.go("/staff/questionnaires/")
    press(oksana, "Write a questionnaire")
    page.fill("#title", "Safe in games")
    press(oksana, "Begin")
    oksana.check()

    press(oksana, "Take over questions")
    for code in PICKED:
        page.check(f"#pick-{code}")
    oksana.check()
    press(oksana, "Take over the ticked questions")
    assert page.locator(".asked > li").count() == len(PICKED)

    press(oksana, "Write a question")
    page.fill("#text", "Which games do you play?")
    page.select_option("#kind", "multiple_choice")
    oksana.check()
    press(oksana, "Add the question")
    assert "one to a line" in page.get_by_role("alert").inner_text()
    assert page.input_value("#text") == "Which games do you play?"
    page.fill("#choices", "Alone\nWith friends\nWith strangers")
    press(oksana, "Add it and write another")
    page.fill("#text", "What do you like about them?")
    page.select_option("#kind", "long_text")
    press(oksana, "Add the question")

    page.select_option("#rule-question", "feel_safe") if not script else None
    if script:
        with page.expect_navigation():
            page.select_option("#rule-question", "feel_safe")
    else:
        press(oksana, "Choose this question")
    page.select_option("#rule-operator", "at_most")
    page.select_option("#rule-value", "2")
    oksana.check()
    press(oksana, "Add this condition")
    assert "is at most" in page.locator("#rule").inner_text()
    page.fill("textarea[name='hint:en']", "As much as you like.")
    if script:
        assert page.locator(".phone .question").count() == 1
        page.fill("textarea[name='text:en']", "What is good about them?")
        assert "What is good about them?" in page.locator(".phone").inner_text()
    press(oksana, "Save the words")
    oksana.check()

    press(oksana, "All pages and questions")
    press(oksana, "Delete age")
    press(oksana, "Undo the last change")
    page.locator("details summary").click()
    oksana.check()
    press(oksana, "العربية")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert "[لم يُكتب بعد]" in page.locator(".phone").inner_text()
    oksana.check()
    page.go_back()
    press(oksana, "All changes")
    oksana.check()

    with database.session() as session:
        made = session.scalars(select(Questionnaire)).one()
        definition = own_format.parse(made.content)
    assert list(definition.by_code) == [*PICKED, "q1", "q2"]
    rule = definition.by_code["q2"].show_if
    assert rule == Condition("at_most", (), "feel_safe", 2)
    assert {found.code for found in checks.findings(definition)} == {"personal_early"}


KINDS: dict[str, Any] = {
    "yes_no": ["yes", "no"],
    "scale": [1, 2, 3, 4, 5],
    "number": [-3, 0, 2.5, 40],
    "single_choice": ["a", "b", "other"],
    "multiple_choice": [["a"], ["b", "c"], ["a", "b", "c"]],
    "ranking": [["b", "a"], ["c"]],
}


#: Kinds whose choices may have rules of their own.
LISTS = {"single_choice", "multiple_choice", "ranking"}


def a_rule(chance: random.Random, earlier: list[tuple[str, str]], depth: int = 0) -> dict[str, Any]:
    """Return a rule over questions asked earlier."""
    how = chance.random()
    if depth < 3 and how < 0.35:
        parts = [a_rule(chance, earlier, depth + 1) for _ in range(chance.randint(1, 3))]
        return {chance.choice(["all", "any"]): parts}
    if depth < 3 and how < 0.5:
        return {"not": a_rule(chance, earlier, depth + 1)}
    code, kind = chance.choice(earlier)
    if kind == "ranking" or chance.random() < 0.2:
        return {"question": code, "answered": True}
    if kind == "multiple_choice":
        return {"question": code, "includes": chance.choice("abc")}
    operators = ["equals"] + ["at_least", "at_most"] * (kind in {"scale", "number"})
    return {"question": code, chance.choice(operators): chance.choice(KINDS[kind])}


def a_case(chance: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a questionnaire and answers to all of it, also on paths that are not taken."""
    pages, earlier, answers = [], list[tuple[str, str]](), {}
    for _ in range(chance.randint(1, 4)):
        page: dict[str, Any] = {"questions": []}
        if earlier and chance.random() < 0.4:
            page["show_if"] = a_rule(chance, earlier)
        for _ in range(chance.randint(1, 4)):
            code, kind = f"q{len(earlier)}", chance.choice(list(KINDS))
            asked: dict[str, Any] = {"code": code, "type": kind, "text": {"en": "?"}}
            if kind in LISTS:
                asked["choices"] = [{"code": each, "text": {"en": each}} for each in "abc"]
            for choice in asked.get("choices", ()) if earlier else ():
                if chance.random() < 0.3:
                    choice["show_if"] = a_rule(chance, earlier)
            if earlier and chance.random() < 0.6:
                asked["show_if"] = a_rule(chance, earlier)
            if chance.random() < 0.8:
                given = [*KINDS[kind], "prefer-not-to-say"]
                answers[code] = chance.choice(given)
            page["questions"].append(asked)
            earlier.append((code, kind))
        pages.append(page)
    whole = {"format": own_format.FORMAT, "title": {"en": "T"}, "introduction": {}}
    return whole | {"languages": ["en"], "pages": pages}, answers


def test_the_script_judges_every_rule_as_the_server_does(
    visitor: Make, session: Session, accounts: Cast
) -> None:
    add_consultation(session)
    add_consultation(session, TOWNS, slug="towns")
    session.commit()
    amina = visitor("en")
    amina.go("/en/consultations/safety/answer")
    chance = random.Random(179)
    cases, expected = [], []
    for _ in range(3000):
        content, answers = a_case(chance)
        definition = own_format.stored(content)
        put = {q.code: q for page in rules.visible(definition, answers) for q in page.questions}
        gates, judged = [], []
        for placed in (p for part in hiding.parts(definition, put) for p in part.questions):
            code = placed.question.code
            if placed.rule:
                gates.append([code, json.loads(placed.rule)])
                judged.append(placed.shown)
            for choice, rule in hiding.of_choices(placed.question).items() if code in put else ():
                gates.append([code, json.loads(rule), choice])
                judged.append(choice in {each.code for each in put[code].choices})
        said = {
            code: [str(v) for v in value] if isinstance(value, list) else [str(value)]
            for code, value in answers.items()
        }
        cases.append([gates, said])
        expected.append(judged)

    found = amina.page.evaluate(
        "cases => cases.map(([gates, said]) => walk(gates, code => said[code] || []))", cases
    )
    assert found == expected
    assert sum(map(len, expected)) > 5000
    assert 0.2 < sum(map(sum, expected)) / sum(map(len, expected)) < 0.8

    # And on the page itself: a question comes when its answer leads to it, and goes again.
    page = amina.page
    follow_up = page.locator("[name^='q-helped']").first
    assert not follow_up.is_visible()
    page.check("input[name=q-told][value=parents]")
    assert follow_up.is_visible()
    amina.check()
    assert "helped" in page.input_value("[name=shown]").split()
    page.check("input[name=q-told][value=nobody]")
    assert not follow_up.is_visible()
    assert "helped" not in page.input_value("[name=shown]").split()

    # A choice goes when its rule holds no more: it is not sent, and comes back with its tick.
    amina.go("/en/consultations/towns/answer")
    fjord, oasis = (page.locator(f"input[value={code}]") for code in ("fjord", "oasis"))
    expect(fjord).to_be_hidden()
    page.check("input[name=q-land][value=north]")
    page.check("input[name=q-warm][value=yes]")
    fjord.check()
    oasis.check()
    amina.check()
    page.check("input[name=q-land][value=south]")
    expect(fjord).to_be_hidden()
    expect(oasis).to_be_visible()
    expect(fjord).to_be_disabled()
    page.check("input[name=q-land][value=north]")
    expect(fjord).to_be_checked()
    expect(fjord).to_be_enabled()
