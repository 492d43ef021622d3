"""Counting tries: a window, a bound on memory, and no address kept."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from consult.core import clock, throttle
from consult.core.throttle import Throttle

NOON = datetime(2026, 1, 19, 12, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def test_the_limit_holds_within_the_window_and_not_after_it() -> None:
    tries = Throttle(3, QUARTER)
    for minute in (0, 5, 10):
        with clock.frozen(NOON + timedelta(minutes=minute)):
            assert not tries.is_full("a")
            tries.count("a")
    with clock.frozen(NOON + timedelta(minutes=14, seconds=59)):
        assert tries.is_full("a")
        assert not tries.is_full("b")
    with clock.frozen(NOON + timedelta(minutes=15)):
        assert not tries.is_full("a")


def test_forgetting_starts_again() -> None:
    tries = Throttle(1, QUARTER)
    tries.count("a")
    tries.forget("a")
    assert not tries.is_full("a")


def test_memory_does_not_grow_without_end() -> None:
    tries = Throttle(2, QUARTER, most=100)
    with clock.frozen(NOON):
        for number in range(1000):
            tries.count(str(number))
        tries.count("999")
        assert len(tries._events) == 100
        assert tries.is_full("999")


def test_names_are_kept_only_as_digests_under_a_key_that_lives_a_day() -> None:
    tries = Throttle(5, QUARTER)
    with clock.frozen(NOON):
        tries.count("203.0.113.0/24")
        kept, key = repr(tries._events), tries._key
    assert "203.0" not in kept
    with clock.frozen(NOON + timedelta(days=1)):
        tries.count("203.0.113.0/24")
        assert len(tries._events) == 1
        assert tries._key != key


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("not an address", "unknown"),
        (None, "unknown"),
    ],
)
def test_one_network_is_what_a_school_shares(address: str | None, network: str) -> None:
    with Flask("test").test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert throttle.network() == network
