"""A spreadsheet becomes a questionnaire; what does not fit is told by sheet, row and column."""

# ruff: noqa: E501 - tables of rows, one to a line

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core.errors import InvalidError
from consult.questionnaires import rules, xlsform
from consult.questionnaires.definition import Question
from consult.questionnaires.xlsform import expressions, languages
from tests.questionnaires.spreadsheets import CHOICES, HEADER, Rows, survey, workbook


def _read(*rows: list[object], choices: Rows = CHOICES) -> xlsform.Imported:
    return xlsform.read(survey(*rows, choices=choices))


def _asked(*rows: list[object]) -> list[Question]:
    return list(_read(*rows).definition.questions())


def _told(content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(InvalidError) as refused:
        xlsform.read(content)
    assert str(refused.value)
    return [(problem.where, problem.code) for problem in refused.value.problems]


def test_groups_become_pages_and_rows_questions() -> None:
    found = _read(
        ["note", "hello", "Welcome"],
        ["begin_group", "you", "About you"],
        ["select_one yn", "seen", "Seen bullying?", None, None, "yes"],
        ["begin group", "more", "More", "${seen} = 'yes'"],
        ["select_multiple yn or_other", "place", "Where?", None, "count-selected(.) <= 2"],
        ["end group"],
        ["integer", "hours", "Hours a day?", None, ". >= 0 and . < 25"],
        ["end_group"],
        ["text", "say", "Anything else?"],
    ).definition

    assert [(p.title.get("en"), [q.code for q in p.questions]) for p in found.pages] == [
        (None, ["hello"]),
        ("About you", ["seen"]),
        ("More", ["place"]),
        ("About you", ["hours"]),
        (None, ["say"]),
    ]
    hello, seen, place, hours, say = found.questions()
    assert [q.type for q in (hello, seen, place, hours, say)] == [
        "card", "single_choice", "multiple_choice", "number", "short_text",
    ]  # fmt: skip
    assert (seen.required, place.other, place.settings) == (True, True, {"at_most": 2})
    assert hours.settings == {"whole": True, "minimum": 0, "maximum": 24}
    assert [[q.code for q in p.questions] for p in rules.visible(found, {"seen": "yes"})][2] == [
        "place"
    ]
    assert found.languages == ("en",)


def test_notes_need_no_name() -> None:
    asked = _asked(["note", None, "Hello"], ["note", None, "Again"], ["text", "a", "A?"])
    assert [q.code for q in asked] == ["note_2", "note_3", "a"]


def test_a_title_of_a_group_that_holds_only_groups_is_not_lost() -> None:
    found = _read(
        ["begin group", "all", "Everything"],
        ["begin group", "first", "First"],
        ["text", "a", "A?"],
        ["end group"],
        ["begin group", "second", "Second"],
        ["text", "b", "B?"],
        ["end group"],
        ["end group"],
    ).definition
    assert [(p.title["en"], [q.text["en"] for q in p.questions]) for p in found.pages] == [
        ("First", ["Everything", "A?"]),
        ("Second", ["B?"]),
    ]


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("label::English (en)", "en"),
        ("label::English(en)", "en"),
        ("label::English (EN)", "en"),
        ("label::en", "en"),
        ("label:English", "en"),
        ("Label :: English", "en"),
        ("label::العربية", "ar"),
        ("label:Arabic", "ar"),
        ("label::中文", "zh"),
        ("label::chinese", "zh"),
        ("label::Français", "fr"),
        ("label::Русский (ru)", "ru"),
        ("label::Español", "es"),
    ],
)
def test_every_spelling_of_a_language_is_read(header: str, tag: str) -> None:
    rows: Rows = [["type", "name", header], ["text", "say", "…and now?"]]
    assert xlsform.read(workbook(survey=rows)).definition.languages == (tag,)


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("Deutsch (de)", "de"),
        ("deutsch", "de"),
        ("swahili", "sw"),
        ("portuguese(pt_br)", "pt-br"),
        ("Czech", "cs"),
        ("klingonisch", ""),
        ("default", ""),
    ],
)
def test_other_languages_keep_their_own_tag(written: str, tag: str) -> None:
    assert languages.tag(written, {}) == tag


def test_languages_that_are_not_offered_stay_beside_one_that_is() -> None:
    header: list[object] = ["type", "name", "label::Swahili (sw)", "label::English (en)"]
    found = xlsform.read(workbook(survey=[header, ["text", "say", "Sema", "Say"]]))
    assert found.definition.languages == ("en", "sw")


def test_a_language_is_never_relabelled_unless_a_person_says_so() -> None:
    german = workbook(survey=[["type", "name", "label::Deutsch (de)"], ["text", "a", "Was?"]])
    assert _told(german) == [("survey", "language_not_offered")]

    found = xlsform.read(german, {"Deutsch (de)": "en"})
    assert found.definition.languages == ("en",)
    assert found.languages == {"Deutsch (de)": "en"}


def test_two_columns_never_share_a_language() -> None:
    header: list[object] = ["type", "name", "label::Deutsch (de)", "label::English (en)"]
    both = workbook(survey=[header, ["text", "a", "Was?", "What?"]])
    assert xlsform.read(both).definition.languages == ("en", "de")
    with pytest.raises(InvalidError) as refused:
        xlsform.read(both, {"Deutsch (de)": "en"})
    (problem,) = refused.value.problems
    assert problem.where == "survey, row 1, column label::English (en)"


@pytest.mark.parametrize(
    ("row", "where", "code"),
    [
        (["select_one nowhere", "q", "Q?"], "survey, row 3, column type", "list_missing"),
        (["hologram", "q", "Q?"], "survey, row 3, column type", "type_unknown"),
        (["text", None, "Q?"], "survey, row 3, column name", "name_missing"),
        (["text", "seen", "Q?"], "survey, row 3, column name", "name_twice"),
        (["text", "q", None], "survey, row 3, column label::English (en)", "label_missing"),
        (["text", "q", "Hello ${say}"], "survey, row 3, column label::English (en)", "text_inserts"),
        (["begin_repeat", "q", "Q?"], "survey, row 3, column type", "repeat"),
        (["begin_group", "q", "Q?"], "survey, row 3, column type", "group_open"),
        (["end_group"], "survey, row 3, column type", "group_closed"),
        (["text", "q", "Q?", "${later} = 1"], "survey, row 3, column relevant", "relevant_untranslated"),
        (["text", "q", "Q?", "string-length(${seen}) > 5"], "survey, row 3, column relevant", "relevant_unread"),
        (["text", "q", "Q?", "regex(${seen}, 'x')"], "survey, row 3, column relevant", "relevant_unread"),
        (["text", "q", "Q?", "${seen} = 'yes' and"], "survey, row 3, column relevant", "relevant_unread"),
        (
            ["text", "q", "Q?", "${seen} = 'yes' and ${seen} = 'no'"],
            "survey, row 3, column relevant",
            "rule_never",
        ),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_told_with_sheet_row_and_column(
    row: list[object], where: str, code: str
) -> None:
    assert (where, code) in _told(survey(["select_one yn", "seen", "Seen?"], row))


def test_a_calculation_that_a_rule_depends_on_is_refused_and_any_other_left_out() -> None:
    rows: Rows = [["calculate", "sum", None], ["text", "q", "Q?", "${sum} > 3"]]
    assert _told(survey(*rows)) == [("survey, row 3, column relevant", "relevant_untranslated")]
    found = _read(["calculate", "sum", None], ["start", "start"], ["text", "q", "Q?"])
    assert [(n.where, n.code) for n in found.left_out][:2] == [
        ("survey, row 2, column type", "row_left_out"),
        ("survey, row 3, column type", "row_left_out"),
    ]


@pytest.mark.parametrize("relevant", ["${say} != ''", "string-length(${say}) > 0"])
def test_a_rule_over_free_text_is_refused_with_what_to_do(relevant: str) -> None:
    rows: Rows = [["text", "say", "Say?"], ["text", "more", "More?", relevant]]
    with pytest.raises(InvalidError) as refused:
        xlsform.read(survey(*rows))
    (problem,) = refused.value.problems
    assert problem.where == "survey, row 3, column relevant"
    assert "“say”, a free text" in (told := problem.message % problem.params)
    assert "Ask a closed question first" in told


def test_every_fault_of_a_file_is_told_at_once() -> None:
    header: list[object] = ["type", "name", "label", "label", "relevant"]
    rows: Rows = [
        header,
        ["select_one yn", "seen", "Seen?"],
        ["selct_one colours", "colour", "Colour?"],
        ["text", "seen", "Again?"],
        ["text", "colour", "And again?"],
        ["text", "why", "Why?", None, "${colour} = 'red' and ${nowhere} = 1"],
        ["text", "never", "Never?", None, "${seen} = 'yes' and ${seen} = 'no'"],
        ["text", "words", "You said ${why}"],
    ]
    choices: Rows = [
        ["list_name", "name", "label"],
        ["yn", "yes", "Yes"],
        ["yn", "no", "No"],
        ["colours", "red", "Red"],
        ["colours", "red", "Dark red"],
    ]
    assert sorted(_told(workbook(survey=rows, choices=choices))) == [
        ("choices, row 5, column name", "choice_twice"),
        ("survey, row 1, column label", "column_twice"),
        ("survey, row 1, column label", "language_unsaid"),
        ("survey, row 3, column type", "type_unknown"),
        ("survey, row 4, column name", "name_twice"),
        ("survey, row 5, column name", "name_twice"),
        ("survey, row 6, column relevant", "relevant_untranslated"),
        ("survey, row 7, column relevant", "rule_never"),
        ("survey, row 8, column label", "text_inserts"),
    ]


def test_a_row_that_is_refused_says_nothing_of_the_rows_that_are_sound() -> None:
    assert _told(survey(["hologram", "only", "Only?"])) == [
        ("survey, row 2, column type", "type_unknown")
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("selct_one yn", "select_one yn"),
        ("Select_on yn", "select_one yn"),
        ("txet", "text"),
        ("interger", "integer"),
        ("geopont", "geopoint"),
        ("hologram", ""),
        ("text yn", ""),
        ("select_one", ""),
    ],
)
def test_a_mistyped_type_is_refused_with_what_was_probably_meant(typed: str, meant: str) -> None:
    with pytest.raises(InvalidError) as refused:
        xlsform.read(survey([typed, "q", "Q?"]))
    (problem,) = refused.value.problems
    assert (problem.where, problem.code) == ("survey, row 2, column type", "type_unknown")
    assert problem.params == {"type": typed, "near": meant}


def test_a_list_without_its_column_is_told_in_the_sheet_of_choices() -> None:
    choices: Rows = [["lists", "name", "label::en"], ["yn", "yes", "Yes"]]
    assert ("choices, row 1", "column_missing") in _told(
        survey(["select_one yn", "q", "Q?"], choices=choices)
    )


def test_a_choice_cannot_show_an_answer() -> None:
    choices: Rows = [*CHOICES, ["kin", "me", "Me, ${name}"], ["kin", "you", "You"]]
    assert _told(survey(["select_one kin", "who", "Who?"], choices=choices)) == [
        ("choices, row 7, column label::English (en)", "text_inserts")
    ]


def test_a_choice_that_is_there_twice_is_told_with_both_rows() -> None:
    rows: Rows = [*CHOICES, ["yn", "yes", "Sure"]]
    content = survey(["select_one yn", "a", "A?"], ["select_one yn", "b", "B?"], choices=rows)
    with pytest.raises(InvalidError) as refused:
        xlsform.read(content)
    (problem,) = refused.value.problems
    assert (problem.where, problem.params["row"]) == ("choices, row 7, column name", 2)


def test_a_column_that_stands_twice_is_told_with_both_letters() -> None:
    rows: Rows = [["type", "name", "label::en", "label::en"], ["text", "a", "A?", "B?"]]
    with pytest.raises(InvalidError) as refused:
        xlsform.read(workbook(survey=rows))
    (problem,) = refused.value.problems
    assert (problem.where, problem.params) == (
        "survey, row 1, column label::en",
        {"first": "C", "second": "D"},
    )


def test_a_question_nobody_could_ever_be_asked_is_left_out_and_listed() -> None:
    found = _read(
        ["select_one yn", "seen", "Seen?"],
        ["text", "never", "Why maybe?", "${seen} = 'maybe'"],
        ["text", "often", "Why?", "${seen} = 'yes' or ${seen} = 'maybe'"],
    )
    assert [q.code for q in found.definition.questions()] == ["seen", "often"]
    assert [(n.where, n.code) for n in found.left_out if n.code != "title_missing"] == [
        ("survey, row 3, column relevant", "relevant_never"),
        ("survey, row 3, column label::English (en)", "never_asked"),
        ("survey, row 4, column relevant", "relevant_never"),
    ]


def test_columns_that_are_not_used_are_listed() -> None:
    rows: Rows = [
        [*HEADER, "default", "media::image"],
        ["text", "a", "A?", *[None] * 3, "x", "y.png"],
    ]
    found = xlsform.read(workbook(survey=rows))
    assert {n.where for n in found.left_out if n.code == "column_left_out"} == {
        "survey, row 2, column default",
        "survey, row 2, column media::image",
    }


def test_a_range_is_a_scale_where_it_fits_on_a_line() -> None:
    header: list[object] = ["type", "name", "label::en", "parameters"]
    rows: Rows = [
        header,
        ["range", "a", "A?", "start=1 end=5 step=1"],
        ["range", "b", "B?", "start=0;end=100"],
        ["range", "c", "C?", "start=0 end=1 step=0.5"],
    ]
    a, b, c = xlsform.read(workbook(survey=rows)).definition.questions()
    assert (a.type, a.settings) == ("scale", {"low": 1, "high": 5})
    assert (b.type, b.settings) == ("number", {"minimum": 0, "maximum": 100, "whole": True})
    assert (c.type, c.settings) == ("number", {"minimum": 0, "maximum": 1})


def test_names_our_format_cannot_hold_are_changed_and_listed() -> None:
    choices: Rows = [*CHOICES, ["odd", "a b", "A b"], ["odd", "straße", "Street"]]
    found = _read(
        ["select_one odd", "who-is", "Who?"],
        ["text", "why", "Why?", "${who-is} = 'a b'"],
        choices=choices,
    )
    asked, why = found.definition.questions()
    assert (asked.code, [c.code for c in asked.choices]) == ("who_is", ["a_b", "straße"])
    assert why.show_if
    assert why.show_if.holds({"who_is": "a_b"})
    changed = [n.where for n in found.left_out if n.code == "name_changed"]
    assert changed == ["choices, row 7, column name", "survey, row 2, column name"]


@pytest.mark.parametrize(
    ("relevant", "answers", "holds"),
    [
        ("${seen} = 'yes'", {"seen": "yes"}, True),
        ("'yes' = ${seen}", {"seen": "yes"}, True),
        ("${seen} != 'yes'", {}, True),
        ("${seen} != ''", {}, False),
        ("${seen} = ''", {"seen": "no"}, False),
        ("string-length(${seen}) > 0", {"seen": "no"}, True),
        ("string-length( ${seen} )>=1", {}, False),
        ("0 < string-length(${seen}) and ${place} != ''", {"seen": "no", "place": ["games"]}, True),
        ("string-length(${seen}) = 0", {"seen": "no"}, False),
        ("string-length(${seen}) = 0", {}, True),
        ("count-selected(${place}) > 0", {"place": ["games"]}, True),
        ("string-length(${hours}) != 0", {"hours": 0}, True),
        ("selected(${seen}, 'yes')", {"seen": "yes"}, True),
        ('selected(${place}, "games") and not(selected(${place}, ‘chats’))', {"place": ["games"]}, True),
        ("not(selected(${place},'games') or selected(${place},'chats'))", {"place": ["chats"]}, False),
        ("${hours} > 3", {"hours": 4}, True),
        ("${hours} > 3", {"hours": 3}, False),
        ("${hours}<=3.5 and (${seen}='no' or ${hours} = 0)", {"hours": 0, "seen": "yes"}, True),
        ("3 < ${hours}", {"hours": 4}, True),
        ("${hours} < 3", {}, False),
        ("${share} > 0.5", {"share": 0.5}, False),
        ("${share} > 0.5", {"share": 0.6}, True),
    ],
)  # fmt: skip
def test_a_relevant_means_here_what_it_means_in_the_spreadsheet(
    relevant: str, answers: dict[str, object], holds: bool
) -> None:
    *_before, asked = _asked(
        ["select_one yn", "seen", "Seen?"],
        ["select_multiple where", "place", "Where?"],
        ["integer", "hours", "Hours?"],
        ["decimal", "share", "Share?"],
        ["text", "say", "Say", relevant],
    )
    assert asked.show_if
    assert asked.show_if.holds(answers) is holds


@settings(deadline=None)
@given(st.text("${}abc.'\"()=<>!, andornotselected123", max_size=40))
def test_any_expression_is_read_or_refused(text: str) -> None:
    try:
        expressions.parse(text)
    except expressions.NotInSubsetError as refused:
        assert str(refused)  # noqa: PT017 - either outcome is right, and nothing else may be raised


def test_brackets_without_end_are_refused() -> None:
    for text in ("(" * 5_000, "(" * 500, "not(" * 400):
        with pytest.raises(expressions.NotInSubsetError):
            expressions.parse(text)
