"""A reader who reckons with young people instead of tables: every record that could be theirs.

Shares no code with what the product knows of how counts add up: from the questionnaire of each
version alone follow all ways to answer it, and of each way the counts it stands in. How many went
each way is unknown; what is published are sums of that.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations, product
from math import prod
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from consult.questionnaires import combining, rules
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Definition, Page, Question
from consult.questionnaires.types.base import OTHER, PREFER_NOT
from consult.summaries.known import Key
from consult.summaries.snapshots import columns
from consult.summaries.snapshots import queries as snapshots
from consult.summaries.snapshots.columns import Columns
from tests.summaries import cast, versions

#: An answer to one question, and whether something was written with it.
Said = tuple[Any, bool]
_SLUG = "safety"
#: A questionnaire with more ways to answer it takes too long to reckon with.
_MOST = 4000


@dataclass(frozen=True)
class Record:
    """How somebody answers a version: each question that was put to them, in its order."""

    version: str
    said: Mapping[str, Said]
    mode: str = "open"

    @property
    def region(self) -> str | None:
        """Return the region that was told."""
        return self.said.get("region", (None, False))[0]  # type: ignore[no-any-return]


def holds(rule: Condition, said: Mapping[str, Said]) -> bool:
    """Tell whether somebody meets a rule."""
    if rule.parts:
        met = [holds(part, said) for part in rule.parts]
        return {"all": all(met), "any": any(met), "not": not any(met)}[rule.op]
    value = said.get(rule.question, (None, False))[0]
    if value is None or value == PREFER_NOT:
        return False
    return _TESTED[rule.op](value, rule.value)


_TESTED: dict[str, Callable[[Any, Any], bool]] = {
    "answered": lambda _value, _told: True,
    "equals": lambda value, told: bool(value == told),
    "includes": lambda value, told: told in value,
    "at_least": lambda value, told: bool(value >= told),
    "at_most": lambda value, told: bool(value <= told),
}


def records(name: str, asked: Definition) -> list[Record]:
    """Return every way to answer a version."""
    found: list[dict[str, Said]] = [{}]
    for page in asked.pages:
        there = [said for said in found if not page.show_if or holds(page.show_if, said)]
        elsewhere = [said for said in found if page.show_if and not holds(page.show_if, said)]
        for question in page.questions:
            there = [
                more
                for said in there
                for more in (
                    [{**said, question.code: one} for one in ways(question, said)]
                    if not question.show_if or holds(question.show_if, said)
                    else [said]
                )
            ]
        found = [*elsewhere, *there]
    return [Record(name, said) for said in found]


def ways(question: Question, said: Mapping[str, Said]) -> Iterator[Said]:
    """Yield every answer to a question that was put to somebody."""
    codes = [c.code for c in question.choices if not c.show_if or holds(c.show_if, said)]
    yield None, False
    if question.prefer_not:
        yield PREFER_NOT, False
    if question.type == "long_text":
        yield None, True
    for value in _ANSWERS.get(question.type, _one_of)(question, codes):
        yield value, False
        if value == OTHER or (isinstance(value, list) and OTHER in value):
            yield value, True


def _one_of(question: Question, codes: list[str]) -> Iterator[Any]:
    yield from codes
    yield from [OTHER] if question.other else []


def _numbers(question: Question, low: str, high: str) -> Iterator[int]:
    yield from range(question.settings[low], question.settings[high] + 1)


def _several(question: Question, codes: list[str]) -> Iterator[list[str]]:
    more = list(_one_of(question, codes))
    most = min(question.settings.get("at_most") or len(more), len(more))
    for many in range(1, most + 1):
        yield from map(list, combinations(more, many))


def _orders(_question: Question, codes: list[str]) -> Iterator[list[str]]:
    for many in range(1, len(codes) + 1):
        yield from map(list, permutations(codes, many))


def _grids(question: Question, codes: list[str]) -> Iterator[dict[str, str]]:
    rows = [row.code for row in question.settings["rows"]]
    for each in product([None, *codes], repeat=len(rows)):
        if any(each):
            yield {row: one for row, one in zip(rows, each, strict=True) if one}


_ANSWERS: dict[str, Callable[[Question, list[str]], Iterable[Any]]] = {
    "long_text": lambda _question, _codes: (),
    "yes_no": lambda _question, _codes: ("yes", "no"),
    "region": lambda _question, _codes: cast.REGIONS,
    "scale": lambda question, _codes: _numbers(question, "low", "high"),
    "number": lambda question, _codes: _numbers(question, "minimum", "maximum"),
    "multiple_choice": _several,
    "ranking": _orders,
    "matrix": _grids,
}


def counts_of(slug: str, record: Record, whole: Definition) -> Iterator[Key]:
    """Yield the counts somebody stands in, by the names they have in a release."""
    yield (slug, "responses")
    yield from ((slug, "stratum", "mode", line) for line in (record.mode, "base"))
    yield (slug, "stratum", "region", record.region or "no-answer")
    if record.region:
        yield (slug, "stratum", "region", "base")
    for code, (value, written) in record.said.items():
        question = whole.by_code[code]
        if question.type == "region":
            continue
        if written:
            yield (slug, "question", code, "texts")
        for place, line in enumerate(_lines(question, value)):
            table = (slug, "question", code, str(place))
            if line == "not there":
                continue
            if line is None or line == PREFER_NOT:
                yield (*table, "prefer_not" if line else "no_answer", "")
                continue
            yield (*table, "base", "")
            for row in line if isinstance(line, list) else [line]:
                yield (*table, "row", str(row))


def is_reckoned(key: Key) -> bool:
    """Tell whether records say in which count of a release somebody stands."""
    return key[0] != "phases" and (key[1] != "stratum" or key[2] in {"mode", "region"})


def _lines(question: Question, value: Any) -> list[Any]:
    """Return in which line of each table of a question an answer stands."""
    if question.type == "long_text":
        return []
    if question.type == "ranking":
        places = min(3, len(question.choices))
        if isinstance(value, list):
            return [value[n] if n < len(value) else None for n in range(places)]
        return [value] * places
    if question.type == "matrix":
        rows = [row.code for row in question.settings["rows"]]
        return [value.get(row) if isinstance(value, dict) else value for row in rows]
    return [value]


@dataclass(frozen=True)
class Case:
    """A consultation small enough to reckon with every way to answer it."""

    versions: Mapping[str, tuple[int, Definition]]
    whole: Definition
    ways: tuple[Record, ...]
    answers: tuple[Record, ...]

    def columns(self, answers: Sequence[Record] | None = None) -> Columns:
        """Return answers as a snapshot has them."""
        return columns.gather(
            snapshots.codes(self.whole), map(_row, self.answers if answers is None else answers)
        )

    def names(self, record: Record) -> Iterator[Key]:
        """Yield the counts a record stands in, of the whole and of its era."""
        own = self.versions[record.version][1]
        era = next(n for n, one in self.versions.values() if combining.asks_alike(one, own))
        groups = (f"{_SLUG}/mode={record.mode}", f"{_SLUG}/region={record.region or ''}")
        for slug in (_SLUG, f"{_SLUG}@{era}", *groups):
            for key in counts_of(slug, record, self.whole):
                if key[1] != "question" or len(key) < 5 or _has(own, self.whole, key):
                    yield key

    def true(self, answers: Sequence[Record] | None = None) -> dict[Key, int]:
        """Return the counts of answers that are not nobody's."""
        found: dict[Key, int] = {}
        for record in self.answers if answers is None else answers:
            for key in self.names(record):
                found[key] = found.get(key, 0) + 1
        return found


def _has(own: Definition, whole: Definition, key: Key) -> bool:
    """Tell whether a version has the row of a matrix that a table is of."""
    question = own.by_code[key[2]]
    if question.type != "matrix":
        return True
    code = whole.by_code[key[2]].settings["rows"][int(key[3])].code
    return code in {row.code for row in question.settings["rows"]}


def _row(record: Record) -> columns.SnapshotRow:
    said = {code: value for code, (value, _written) in record.said.items() if value is not None}
    texts = [
        code if value is None else f"{code}-{OTHER}"
        for code, (value, written) in record.said.items()
        if written
    ]
    return record.version, ("en", record.mode, record.region, None, "open"), said, texts


def drawn(
    seed: int, totals: Sequence[int], unlikely: float, modes: Sequence[str] = ("open",)
) -> Case | None:
    """Return versions changed at random, so many answers to each; ``None`` where they are large."""
    draw = random.Random(seed)
    asked = [_first(draw)]
    while len(asked) < len(totals):
        tried = versions.changed(draw, asked[-1])
        if combining.clashes(combining.together(asked), tried):
            tried = asked[-1]
        asked.append(tried)
    numbered = {str(number): (number, one) for number, one in enumerate(asked, 1)}
    if any(_many(one) > _MOST for one in asked):
        return None
    every = {name: records(name, own) for name, (_number, own) in numbered.items()}
    liking = random.Random(seed + 1)
    favour: dict[str, float] = {}
    answers = []
    for name, total in zip(numbered, totals, strict=True):
        weights = [_weight(record, favour, liking, unlikely) for record in every[name]]
        answers += [
            replace(record, mode=draw.choices(modes, [0.2**n for n in range(len(modes))])[0])
            for record in draw.choices(every[name], weights, k=total)
        ]
    one_mode = [record for name in numbered for record in every[name]]
    ways_ = tuple(replace(record, mode=mode) for record in one_mode for mode in modes)
    return Case(numbered, combining.together(asked), ways_, tuple(answers))


def _weight(
    record: Record, favour: dict[str, float], liking: random.Random, unlikely: float
) -> float:
    """Return how likely a way to answer is; each answer is liked alike in every version."""
    weight = 1.0
    for code, (value, written) in record.said.items():
        name = f"{code} {value} {written}"
        favour.setdefault(name, unlikely ** liking.randint(0, 3))
        weight *= favour[name]
    return weight


def _many(asked: Definition) -> int:
    """Return how many ways to answer there would be without rules."""
    every = (
        replace(q, choices=tuple(replace(choice, show_if=None) for choice in q.choices))
        for q in asked.questions()
    )
    return prod(len(list(ways(question, {}))) for question in every)


def _first(draw: random.Random) -> Definition:
    """Return a small questionnaire, with rules among its questions."""
    steps = {"low": 1, "high": 3}
    rows = {"rows": cast.choices("parents", "schools")}
    some = draw.random
    every = [
        Question("seen", "yes_no", cast.six("Seen?"), prefer_not=some() < 0.3),
        Question("worry", "scale", cast.six("Worry?"), settings=steps, prefer_not=some() < 0.3),
        Question("where", "single_choice", cast.six("Where?"), choices=cast.choices("a", "b", "c"),
                 other=some() < 0.4, prefer_not=some() < 0.3),
        Question("calm", "yes_no", cast.six("Calm?"), prefer_not=some() < 0.3),
        Question("help", "multiple_choice", cast.six("Help?"), choices=cast.choices("a", "b", "c"),
                 prefer_not=some() < 0.3, settings={"at_most": 2} if some() < 0.5 else {}),
        Question("region", "region", cast.six("Region?")),
        Question("order", "ranking", cast.six("Order?"), choices=cast.choices("a", "b")),
        Question("agree", "matrix", cast.six("Agree?"), choices=cast.choices("y", "n"),
                 settings=rows, prefer_not=some() < 0.3),
        Question("more", "long_text", cast.six("More?")),
    ]  # fmt: skip
    chosen = draw.sample(every, draw.choice([3, 3, 4]))
    made = Definition(cast.six("Small"), {}, ("en",), (Page(cast.six("One"), tuple(chosen)),))
    for question in chosen[1:]:
        if some() < 0.6:
            made = _ruled(draw, made, question.code)
    return made


def _ruled(draw: random.Random, asked: Definition, code: str) -> Definition:
    earlier: list[Question] = []
    for question in asked.questions():
        if question.code == code:
            break
        earlier.append(question)
    before = replace(asked, pages=(Page({}, tuple(earlier)),))
    rule = _any_rule(draw, before)
    if rule is None:
        return asked
    mine = asked.by_code[code]
    if mine.choices and mine.type in {"single_choice", "multiple_choice"} and draw.random() < 0.4:
        first, *rest = mine.choices
        mine = replace(mine, choices=(replace(first, show_if=rule), *rest))
    else:
        mine = replace(mine, show_if=rule)
    tried = replace(
        asked,
        pages=tuple(
            replace(p, questions=tuple(mine if q.code == code else q for q in p.questions))
            for p in asked.pages
        ),
    )
    return asked if rules.problems(tried) else tried


def _any_rule(draw: random.Random, before: Definition) -> Condition | None:
    leaves = []
    for question in before.questions():
        code = question.code
        if question.type != "long_text":
            leaves.append(Condition("answered", question=code))
        match question.type:
            case "yes_no":
                leaves.append(Condition("equals", question=code, value="yes"))
            case "single_choice":
                leaves.append(Condition("equals", question=code, value="a"))
            case "region":
                leaves.append(Condition("equals", question=code, value="AFR"))
            case "scale":
                leaves += [
                    Condition("at_least", question=code, value=2),
                    Condition("equals", question=code, value=1),
                ]
            case "multiple_choice":
                leaves.append(Condition("includes", question=code, value="a"))
    if not leaves:
        return None
    one = draw.choice(leaves)
    if draw.random() < 0.3:
        one = Condition(draw.choice(["all", "any"]), (one, draw.choice(leaves)))
    return Condition("not", (one,)) if draw.random() < 0.25 else one


class Reader:
    """Knows every way to answer, and what each release shows."""

    def __init__(self, case: Case, releases: int = 1) -> None:
        """Take in the questionnaires; a record is given before the first release, or later."""
        self.case = case
        self.releases = releases
        self.place: dict[tuple[int, Key], int] = {}
        rows, places = [], []
        for at, record in enumerate(case.ways):
            for key in case.names(record):
                for since in range(releases):
                    for seen in range(since, releases):
                        row = self.place.setdefault((seen, key), len(self.place))
                        rows.append(row)
                        places.append(since * len(case.ways) + at)
        shape = (len(self.place), releases * len(case.ways))
        self.matrix = csr_array((np.ones(len(rows)), (rows, places)), shape=shape)
        self.known: dict[tuple[int, Key], int] = {}

    def sees(self, shown: Mapping[Key, int], release: int = 0) -> None:
        """Take in what a release shows."""
        self.known |= {(release, key): count for key, count in shown.items()}

    def narrow(self, asked: Mapping[tuple[int, Key], int]) -> list[tuple[Key, float, float]]:
        """Return the counts that are known to less than their threshold, with what is known.

        Args:
            asked: the threshold of each count, by release and name.
        """
        told = sorted(key for key in self.known if key in self.place)
        a_eq = self.matrix[[self.place[key] for key in told]]
        b_eq = [self.known[key] for key in told]
        aims = {
            key: self.matrix[[self.place[key]]].toarray()[0] for key in asked if key in self.place
        }
        spread: dict[tuple[int, Key], list[float]] = {
            key: [float("inf"), -float("inf")] for key in aims
        }
        found = []
        for key, aim in aims.items():
            ends = []
            if spread[key][1] - spread[key][0] >= asked[key]:
                continue
            for sign in (1, -1):
                # scipy takes sparse matrices here; its stubs do not know.
                one = linprog(sign * aim, A_eq=a_eq, b_eq=b_eq)  # type: ignore[call-overload]
                assert one.status in {0, 3}, (key, one.message)
                ends.append(sign * one.fun if one.status == 0 else -sign * float("inf"))
                if one.status == 0:
                    for other, its in aims.items():
                        at = float(its @ one.x)
                        spread[other] = [min(at, spread[other][0]), max(at, spread[other][1])]
            if ends[1] - ends[0] < asked[key] - 1e-5:
                found.append((key[1], ends[0], ends[1]))
        return found
