"""What somebody tries who wants to know one young person's answers: differences of all kinds."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.consultations.models import Consultation, Phase
from consult.core.crypto import Keyring
from consult.core.locales import in_every_language
from consult.responses.models import Mode
from consult.summaries.paper import Row, Table
from consult.summaries.results import queries, weighting
from tests.conftest import StaffClient
from tests.moderation import cast as stored
from tests.summaries import cast

one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def safety(session: Session, keys: Keyring) -> Consultation:
    """A consultation with 120 answers of every kind."""
    made = stored.consultation(session, stored.meeting(session))
    stored.answer_all(session, keys, made, cast.rows(7, 120, unlikely=0.5))
    session.commit()
    return made


def numbers(page: str) -> list[str]:
    """Return every number of a page that a reader sees, in its order."""
    return re.findall(
        r"\d+", re.sub(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    )


@one_database
def test_one_more_answer_changes_no_page(
    session: Session, keys: Keyring, safety: Consultation, staff: Callable[[Role], StaffClient]
) -> None:
    mei = staff(Role.CHAIR)
    pages = [
        "/staff/", "/staff/meetings/24", "/staff/consultations/", "/staff/consultations/safety",
        "/staff/summaries/", "/staff/summaries/24", "/staff/results/?of=safety",
        "/staff/results/?of=safety&by=mode", "/staff/papers/24",
        "/en/", "/en/meetings/24", "/en/consultations/safety",
    ]  # fmt: skip
    before = {where: mei.get(where) for where in pages}
    assert sum("120" in page.text for page in before.values()) >= 4

    last = {"age": cast.BANDS[0], "region": "CIS", "seen": "yes", "where": "street", "worry": 5}
    stored.answer(session, keys, safety, last, mode=Mode.IMPORT, region="CIS", language="ru")
    session.commit()

    for where, page in before.items():
        after = mei.get(where)
        assert after.status_code in {page.status_code, 409, 422}, where
        if after.status_code == 200:
            # What is not reckoned anew is left out, such as means; nothing else differs.
            more = Counter(numbers(after.text)) - Counter(numbers(page.text))
            assert not more, (where, more)
        else:
            assert "<table" not in after.text


@one_database
def test_one_group_alone_is_a_column_of_the_comparison_and_not_another_release(
    session: Session, safety: Consultation
) -> None:
    whole = queries.results(session, [safety], by="mode")
    alone = queries.results(session, [safety], by="mode", only="paper")

    columns = {view.code: view.by_group["paper"] for view in whole.questions}
    assert columns
    assert {view.code: dict(view.by_group) for view in alone.questions} == {
        code: {"paper": column} for code, column in columns.items()
    }


@one_database
def test_a_sum_over_consultations_hides_what_one_of_them_hides(
    session: Session, keys: Keyring, safety: Consultation
) -> None:
    other = stored.consultation(session, safety.meeting, "other", phase=Phase.DURING)
    stored.answer_all(session, keys, other, cast.rows(8, 40, unlikely=0.3))

    both = {view.code: view for view in queries.results(session, [safety, other]).questions}
    parts = [
        {view.code: view for view in queries.results(session, [one]).questions}
        for one in (safety, other)
    ]

    hidden = 0
    for code, view in both.items():
        for row in view.whole.rows:
            counts = [
                line.count for part in parts for line in part[code].whole.rows
                if line.code == row.code
            ]  # fmt: skip
            hidden += None in counts
            assert row.count == (None if None in counts else sum(n or 0 for n in counts))
    assert hidden > 3


def test_no_choice_of_weights_tells_a_hidden_count() -> None:
    def table(**counts: int | None) -> Table:
        rows = tuple(Row(c, in_every_language(c), n, None) for c, n in counts.items())
        return Table(in_every_language("Answers"), rows, 100, 0, 0, adds_up=True)

    tables = {"AFR": table(yes=None, no=60, maybe=None), "EUR": table(yes=40, no=50, maybe=10)}

    for shares in ({"AFR": 99.999, "EUR": 0.001}, {"AFR": 1, "EUR": 1}, {"AFR": 1e-9, "EUR": 1}):
        found = weighting.weighted(tables, shares)
        assert found is not None
        assert [line.percent is None for line in found.lines] == [True, False, True]
