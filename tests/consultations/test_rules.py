"""Whether a consultation is open follows from approval and clock alone."""

from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from consult.consultations.models import Consultation
from consult.consultations.rules import State, ends_at, state, takes_answers

OPENS = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
CLOSES = datetime(2026, 1, 18, 20, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)

moments = st.one_of(
    # Near the edges, where a wrong comparison shows.
    st.builds(
        lambda edge, steps: edge + steps * INSTANT,
        st.sampled_from([OPENS, CLOSES]),
        st.integers(-2, 2),
    ),
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
)


def a_consultation(**values: object) -> Consultation:
    return Consultation(
        **{"opens_at": OPENS, "closes_at": CLOSES, "approved_at": OPENS, "closed_at": None} | values
    )


@given(moments)
def test_it_takes_answers_exactly_inside_its_half_open_window(now: datetime) -> None:
    assert takes_answers(a_consultation(), now) == (OPENS <= now < CLOSES)


@given(moments)
def test_it_never_takes_answers_before_it_is_approved(now: datetime) -> None:
    draft = a_consultation(approved_at=None)
    assert state(draft, now) is State.DRAFT
    assert not takes_answers(draft, now)


@given(moments, moments)
def test_closing_by_hand_ends_it_at_once_and_never_prolongs_it(
    closed_at: datetime, now: datetime
) -> None:
    closed = a_consultation(closed_at=closed_at)
    assert takes_answers(closed, now) == (OPENS <= now < min(CLOSES, closed_at))
    assert ends_at(closed) == min(CLOSES, closed_at)


@given(moments, moments, st.none() | moments)
def test_time_moves_it_forward_only(
    earlier: datetime, later: datetime, closed_at: datetime | None
) -> None:
    assume(earlier <= later)
    order = [State.WAITING, State.OPEN, State.CLOSED]
    one = a_consultation(closed_at=closed_at)
    assert order.index(state(one, earlier)) <= order.index(state(one, later))


def test_the_edges_of_the_window() -> None:
    one = a_consultation()
    seen = [state(one, t) for t in (OPENS - INSTANT, OPENS, CLOSES - INSTANT, CLOSES)]
    assert seen == [State.WAITING, State.OPEN, State.OPEN, State.CLOSED]
