"""Sealed texts open only where they were sealed."""

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.core.crypto import Keyring, SealError

RING = Keyring.new()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_a_sealed_text_opens_again(text: str) -> None:
    sealed = RING.seal(text, table="response", row="a", column="texts")

    assert RING.unseal(sealed, table="response", row="a", column="texts") == text


@pytest.mark.trust("R32")
@pytest.mark.parametrize(
    "elsewhere",
    [
        {"table": "response", "row": "b", "column": "texts"},
        {"table": "response", "row": "a", "column": "notes"},
        {"table": "contact", "row": "a", "column": "texts"},
    ],
)
def test_a_sealed_text_moved_elsewhere_does_not_open(elsewhere: dict[str, str]) -> None:
    sealed = RING.seal("secret", table="response", row="a", column="texts")

    with pytest.raises(SealError):
        RING.unseal(sealed, **elsewhere)


@given(st.integers(min_value=0), st.integers(1, 255))
def test_an_altered_text_does_not_open(position: int, flip: int) -> None:
    sealed = bytearray(RING.seal("secret", table="response", row="a", column="texts"))
    sealed[position % len(sealed)] ^= flip

    with pytest.raises(SealError):
        RING.unseal(bytes(sealed), table="response", row="a", column="texts")


@pytest.mark.trust("R32")
def test_each_row_has_a_key_of_its_own() -> None:
    first, second = (RING.seal("same", table="t", row="r", column="c") for _ in range(2))

    assert first != second


def test_an_older_key_still_opens_what_it_sealed() -> None:
    fresh = Keyring.new()
    rotated = Keyring(fresh.current, RING.wrapping | fresh.wrapping, RING.receipt, RING.lookup)
    old = RING.seal("before", table="t", row="r", column="c")
    new = rotated.seal("after", table="t", row="r", column="c")

    assert rotated.unseal(old, table="t", row="r", column="c") == "before"
    assert rotated.current.encode() in new
    with pytest.raises(SealError):
        RING.unseal(new, table="t", row="r", column="c")


def test_the_key_file_is_for_its_owner_alone_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    first = Keyring.load(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert Keyring.load(path) == first
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_no_key_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"current": "x"}), "utf-8")

    with pytest.raises(SealError, match="not a key file"):
        Keyring.load(path)
