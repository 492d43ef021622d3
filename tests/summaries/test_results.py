"""The results pages: filters, comparisons, silence, weights; and real answers counted straight."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.audit.actor import COMMAND_LINE
from consult.consultations.models import Consultation, Phase
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, InvalidError
from consult.core.locales import in_every_language
from consult.questionnaires import format as own_format
from consult.questionnaires.definition import Definition, Page, Question
from consult.responses import importing
from consult.responses.models import Mode
from consult.summaries import disclosure, tallies
from consult.summaries.paper import Row, Table
from consult.summaries.results import queries, silence, weighting
from tests.moderation import cast as stored
from tests.responses import chile
from tests.summaries import audit, cast

Staff = Callable[[Role | str], FlaskClient]
one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

#: Questions of the real consultation that are compared, the first as the trait.
KEPT = ("age_range", "field", "aim_agreement", "goals_agreement")


def table(base: int, **counts: int | None) -> Table:
    rows = tuple(
        Row(code, in_every_language(code), count, disclosure.percent(count, base))
        for code, count in counts.items()
    )
    return Table(in_every_language("Answers"), rows, base, 0, 0, adds_up=True)


@pytest.mark.trust("R15")
def test_who_we_did_not_hear_from_names_the_empty_region() -> None:
    rows = [row for row in cast.rows(1, 400, unlikely=0.8) if row[2] != "ARB"]
    published = disclosure.publish([audit.source(cast.gathered(rows))])[1]["safety"]

    found = silence.of(dict(published.participation)["region"])

    assert [name["en"] for name in found.nobody] == ["Arab States"]
    assert len(silence.regions_heard(dict(published.participation)["region"])) == 5


def test_weights_make_each_region_as_large_as_its_share() -> None:
    tables = {"AFR": table(300, yes=270, no=30), "EUR": table(100, yes=10, no=90)}

    equal = weighting.weighted(tables, weighting.equal_shares(["AFR", "EUR", "ARB"]))
    given = weighting.weighted(tables, {"AFR": 75, "EUR": 25})

    assert equal is not None
    assert given is not None
    assert [line.percent for line in equal.lines] == [50, 50]
    assert equal.effective == 300  # 1 / (1/4/300 + 1/4/100)
    assert equal.without == ("ARB",)
    assert [line.percent for line in given.lines] == [70, 30]
    assert given.effective == 400  # the shares of the sample itself: nothing is lost
    few = {"AFR": table(20, yes=10, no=10)}
    lines = weighting.weighted(few, {"AFR": 100})
    assert lines is not None
    assert [line.percent for line in lines.lines] == [None, None]


@pytest.fixture
def safety(session: Session, keys: Keyring) -> Consultation:
    """A closed consultation with 300 answers of every kind."""
    made = stored.consultation(session, stored.meeting(session))
    stored.answer_all(session, keys, made, cast.rows(2, 300, unlikely=0.6))
    session.commit()
    return made


@one_database
def test_a_comparison_by_mode_equals_a_count_of_the_rows(
    session: Session, safety: Consultation
) -> None:
    found = queries.results(session, [safety], by="mode")

    by_mode: dict[str, Counter[str]] = {}
    for row in cast.rows(2, 300, unlikely=0.6):
        by_mode.setdefault(row[1].value, Counter())[str(row[4].get("worry"))] += 1
    (worry,) = [view for view in found.questions if view.code == "worry"]
    shown = 0
    for mode, counts in by_mode.items():
        for line in worry.by_group[mode].rows:
            assert line.count in (counts[line.code], None)
            shown += line.count is not None
    assert shown > 10


@one_database
def test_consultations_that_agree_add_up_and_others_are_counted_over_those_asked(
    session: Session, keys: Keyring, safety: Consultation
) -> None:
    only_one = Question("worry", "scale", cast.six("Worry?"), settings={"low": 1, "high": 5})
    short = Definition(
        cast.six("Short"),
        cast.six("Hello"),
        cast.definition().languages,
        (Page(cast.six("One"), (only_one,)),),
    )
    other = stored.consultation(
        session, safety.meeting, "other", definition=short, phase=Phase.DURING
    )
    for worry in (1, 2, 3, 4, 5):
        for _ in range(10):
            stored.answer(session, keys, other, {"worry": worry})

    both = queries.results(session, [safety, other])
    one = queries.results(session, [safety])

    views = {view.code: view for view in both.questions}
    alone = {view.code: view for view in one.questions}
    assert both.responses == 350
    assert views["worry"].asked_in == 2
    assert views["worry"].whole.base == (alone["worry"].whole.base or 0) + 50
    assert views["help"].asked_in == 1
    assert views["help"].whole == alone["help"].whole


@one_database
def test_two_traits_at_once_and_a_comparison_after_a_few_more_answers_are_refused(
    session: Session, keys: Keyring, safety: Consultation
) -> None:
    with pytest.raises(InvalidError) as refused:
        queries.results(session, [safety], only="AFR")
    assert refused.value.code == "only_without_trait"
    queries.results(session, [safety])
    stored.answer(session, keys, safety, {"worry": 1})

    with pytest.raises(DomainError) as waits:
        queries.results(session, [safety], by="mode")
    assert waits.value.code == "crossing_waits"


@one_database
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_shows_charts_and_tables_and_keeps_what_was_chosen(
    safety: Consultation, staff: Staff, language: str
) -> None:
    browser = staff("secretariat")
    browser.post("/staff/language", data={"language": language})
    assert f'value="{safety.slug}"' in browser.get("/staff/results/").text

    page = browser.get(f"/staff/results/?of={safety.slug}&by=mode")

    assert page.status_code == 200
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page.text)
    assert page.text.count("<svg") > 5
    assert '<option value="mode" selected>' in " ".join(page.text.split())
    one = browser.get(f"/staff/results/?of={safety.slug}&by=mode&only=paper")
    assert one.text.count('<th scope="col"') < page.text.count('<th scope="col"')
    refused = browser.get(f"/staff/results/?of={safety.slug}&weighted=yes&by=mode")
    assert refused.status_code == 422
    wrong = browser.get(f"/staff/results/?of={safety.slug}&weighted=yes&by=region&share-AFR=12")
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.text
    weighted = browser.get(f"/staff/results/?of={safety.slug}&weighted=yes&by=region")
    assert weighted.status_code == 200


@one_database
def test_a_comparison_of_real_answers_equals_a_count_of_the_file(
    session: Session, keys: Keyring, shared: Path
) -> None:
    mapping, content = chile.mapping(), chile.content()
    closed = [q for page in content["pages"] for q in page["questions"] if q["code"] in KEPT]
    content["pages"] = [content["pages"][0] | {"questions": closed}]
    asked = mapping["questions"]
    mapping["ignored"] += [one["column"] for code, one in asked.items() if code not in KEPT]
    mapping["questions"] = {code: asked[code] for code in KEPT}
    by = KEPT[0]
    text = json.dumps(content).replace(f'"{by}"', '"gender"')
    held = stored.consultation(
        session,
        stored.meeting(session),
        "chile",
        definition=own_format.parse(json.loads(text)),
        title={"es": "Consulta"},
    )
    renamed = json.loads(json.dumps(mapping).replace(f'"{by}":', '"gender":'))
    importing.import_answers(
        session,
        keys,
        held,
        chile.source(shared).read_bytes(),
        mapping=renamed,
        mode=Mode.IMPORT,
        language="es",
        actor=COMMAND_LINE,
    )

    found = queries.results(session, [held], by="gender")

    cells = chile.cells(shared)

    def codes(question: str) -> list[str | None]:
        asked = by if question == "gender" else question
        known = chile.mapping()["questions"][asked]["codes"]
        return [known.get(cell) for cell in cells[asked]]

    groups, checked = codes("gender"), 0
    for view in found.questions:
        if not view.by_group or view.code == "gender":
            continue
        pairs = Counter(zip(groups, codes(view.code), strict=True))
        for group, one in view.by_group.items():
            for row in one.rows if group else ():
                assert row.count in {pairs[group, row.code], None}, (view.code, group)
                assert not 0 < (row.count or 0) < 5
                checked += bool(row.count)
    assert checked > 10
    assert tallies.count(session, held).total == 732
