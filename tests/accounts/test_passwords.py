"""Which passwords will do, and that every character of them counts (TRUST.md S23)."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.accounts import rules
from consult.accounts.models import Account, Role
from consult.accounts.passwords import Passwords
from tests.accounts.test_signing_in import Staff, sign_in
from tests.conftest import PASSWORD, Cast

CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
MEI = Account(email="mei.lin@example.org", role=Role.CHAIR)


@pytest.mark.parametrize(
    "password",
    [
        "four words that stand here",
        "maisonrougeverte",
        "كتاب شجرة نافذة بحر",
        "蓝色的山和红色的河流在这里唱歌跳舞",
        "🌋🐙🎻🧊🚲🌵🍉🎲🔑🧭🎈🦉🍄⛵🪁",
        "0 7 3 9 1 4 8 2",
        "x" + "vRq7" * 31 + "Zzk",
        "    spaces    around    kept   ",
    ],
)
def test_any_composition_will_do(password: str) -> None:
    assert rules.password_problem(password, MEI) is None


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short but sweet"[:14], "password_short"),
        ("", "password_short"),
        ("vRq7 Zk" * 19, "password_long"),
        ("passwordpassword", "password_common"),
        ("Password12345678", "password_common"),
        ("aaaaaaaaaaaaaaaaaaaa", "password_common"),
        ("abcabcabcabcabcabc", "password_common"),
        ("123456789012345", "password_common"),
        ("qwertyuiopasdfghjkl", "password_common"),
        ("ITU-CWG-COP-Geneva-2026", "password_common"),
        ("Child Online Protection", "password_common"),
        ("mei.lin@example.org", "password_common"),
        ("пароль пароль 123", "password_common"),
        ("йцукенгшщзхъфывап", "password_common"),
    ],
)
def test_what_is_too_short_too_long_or_easily_guessed_is_refused(password: str, code: str) -> None:
    problem = rules.password_problem(password, MEI)
    assert problem is not None
    assert problem.code == code


def test_nothing_is_cut_off_after_72_bytes() -> None:
    passwords = Passwords(CHEAP)
    long = "an orchestra of seventeen quiet owls plays on the roof " * 2
    stored = passwords.digest(long[:100])

    assert passwords.fits(stored, long[:100])
    assert not passwords.fits(stored, long[:99])
    assert not passwords.fits(stored, long[:99] + "#")


def test_the_same_word_from_another_keyboard_fits() -> None:
    passwords = Passwords(CHEAP)
    assert passwords.fits(passwords.digest("café au bord du lac"), "cafe\u0301 au bord du lac")


def test_nobody_has_the_stand_in_password() -> None:
    passwords = Passwords(CHEAP)
    assert not passwords.fits(None, "nobody has this password")
    assert not passwords.fits("no hash at all", "nobody has this password")


def test_an_installation_that_sets_nothing_hashes_as_rfc_9106_says() -> None:
    assert Passwords().digest("x").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_changing_the_password_signs_out_everywhere_else(
    app: Flask, client: FlaskClient, staff: Staff, accounts: Cast
) -> None:
    mei, elsewhere = staff("chair"), staff("chair")
    new = "seven owls on a violet roof"

    changed = mei.post("/staff/password", data={"old": PASSWORD, "new": new})

    assert changed.status_code == 302
    assert mei.get("/staff/").status_code == 200
    assert elsewhere.get("/staff/").status_code == 302
    assert sign_in(client, "mei@example.org", PASSWORD) == 422
    assert sign_in(client, "mei@example.org", new) == 302


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("not mine at all", "seven owls on a violet roof", "This is not your password of now."),
        (PASSWORD, "too short", "Use at least 15 characters."),
        (PASSWORD, "", "Fill this in."),
    ],
)
def test_a_refused_change_changes_nothing(
    staff: Staff, client: FlaskClient, old: str, new: str, said: str
) -> None:
    mei = staff("chair")

    page = mei.post("/staff/password", data={"old": old, "new": new})

    assert page.status_code == 422
    assert said in page.text
    assert sign_in(client, "mei@example.org", PASSWORD) == 302
