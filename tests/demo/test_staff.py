"""The demonstration's sign-ins: random, kept for their owner alone, never made twice."""

import stat
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from consult.accounts import queries, service
from consult.accounts.models import Role
from consult.audit.actor import COMMAND_LINE
from consult.demo import staff


def test_each_installation_makes_its_own_passwords_and_keeps_them_for_its_owner(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    passwords = app.extensions["passwords"]
    staff.add(session)
    first = staff.sign_ins(session, passwords, tmp_path)
    kept = tmp_path / staff.FILE

    assert {sign_in.role for sign_in in first} == {
        Role.CHAIR,
        Role.SECRETARIAT,
        Role.ADMIN,
        Role.SAFEGUARDING,
    }
    assert len({sign_in.password for sign_in in first}) == 4
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    for sign_in in first:
        assert sign_in.password
        assert queries.who(session, passwords, sign_in.email, sign_in.password)
        assert not queries.who(session, passwords, sign_in.email, sign_in.password[:-1])

    kept.unlink()
    elsewhere = staff.sign_ins(session, passwords, tmp_path)
    assert not {s.password for s in elsewhere} & {s.password for s in first}


def test_a_second_start_tells_the_same_passwords_and_sets_none(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    passwords = app.extensions["passwords"]
    accounts = staff.add(session)
    first = staff.sign_ins(session, passwords, tmp_path)
    hashes = {role: account.password_hash for role, account in accounts.items()}
    written = (tmp_path / staff.FILE).read_bytes()

    assert staff.sign_ins(session, passwords, tmp_path) == first
    assert {role: account.password_hash for role, account in accounts.items()} == hashes
    assert (tmp_path / staff.FILE).read_bytes() == written


def test_a_password_its_owner_changed_is_left_alone(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    passwords = app.extensions["passwords"]
    staff.add(session)
    first = {s.role: s for s in staff.sign_ins(session, passwords, tmp_path)}
    chair = queries.by_email(session, staff.CHAIR)
    assert chair
    old = first[Role.CHAIR].password
    assert old
    service.change_password(session, passwords, chair, old, "four lamps under a quiet bridge")

    again = {s.role: s for s in staff.sign_ins(session, passwords, tmp_path)}

    assert again[Role.CHAIR].password is None
    assert again[Role.SECRETARIAT] == first[Role.SECRETARIAT]
    assert queries.who(session, passwords, staff.CHAIR, "four lamps under a quiet bridge")


def test_a_disabled_account_gets_no_new_password(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    accounts = staff.add(session)
    service.disable(session, accounts[Role.ADMIN], actor=COMMAND_LINE)
    told = {s.role: s for s in staff.sign_ins(session, app.extensions["passwords"], tmp_path)}
    assert told[Role.ADMIN].password is None
    assert accounts[Role.ADMIN].password_hash is None
