"""Receipt codes: derived, checked, forgiving to handwriting."""

import re

from hypothesis import given
from hypothesis import strategies as st

from consult.core import ids

SECRET = b"s" * 32
KEYS = st.text("abcdefABCDEF0123456789_-", min_size=16, max_size=64)


@given(KEYS)
def test_a_code_is_six_groups_and_a_check_character_and_stays_the_same(key: str) -> None:
    code = ids.receipt_code(SECRET, key)

    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z*~$=U]", code)
    assert ids.receipt_code(SECRET, key) == code
    assert ids.receipt_code(b"other", key) != code


@given(KEYS)
def test_a_code_is_read_in_lower_case_with_spaces_and_look_alikes(key: str) -> None:
    code = ids.receipt_code(SECRET, key)
    typed = code.lower().replace("-", " ").replace("1", "l").replace("0", "o")

    assert ids.read_receipt(typed) == code


@given(KEYS, st.integers(0, 23), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_character_is_noticed(key: str, place: int, wrong: str) -> None:
    code = ids.receipt_code(SECRET, key)
    characters = list(code.replace("-", ""))
    if characters[place] == wrong:
        return
    characters[place] = wrong

    assert ids.read_receipt("".join(characters)) is None


@given(st.text(max_size=60))
def test_anything_may_be_typed(typed: str) -> None:
    read = ids.read_receipt(typed)

    assert read is None or ids.read_receipt(read) == read
