"""Oksana brings a questionnaire, sees what is left out, and looks at it in each language."""

import io
import json
from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from flask import Flask
from sqlalchemy import select, update

from consult.accounts.models import Account, Role
from consult.audit.models import AuditEntry
from consult.core.db import Database
from consult.core.locales import LANGUAGES
from consult.questionnaires import format as own_format
from consult.questionnaires import queries, types
from consult.questionnaires.definition import Definition, Page
from consult.questionnaires.models import Questionnaire
from tests.questionnaires.cast import question, words
from tests.questionnaires.spreadsheets import survey, workbook

ADDRESS = "/staff/questionnaires/bring"
Staff = Callable[[Role | str], Any]


def _file(content: bytes, name: str) -> dict[str, object]:
    return {"file": (io.BytesIO(content), name)}


def _whole() -> bytes:
    asked = tuple(question(kind, f"q{n}") for n, kind in enumerate(types.REGISTRY))
    whole = Definition(words("All"), words("Hello"), LANGUAGES, (Page(words("One"), asked),))
    return json.dumps(own_format.dump(whole)).encode()


def _stored(database: Database) -> list[Questionnaire]:
    # Read only: a session that may write would hold SQLite's lock against the browser.
    with database.session(read_only=True) as session:
        return queries.all_questionnaires(session)


def _line(database: Database) -> AuditEntry:
    with database.session(read_only=True) as session:
        return session.scalars(select(AuditEntry).filter_by(act="questionnaire.add")).one()


def _sound(page: str) -> None:
    html5lib.HTMLParser(strict=True).parse(page)


def test_a_whole_file_is_stored_at_once_and_shown_in_each_language(
    staff: Staff, database: Database
) -> None:
    oksana = staff("secretariat")
    _sound(oksana.get(ADDRESS).text)

    sent = oksana.post(ADDRESS, data=_file(_whole(), "all.json"))

    assert sent.status_code == 302
    (made,) = _stored(database)
    page = oksana.get(sent.location)
    _sound(page.text)
    assert "All (en)" in page.text
    for tag in LANGUAGES:
        shown = oksana.get(f"{sent.location}/preview/{tag}")
        _sound(shown.text)
        assert f'<html lang="{tag}"' in shown.text
        assert f"About scale? ({tag})" in shown.text
        others = [f"({other})" for other in LANGUAGES if other != tag]
        assert not [other for other in others if other in shown.text]
    _sound(oksana.get("/staff/questionnaires/").text)
    given = oksana.get(f"{sent.location}.json")
    assert own_format.parse(given.get_json()) == own_format.parse(made.content)


def test_what_a_file_loses_is_shown_before_it_is_stored(staff: Staff, database: Database) -> None:
    oksana = staff("secretariat")
    content = survey(["image", "photo", "A photo?"], ["select_one yn", "seen", "Seen <it>?"])

    first = oksana.post(ADDRESS, data=_file(content, "form.xlsx"))

    assert first.status_code == 200
    _sound(first.text)
    assert "survey, row 2, column type" in first.text
    assert _stored(database) == []
    page = html5lib.parse(first.text, namespaceHTMLElements=False)
    form = next(page.iterfind(".//main//form"))
    carried = {field.get("name"): field.get("value") or "" for field in form.iter("input")}

    second = oksana.post(ADDRESS, data=carried)

    assert second.status_code == 302
    (made,) = _stored(database)
    assert [q.code for q in own_format.parse(made.content).questions()] == ["seen"]
    line = _line(database)
    assert line.actor == "oksana@example.org"
    assert line.details["file"] == "form.xlsx"


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (survey(["hologram", "a", "A?"]), "form.xlsx", "survey, row 2, column type"),
        (b'{"title": ', "form.json", "line 1, column 11"),
        (b"\x89PNG" + bytes(50), "form.xlsx", "This is a picture"),
        (b"", "", "Choose a file first."),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_its_places(
    staff: Staff, database: Database, content: bytes, name: str, told: str
) -> None:
    oksana = staff("secretariat")
    sent = oksana.post(ADDRESS, data=_file(content, name))
    assert sent.status_code == 422
    _sound(sent.text)
    assert told in sent.text
    assert _stored(database) == []


def test_a_person_says_which_language_a_german_file_stands_under(
    staff: Staff, database: Database
) -> None:
    oksana = staff("secretariat")
    german = workbook(
        survey=[["type", "name", "label::Deutsch (de)"], ["text", "a", "Was?"]],
        settings=[["form_title", "default_language"], ["Umfrage", "Deutsch (de)"]],
    )
    assert oksana.post(ADDRESS, data=_file(german, "de.xlsx")).status_code == 422

    wrong = oksana.post(ADDRESS, data=_file(german, "de.xlsx") | {"languages": "Deutsch (de)=de"})
    assert wrong.status_code == 422
    assert "Deutsch (de)=de" in wrong.text

    sent = oksana.post(ADDRESS, data=_file(german, "de.xlsx") | {"languages": "Deutsch (de)=en"})
    assert sent.status_code == 302
    line = _line(database)
    assert line.details["languages"] == {"Deutsch (de)": "en"}


def _form(page: str, number: int) -> dict[str, str]:
    """Return the fields of one of the page's forms as a browser would send them."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    form = list(tree.iterfind(".//main//form"))[number]
    fields = [field for field in form.iter("input") if field.get("type") != "file"]
    told = {field.get("name") or "": field.get("value") or "" for field in fields}
    return told | {area.get("name") or "": area.text or "" for area in form.iter("textarea")}


def test_a_file_without_a_title_is_named_before_it_is_stored(
    staff: Staff, database: Database
) -> None:
    oksana = staff("secretariat")
    asks = "Que fais-tu avec le téléphone et les réseaux, et pour qui est-ce que tu le fais ?"
    table = f'question,type\n"{asks}",text\nQuel est le mot pour les amis ?,text\n'.encode()
    refused = oksana.post(ADDRESS, data=_file(table, "Vie_en_ligne 2026.csv"))
    assert refused.status_code == 422
    assert "They read like Français" in refused.text

    seen = oksana.post(ADDRESS, data=_form(refused.text, 0) | {"plain": "fr"})
    _sound(seen.text)
    form = _form(seen.text, 0)
    assert form["title"] == "Vie en ligne 2026"
    for written, kept in (("Ma vie en ligne", "Ma vie en ligne"), (" ", "Questionnaire")):
        stored = oksana.post(ADDRESS, data=form | {"title": written})
        assert stored.status_code == 302
        made = _stored(database)[0]
        assert made.title == {"fr": kept}

    # What replaces a questionnaire keeps its title.
    replace = stored.location + "/replace"
    again = oksana.post(replace, data=_file(table, "b.csv") | {"plain": "fr"})
    form = _form(again.text, 0)
    assert form["title"] == ""
    named = oksana.post(replace, data=form | {"title": "Nous en ligne"})
    assert named.status_code == 302
    oksana.post(replace, data=form)
    assert {"fr": "Nous en ligne"} in [one.title for one in _stored(database)]


@pytest.mark.parametrize("typed", ["", "Deutsch (de)", "Deutsch (de)=de"])
def test_a_refused_file_and_what_was_typed_are_still_there(
    staff: Staff, database: Database, typed: str
) -> None:
    oksana = staff("secretariat")
    german = workbook(survey=[["type", "name", "label::Deutsch (de)"], ["text", "a", "Was?"]])
    first = oksana.post(ADDRESS, data=_file(german, "de <1>.xlsx") | {"languages": typed})
    assert first.status_code == 422
    _sound(first.text)
    assert "“de &lt;1&gt;.xlsx” is here already" in first.text
    kept = _form(first.text, 0)
    assert kept["languages"].strip() == typed

    # This time only the language is typed; no file is chosen again.
    second = oksana.post(ADDRESS, data=kept | {"languages": "Deutsch (de)=en"})

    assert second.status_code == 200
    _sound(second.text)
    assert _form(second.text, 1)["languages"].strip() == "Deutsch (de)=en"
    stored = oksana.post(ADDRESS, data=_form(second.text, 0))
    assert stored.status_code == 302
    assert _line(database).details["file"] == "de <1>.xlsx"


def test_what_to_type_keeps_its_direction_on_an_arabic_page_and_can_be_copied(
    staff: Staff, database: Database
) -> None:
    oksana = staff("secretariat")
    german = workbook(survey=[["type", "name", "label::Deutsch (de)"], ["text", "a", "Was?"]])
    arabic = {"Accept-Language": "ar"}
    with database.transaction() as session:
        session.execute(update(Account).values(language="ar"))
    page = oksana.post(ADDRESS, data=_file(german, "de.xlsx"), headers=arabic).text
    assert "\u2068Deutsch (de)=en\u2069" in page
    assert "--language" not in page
    typed = {"languages": "\u2068Deutsch (de)=en\u2069"}
    assert oksana.post(ADDRESS, data=_form(page, 0) | typed).status_code == 200


def test_another_file_goes_before_the_one_that_is_held(staff: Staff, database: Database) -> None:
    oksana = staff("secretariat")
    held = _form(oksana.post(ADDRESS, data=_file(survey(["x", "a", "A?"]), "bad.xlsx")).text, 0)
    assert oksana.post(ADDRESS, data=held | _file(_whole(), "all.json")).status_code == 302
    assert _line(database).details["file"] == "all.json"


@pytest.mark.parametrize("held", ["%%%", "a", ""])
def test_a_held_file_that_is_none_is_asked_for(staff: Staff, held: str) -> None:
    sent = staff("secretariat").post(ADDRESS, data={"held": held, "name": "form.xlsx"})
    assert sent.status_code == 422
    assert "Choose a file first." in sent.text
    assert "is here already" not in sent.text


def test_a_questionnaire_is_replaced_and_a_half_translated_one_has_no_preview(
    staff: Staff, database: Database
) -> None:
    oksana = staff("secretariat")
    shown = oksana.post(ADDRESS, data=_file(_whole(), "all.json")).location
    header: list[object] = ["type", "name", "label::English (en)", "label::العربية"]
    half = workbook(
        survey=[header, ["text", "a", "A?", "أ؟"], ["text", "b", "B?"]],
        settings=[["form_title", "form_title::العربية", "default_language"], ["T", "ع", "en"]],
    )

    sent = oksana.post(f"{shown}/replace", data=_file(half, "half.xlsx"))

    assert sent.location == shown
    (made,) = _stored(database)
    assert made.title == {"en": "T", "ar": "ع"}
    assert oksana.get(f"{shown}/preview/en").status_code == 200
    assert oksana.get(f"{shown}/preview/ar").location == f"{shown}#in-ar"
    assert "page 1, question b, text" in oksana.get(shown).text


def test_an_unknown_questionnaire_is_told_kindly(app: Flask, staff: Staff) -> None:
    oksana = staff("secretariat")
    page = oksana.get("/staff/questionnaires/00000000-0000-4000-8000-000000000000")
    assert page.status_code == 404
    assert "There is no such questionnaire" in page.text


def test_what_cannot_be_kept_is_left_out_once_somebody_ticks_so(
    staff: Staff, database: Database
) -> None:
    oksana = staff("secretariat")
    rows: list[list[object]] = [
        ["text", "say", "Say?"],
        ["text", "more", "More?", "${say} != ''"],
        ["begin_repeat", "friends", "Each friend"],
        ["text", "say", "Who is ${say}?"],
        ["end_repeat"],
    ]
    refused = oksana.post(ADDRESS, data=_file(survey(*rows), "form.xlsx"))
    assert refused.status_code == 422
    assert "Leave out what cannot be kept" in refused.text
    ticked = _form(refused.text, 0) | {"leave_out": "y"}
    told = oksana.post(ADDRESS, data=ticked)
    assert told.status_code == 200
    for where in ("row 3, column relevant", "row 4, column type", "row 5, column name"):
        assert where in told.text
    assert oksana.post(ADDRESS, data=_form(told.text, 0)).status_code == 302

    (made,) = _stored(database)
    first, repeated = made.content["pages"]
    assert repeated["title"] == {"en": "Each friend"}
    (asked,) = repeated["questions"]
    assert (asked["code"], asked["text"]) == ("say_2", {"en": "Who is …?"})
    assert "show_if" not in first["questions"][1]
    assert _line(database).details["left_out"] is True


def test_the_language_of_columns_is_chosen_from_a_list_and_suggested(
    staff: Staff, database: Database
) -> None:
    oksana = staff("secretariat")
    rows: list[list[object]] = [["type", "name", "label"]]
    rows += [["text", f"q{n}", f"Quel est le mot {n} pour les amis et tes parents ?"] for n in "12"]
    asked = oksana.post(ADDRESS, data=_file(workbook(survey=rows), "fr.xlsx"))
    assert asked.status_code == 422
    assert '<option selected value="fr">' in asked.text
    # Nothing is typed and no file is chosen again.
    told = oksana.post(ADDRESS, data=_form(asked.text, 0) | {"plain": "fr"})
    assert told.status_code == 200
    assert oksana.post(ADDRESS, data=_form(told.text, 0)).status_code == 302
    assert _line(database).details["languages"] == {"label": "fr"}


def test_our_own_json_keeps_the_mark_of_a_machine(staff: Staff, database: Database) -> None:
    oksana = staff("secretariat")
    marks = {"fr": {"q0/text": "echo", "title": "echo"}, "en": {"q0/text": "echo"}}
    content = json.loads(_whole()) | {"machine_made": marks}
    assert (
        oksana.post(ADDRESS, data=_file(json.dumps(content).encode(), "a.json")).status_code == 302
    )
    (made,) = _stored(database)
    assert "machine_made" not in made.content
    out = oksana.get(f"/staff/questionnaires/{made.id}.json").json
    # What is written first is nobody's translation.
    assert out["machine_made"] == {"fr": {"q0/text": "echo", "title": "echo"}}
    assert made.source_language == "en"

    refused = oksana.post(
        ADDRESS, data=_file(json.dumps(content | {"machine_made": [1]}).encode(), "a.json")
    )
    assert refused.status_code == 422
    assert "machine_made" in refused.text
