"""Cross-tables and successive releases give nobody away; audited by linear programming."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.crypto import Keyring
from consult.responses.models import Response
from consult.summaries import disclosure, queries, release
from consult.summaries.results.models import ReleasedTable
from tests.moderation import cast as stored
from tests.summaries import audit, cast

one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_paper_and_comparisons_by_several_traits_together_tell_no_hidden_count() -> None:
    rows = list(cast.rows(2, 600, unlikely=0.4))

    hidden, told = audit.told(audit.lattice(cast.gathered(rows), ("region", "mode")))

    assert hidden > 30
    assert told == []


def test_comparisons_that_were_not_hidden_together_would_tell() -> None:
    found = cast.gathered(cast.rows(2, 600, unlikely=0.4))
    every = audit.lattice(found, ("region",))
    below, _ = every[1]
    naive = {
        key: cell.value
        for key, cell in below.cells.items()
        if cell.published and not 0 < cell.value < 5
    }

    _, told = audit.told([every[0], (below, naive)])

    assert told, "the audit must be able to fail"


def test_a_count_that_grew_by_less_than_the_threshold_is_hidden_with_what_would_tell_it() -> None:
    rows = list(cast.rows(3, 400, unlikely=0.5))
    before = audit.shown_once(disclosure.system([audit.source(cast.gathered(rows[:380]))]))
    now = disclosure.system([audit.source(cast.gathered(rows))])

    near, told = audit.steps(before, (now, release.again(now, [before])))

    assert near > 5
    assert told == []
    naive = audit.shown_once(now)
    assert audit.steps(before, (now, naive))[1], "without it, differences would tell"


@pytest.mark.parametrize(
    ("now", "was", "grows", "stands"),
    [
        (40, 40, False, True),
        (44, 40, False, True),
        (36, 40, False, True),
        (45, 40, False, False),
        (35, 40, False, False),
        (45, 40, True, True),
        (50, 40, True, False),
        (120, 100, True, True),
        (125, 100, True, False),
        (3, None, False, False),
        (3, 0, False, False),
    ],
)
def test_a_release_stands_until_enough_answers_came_or_went(
    now: int, was: int | None, grows: bool, stands: bool
) -> None:
    assert release.waits([(now, was, 5)], grows=grows) is stands


@one_database
def test_pages_show_the_last_release_until_five_answers_differ(
    session: Session, keys: Keyring
) -> None:
    safety = stored.consultation(session, stored.meeting(session))
    rows = list(cast.rows(4, 65, unlikely=0.5))
    stored.answer_all(session, keys, safety, rows[:60])
    first = queries.paper(session, keys, 24)
    assert first.consultations[0].responses == 60

    stored.answer_all(session, keys, safety, rows[60:64])
    held = queries.paper(session, keys, 24)
    assert held.phases == first.phases
    assert held.consultations[0].participation == first.consultations[0].participation
    assert held.consultations[0].snapshot == first.consultations[0].snapshot
    assert queries.standing(session, safety).responses == 60

    stored.answer_all(session, keys, safety, rows[64:])
    fresh = queries.paper(session, keys, 24)
    assert fresh.consultations[0].responses == 65
    assert fresh.consultations[0].snapshot != first.consultations[0].snapshot
    notes = session.scalars(select(ReleasedTable).order_by(ReleasedTable.number)).all()
    assert [note.number for note in notes] == [1, 2]
    assert all(isinstance(note.released_on, date) for note in notes)
    for name, count in notes[1].shown.items():
        was = notes[0].shown.get(name, count)
        assert not 0 < abs(count - was) < 5, name


@one_database
def test_what_is_noted_of_a_release_has_no_hidden_count(session: Session, keys: Keyring) -> None:
    safety = stored.consultation(session, stored.meeting(session))
    stored.answer_all(session, keys, safety, cast.rows(5, 40, unlikely=0.3))
    queries.paper(session, keys, 24)

    (note,) = session.scalars(select(ReleasedTable)).all()

    assert note.shown
    assert not [name for name, count in note.shown.items() if 0 < count < 5]
    assert session.scalars(select(Response)).first() is not None


def test_what_nobody_said_at_all_is_shown_as_nobody_in_every_group() -> None:
    rows = list(cast.rows(3, 188, unlikely=0.9))[:148]
    every = audit.lattice(cast.gathered(rows), ("mode",))

    hidden, told = audit.told(every)

    assert (hidden > 30, told) == (True, [])
    (paper, shown), (below, seen) = every
    empty = [key for key, cell in paper.cells.items() if not cell.value and key in shown]
    groups = [key for key in below.cells for above in empty if key[1:] == above[1:]]
    assert groups
    assert all(seen.get(key, 0) == 0 for key in groups)
