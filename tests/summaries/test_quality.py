"""The note on quality: programs stand out, people who agree do not; nobody can be picked out."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.locales import LANGUAGES, Speaker
from consult.responses import queries as responses
from consult.responses import service
from consult.responses.models import Response, Stratum
from consult.summaries import release, suppression
from consult.summaries.links import stratum_key
from consult.summaries.results import alike, quality
from tests.cast import a_consultation
from tests.conftest import StaffClient
from tests.summaries import audit, cast

#: The counting is the same on every database; what it stands on is tested on both.
one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SPAM = "Everybody should buy the wonderful new filter of our company, number {}"
SAID = {
    "en": "I want a person who answers me when I report something, number {}",
    "ar": "أريد أن يرد علي إنسان عندما أبلغ عن شيء يزعجني رقم {}",
    "zh": "我希望举报以后有真人尽快回复我，而不是机器的自动回复{}",
    "ru": "Я хочу, чтобы на мою жалобу ответил живой человек, номер {}",
}


def submit(
    session: Session, keys: Keyring, safety: Consultation, text: str, *, drawn: random.Random | None
) -> None:
    """Store one answer: a person's, drawn at random, or always the same one of a program."""
    pick = drawn.choice if drawn else (lambda options: options[0])
    assert safety.version_id is not None
    invited = bool(drawn and drawn.random() < 0.4)
    service.receive(
        session,
        keys,
        safety,
        responses.definition_of(session, safety.version_id),
        submission_key=uuid4().hex,
        language="en",
        answers={
            "region": pick(["ARB", "EUR", "AFR"]),
            "age": pick(["13-15", "16-17"]),
            "worry": pick([1, 2, 3, 4, 5]),
            "seen": pick(["often", "never"]),
            "places": [pick(["games", "chats"])],
            "hours": pick(list(range(20))),
            "told": pick(["yes", "no"]),
        },
        texts={"idea": text} if text else {},
        may_be_quoted=False,
        stratum=Stratum.INVITED if invited else Stratum.OPEN,
    )


@pytest.fixture
def attacked(session: Session, keys: Keyring) -> Consultation:
    """Give 120 people over twelve days, and on the last one a hundred posts of a program."""
    drawn = random.Random(7)
    with clock.frozen(clock.now() - timedelta(days=12)):
        safety = a_consultation(session)
    for number in range(120):
        with clock.frozen(clock.now() - timedelta(days=number % 12)):
            submit(session, keys, safety, f"My own idea: {uuid4().hex}", drawn=drawn)
    for number in range(100):
        submit(session, keys, safety, SPAM.format(number), drawn=None)
    session.commit()
    return safety


@one_database
def test_programs_stand_out_among_the_open_answers_and_nobody_else_does(
    session: Session,
    keys: Keyring,
    attacked: Consultation,
    staff: Callable[[Role | str], StaffClient],
) -> None:
    found = quality.note(session, keys, attacked)
    session.commit()

    assert found is not None
    invited, open_ = found.parts
    assert {name for name in quality.LINE_NAMES if open_.is_striking(name)} == {
        "burst",
        "choices",
        "words",
    }
    assert not any(invited.is_striking(name) for name in ("choices", "words", "nothing", "stopped"))
    assert (open_.counts["words"], open_.counts["nothing"]) == (100, 0)
    ((day, number),) = open_.days
    assert day == clock.today()
    assert 100 < number <= 110

    for language in LANGUAGES:
        mei = staff(Role.CHAIR)
        mei.post("/staff/language", data={"language": language})
        page = mei.get("/staff/consultations/safety").text
        said = Speaker(language)
        assert said.gettext("What looks unusual") in page
        assert page.count(said.gettext("Look at this")) == 3
        assert "wonderful" not in page


@one_database
def test_where_too_much_was_written_words_are_not_compared(
    session: Session, keys: Keyring, attacked: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality, "_MOST_TEXTS", 50)

    found = quality.note(session, keys, attacked)
    session.commit()

    assert found is not None
    assert [part.counts["words"] for part in found.parts] == [None, None]
    assert found.parts[1].is_striking("choices")


@one_database
def test_the_note_goes_through_the_one_door_and_waits_for_the_next_release(
    session: Session, keys: Keyring, attacked: Consultation
) -> None:
    first = quality.note(session, keys, attacked)
    session.commit()
    noted = release.last(session, attacked.meeting, "quality of safety")
    assert noted is not None
    assert all(count == 0 or count >= attacked.smallest_cell for count in noted.shown.values())
    submit(session, keys, attacked, "", drawn=None)
    session.commit()

    again = quality.note(session, keys, attacked)
    session.commit()

    assert first is not None
    assert again is not None
    assert (again.parts, again.held) == (first.parts, True)


@one_database
def test_where_the_invited_are_hidden_the_note_tells_nothing_of_them(
    session: Session, keys: Keyring, attacked: Consultation
) -> None:
    # Three with an invitation: the paper hides them and those without.
    session.execute(update(Response).values(stratum=Stratum.OPEN))
    few = session.query(Response.id).limit(3).all()
    session.execute(
        update(Response).where(Response.id.in_([one.id for one in few])).values(stratum="invited")
    )
    session.commit()

    found = quality.note(session, keys, attacked)
    session.commit()

    assert found is not None
    for part in found.parts:
        assert part.responses is None
        assert set(part.counts.values()) == {None}


def test_texts_that_say_nearly_the_same_are_found_in_any_script_and_short_ones_are_not() -> None:
    texts = [text.format(number) for text in SAID.values() for number in range(3)]
    texts += ["I do not know", "I do not know", "لا أعرف", "不知道", "Something of my own, really"]

    found = alike.groups(texts)

    assert sorted(found) == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]


@one_database
def test_a_day_is_unusual_only_far_above_the_usual(session: Session) -> None:
    now = clock.now()
    with clock.frozen(now - timedelta(days=9)):
        safety = a_consultation(session)
    today = now.date()
    steady = Counter({today - timedelta(days=back): 100 for back in range(10)})
    class_day: Counter[date] = Counter({today: 25})

    assert quality.unusual_days(steady, safety) == {}
    assert quality.unusual_days(class_day, safety) == {}
    assert quality.unusual_days(steady + Counter({today: 500}), safety) == {today: 600}
    assert quality.unusual_days(Counter({today: 31}), safety) == {today: 31}
    assert quality.unusual_days(Counter(), consultations.by_slug(session, "safety")) == {}


@pytest.mark.trust("R29")
def test_no_hidden_count_of_a_note_can_be_worked_out() -> None:
    drawn = random.Random(3)
    hidden = 0
    for _note in range(12):
        sizes = {"invited": drawn.randint(0, 30), "open": drawn.randint(0, 60)}
        source = audit.source(cast.gathered(cast.rows(1, sum(sizes.values()))))
        found = {code: _drawn(drawn, size) for code, size in sizes.items()}
        # The paper hides both or neither, for they add up to all answers.
        known = all(size == 0 or size > 4 for size in sizes.values())
        above = [stratum_key(source.slug, "stratum", code) for code in sizes if known]
        system = quality.system(source, found, dict.fromkeys(above, 1))
        shown = audit.shown_once(system)
        published = {key for key, cell in system.cells.items() if cell.published}
        hidden += len(published - set(shown))
        exposed = suppression.exposures(
            system.cells.values(), system.relations, published - set(shown)
        )
        assert exposed == []
    assert hidden > 20


def _drawn(drawn: random.Random, size: int) -> quality.Found:
    burst, nothing = drawn.randint(0, size), drawn.randint(0, size // 2)
    counts = {
        "burst": burst,
        "choices": drawn.randint(0, size),
        "words": drawn.randint(0, size),
        "nothing": nothing,
        "stopped": drawn.randint(0, size - nothing),
    }
    first = drawn.randint(0, burst)
    days = {date(2026, 1, 1): first, date(2026, 1, 2): burst - first}
    return quality.Found(size, counts, days)
