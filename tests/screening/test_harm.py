"""Somebody's own story of harm is told from talk about harm, in six languages (TRUST.md A5, R40)."""

import pytest

from consult.core.locales import LANGUAGES
from consult.screening.harm import harm
from consult.screening.words import Danger
from tests.screening.harm_texts import TALKED, TOLD, filled

#: One line of each danger, and what the rules must call it.
PLAIN = [
    ("en", "I cut my arms when it gets too much", Danger.SELF_HARM, False),
    ("en", "I am going to kill myself tonight", Danger.SELF_HARM, True),
    ("fr", "Mon oncle m’a violée", Danger.SEXUAL_ABUSE, False),
    ("es", "Mi papá me pega con el cinturón", Danger.VIOLENCE, False),
    ("ru", "Он шантажирует меня", Danger.GROOMING, False),
    ("ar", "أخذوا جواز سفري ويجبرونني على العمل", Danger.TRAFFICKING, False),
    ("zh", "他要杀我，救救我！", Danger.IMMINENT, True),
    ("zh", "我今晚想自杀", Danger.SELF_HARM, True),
]


@pytest.mark.trust("R40")
def test_stories_are_found_and_talk_is_left_alone_in_every_language() -> None:
    told = {tag: list(filled(TOLD[tag])) for tag in LANGUAGES}
    talked = {tag: list(filled(TALKED[tag])) for tag in LANGUAGES}
    recall, precision = {}, {}
    for tag in LANGUAGES:
        hits = sum(bool(harm(text, tag)) for text in told[tag])
        false = sum(bool(harm(text, tag)) for text in talked[tag])
        recall[tag] = hits / len(told[tag])
        precision[tag] = hits / (hits + false)
        print(f"harm {tag}: recall {recall[tag]:.3f}, precision {precision[tag]:.3f}")  # noqa: T201 - the figures

    assert sum(map(len, told.values())) >= 600
    assert sum(map(len, talked.values())) >= 1200
    assert min(recall.values()) >= 0.95
    assert min(precision.values()) >= 0.5
    assert max(recall.values()) - min(recall.values()) <= 0.05


@pytest.mark.parametrize(("language", "text", "danger", "urgent"), PLAIN)
def test_each_danger_is_called_by_its_name(
    language: str, text: str, danger: Danger, *, urgent: bool
) -> None:
    found = harm(text, language)

    assert danger in {one.kind for one in found}
    assert any(one.urgent for one in found) is urgent


def test_a_text_in_another_language_than_the_form_is_read_as_well() -> None:
    assert harm("أبي يضربني", "en")
    assert harm("爸爸打我", "fr")


def test_a_no_takes_a_story_back_but_not_one_that_nobody_was_told() -> None:
    assert harm("My father never hits me", "en") == []
    assert harm("I never told anybody that my uncle touches me", "en")
