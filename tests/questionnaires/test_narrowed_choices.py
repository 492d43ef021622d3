"""Choices that are offered only after certain answers: format, sheets, checks, lists in words."""

from dataclasses import replace

import pytest

from consult.exports.paper_form.sheet import sheet
from consult.questionnaires import checks, codebook, offered, rules, xlsform
from consult.questionnaires import format as own_format
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Choice, Definition, Page
from consult.questionnaires.editing import copying, edits
from consult.questionnaires.words import rule as in_words
from consult.questionnaires.xlsform.writing import write
from tests.questionnaires.cast import question, words
from tests.questionnaires.spreadsheets import Rows, workbook

NORTH = Condition("equals", question="land", value="north")
SOUTH = Condition("equals", question="land", value="south")
LAND = question(
    "single_choice", "land", choices=(Choice("north", words("N")), Choice("south", words("S")))
)
TOWN = question(
    "multiple_choice",
    "town",
    choices=(
        Choice("fjord", words("Fjord"), NORTH),
        Choice("oasis", words("Oasis"), SOUTH),
        Choice("port", words("Port"), Condition("any", (NORTH, SOUTH))),
        Choice("sea", words("Sea")),
    ),
    other=True,
)
WHY = question("long_text", "why", show_if=Condition("includes", question="town", value="oasis"))
WHOLE = Definition(words("All"), {}, ("en", "ar"), (Page({}, (LAND, TOWN)), Page({}, (WHY,))))


def test_a_choice_whose_rule_does_not_hold_is_not_offered_not_kept_and_opens_nothing() -> None:
    def put(**answers: object) -> list[str]:
        return [c.code for c in rules.visible(WHOLE, answers)[0].questions[1].choices]

    assert put() == ["sea"]
    assert put(land="north") == ["fjord", "port", "sea"]
    kept = rules.kept(WHOLE, {"land": "north", "town": ["oasis", "sea", "other"]}, {"why": "Sand"})
    assert kept == ({"land": "north", "town": ["sea", "other"]}, {})
    south = {"land": "south", "town": ["oasis"]}
    assert rules.kept(WHOLE, south, {"why": "Sand"}) == (south, {"why": "Sand"})
    assert rules.kept(WHOLE, {"land": "north", "town": ["oasis"]}, {})[0] == {"land": "north"}


def test_what_may_still_change_on_the_same_page_stays_offered() -> None:
    both = offered.undecided(TOWN, {"land": "north"}, {"land", "town"})
    assert both == TOWN
    later = offered.undecided(TOWN, {"land": "north"}, {"town"})
    assert [(c.code, c.show_if) for c in later.choices] == [
        ("fjord", None),
        ("port", None),
        ("sea", None),
    ]


def test_the_format_and_the_spreadsheet_bring_the_rules_of_choices_back() -> None:
    assert own_format.dump(own_format.parse(own_format.dump(WHOLE))) == own_format.dump(WHOLE)
    brought = xlsform.read(write(WHOLE))
    assert own_format.dump(brought.definition) == own_format.dump(WHOLE)
    assert brought.left_out == ()


def test_rules_of_choices_are_checked_as_all_rules_are() -> None:
    def codes(*choices: Choice, kind: str = "single_choice") -> set[tuple[str, str]]:
        asked = question(kind, "town", choices=choices)
        whole = replace(WHOLE, pages=(Page({}, (LAND, asked)),))
        return {(problem.code, problem.where) for problem in rules.problems(whole)}

    at = "page 1, question town, choice 1, show_if"
    a, b = Choice("a", words("a")), Choice("b", words("b"))
    assert codes(replace(a, show_if=NORTH), b) == set()
    assert codes(replace(a, show_if=Condition("all", (NORTH, SOUTH))), b) == {("rule_never", at)}
    loop = Condition("equals", question="town", value="b")
    assert codes(replace(a, show_if=loop), b) == {("rule_later", at)}
    gone = Condition("answered", question="nowhere")
    assert codes(replace(a, show_if=gone), b) == {("rule_unknown_question", at)}
    everybody = {("choice_rule", "page 1, question town, choice 1")}
    assert codes(replace(a, show_if=NORTH), b, kind="matrix") == everybody
    hidden = replace(TOWN, show_if=SOUTH, choices=(replace(a, show_if=NORTH), b))
    whole = replace(WHOLE, pages=(Page({}, (LAND, hidden)),))
    assert ("rule_never", at) in {(p.code, p.where) for p in rules.problems(whole)}


def test_somebody_with_nothing_to_choose_is_warned_of() -> None:
    def told(*choices: Choice) -> list[str]:
        asked = question("single_choice", "town", choices=choices)
        whole = replace(WHOLE, pages=(Page({}, (LAND, asked)),))
        return [found.where for found in checks.nothing_to_choose(whole)]

    a, b = Choice("a", words("a"), NORTH), Choice("b", words("b"), SOUTH)
    assert told(a, b) == ["page 1, question town"]
    assert told(a, Choice("b", words("b"), Condition("not", (NORTH,)))) == []
    assert told(a, replace(b, show_if=None)) == []


def test_paper_and_codebook_say_when_a_choice_is_offered() -> None:
    options = sheet(WHOLE, "en")["pages"][0]["questions"][1]["options"]
    assert options[0]["text"] == "Fjord (en) (Only if the answer to question 1 is “N (en)”.)"
    assert options[3]["text"] == "Sea (en)"
    rows = {row["value"]: row for row in codebook.rows(WHOLE) if row["code"] == "town"}
    assert rows["fjord"]["offered_if::en"] == "the answer to land is “N (en)”"
    assert "offered_if::en" not in rows["sea"]
    assert "offered_if::en" in codebook.header(WHOLE)


@pytest.mark.parametrize(
    ("turned", "said"),
    [
        (NORTH, "the answer to land is not “N (en)”"),
        (WHY.show_if, "“Oasis (en)” is not ticked at town"),
        (Condition("answered", question="town"), "town has no answer"),
        (Condition("not", (NORTH,)), "the answer to land is “N (en)”"),
        (
            Condition("any", (NORTH, SOUTH)),
            "this is not so: (the answer to land is “N (en)” or the answer to land is “S (en)”)",
        ),
    ],
)
def test_a_rule_turned_round_reads_as_people_say_it(turned: Condition, said: str) -> None:
    rule = Condition("not", (turned,))
    assert in_words(rule, WHOLE, "en", lambda asked: asked.code) == said


SURVEY: Rows = [
    ["type", "name", "label::English (en)", "choice_filter"],
    ["select_one land", "land", "Where?", None],
    ["select_multiple fruit", "likes", "Which?", None],
]
CHOICES: Rows = [
    ["list_name", "name", "label::English (en)", "land", "lands", "cf"],
    ["land", "n", "North", None, None, None],
    ["land", "s", "South", None, None, None],
    ["fruit", "fig", "Fig", None, None, None],
    ["fruit", "pear", "Pear", None, None, None],
    ["town", "fjord", "Fjord", "n", "n", "fig"],
    ["town", "oasis", "Oasis", "s", "n s", "pear"],
    ["town", "moon", "Moon", "x", None, None],
]


@pytest.mark.parametrize(
    ("formula", "rules_read"),
    [
        (
            "land=${land}",
            [("equals", "land", "n"), ("equals", "land", "s")],
        ),
        (
            "selected(lands, ${land})",
            [("equals", "land", "n"), ("any", "", None)],
        ),
        (
            "selected(${likes}, cf)",
            [("includes", "likes", "fig"), ("includes", "likes", "pear")],
        ),
    ],
)
def test_a_choice_filter_becomes_a_rule_of_each_choice(
    formula: str, rules_read: list[tuple[str, str, str | None]]
) -> None:
    rows: Rows = [*SURVEY, ["select_one town", "town", "Which town?", formula]]
    brought = xlsform.read(workbook(survey=rows, choices=CHOICES))
    read = [c.show_if for c in brought.definition.by_code["town"].choices]
    assert [(r.op, r.question, r.value) for r in read if r] == rules_read
    # No answer leads to the last line of the list.
    told = [(n.code, n.where, n.params.get("row")) for n in brought.left_out]
    assert ("choice_never", "survey, row 4, column choice_filter", 8) in told


@pytest.mark.parametrize(
    "formula",
    ["land=${nowhere}", "land=yes", "position(..) > 2", "cf=concat(${land})", "land=’"],
)
def test_a_choice_filter_that_cannot_be_kept_is_listed_with_its_row(formula: str) -> None:
    rows: Rows = [*SURVEY, ["select_one town", "town", "Which town?", formula]]
    brought = xlsform.read(workbook(survey=rows, choices=CHOICES))
    assert all(c.show_if is None for c in brought.definition.by_code["town"].choices)
    assert ("choice_filter_left_out", "survey, row 4, column choice_filter") in {
        (note.code, note.where) for note in brought.left_out
    }


def test_questions_taken_over_keep_their_rules_under_new_codes() -> None:
    asked = replace(WHY, text={"en": "Why {{land}} and {{town|…}}?"})
    page = Page({}, (TOWN, asked), show_if=Condition("answered", question="land"))
    offers = replace(WHOLE, pages=(Page({}, (LAND,)), page))
    taken, lost = copying.picked(offers, ["land", "town", "why"])
    assert lost == []
    content = own_format.dump(WHOLE)
    edits.add_questions(taken, 2).apply(content, {}, 2)
    town, why = content["pages"][1]["questions"][-2:]
    assert (town["code"], why["code"]) == ("town_2", "why_2")
    assert town["choices"][0]["show_if"] == {"question": "land_2", "equals": "north"}
    assert town["show_if"] == {"question": "land_2", "answered": True}
    assert why["show_if"]["all"][1] == {"question": "town_2", "includes": "oasis"}
    assert why["text"]["en"] == "Why {{land_2}} and {{town_2|…}}?"
    assert rules.problems(own_format.parse(content)) == []

    alone, lost = copying.picked(offers, ["town"])
    assert lost == ["town"]
    assert "show_if" not in alone[0]
    assert all("show_if" not in choice for choice in alone[0]["choices"])
