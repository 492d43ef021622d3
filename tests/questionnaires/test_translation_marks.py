"""What is refused in a translation, what is only told, and where the glossary's terms stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.questionnaires.models import GlossaryTerm
from consult.questionnaires.translate import marks
from consult.questionnaires.translate.glossary import Glossary


def told(source: str, target: str, kind: str = "text") -> list[str]:
    found = [*marks.faults(source, target), *marks.warnings(source, target, kind)]
    return [problem.code for problem in found]


@pytest.mark.parametrize(
    ("source", "target", "codes"),
    [
        ("Why {{q1|that}}?", "Pourquoi {{ q1 | cela }} ?", []),
        ("Why {{q1|that}}?", "Pourquoi ?", ["placeholder_lost"]),
        ("Why {{q1}}?", "Pourquoi {{q2}} ?", ["placeholder_lost", "placeholder_added"]),
        ("Why {{q1}}?", "Pourquoi {{q1} ?", ["pipe_unread"]),
        ("Up to %(count)s", "Jusqu’à %(count)s", []),
        ("Up to %(count)s", "Jusqu’à %(nombre)s", ["placeholder_lost", "placeholder_added"]),
        ("Online", "\u2067متصل\u2069", []),
        ("Online", "\u2067متصل", ["bidi_unbalanced"]),
        ("Online", "متصل\u2069", ["bidi_unbalanced"]),
        ("Online", "\u202b\u2067متصل\u202c\u2069", ["bidi_unbalanced"]),
        ("Two\nlines", "\u2067سطر\nسطران\u2069", ["bidi_unbalanced"]),
        ("Choose at most 3", "اختر ٣ على الأكثر", []),
        ("In 2026, 10,000 of 12.5", "En 2026, 10 000 sur 12,5", []),
        ("Choose 3 of 13", "Choisis-en 13", ["number_lost"]),
        ("{{q1}} and 2", "{{q1}} et 2", []),
        ("Yes", "Yes", ["same"]),
        ("12", "12", []),
        ("Yes", "Oui ", ["edges"]),
        ("Yes", "\u200bOui", ["edges"]),
    ],
)
def test_a_translation_keeps_what_it_must(source: str, target: str, codes: list[str]) -> None:
    assert told(source, target) == codes


def test_only_words_to_press_may_be_too_long() -> None:
    source, long = "In a game", "Dans un jeu vidéo auquel on joue à plusieurs"
    assert told(source, long, "choice") == ["long"]
    assert told(source, long, "text") == []
    assert told("A choice that is quite long itself", long, "row") == []
    assert told("Oui", "Mais oui, bien sûr", "choice") == []


@given(st.text(alphabet="ab\n\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", max_size=12))
def test_marks_of_direction_are_balanced_where_taking_pairs_away_leaves_none(text: str) -> None:
    left = text.replace("a", "").replace("b", "")
    pairs = [f"{one}\u202c" for one in "\u202a\u202b\u202d\u202e"]
    pairs += [f"{one}\u2069" for one in "\u2066\u2067\u2068"]
    while any(pair in left for pair in pairs):
        for pair in pairs:
            left = left.replace(pair, "")
    assert marks.balanced(text) is (left.strip("\n") == "")


def _glossary(*rows: tuple[str, str, str]) -> Glossary:
    return Glossary(
        tuple(GlossaryTerm(term=t, language=tag, text=s, note="", source="") for t, tag, s in rows)
    )


def test_terms_are_found_in_their_source_and_the_longest_counts() -> None:
    glossary = _glossary(
        ("safety", "en", "safety"),
        ("safety", "fr", "sécurité"),
        ("online safety", "fr", "sécurité en ligne"),
        ("ITU", "en", "International Telecommunication Union (ITU)"),
        ("ITU", "zh", "国际电信联盟（国际电联）"),
        ("ITU", "ar", "الاتحاد الدولي للاتصالات"),
        ("safety", "ar", "السلامة"),
    )
    (hint,) = glossary.hints("About Online  Safety?", "en", "fr")
    assert (hint.term, hint.wanted) == ("online safety", ("sécurité en ligne",))
    assert hint.used_in("De la Sécurité en ligne")
    assert not hint.used_in("De la sûreté sur internet")
    assert glossary.hints("unsafety, safetyless", "en", "fr") == []
    assert [h.term for h in glossary.hints("Sécurité", "fr", "en")] == ["safety"]
    (zh,) = glossary.hints("What does ITU do?", "en", "zh")
    assert zh.used_in("国际电联做什么？")
    # An article or a preposition is written onto the word, vowels may be marked.
    ar = {h.term: h for h in glossary.hints("ITU and safety", "en", "ar")}
    assert ar["ITU"].used_in("ما دور الاتّحادِ الدولي للاتصالات؟")
    assert ar["safety"].used_in("والسلامة؟")
