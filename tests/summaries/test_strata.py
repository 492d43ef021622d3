"""Invited and open answers are told apart in every paper, hidden where they are few."""

from dataclasses import replace
from html import unescape

import pytest

from consult.consultations.models import Phase
from consult.core.locales import LANGUAGES, pick
from consult.exports import registry
from consult.exports.words import Words
from consult.responses.models import Mode, Stratum
from consult.summaries import strata
from consult.summaries.cells import Source
from consult.summaries.disclosure import publish
from consult.summaries.paper import Table
from tests.exports import papers
from tests.summaries import cast


def by_invitation(invited: int, without: int) -> Table:
    rows: list[cast.CountedRow] = [
        ("en", Mode.OPEN, None, None, {}, [], stratum)
        for stratum, times in ((Stratum.INVITED, invited), (Stratum.OPEN, without))
        for _ in range(times)
    ]
    counted = cast.counted(rows)
    _, published = publish([Source("one", Phase.BEFORE, 5, LANGUAGES, counted)])
    return dict(published["one"].participation)["stratum"]


@pytest.mark.trust("R29")
@pytest.mark.parametrize(
    ("invited", "without", "shown"),
    [
        (40, 60, [40, 60]),
        (0, 60, [0, 60]),
        # Two lines and a total: the large one would tell the small one.
        (3, 60, [None, None]),
        (60, 4, [None, None]),
        (2, 2, [None, None]),
    ],
)
def test_both_strata_are_told_or_both_are_hidden(
    invited: int, without: int, shown: list[int | None]
) -> None:
    table = by_invitation(invited, without)

    assert [row.code for row in table.rows] == ["invited", "open"]
    assert [row.count for row in table.rows] == shown
    assert all(set(row.label) == set(LANGUAGES) for row in table.rows)


def test_answers_without_an_invitation_do_not_change_the_number_of_the_invited() -> None:
    before, stuffed = by_invitation(40, 60), by_invitation(40, 6000)

    assert before.rows[0].count == stuffed.rows[0].count == 40


@pytest.mark.trust("R34")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_note_says_how_many_came_with_and_without_invitation(language: str) -> None:
    whole = papers.paper()
    (first, *others) = whole.consultations
    told = (*first.participation, ("stratum", by_invitation(40, 563)))
    told_apart = replace(whole, consultations=(replace(first, participation=told), *others))

    page = registry.write(told_apart, language, "html").decode()

    ways = "%(title)s, by invitation: %(ways)s."
    said = Words(language).gettext(
        ways,
        title=pick(first.title, language),
        ways=Words(language).pairs(
            (pick(strata.label("stratum", code), language), count)
            for code, count in (("invited", "40"), ("open", "563"))
        ),
    )
    assert said in unescape(page)
