"""Questionnaires nobody thought of: every kind, in six scripts, with rules, settings and piping."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from consult.core.locales import LANGUAGES, Localized
from consult.questionnaires import reach, types
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Choice, Definition, Page, Question

#: Words with what breaks files: quotes, signs of formulas, tags, direction marks, lines.
_WORDS = {
    "ar": ["هل تشعر بالأمان؟", "نعم، «أحيانًا» \u2067abc\u2069", "٣ أسئلة\nوسطر"],
    "zh": ["你觉得安全吗？", "“有时候”、是", "𠮷野家"],
    "en": ["Do you feel safe?", "=1+1", '<b>It\'s "fine" & done</b>', "- ${x} $\\{y} \\ 1.0"],
    "fr": ["Te sens-tu en sécurité ?", "l’été à l’école", "@là-bas"],
    "ru": ["Чувствуешь ли ты себя в безопасности?", "ёлка — «да»"],
    "es": ["¿Te sientes seguro?", "+mañana; también, sí"],
    "sw": ["Unajisikia salama?"],
}
_SETTINGS: dict[str, list[dict[str, Any]]] = {
    "multiple_choice": [{}, {"at_most": 1}],
    "scale": [{"low": 1, "high": 5}, {"low": -2, "high": 2}],
    "number": [{}, {"whole": True, "minimum": 0}, {"minimum": -1.125, "maximum": 2000}],
    "short_text": [{}, {"longest": 500}, {"longest": 20}],
    "long_text": [{}, {"longest": 20_000}],
    "date": [
        {"earliest": "2020-01-01", "latest": "2020-01-01"},
        {"precision": "month", "earliest": "1999-12", "latest": "2040-01"},
        {"precision": "year", "earliest": "1999", "latest": "2026"},
    ],
}


@st.composite
def questionnaires(draw: st.DrawFn) -> Definition:
    """Draw a questionnaire that ``format.parse`` takes."""
    # A file without one of the six is refused on the way in.
    others = draw(st.lists(st.sampled_from([*LANGUAGES, "sw"]), max_size=3))
    tags = list(dict.fromkeys([draw(st.sampled_from(LANGUAGES)), *others]))
    pages: list[Page] = []
    asked: list[Question] = []
    for number in range(draw(st.integers(1, 3))):
        rule = draw(_rules(list(asked)))
        questions = []
        for _ in range(draw(st.integers(1, 4))):
            number_of = f"{len(asked)}"
            questions.append(draw(_questions(tags, list(asked), number_of)))
            asked.append(questions[-1])
        title = draw(_texts(tags)) if draw(st.booleans()) else {}
        pages.append(Page(title, tuple(questions), rule if number else None))
    if not any(types.of(question).asks for question in asked):
        pages.append(Page({}, (Question("last", "yes_no", draw(_texts(tags))),)))
    introduction = draw(_texts(tags)) if draw(st.booleans()) else {}
    return Definition(draw(_texts(tags)), introduction, tuple(tags), tuple(pages))


def _texts(tags: list[str]) -> st.SearchStrategy[Localized]:
    return st.fixed_dictionaries({tag: st.sampled_from(_WORDS[tag]) for tag in tags})


@st.composite
def _questions(draw: st.DrawFn, tags: list[str], earlier: list[Question], number: str) -> Question:
    kind = draw(st.sampled_from(list(types.REGISTRY.values())))
    settings = dict(draw(st.sampled_from(_SETTINGS.get(kind.name, [{}]))))
    if kind.name == "scale" and draw(st.booleans()):
        settings["low_label"] = draw(_texts(tags))
    if kind.has_rows:
        settings["rows"] = draw(_choices(tags))
    text = draw(_texts(tags))
    quotable = [q for q in earlier if types.of(q).quotable]
    piped = draw(st.booleans())
    if quotable and piped:
        place = "{{" + draw(st.sampled_from(quotable)).code + draw(st.sampled_from(["}}", "|…}}"]))
        text = {tag: f"{told} {place}" for tag, told in text.items()}
    choices = draw(_choices(tags)) if kind.has_choices else ()
    if kind.may_narrow:
        choices = tuple(replace(choice, show_if=draw(_rules(earlier))) for choice in choices)
    return Question(
        draw(st.sampled_from(["q_", "Q_", "9q", "meta_"])) + number,
        kind.name,
        text,
        hint=draw(_texts(tags)) if draw(st.booleans()) else {},
        choices=choices,
        required=kind.asks and not kind.contact and draw(st.booleans()),
        prefer_not=kind.asks and draw(st.booleans()),
        other=kind.may_offer_other and draw(st.booleans()),
        show_if=draw(_rules(earlier)),
        settings=settings,
    )


@st.composite
def _choices(draw: st.DrawFn, tags: list[str]) -> tuple[Choice, ...]:
    codes = st.sampled_from(["a", "B", "1", "1.0", "日本", "نعم", "x-y.z_"])
    drawn = draw(st.lists(codes, min_size=1, max_size=3, unique=True))
    return tuple(Choice(code, draw(_texts(tags))) for code in drawn)


@st.composite
def _rules(draw: st.DrawFn, earlier: list[Question], depth: int = 0) -> Condition | None:
    can = [question for question in earlier if types.of(question).tests]
    if not can or draw(st.booleans()):
        return None
    if depth < 2 and draw(st.booleans()):
        parts = [draw(_rules(earlier, depth + 1)) for _ in range(draw(st.integers(1, 3)))]
        found = tuple(part for part in parts if part)
        op = draw(st.sampled_from(["all", "any", "not"]))
        return Condition(op, found[:1] if op == "not" else found) if found else None
    question = draw(st.sampled_from(can))
    op = draw(st.sampled_from(sorted(types.of(question).tests)))
    value: Any = None
    if op in {"equals", "includes"} and question.type not in {"scale", "number"}:
        value = draw(st.sampled_from([o.code for o in types.of(question).options(question)]))
    elif op != "answered":
        value = draw(st.sampled_from([1, 2, 1.5] if question.type == "number" else [1, 2]))
    rule = Condition(op, question=question.code, value=value)
    return rule if reach.operators(question) else None
