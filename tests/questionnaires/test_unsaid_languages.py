"""Columns that do not say their language: concluded where it is sure, asked for elsewhere."""

import shlex

import pytest

from consult.core.errors import InvalidError
from consult.questionnaires import files, xlsform
from tests.questionnaires.spreadsheets import Rows, workbook


def _file(*texts: str, default: str = "", title: str = "") -> bytes:
    rows: Rows = [["type", "name", "label"]]
    rows += [["text", f"q{number}", text] for number, text in enumerate(texts)]
    if not default and not title:
        return workbook(survey=rows)
    return workbook(survey=rows, settings=[["default_language", "form_title"], [default, title]])


def _concluded(found: xlsform.Imported) -> list[tuple[str, str]]:
    notes = [note for note in found.left_out if note.code == "language_inferred"]
    return [(note.where, note.message % note.params) for note in notes]


def test_the_settings_of_the_file_name_the_language() -> None:
    found = xlsform.read(_file("What?", default="English (en)", title="Kind"))
    assert (found.definition.languages, found.definition.title) == (("en",), {"en": "Kind"})
    assert found.languages == {"English (en)": "en"}
    ((where, told),) = _concluded(found)
    assert where == "settings, row 2, column default_language"
    assert "English (en)" in told


def test_a_default_that_is_no_language_says_nothing() -> None:
    assert xlsform.read(_file("ماذا؟", default="default")).definition.languages == ("ar",)
    with pytest.raises(InvalidError):
        xlsform.read(_file("What?", default="default"))


@pytest.mark.parametrize(
    ("texts", "tag"),
    [
        (["ماذا حدث؟", "مَن؟ (1)", "12"], "ar"),
        (["你看到了什么？", "好"], "zh"),
        (["Что ты видел?", "Ещё"], "ru"),
    ],
)
def test_a_script_of_its_own_names_the_language(texts: list[str], tag: str) -> None:
    found = xlsform.read(_file(*texts))
    assert (found.definition.languages, found.languages) == ((tag,), {"label": tag})
    ((where, told),) = _concluded(found)
    assert where == "survey, row 1, column label"
    assert f"({tag})" in told


@pytest.mark.parametrize(
    "texts",
    [
        ["What?"],
        ["ماذا حدث؟", "What?"],
        ["چه دیدی؟"],  # Persian
        ["Що ти бачив? Її?"],  # Ukrainian
        ["何を見ましたか"],  # Japanese
        ["무엇을 보았습니까"],  # Korean
        ["12", "…"],
    ],
)
def test_what_is_not_sure_is_asked_with_what_to_type(texts: list[str]) -> None:
    with pytest.raises(InvalidError) as refused:
        xlsform.read(_file(*texts))
    (problem,) = refused.value.problems
    assert (problem.where, problem.code) == ("survey, row 1, column label", "language_unsaid")
    assert "--language label=en" in problem.message % problem.params

    found = xlsform.read(_file(*texts), may_be_unsaid=True)
    assert next(note.code for note in found.left_out) == "language_unsaid"
    assert found.definition.languages == ("und",)


def test_one_language_asked_for_is_a_statement_and_two_are_none() -> None:
    found = xlsform.read(_file("Quoi ?"), wanted=["fr"])
    assert found.definition.languages == ("fr",)
    ((_where, told),) = _concluded(found)
    assert "Français (fr)" in told
    for wanted in (["fr", "en"], ["de"], ["ar"], []):
        with pytest.raises(InvalidError):
            xlsform.read(_file("Quoi ?"), wanted=wanted)
    # What the texts are goes before what they are wanted for.
    assert xlsform.read(_file("ماذا؟"), wanted=["en"]).definition.languages == ("ar",)
    mixed = xlsform.read(_file("ماذا؟", "TikTok"), wanted=["ar"])
    assert mixed.definition.languages == ("ar",)


def test_what_a_person_says_goes_before_everything_and_is_no_conclusion() -> None:
    found = xlsform.read(_file("Que?", default="English"), {"label": "es"}, wanted=["fr"])
    assert found.definition.languages == ("es",)
    assert _concluded(found) == []


def test_a_hint_without_a_language_or_without_a_text_beside_labels_that_have_one() -> None:
    header: list[object] = ["type", "name", "label::en", "label::fr", "hint"]
    with pytest.raises(InvalidError) as refused:
        xlsform.read(workbook(survey=[header, ["text", "a", "A?", "A ?", "Say"]]))
    assert [p.params["columns"] for p in refused.value.problems] == ["survey hint"]
    empty = xlsform.read(workbook(survey=[header, ["text", "a", "A?", "A ?"]]))
    assert empty.definition.languages == ("en", "fr")


def test_a_title_is_never_put_under_a_language_whose_letters_it_has_not() -> None:
    rows: Rows = [["type", "name", "label::Arabic", "label::English"], ["text", "a", "أ؟", "A?"]]
    settings: Rows = [["form_title"], ["Safety"]]
    found = xlsform.read(workbook(survey=rows, settings=settings))
    assert found.definition.title == {"en": "Safety"}
    assert _concluded(found) == [
        ("settings, row 2, column form_title", "The title was read as English (en).")
    ]


@pytest.mark.parametrize("written", ["Deutsch (de)", "Klingon", "it's ours"])
def test_a_language_that_is_not_offered_is_refused_with_the_option_to_type(written: str) -> None:
    content = workbook(survey=[["type", "name", f"label::{written}"], ["text", "a", "Was?"]])
    with pytest.raises(InvalidError) as refused:
        files.bring("form.xlsx", content, may_be_unsaid=True)
    (problem,) = refused.value.problems
    told = problem.message % problem.params
    *_before, option, said = shlex.split(told[told.index("--language") :])
    assert (option, said) == ("--language", f"{written}=en")
    assert files.bring("form.xlsx", content, files.spoken([said])).definition.languages == ("en",)
