"""Texts go out to translators and come back as they were, or are refused with their place."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.core.errors import InvalidError
from consult.core.locales import LANGUAGES
from consult.questionnaires import format as own_format
from consult.questionnaires import piping
from consult.questionnaires.definition import Definition
from consult.questionnaires.translate import exchange, texts
from consult.questionnaires.translate.exchange import Entry, Exchange
from consult.questionnaires.translate.media import MEDIA, read
from tests import cast
from tests.questionnaires.generated import questionnaires

_PATIENT = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
#: What breaks files: formulas, quotes, escapes, marks of direction, emoji, lines, odd blanks.
_WORDS = st.sampled_from(
    [
        "نعم \u2067abc\u2069\u200f؟",
        "«ёлка»; да, %(x)s",
        "=1+1",
        "'=1",
        "''-x",
        "@là",
        'a "b" ;c\td',
        '\\n \\\\ \\"',
        "_x0041_ &amp; <b>]]>",
        "😀👩‍👩‍👧 𠮷\nzwei\n\nZeilen",
        "a\u00a0b\u2028c",
        "{{q}} %(count)d #~ msgid",
        "'",
        "-",
        "1.0",
        "TRUE",
    ]
)


def _filled(definition: Definition, tag: str, words: list[str]) -> Exchange:
    """Return all texts translated: the places for answers of each source, and odd words."""
    out = exchange.of_definition(definition, tag)
    entries = [
        replace(
            one,
            target=exchange.clean(
                re.sub(r"%\(\w+\)\w|\{\{q\}\}", "", words[n % len(words)])
                + "".join(f" {{{{{code}|…}}}}" for code in piping.named(one.source))
                or "x"
            ),
            state="translated",
        )
        for n, one in enumerate(out.entries)
    ]
    return Exchange(out.source_language, tag, tuple(entries))


def _bare(found: Exchange) -> list[tuple[str, str, str]]:
    return [(one.key, one.source, one.target) for one in found.entries]


@_PATIENT
@given(questionnaires(), st.sampled_from(LANGUAGES), st.lists(_WORDS, min_size=1, max_size=9))
def test_any_questionnaire_goes_out_in_every_kind_of_file_and_comes_back_translated(
    definition: Definition, tag: str, words: list[str]
) -> None:
    content = own_format.dump(definition)
    source = texts.first_source(definition.languages, but=tag)
    plain = exchange.of_definition(definition, tag)
    for medium in MEDIA.values():
        again = medium.read(medium.write(plain))
        assert (again.source_language, again.language) == (source, tag)
        assert _bare(again) == _bare(plain), medium.name
        # A file nobody touched changes nothing.
        assert exchange.taken(content, source, tag, again).changed == {}
    if not plain.entries:
        return
    filled = _filled(definition, tag, words)
    for medium in MEDIA.values():
        found = exchange.taken(content, source, tag, medium.read(medium.write(filled)))
        made = own_format.copy(content)
        texts.set_texts(found.changed).apply(made, found.changed, 0)
        now = texts.by_key(own_format.dump(own_format.stored(made)))
        assert {one.key: now[one.key].said(tag) for one in filled.entries} == {
            one.key: one.target for one in filled.entries
        }, medium.name
        assert tag in made["languages"]
        # Nothing else is touched: without the new texts it is what it was.
        for key, text in now.items():
            others = {t: w for t, w in text.text.items() if t != tag}
            assert others == {t: w for t, w in texts.by_key(content)[key].text.items() if t != tag}


@_PATIENT
@given(st.lists(st.tuples(_WORDS, _WORDS), min_size=1, max_size=6), st.sampled_from(LANGUAGES))
def test_odd_words_survive_every_kind_of_file(pairs: list[tuple[str, str]], tag: str) -> None:
    entries = tuple(
        Entry(f"q{n}/choice/نعم.{n}", exchange.clean(one), exchange.clean(two), "translated")
        for n, (one, two) in enumerate(pairs)
    )
    there = Exchange("fr" if tag != "fr" else "en", tag, entries)
    for medium in MEDIA.values():
        again = medium.read(medium.write(there))
        assert _bare(again) == _bare(there), medium.name
        assert {one.state for one in again.entries} == {"translated"}


def test_an_xliff_file_has_the_structure_of_the_specification() -> None:
    definition = own_format.parse(cast.questionnaire_content())
    root = ET.fromstring(MEDIA["xliff"].write(exchange.of_definition(definition, "ar")))
    namespace = "{urn:oasis:names:tc:xliff:document:2.0}"
    assert root.tag == f"{namespace}xliff"
    assert root.attrib == {"version": "2.0", "srcLang": "en", "trgLang": "ar"}
    (file,) = root
    assert (file.tag, file.get("id"), file.get("trgDir")) == (f"{namespace}file", "f1", "rtl")
    ids = [unit.get("id") for unit in file]
    assert len(ids) == len(set(ids)) == 26
    for unit in file:
        # Notes come before segments; each note belongs to a category; a state needs a target.
        assert [part.tag.removeprefix(namespace) for part in unit] == ["notes", "segment"]
        assert re.fullmatch(r"[A-Za-z_][\w.-]*", unit.get("id") or "")
        notes, segment = unit
        assert {note.get("category") for note in notes} <= {"context", "glossary"}
        assert [part.tag.removeprefix(namespace) for part in segment] == ["source", "target"]
        assert segment.get("state") in exchange.STATES


def _xliff(change: Callable[[str], str]) -> bytes:
    definition = own_format.parse(cast.questionnaire_content())
    return change(MEDIA["xliff"].write(exchange.of_definition(definition, "fr")).decode()).encode()


def _swap(old: str, new: str) -> Callable[[str], str]:
    def swap(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return swap


@pytest.mark.parametrize(
    ("name", "change", "code", "place"),
    [
        ("a.xlf", _swap("<target>Où vis-tu ?", "<target>{{age}} ?"), "placeholder_added", "unit "),
        ("a.xlf", _swap("<target>Où vis-tu ?", "<target>\u202eOù ?"), "bidi_unbalanced", "unit "),
        ("a.xlf", _swap('name="idea/text"', 'name="ideas/text"'), "key_unknown", "unit "),
        ("a.xlf", _swap('name="idea/text"', 'name="told/text"'), "source_changed", "unit "),
        ("a.xlf", _swap("<source>What should", "<source>Who should"), "source_changed", "unit "),
        ("a.xlf", _swap('trgLang="fr"', 'trgLang="de"'), "language_other", ""),
        ("a.xlf", _swap('srcLang="en"', 'srcLang="es"'), "source_language", ""),
        ("a.xlf", _swap("<target>Où", "<target><ph id='1'/>Où"), "xliff_inline", "unit "),
        ("a.xlf", _swap("<target>Où vis-tu ?</target>", ""), "", ""),
        ("a.xlf", _swap("<xliff", "<!DOCTYPE a [<!ENTITY b 'c'>]><xliff"), "xliff_dtd", ""),
        ("a.xlf", _swap("document:2.0", "document:1.2"), "xliff_none", ""),
        ("a.xlf", _swap("</xliff>", ""), "xliff_unread", ""),
        ("a.pdf", _swap("<", "<"), "file_kind", ""),
    ],
)
def test_what_does_not_fit_is_refused_with_its_unit(
    name: str, change: Callable[[str], str], code: str, place: str
) -> None:
    content = cast.questionnaire_content()
    try:
        brought = read(name, _xliff(change))
        found = exchange.taken(content, "en", "fr", brought)
    except InvalidError as refusal:
        told = [(p.code, p.where) for p in refusal.problems] or [(refusal.code, "")]
        assert code in {each for each, _where in told}, told
        assert all(where.startswith(place) for _each, where in told)
    else:
        assert code == ""
        assert found.changed == {}


def test_all_that_is_wrong_is_told_at_once_with_line_and_row() -> None:
    definition = own_format.parse(cast.questionnaire_content())
    out = exchange.of_definition(definition, "fr")
    broken = {2: {"key": "nothing"}, 3: {"source": "Other"}, 4: {"target": "{{x}}"}}
    entries = tuple(replace(one, **broken.get(n, {})) for n, one in enumerate(out.entries, 1))
    bad = replace(out, entries=(*entries, entries[0]))
    for kind, places in (
        ("po", r"line \d+"),
        ("xlsx-texts", r"texts, row \d+"),
        ("csv-texts", r"table, row \d+"),
        ("xliff", r"unit u\d+"),
    ):
        again = MEDIA[kind].read(MEDIA[kind].write(bad))
        with pytest.raises(InvalidError) as told:
            exchange.taken(own_format.dump(definition), "en", "", again)
        found = told.value.problems
        codes = ["key_unknown", "source_changed", "placeholder_added", "key_twice"]
        # A PO file cannot hold an entry twice: the programs of translators make one of them.
        assert [one.code for one in found] == codes[: 3 if kind == "po" else 4], kind
        # A placeholder says nothing about its text, so its place does.
        assert all(re.fullmatch(rf"{places}(, \S+)?", one.where) for one in found), kind
        assert found[2].where.endswith(f", {entries[3].key}")
        fits = exchange.taken(own_format.dump(definition), "en", "", again, leaving=True)
        assert [one.code for one in fits.left] == [one.code for one in found]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("fr-FR", "fr"), ("ar_EG", "ar"), ("zh-Hans-CN", "zh"), ("zh-TW", ""), ("de", "")],
)
def test_a_translation_program_may_name_a_language_with_its_region(
    written: str, meant: str
) -> None:
    found = read("a.xlf", _xliff(_swap('trgLang="fr"', f'trgLang="{written}"')))
    assert found.language == (meant or written)


def test_excel_may_save_with_semicolons_and_a_translation_program_may_split_a_text() -> None:
    definition = own_format.parse(cast.questionnaire_content())
    content = own_format.dump(definition)
    out = MEDIA["csv-texts"].write(exchange.of_definition(definition, "fr")).decode("utf-8-sig")
    text = io.StringIO(newline="")
    rows = list(csv.reader(io.StringIO(out, newline="")))
    row = next(r for r in rows if r[0] == "idea/text")
    row[3] = "Que changer ; et quand ?"
    csv.writer(text, delimiter=";").writerows(rows)
    found = exchange.taken(content, "en", "fr", read("x.CSV", text.getvalue().encode()))
    assert found.changed == {"idea/text:fr": "Que changer ; et quand ?"}

    def split(told: str) -> str:
        return re.sub(
            r"<segment state=\"translated\"><source>Where do you live\?</source>"
            r"<target>Où vis-tu \?</target></segment>",
            "<segment state='translated'><source>Where</source><target>Où</target></segment>"
            "<ignorable><source> </source></ignorable>"
            "<segment state='reviewed'><source>do you live?</source>"
            "<target>habites-<mrk id='m1'>tu</mrk> ?</target></segment>",
            told,
        )

    found = exchange.taken(content, "en", "fr", read("x.xlf", _xliff(split)))
    assert found.changed == {"region/text:fr": "Où habites-tu ?"}
