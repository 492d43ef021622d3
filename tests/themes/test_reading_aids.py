"""Vectors, cards and suggestions: what they are measured by; what happens without an encoder."""

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np
import pytest

from consult.core.locales import LANGUAGES
from consult.themes import cards, encoder, learning, lexical, shelf
from consult.themes.encoder import Encoder, EncoderError
from consult.themes.shelf import Answer, Shelf
from tests.bench import themes as bench
from tests.bench.themes import Sentences

if TYPE_CHECKING:
    from consult.themes.encoder import Vectors


@pytest.fixture(scope="session")
def said(shared: Path) -> Sentences:
    """Every sixth sentence: the whole is measured by ``tests.bench.themes``."""
    return bench.sentences(shared).cut(6)


@pytest.fixture(scope="session")
def model() -> Encoder:
    found = encoder.load()
    assert found is not None
    return found


@pytest.fixture(scope="session")
def vectors(model: Encoder, said: Sentences) -> "dict[str, Vectors]":
    return {tag: model.vectors(said.texts[tag], tag) for tag in LANGUAGES}


def test_cards_are_no_languages(vectors: "dict[str, Vectors]", said: Sentences) -> None:
    assert bench.card_language(vectors, said) <= 0.02


def test_twenty_codes_in_english_serve_all_six_languages(
    vectors: "dict[str, Vectors]", said: Sentences
) -> None:
    """Few sentences, so the bar is lower here than on the whole set (.74, tests.bench.themes)."""
    names, own = np.unique(said.topics, return_inverse=True)
    lot = np.random.default_rng(1)
    coded = np.concatenate(
        [lot.permutation(np.flatnonzero(own == n))[:10] for n in range(len(names))]
    )
    rest = np.setdiff1d(np.arange(len(own)), coded)
    both = {tag: np.concatenate([vectors["en"][coded], vectors[tag][rest]]) for tag in LANGUAGES}
    targets = np.eye(len(names))[own[coded]]
    places = list(range(len(coded)))
    scores = [
        bench.macro_f1(
            own[rest], learning.shares(both[tag], places, targets).argmax(axis=1)[len(coded) :]
        )
        for tag in LANGUAGES
    ]
    assert min(scores) > 0.45
    assert float(np.mean(scores)) > 0.58


def test_an_encoder_whose_files_are_others_is_refused(tmp_path: Path) -> None:
    for name in encoder.PINNED:
        (tmp_path / name).write_bytes(b"other weights")
    with pytest.raises(EncoderError, match="not the file that was measured"):
        Encoder(tmp_path)


def test_an_encoder_that_gives_other_vectors_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with np.load(encoder.MEANS) as shipped:
        changed = dict(shipped) | {"self_test": shipped["self_test"][::-1]}
    np.savez(tmp_path / "means.npz", **changed)
    monkeypatch.setattr(encoder, "MEANS", tmp_path / "means.npz")
    with pytest.raises(EncoderError, match="self-test"):
        Encoder()


def test_a_language_it_was_not_trained_on_is_refused_and_words_stand_in(model: Encoder) -> None:
    with pytest.raises(EncoderError, match="not trained on sw"):
        model.vectors(["Nataka shule salama"], "sw")
    assert not encoder.serves(["en", "sw"])
    answers = [Answer(uuid4(), "idea", tag, "one text of several words") for tag in ("en", "sw")]
    rows = Shelf().vectors(answers)
    # Languages never share a column, so they never share a card.
    assert float(rows[0] @ rows[1]) == 0.0


def test_each_answer_is_in_one_card_and_the_same_answers_give_the_same_cards(
    vectors: "dict[str, Vectors]", said: Sentences
) -> None:
    texts = [("fr", text) for text in said.texts["fr"]]
    dealt = cards.deal(vectors["fr"], texts)
    members = sorted(place for card in dealt for place in card.members)
    assert members == list(range(len(texts)))
    assert len(dealt) <= cards.how_many(len(texts)) == 8
    assert dealt == cards.deal(vectors["fr"], texts)
    assert any(card.terms for card in dealt)
    assert cards.deal(vectors["fr"][:0], []) == []
    assert cards.how_many(10_000_000) == cards.MOST


def test_equal_answers_share_one_card() -> None:
    rows = np.tile(np.eye(8, dtype=np.float32)[0], (20, 1))
    dealt = cards.deal(rows, [("en", "the same")] * 20)
    assert [len(card.members) for card in dealt] == [20]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "保护隐私 app", ["保护", "护隐", "隐私", "app"]),
        ("ar", "المَدرسةُ والأمان", ["مدرسه", "امان"]),
        ("en", "My phone, my school's app!", ["phone", "school's", "app"]),
        ("fr", "L'école à la maison", ["l'école", "maison"]),
        ("ru", "Школа и дом", ["школа", "дом"]),
    ],
)
def test_words_are_counted_as_each_language_has_them(
    language: str, text: str, expected: list[str]
) -> None:
    assert lexical.words(text, language) == expected


def test_words_that_all_answers_share_mark_no_card() -> None:
    everywhere = {"school": 90, "privacy": 12, "phone": 50}
    marks = lexical.keyness({"school": 18, "privacy": 12, "phone": 10}, everywhere, 8)
    assert marks[0] == "privacy"
    assert lexical.keyness({}, everywhere, 8) == []


def test_vectors_of_answers_that_were_taken_back_are_forgotten(model: Encoder) -> None:
    own, answers = Shelf(), [Answer(uuid4(), "idea", "en", f"text {n}") for n in range(3)]
    own.vectors(answers)
    gone, *left = [one.response_id for one in answers]
    own.keep_only("idea", left, [gone])
    assert own.known("idea") == set(left)
    own.forget()
    assert own.known("idea") == set()


def test_many_new_answers_are_reckoned_beside_the_page(
    model: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "AT_ONCE", 2)
    own, answers = Shelf(), [Answer(uuid4(), "idea", "en", f"text {n}") for n in range(5)]
    assert not own.ready("question", answers)
    for _look in range(2000):
        if own.ready("question", answers):
            break
    assert own.known("idea") <= {one.response_id for one in answers}
    own.vectors(answers)
    assert own.ready("question", answers)


def test_the_next_answer_is_the_least_like_those_read_then_the_most_uncertain() -> None:
    rows = np.eye(4, dtype=np.float32)[[0, 0, 1, 2]]
    assert learning.most_diverse(rows, [0, 2], [1, 3]) == 3
    found = np.array([[0.9, 0.1], [0.5, 0.5], [0.8, 0.2], [0.7, 0.3]])
    assert learning.most_uncertain(found, [0, 1, 3]) == 1


def test_no_answer_of_the_sample_is_judged_by_a_model_that_saw_it() -> None:
    lot = np.random.default_rng(2)
    rows = lot.normal(size=(60, 12)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    targets = np.eye(2)[lot.integers(2, size=40)]
    sample = list(range(40))
    first = learning.crossed(rows, sample, targets, sample)
    # Its own code is turned round: what is guessed of it does not move.
    turned = targets.copy()
    turned[7] = targets[7][::-1]
    assert np.allclose(learning.crossed(rows, sample, turned, sample)[7], first[7])
