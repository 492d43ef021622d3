"""Each kind of question as a page shows it: labelled, described, never answered beforehand."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask, g, render_template_string

from consult.core.locales import LANGUAGES, Speaker
from consult.questionnaires import types
from consult.questionnaires.definition import Question
from consult.questionnaires.types.typed import Sent
from tests.questionnaires.cast import question, words

KINDS = sorted(types.REGISTRY)
PAGE = """<!doctype html><title>x</title>
{% for shown in all %}{% include "questionnaires/question.html" %}{% endfor %}"""


def _whole(kind: str, code: str = "q1") -> Question:
    found = types.REGISTRY[kind]
    return question(
        kind, code, hint=words("hint"), prefer_not=found.asks, other=found.may_offer_other
    )


def _page(app: Flask, shown: list[types.Shown], language: str = "en") -> Element:
    with app.test_request_context("/"):
        g.language = language
        text = render_template_string(PAGE, all=shown)
    parsed: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return parsed


def _named(page: Element) -> Iterator[Element]:
    return (e for e in page.iter() if e.tag in {"input", "select", "textarea"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_all_kinds_is_sound_and_nothing_is_preselected(app: Flask, language: str) -> None:
    all_kinds = [types.shown(_whole(kind, f"q{n}")) for n, kind in enumerate(KINDS)]

    page = _page(app, all_kinds, language)

    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert {f"q-q{n}" for n in range(len(KINDS))} <= set(ids)
    labels = {e.get("for") for e in page.iter("label")}
    fields = list(_named(page))
    assert {e.get("id") for e in fields} == labels
    assert not [e for e in page.iter() if e.get("checked") is not None]
    assert not [e for e in page.iter("option") if e.get("selected") is not None]
    assert not [e for e in page.iter() if e.get("style") or e.get("onclick")]
    for element in page.iter():
        for described in (element.get("aria-describedby") or "").split():
            assert described in ids
    others = {f"({tag})" for tag in LANGUAGES if tag != language}
    told = " ".join(page.itertext())
    assert not [tag for tag in others if tag in told]


def _read_page(page: Element) -> Sent:
    sent = []
    for field in _named(page):
        name = field.get("name") or ""
        if field.tag == "textarea":
            sent.append((name, field.text or ""))
        elif field.tag == "select":
            chosen = [o for o in field if o.get("selected") is not None]
            sent.append((name, (chosen[0].get("value") if chosen else "") or ""))
        elif field.get("type") == "text" or field.get("checked") is not None:
            sent.append((name, field.get("value") or ""))
    return Sent.of(sent)


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("single_choice", {"q-q1": ["other"], "q-q1-other": ['"><script>']}),
        ("multiple_choice", {"q-q1": ["home", "2"]}),
        ("scale", {"q-q1": ["4"]}),
        ("ranking", {"q-q1-home": ["2"], "q-q1-2": ["1"]}),
        ("matrix", {"q-q1-parents": ["street"], "q-q1-3": ["2"]}),
        ("matrix", {"q-q1-prefer-not": ["yes"]}),
        ("yes_no", {"q-q1": ["prefer-not-to-say"]}),
        ("number", {"q-q1": ["2,5"]}),
        ("number", {"q-q1": ["twelve"]}),
        ("short_text", {"q-q1": ["</input>"]}),
        ("short_text", {"q-q1": ["x" * 201]}),
        ("long_text", {"q-q1": ["\n\nfirst\n  second </textarea>"]}),
        ("age_band", {"q-q1": ["under-10"]}),
        ("region", {"q-q1": ["ARB"]}),
    ],
)
def test_a_page_shows_the_answer_again_when_somebody_goes_back(
    app: Flask, kind: str, sent: dict[str, list[str]]
) -> None:
    asked = _whole(kind)
    answer = types.of(asked).read(asked, Sent(sent))

    page = _page(app, [types.shown(asked, answer)])

    assert types.of(asked).read(asked, _read_page(page)) == answer
    errors = [e for e in page.iter("p") if e.get("class") == "error"]
    assert len(errors) == len(answer.problems)


def test_an_error_is_told_in_the_language_of_the_page(app: Flask) -> None:
    asked = _whole("number")
    answer = types.of(asked).read(asked, Sent({"q-q1": ["x"]}))
    (problem,) = answer.problems
    for language, word in (("ar", "الأرقام"), ("zh", "数字")):
        page = _page(app, [types.shown(asked, answer)], language)
        (error,) = (e for e in page.iter("p") if e.get("class") == "error")
        told = "".join(error.itertext()).strip()
        assert told == Speaker(language).gettext(problem.message, **problem.params)
        assert word in told


def test_an_answer_can_be_taken_back_where_nothing_need_be_said(app: Flask) -> None:
    asked = question("single_choice")
    given = types.of(asked).read(asked, Sent({"q-q1": ["home"]}))
    page = _page(app, [types.shown(asked, given)])
    values = [e.get("value") for e in page.iter("input")]
    assert values == ["home", "school", "street", "2", ""]
    assert not types.of(asked).read(asked, Sent({"q-q1": [""]})).given
