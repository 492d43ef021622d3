"""Oksana has a questionnaire translated: on screen, by file, by a plug-in; on one database."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib.metadata import EntryPoint, EntryPoints
from itertools import cycle
from pathlib import Path
from typing import Any

import html5lib
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.audit.actor import COMMAND_LINE, Actor
from consult.audit.models import AuditEntry
from consult.consultations import queries as consultations
from consult.consultations import service as opening
from consult.core.errors import DomainError, InvalidError
from consult.core.locales import LANGUAGES
from consult.meetings.models import Meeting
from consult.questionnaires import files, queries, service
from consult.questionnaires.editing import edits
from consult.questionnaires.editing import service as editing
from consult.questionnaires.models import GlossaryTerm, Questionnaire
from consult.questionnaires.translate import exchange, ledger, media, texts, translators
from consult.questionnaires.translate import service as translating
from consult.questionnaires.translate.ledger import Standing
from tests.cast import a_draft
from tests.conftest import StaffClient

Staff = Callable[[Role | str], StaffClient]
OKSANA = Actor("oksana@example.org")


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "consult.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def asked(session: Session, questionnaire_content: dict[str, Any]) -> Questionnaire:
    made = service.add(session, questionnaire_content, actor=COMMAND_LINE)
    session.commit()
    return made


def standing(session: Session, asked: Questionnaire, key: str, tag: str) -> Standing:
    return ledger.of(session, asked).standing(texts.by_key(asked.content)[key], tag)


def write(session: Session, asked: Questionnaire, key: str, tag: str, said: str) -> None:
    wanted = {f"{key}:{tag}": said}
    translating.store(session, asked, wanted, base=asked.revision, actor=OKSANA)


def edit(session: Session, asked: Questionnaire, change: edits.Edit) -> None:
    editing.store(session, asked, change, base=asked.revision, actor=OKSANA)


def sign(session: Session, asked: Questionnaire, *names: str) -> int:
    return translating.sign(session, asked, names, base=asked.revision, actor=OKSANA)


def test_only_what_was_made_from_an_older_source_is_stale(
    session: Session, asked: Questionnaire
) -> None:
    every = [(one.key, tag) for one in texts.listed(asked.content) for tag in LANGUAGES]
    assert not any(standing(session, asked, key, tag).stale for key, tag in every if tag != "en")
    sign(session, asked, "idea/text:fr", "idea/text:ru", "told/text:fr")
    assert standing(session, asked, "idea/text", "fr").signed_by == "oksana@example.org"

    edit(session, asked, edits.set_words({"text:en": "What should be new?"}, code="idea"))
    stale = {(k, t) for k, t in every if t != "en" and standing(session, asked, k, t).stale}
    assert stale == {("idea/text", tag) for tag in LANGUAGES if tag != "en"}
    # The signature fell with the source, and only that one.
    assert not standing(session, asked, "idea/text", "fr").signed
    assert standing(session, asked, "told/text", "fr").signed

    write(session, asked, "idea/text", "fr", "Quoi de neuf ?")
    assert not standing(session, asked, "idea/text", "fr").stale
    assert standing(session, asked, "idea/text", "es").stale
    sign(session, asked, "idea/text:es")  # it still fits: a person says so
    assert standing(session, asked, "idea/text", "es") == replace(
        Standing(signed_by="oksana@example.org"),
        signed_at=standing(session, asked, "idea/text", "es").signed_at,
    )
    write(session, asked, "idea/text", "es", "¿Qué debería ser nuevo?")
    assert not standing(session, asked, "idea/text", "es").signed

    # Going back brings the old words, and they are as old as they were.
    editing.go_back(session, asked, 2, base=asked.revision, actor=OKSANA)
    assert texts.by_key(asked.content)["idea/text"].said("fr") == "Qu'est-ce qui devrait changer ?"
    assert standing(session, asked, "idea/text", "fr").stale
    editing.go_back(session, asked, 1, base=asked.revision, actor=OKSANA)
    assert not standing(session, asked, "idea/text", "fr").stale


def test_questions_that_move_or_are_copied_keep_where_their_texts_stand(
    session: Session, asked: Questionnaire
) -> None:
    title = edits.set_words({f"title:{tag}": f"Title {tag}" for tag in LANGUAGES}, page=2)
    edit(session, asked, title)
    sign(session, asked, "page:worry/title:fr", "seen/choice/often:fr")
    edit(session, asked, edits.set_words({"text:en": "How much do you fear?"}, code="worry"))
    edit(session, asked, edits.copy_question("worry"))
    assert standing(session, asked, "worry_2/text", "fr").stale
    edit(session, asked, edits.move_page(2, -1))
    edit(session, asked, edits.move_question("seen", -1))
    edit(session, asked, edits.move_question("seen", -1))
    assert standing(session, asked, "page:seen/title", "fr").signed
    assert standing(session, asked, "seen/choice/often", "fr").signed


def test_another_source_language_starts_anew(session: Session, asked: Questionnaire) -> None:
    sign(session, asked, "idea/text:fr", "told/text:fr")
    translating.choose_source(session, asked, "fr", actor=OKSANA)
    assert not standing(session, asked, "idea/text", "en").stale
    write(session, asked, "idea/text", "fr", "Que changer ?")
    assert standing(session, asked, "idea/text", "en").stale
    with pytest.raises(InvalidError):
        translating.choose_source(session, asked, "de", actor=OKSANA)


def test_two_people_translate_at_once_and_nothing_typed_is_lost(
    staff: Staff, session: Session, asked: Questionnaire
) -> None:
    oksana, mei = staff("secretariat"), staff("chair")
    at = f"/staff/questionnaires/{asked.id}/translate/texts?in=ar&in=fr"
    session.rollback()
    page = oksana.get(at).text
    html5lib.HTMLParser(strict=True).parse(page)
    assert 'lang="ar" dir="rtl"' in " ".join(page.split())
    assert "t:places/text:ar" in page
    assert "It reads like the source" not in page
    first = {"base": "1", "t:idea/text:fr": "Que changer ?", "sign": "idea/text:fr"}
    assert oksana.post(at, data=first).status_code == 302
    session.expire_all()
    assert standing(session, asked, "idea/text", "fr").signed
    session.rollback()

    # Mei saw the old text. What she did not touch stays as Oksana left it.
    seen = "Qu'est-ce qui devrait changer ?"
    other = {"base": "1", "t:idea/text:fr": seen, "t:idea/text:ar": "ماذا يتغير؟"}
    assert mei.post(at, data=other).status_code == 302
    both = {"base": "1", "t:idea/text:fr": "Et quoi ?", "t:told/text:fr": "En parles-tu ?"}
    refused = mei.post(at, data=both)
    assert refused.status_code == 409
    assert "Que changer ?</bdi>" in refused.text
    assert ">Et quoi ?</textarea>" in refused.text
    assert ">En parles-tu ?</textarea>" in refused.text
    base = re.search(r'name="base" value="(\d+)"', refused.text)
    assert base
    unseen = {"base": "1", "sign": "idea/text:fr", "t:told/text:fr": "Dis-tu ?"}
    moved = mei.post(at, data=unseen)
    assert moved.status_code == 409
    assert ">Dis-tu ?</textarea>" in moved.text
    assert mei.post(at, data=both | {"base": base[1]}).status_code == 302
    session.expire_all()
    assert texts.by_key(asked.content)["idea/text"].said("fr") == "Et quoi ?"
    assert not standing(session, asked, "idea/text", "fr").signed
    session.rollback()

    broken = {"base": "5", "t:idea/text:fr": "Et {{age}} ?", "t:told/text:fr": "Kept"}
    wrong = mei.post(at, data=broken)
    assert wrong.status_code == 422
    assert "This is not in the source, take it out: {{age}}" in wrong.text
    assert ">Kept</textarea>" in wrong.text
    for show in ("missing", "stale", "unsigned", "machine"):
        found = oksana.get(f"{at}&show={show}")
        html5lib.HTMLParser(strict=True).parse(found.text)
        assert ("t:about/text:fr" in found.text) is (show == "unsigned")
    overview = oksana.get(f"/staff/questionnaires/{asked.id}/translate").text
    html5lib.HTMLParser(strict=True).parse(overview)
    assert overview.count("26 of 26 texts") == 5
    # Who saw the page before the others wrote has not read what is there now.
    go = f"/staff/questionnaires/{asked.id}/translate", {"base": "1", "go": "sign ar"}
    now = str(asked.revision)
    session.rollback()
    assert oksana.post(go[0], data=go[1]).status_code == 409
    assert oksana.post(go[0], data=go[1] | {"base": now}).status_code == 302
    session.expire_all()
    rows = ledger.of(session, asked).rows.values()
    assert sum(row.language == "ar" and row.signed_by == "oksana@example.org" for row in rows) == 26
    assert not [row for row in rows if row.language == "fr" and row.signed_by]
    acts = set(session.scalars(select(AuditEntry.act)))
    assert {"questionnaire.sign", "questionnaire.edit"} <= acts


def test_a_translation_of_older_words_is_told_before_a_consultation_opens(
    staff: Staff, session: Session, meeting: Meeting, questionnaire_content: dict[str, Any]
) -> None:
    draft = a_draft(session, meeting=meeting, content=questionnaire_content)
    edit(session, draft.questionnaire, edits.set_words({"text:en": "And what else?"}, code="idea"))
    told = [one for one in opening.doubts(draft) if one.code == "translation_stale"]
    assert [(one.params["count"], one.params["language"]) for one in told[:2]] == [
        (1, "العربية"),
        (1, "中文"),
    ]
    session.commit()
    at = f"/staff/questionnaires/{draft.questionnaire_id}"
    slug = draft.slug
    session.rollback()
    page = staff("secretariat").get(f"/staff/consultations/{slug}").text
    html5lib.HTMLParser(strict=True).parse(page)
    link = f'<a href="{at}/translate">In العربية so many texts are translations of older words: 1.'
    assert link in page
    assert f'href="{at}/edit/questions/age"' in page


def test_what_fits_of_many_files_is_taken_and_the_rest_is_listed_or_mended(
    staff: Staff, session: Session, asked: Questionnaire
) -> None:
    oksana = staff("secretariat")
    at = f"/staff/questionnaires/{asked.id}/translate"
    with zipfile.ZipFile(io.BytesIO(oksana.get(f"{at}/files/xliff").data)) as packed:
        out = {name[-6:-4]: packed.read(name) for name in packed.namelist()}
    edit(session, asked, edits.set_words({"text:en": "And what else?"}, code="idea"))
    session.commit()
    session.rollback()

    # The Arabic file is older than the question, the French one has lost nothing, Russian is new.
    sent = [(_changed(out["ar"], {"idea/text": "وماذا؟", "told/text": "هل أخبرت؟"}), "old.xlf")]
    sent += [(_changed(out["fr"], {"told/text": "En parles-tu ?"}, but="idea/text"), "fr.xlf")]
    refused = oksana.post(
        f"{at}/files", data={"base": "1", "file": [*sent, (io.BytesIO(b""), "x.doc")]}
    )
    html5lib.HTMLParser(strict=True).parse(refused.text)
    assert refused.status_code == 422
    assert "Nothing was taken over" in refused.text
    assert "old.xlf, unit u" in refused.text
    assert "x.doc" in refused.text
    session.expire_all()
    assert texts.by_key(asked.content)["told/text"].said("fr") != "En parles-tu ?"
    session.rollback()

    # What fits is kept on the page: only the mended file is brought again, in a ZIP this time.
    held = re.findall(r'name="held" value="([^"]+)"', refused.text)
    assert [one[0] + one.rpartition(" ")[2] for one in held] == ["-old.xlf", "+fr.xlf", "-x.doc"]
    mended = io.BytesIO()
    with zipfile.ZipFile(mended, "w") as archive:
        words = {"told/text": "Ты говоришь об этом?"}
        archive.writestr("back/ru.xlf", _changed(out["ru"], words, but="idea/text").read())
        archive.writestr("__MACOSX/back/._ru.xlf", b"\0")
    mended.seek(0)
    again = {"base": "1", "held": held, "file": (mended, "Russian.ZIP")}
    assert oksana.post(f"{at}/files", data=again).status_code == 302
    session.expire_all()
    there = texts.by_key(asked.content)["told/text"]
    assert (there.said("fr"), there.said("ru")) == ("En parles-tu ?", "Ты говоришь об этом?")
    session.rollback()

    # Or what does not fit is left out, text by text.
    left = oksana.post(f"{at}/files", data={"base": "1", "held": held, "leave": "yes"})
    html5lib.HTMLParser(strict=True).parse(left.text)
    assert left.status_code == 200
    assert "Not taken over" in left.text
    assert "The source of “idea/text” is not what the questionnaire says now" in left.text
    session.expire_all()
    now = texts.by_key(asked.content)
    assert (now["told/text"].said("ar"), now["idea/text"].said("ar")) != ("هل أخبرت؟", "وماذا؟")
    assert now["told/text"].said("ar") == "هل أخبرت؟"
    undo = re.search(r'name="number" value="(\d+)"', oksana.get(at).text)
    assert undo
    assert int(undo[1]) == asked.revision - 1
    line = session.scalars(
        select(AuditEntry).filter_by(act="questionnaire.translate").order_by(AuditEntry.number)
    ).all()[-2]
    assert (line.details["file"], line.details["left_out"]) == ("old.xlf", 1)
    session.rollback()

    # Only what is still to translate goes out again, to the languages that need it.
    with zipfile.ZipFile(io.BytesIO(oksana.get(f"{at}/files/xliff?only=open").data)) as packed:
        found = media.read("a.xlf", packed.read(packed.namelist()[0]))
    assert [one.key for one in found.entries] == ["idea/text"]
    undone = {"base": str(asked.revision), "number": undo[1], "from": "translations"}
    session.rollback()
    back = oksana.post(at.replace("/translate", "/edit/history"), data=undone)
    assert back.location == at
    assert "Undo the last change" not in oksana.get(at).text
    for broken, name in ((b"PK", "a.zip"), (b"", "a.xlf")):
        told = oksana.post(f"{at}/files", data={"base": "1", "file": (io.BytesIO(broken), name)})
        assert told.status_code == 422


def _changed(content: bytes, words: dict[str, str], but: str = "") -> io.BytesIO:
    """Return a file with some targets written anew, without one text."""
    found = media.read("a.xlf", content)
    entries = [
        replace(one, target=words.get(one.key, one.target), state="translated")
        for one in found.entries
        if one.key != but
    ]
    return io.BytesIO(media.MEDIA["xliff"].write(replace(found, entries=tuple(entries))))


def test_a_questionnaires_page_says_what_comes_next(
    staff: Staff, session: Session, asked: Questionnaire
) -> None:
    oksana = staff("secretariat")
    at = f"/staff/questionnaires/{asked.id}"
    write(session, asked, "told/text", "zh", "")
    session.commit()
    session.rollback()

    def page() -> str:
        text = oksana.get(at).text
        html5lib.HTMLParser(strict=True).parse(text)
        return " ".join(text.split())

    def main_button() -> list[str]:
        return re.findall(r'<a class="button" href="([^"]+)"', page())

    assert "Not every language is there yet." in page()
    assert main_button() == [f"{at}/translate"]
    write(session, asked, "told/text", "zh", "你说过吗？")
    session.commit()
    assert "not all of them are signed" in page()
    for tag in LANGUAGES:
        translating.sign_language(session, asked, tag, base=asked.revision, actor=OKSANA)
    session.commit()
    assert "Every language is there and signed." in page()
    assert main_button() == [f"/staff/consultations/add?questionnaire={asked.id}"]
    edit(session, asked, edits.set_words({"text:en": "And what else?"}, code="idea"))
    session.commit()
    assert page().count("Source changed: 1") == 5


def test_a_reviewer_signs_page_by_page_to_the_end(
    staff: Staff, session: Session, asked: Questionnaire
) -> None:
    oksana = staff("secretariat")
    at = f"/staff/questionnaires/{asked.id}/translate/texts?in=es&show=unsigned"
    session.rollback()
    for last in (False, True):
        page = oksana.get(at).text
        assert 'name="go" value="page"' in page
        names = re.findall(r'name="(t:[^"]+:es)"', page)
        assert len(names) == (6 if last else 20)
        written = texts.by_key(asked.content)
        sent = {name: written[name[2:-3]].said("es") for name in names}
        session.rollback()
        signed = oksana.post(at, data=sent | {"base": "1", "go": "page"})
        assert signed.status_code == 302
        assert ("/texts?" in signed.location) is not last
    assert "All texts are signed" in oksana.get(signed.location).text


def test_the_glossary_comes_from_a_file_and_stands_beside_the_texts(
    staff: Staff, session: Session, asked: Questionnaire, shared: Path
) -> None:
    content = (shared / "glossary" / "itu_cop_terms_seen.csv").read_bytes()
    oksana = staff("secretariat")
    session.rollback()
    for _twice in range(2):
        sent = {"go": "bring", "file": (io.BytesIO(content), "terms.csv")}
        assert oksana.post("/staff/questionnaires/glossary", data=sent).status_code == 302
    assert len(session.scalars(select(GlossaryTerm)).all()) == 14
    session.rollback()
    page = oksana.get("/staff/questionnaires/glossary").text
    html5lib.HTMLParser(strict=True).parse(page)
    assert "保护上网儿童" in page
    bad = b"term,lang,text\nx,de,y\n,fr,\nz,fr,Z\n"
    sent = {"go": "bring", "file": (io.BytesIO(bad), "terms.csv")}
    refused = oksana.post("/staff/questionnaires/glossary", data=sent)
    assert refused.status_code == 422
    assert "line 2" in refused.text
    assert "line 3" in refused.text
    assert len(session.scalars(select(GlossaryTerm)).all()) == 14

    said = "What is child online protection to the International Telecommunication Union?"
    edit(session, asked, edits.set_words({"text:en": said}, code="idea"))
    session.commit()
    at = f"/staff/questionnaires/{asked.id}/translate/texts?show=stale&in=ru&in=zh"
    page = oksana.get(at).text
    assert "защита ребенка в онлайновой среде" in page
    assert "singular &#34;ребенка&#34;" in page
    assert page.count("The glossary says") == 4
    written = {
        "base": str(asked.revision),
        # Inflected, with or without the short form: the term is there all the same.
        "t:idea/text:ru": "Что для МСЭ значит защиту ребёнка в онлайновой среде?",
        "t:idea/text:zh": "对国际电联来说，什么是儿童在线保护？",
    }
    session.rollback()
    assert oksana.post(at, data=written).status_code == 302
    page = oksana.get(at.replace("stale", "all") + "&at=2").text
    assert page.count("The glossary says") == 1
    assert "The glossary says “保护上网儿童”" in page


def test_what_a_machine_made_keeps_a_consultation_shut_until_a_person_signs(
    staff: Staff,
    session: Session,
    meeting: Meeting,
    questionnaire_content: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for page in questionnaire_content["pages"]:
        for question in page["questions"]:
            question["text"].pop("ru")
    draft = a_draft(session, meeting=meeting, content=questionnaire_content)
    asked = draft.questionnaire
    session.commit()
    at = f"/staff/questionnaires/{asked.id}/translate"
    oksana = staff("secretariat")
    session.rollback()
    # Off by default, and nothing on the page speaks of it where no plug-in is installed.
    assert "plug-in" not in oksana.get(at).text.lower()
    assert oksana.post(at, data={"base": "1", "go": "machine ru"}).status_code == 409
    point = EntryPoint("parrot", f"{__name__}:parrot", translators.GROUP)
    monkeypatch.setattr(translators, "entry_points", lambda **_group: EntryPoints([point]))
    monkeypatch.setattr(EntryPoint, "load", lambda _point: parrot)
    assert oksana.post(at, data={"base": "1", "go": "machine ru"}).status_code == 409
    switched = {"base": "1", "go": "translator", "translator": "parrot"}
    assert oksana.post(at, data=switched).status_code == 302
    assert "Have missing texts made by parrot" in oksana.get(at).text
    assert oksana.post(at, data={"base": "1", "go": "machine ru"}).status_code == 302

    session.expire_all()
    line = session.scalars(select(AuditEntry).filter_by(act="questionnaire.machine")).one()
    assert (line.details["stored"], line.details["dropped"]) == (11, 1)
    assert standing(session, asked, "worry/text", "ru").machine == "parrot"
    write(session, asked, "idea/text", "ru", "Что изменить?")  # one was dropped: it lost its mark
    made = [p for p in opening.obstacles(draft) if p.code == "machine_unsigned"]
    assert [(p.params["count"], p.params["language"]) for p in made] == [(11, "Русский")]
    with pytest.raises(DomainError):
        opening.open_(session, draft, waivers={"phase": "x"}, actor=COMMAND_LINE)

    # Copied, moved, undone, taken out and brought in again: it stays machine-made.
    edit(session, asked, edits.copy_question("worry"))
    assert standing(session, asked, "worry_2/text", "ru").machine
    write(session, asked, "worry/text", "ru", "Человек писал")
    assert not standing(session, asked, "worry/text", "ru").machine
    editing.go_back(session, asked, asked.revision - 1, base=asked.revision, actor=OKSANA)
    assert standing(session, asked, "worry/text", "ru").machine
    again = service.add(session, asked.content, actor=COMMAND_LINE)
    assert len(ledger.unsigned(session, again)["ru"]) == 12
    session.commit()

    signed = {"base": str(asked.revision), "go": "sign ru"}
    session.rollback()
    assert oksana.post(at, data=signed).status_code == 302
    session.expire_all()
    assert ledger.unsigned(session, asked) == {}
    assert not [p for p in opening.obstacles(draft) if p.code == "machine_unsigned"]


def parrot(request: translators.Request) -> Iterable[translators.Translated]:
    """Return each text behind a word, but one with a broken mark of direction."""
    assert (request.source_language, request.language) == ("en", "ru")
    for one in request.texts:
        mark = "\u2067" if one.id == "idea/text" else ""
        yield translators.Translated(one.id, f"Попугай: {mark}{one.text}")


def test_the_command_line_writes_files_for_translators_and_takes_them_back(
    app: Flask, tmp_path: Path, questionnaire_content: dict[str, Any]
) -> None:
    for page in questionnaire_content["pages"]:
        for question in page["questions"]:
            question["text"].pop("ar")
    asked = tmp_path / "asked.json"
    asked.write_text(json.dumps(questionnaire_content), encoding="utf-8")

    def run(*words: str) -> int:
        args = ["questionnaire", *words]
        return app.test_cli_runner().invoke(args=args, catch_exceptions=False).exit_code

    for kind, medium in media.MEDIA.items():
        out = tmp_path / f"out.{medium.suffix}"
        made = tmp_path / f"{kind}.json"
        assert run("convert", str(asked), "--to", kind, "--in", "ar", "--output", str(out)) == 0
        found = media.read(out.name, out.read_bytes())
        filled = [replace(one, target=one.target or "نص") for one in found.entries]
        out.write_bytes(medium.write(replace(found, entries=tuple(filled))))
        assert run("translate", str(asked), str(out), "--output", str(made)) == 0
        whole = files.read(made.name, made.read_bytes())
        assert {q.text["ar"] for q in whole.questions()} == {"نص"}
    assert run("convert", str(asked), "--to", "po", "--output", str(out)) != 0


def test_the_command_line_keeps_the_marks_of_what_a_machine_translated(
    app: Flask, tmp_path: Path, questionnaire_content: dict[str, Any]
) -> None:
    marks = {"ru": {"title": "parrot", "worry/text": "parrot"}, "fr": {"idea/text": "=echo: 2"}}
    marked = tmp_path / "marked.json"
    marked.write_text(json.dumps(questionnaire_content | {"machine_made": marks}), encoding="utf-8")
    asked = [q["text"] for page in questionnaire_content["pages"] for q in page["questions"]]
    for text in (questionnaire_content["title"], *asked):
        text.pop("ru")
    bare = tmp_path / "bare.json"
    bare.write_text(json.dumps(questionnaire_content), encoding="utf-8")
    runner = app.test_cli_runner()

    def run(*words: str) -> Result:
        return runner.invoke(args=["questionnaire", *words], catch_exceptions=False)

    def brought(path: Path) -> Mapping[str, Mapping[str, str]]:
        return files.bring(path.name, path.read_bytes()).machine_made

    again = tmp_path / "again.json"
    assert run("convert", str(marked), "--to", "json", "--output", str(again)).stderr == ""
    assert brought(again) == marks
    for kind, medium in media.MEDIA.items():
        out = tmp_path / f"out.{medium.suffix}"
        made = run("convert", str(marked), "--to", kind, "--in", "ru", "--output", str(out))
        assert (made.exit_code, made.stderr) == (0, "")
        found = media.read(out.name, out.read_bytes())
        assert {one.key: one.machine for one in found.entries if one.machine} == marks["ru"]
        waiting = [one.key for one in found.entries if one.target and one.state == "initial"]
        assert sorted(waiting) == sorted(marks["ru"])
        # Into the file it came from, and into one that has no Russian yet.
        for before, kept in ((marked, marks), (bare, {"ru": marks["ru"]})):
            assert run("translate", str(before), str(out), "--output", str(again)).exit_code == 0
            assert brought(again) == kept
        # A translator wrote one anew and went over the other.
        mended = [
            replace(one, target=f"{one.target}!", state="translated") for one in found.entries
        ]
        out.write_bytes(medium.write(replace(found, entries=tuple(mended))))
        assert run("translate", str(marked), str(out), "--output", str(again)).exit_code == 0
        assert brought(again) == {"fr": marks["fr"]}
    made = run("convert", str(marked), "--to", "xlsform", "--output", str(tmp_path / "out.xlsx"))
    assert made.exit_code == 0
    assert "a machine translated 2 texts in Русский (ru)" in made.stderr
    assert "a machine translated 1 texts in Français (fr)" in made.stderr


def test_a_file_that_says_a_machine_made_a_text_keeps_it_marked(
    session: Session, questionnaire_content: dict[str, Any]
) -> None:
    for page in questionnaire_content["pages"]:
        for question in page["questions"]:
            question["text"].pop("ru")
    asked = service.add(session, questionnaire_content, actor=OKSANA)
    out = exchange.outgoing(asked.content, asked.source_language, "ru")
    filled = [
        replace(one, target="Слова", machine="parrot", state=state)
        for one, state in zip(out.entries, cycle(("initial", "translated")), strict=False)
        if one.key.endswith("/text")
    ]
    translating.take(session, asked, replace(out, entries=tuple(filled)), actor=OKSANA)
    machines = {one.key for one in filled if one.state == "initial"}
    assert {text.key for text in ledger.unsigned(session, asked)["ru"]} == machines


def test_from_french_pupils_spreadsheet_to_an_open_consultation_in_six_languages(
    staff: Staff, session: Session, meeting: Meeting, shared: Path
) -> None:
    oksana, mei = staff("secretariat"), staff("chair")
    session.rollback()
    # 1. Bring the spreadsheet, saying that it is in French; 2. see what is left out, store it.
    path = shared / "youth_questionnaires/stop_cyberviolence_fr/REFERENTIEL_QUESTIONS.xlsx"
    sent: dict[str, Any] = {"file": (io.BytesIO(path.read_bytes()), path.name)}
    page = oksana.post("/staff/questionnaires/bring", data=sent | {"languages": "label=fr"})
    carried = html5lib.parse(page.text, namespaceHTMLElements=False).find(".//main//form")
    assert carried is not None
    data = {f.get("name", ""): f.get("value", "") for f in carried.iter("input")}
    named = data | {"title": "Ma vie en ligne"}
    stored = oksana.post("/staff/questionnaires/bring", data=named)
    (asked,) = queries.all_questionnaires(session)
    assert asked.source_language == "fr"
    session.rollback()
    # 3. Its page leads to the translations; 4. five files out, in one ZIP.
    assert f"{stored.location}/translate" in oksana.get(stored.location).text
    at = f"{stored.location}/translate"
    link = re.search(r'href="([^"]+/files/xliff)"', oksana.get(at).text)
    assert link
    with zipfile.ZipFile(io.BytesIO(oksana.get(link[1]).data)) as packed:
        out = {name: packed.read(name) for name in packed.namelist()}
    assert sorted(out) == [f"ma-vie-en-ligne-{tag}.xlf" for tag in sorted(LANGUAGES) if tag != "fr"]
    assert oksana.get(f"{at}/ar/files/xliff").data == out["ma-vie-en-ligne-ar.xlf"]
    back = [(io.BytesIO(_prefixed(one)), name) for name, one in out.items()]
    # 5. All five back at once, signed as the translators' reviewer marked them.
    base = re.search(r'name="base" value="(\d+)"', oksana.get(at).text)
    assert base
    sent = {"file": back, "signing": "yes", "base": base[1]}
    assert oksana.post(f"{at}/files", data=sent).status_code == 302
    overview = oksana.get(at).text
    assert overview.count("202 of 202 texts") == 5
    assert overview.count("All signed") == 5
    # 6. Prepare a consultation: every language is ticked already; 7. Mei opens it.
    form = oksana.get(f"/staff/consultations/add?questionnaire={asked.id}").text
    session.rollback()
    box = r'<input checked id="languages-\d" name="languages"[^>]*value="(\w\w)"'
    assert sorted(re.findall(box, form)) == sorted(LANGUAGES)
    plan = {
        "slug": "cyber",
        "place": "24/5",
        "phase": "before",
        "questionnaire": str(asked.id),
        "languages": list(LANGUAGES),
        "opens_at": "2025-12-01T08:00",
        "closes_at": "2126-01-18T20:00",
        "smallest_cell": "5",
    }
    session.rollback()
    assert oksana.post("/staff/consultations/add", data=plan).status_code == 302
    reasons = {
        f"waive-{gate}": "Tried with pupils"
        for gate in ("phase", "questions", "safeguarding", "impact")
    }
    opened = mei.post("/staff/consultations/cyber/open", data=reasons, follow_redirects=True)
    assert "It is open." in opened.text
    for tag in LANGUAGES:
        asks = oksana.get(f"/{tag}/consultations/cyber/answer").text
        assert "Regarder des vidéos" in asks
        assert (f"[{tag}] " in asks) is (tag != "fr")
    assert consultations.by_slug(session, "cyber").version is not None


def _prefixed(content: bytes) -> bytes:
    """Return a file as a translation bureau sends it back: translated, and read by another."""
    found = media.read("x.xlf", content)
    entries = [
        replace(one, target=f"[{found.language}] {one.source}", state="final")
        for one in found.entries
    ]
    return media.MEDIA["xliff"].write(replace(found, entries=tuple(entries)))
