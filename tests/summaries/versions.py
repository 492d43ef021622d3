"""Versions of one questionnaire, changed at random, with answers to each drawn at random."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from consult.consultations.models import Phase
from consult.core.locales import LANGUAGES
from consult.questionnaires import combining, rules, types
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Definition, Page, Question
from consult.questionnaires.types import kind
from consult.questionnaires.types.base import PREFER_NOT
from consult.responses.models import Mode
from consult.summaries import tallies
from consult.summaries.cells import Source
from consult.summaries.snapshots import columns
from consult.summaries.snapshots import queries as snapshots
from consult.summaries.snapshots.columns import Columns
from tests.summaries import cast

_Draws = Callable[[random.Random, Sequence[str], float, Question], Any]
#: Number and content of each version by the name rows call it by.
Versions = Mapping[str, tuple[int, Definition]]


def changed(draw: random.Random, before: Definition) -> Definition:
    """Return another version: questions, choices, rows, limits and rules come, go and change."""
    after = before
    for change in draw.sample(_CHANGES, draw.randint(1, 3)):
        tried = change(draw, after)
        if not rules.problems(tried) and not combining.clashes(before, tried):
            after = tried
    return after


def series(seed: int, many: int) -> dict[str, tuple[int, Definition]]:
    """Return so many versions, each changed from the one before."""
    draw, asked = random.Random(seed), [cast.definition()]
    while len(asked) < many:
        last = together(asked)
        tried = changed(draw, asked[-1])
        asked.append(tried if not combining.clashes(last, tried) else asked[-1])
    return {str(number): (number, one) for number, one in enumerate(asked, 1)}


def together(asked: Sequence[Definition]) -> Definition:
    """Return all that was asked."""
    return combining.together(asked)


def answers(draw: random.Random, asked: Definition, unlikely: float) -> dict[str, Any]:
    """Return what one young person answers, on the path the rules of the version lead along."""
    said = {}
    for question in asked.questions():
        value = _answer(draw, question, unlikely)
        if value is not None:
            said[question.code] = value
    return rules.kept(asked, said, {})[0]


def found(seed: int, versions: Versions, totals: Sequence[int], unlikely: float = 0.3) -> Columns:
    """Return the columns of answers: so many to each version."""
    draw = random.Random(seed)
    rows = []
    for (name, (_number, own)), total in zip(versions.items(), totals, strict=True):
        for _ in range(total):
            said = answers(draw, own, unlikely)
            age = said.get("age")
            strata = (
                _one_of(draw, LANGUAGES, unlikely),
                _one_of(draw, [mode.value for mode in Mode], unlikely),
                said.get("region"),
                None if age == PREFER_NOT else age,
                "invited" if draw.random() < 0.3 else "open",
            )
            texts = ["more"] if "more" in own.by_code and draw.random() < 0.5 else []
            rows.append((name, strata, said, texts))
    whole = together([own for _number, own in versions.values()])
    return columns.gather(snapshots.codes(whole), rows)


def source(versions: Versions, answered: Columns, *, smallest: int = 5) -> Source:
    """Return a consultation that asked versions one after the other."""
    whole = together([own for _number, own in versions.values()])
    counted = tallies.of_columns(whole, answered, versions)
    return Source("safety", Phase.BEFORE, smallest, LANGUAGES, counted)


def _one_of(
    draw: random.Random, options: Sequence[Any], unlikely: float, _asked: Question | None = None
) -> Any:
    weights = [unlikely**place for place in range(len(options))]
    return draw.choices(options, weights)[0]


def _answer(draw: random.Random, question: Question, unlikely: float) -> Any:
    asks = types.of(question)
    if not asks.asks or asks.free_text or draw.random() < 0.1:
        return None
    if question.prefer_not and draw.random() < 0.1:
        return PREFER_NOT
    codes = [option.code for option in kind.with_other(question, asks.options(question))]
    drawn: _Draws = _DRAWN.get(question.type, _one_of)
    return drawn(draw, codes, unlikely, question)


def _several(draw: random.Random, codes: Sequence[str], _unlikely: float, asked: Question) -> Any:
    most = asked.settings.get("at_most") or len(codes)
    chosen = draw.sample(codes, draw.randint(1, min(most, len(codes))))
    return [code for code in codes if code in chosen]


def _ranked(draw: random.Random, codes: Sequence[str], _unlikely: float, _asked: Question) -> Any:
    return draw.sample(codes, draw.randint(1, len(codes)))


def _grid(draw: random.Random, codes: Sequence[str], unlikely: float, asked: Question) -> Any:
    return {row.code: _one_of(draw, codes, unlikely) for row in types.rows(asked)}


def _number(draw: random.Random, _codes: Sequence[str], _unlikely: float, asked: Question) -> Any:
    return draw.randint(asked.settings["minimum"], asked.settings["maximum"])


def _step(draw: random.Random, codes: Sequence[str], unlikely: float, _asked: Question) -> Any:
    return int(_one_of(draw, codes, unlikely))


_DRAWN: dict[str, _Draws] = {
    "multiple_choice": _several,
    "ranking": _ranked,
    "matrix": _grid,
    "number": _number,
    "scale": _step,
}


def _with(asked: Definition, code: str, **values: Any) -> Definition:
    def one(question: Question) -> Question:
        return replace(question, **values) if question.code == code else question

    pages = (replace(p, questions=tuple(map(one, p.questions))) for p in asked.pages)
    return replace(asked, pages=tuple(pages))


def _some(draw: random.Random, asked: Definition, *kinds: str) -> Question | None:
    fitting = [q for q in asked.questions() if not kinds or q.type in kinds]
    return draw.choice(fitting) if fitting else None


def _goes(draw: random.Random, asked: Definition) -> Definition:
    gone = _some(draw, asked)
    pages = (
        replace(p, questions=tuple(q for q in p.questions if q is not gone)) for p in asked.pages
    )
    return replace(asked, pages=tuple(page for page in pages if page.questions))


def _comes(draw: random.Random, asked: Definition) -> Definition:
    code = f"new{draw.randint(0, 99)}"
    if code in asked.by_code:
        return asked
    made = draw.choice([
        Question(code, "yes_no", cast.six("New?")),
        Question(code, "single_choice", cast.six("New?"), choices=cast.choices("a", "b", "c")),
        Question(code, "number", cast.six("How many?"), settings={"minimum": 0, "maximum": 5}),
    ])  # fmt: skip
    rule = _rule(draw, asked)
    made = replace(made, show_if=rule if draw.random() < 0.5 else None)
    return replace(asked, pages=(*asked.pages, Page(cast.six("New"), (made,))))


def _choice(draw: random.Random, asked: Definition) -> Definition:
    question = _some(draw, asked, "single_choice", "multiple_choice", "ranking", "matrix")
    if question is None:
        return asked
    if draw.random() < 0.5 and len(question.choices) > 2:
        gone = draw.choice(question.choices)
        return _with(asked, question.code, choices=tuple(c for c in question.choices if c != gone))
    more = cast.choices(f"more{draw.randint(0, 9)}")
    if more[0].code in {choice.code for choice in question.choices}:
        return asked
    return _with(asked, question.code, choices=(*question.choices, *more))


def _row(draw: random.Random, asked: Definition) -> Definition:
    question = _some(draw, asked, "matrix")
    if question is None:
        return asked
    rows = types.rows(question)
    if draw.random() < 0.5 and len(rows) > 1:
        rows = rows[1:]
    elif "friends" not in {row.code for row in rows}:
        rows = (*rows, *cast.choices("friends"))
    return _with(asked, question.code, settings={"rows": rows})


def _rule_changes(draw: random.Random, asked: Definition) -> Definition:
    question = _some(draw, asked)
    rule = _rule(draw, asked) if draw.random() < 0.6 else None
    return _with(asked, question.code, show_if=rule) if question else asked


def _offers(draw: random.Random, asked: Definition) -> Definition:
    question = _some(draw, asked, "single_choice", "multiple_choice", "yes_no")
    if question is None:
        return asked
    if types.of(question).may_offer_other and draw.random() < 0.5:
        return _with(asked, question.code, other=not question.other)
    return _with(asked, question.code, prefer_not=not question.prefer_not)


def _rule(draw: random.Random, asked: Definition) -> Condition | None:
    leaves = (
        Condition("equals", question=q.code, value=types.of(q).options(q)[0].code)
        for q in asked.questions()
        if q.type in {"single_choice", "yes_no"}
    )
    scales = (
        Condition("at_least", question=q.code, value=4)
        for q in asked.questions()
        if q.type == "scale"
    )
    every = [*leaves, *scales]
    if not every:
        return None
    one = draw.choice(every)
    return Condition("not", (one,)) if draw.random() < 0.3 else one


_CHANGES: list[Callable[[random.Random, Definition], Definition]] = [
    _goes,
    _comes,
    _choice,
    _row,
    _rule_changes,
    _offers,
]
