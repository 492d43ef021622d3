"""What a page shows of a show-if rule, and offers to change in it."""

from typing import Any

from flask import request

from consult.questionnaires import reach
from consult.questionnaires.editing import names, showing, views


def rule_parts(on: views.Desk, code: str, number: int, rule_now: Any) -> dict[str, Any]:
    """Return what the part of a page needs that shows and changes a rule."""
    asked = showing.earlier(on.definition, code, number)
    chosen = next((q for q in asked if q.code == request.values.get("question", "")), None)
    operators = [
        name
        for name in names.OPERATORS
        if chosen and name.removeprefix("not-") in reach.operators(chosen)
    ]
    return {
        "rule_lines": list(showing.lines(on.definition, rule_now)),
        "rule_asked": asked,
        "rule_question": chosen,
        "rule_operators": operators,
        "rule_values": showing.values(chosen) if chosen and chosen.type != "number" else [],
        "rule_of": code,
        "rule_number": number,
        "rule_choice": "",
    }
