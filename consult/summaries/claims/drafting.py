"""What the released tables say by themselves: the claims that are drafted without a person.

Everything is read from tables that have passed the disclosure control, and a share needs 30
answers below it (TRUST.md R29, R30). A finding that a hidden count could overturn is not made.
"""

from collections.abc import Iterator, Sequence

from consult.core.locales import Localized
from consult.summaries.claims import evidence
from consult.summaries.claims.choosing import Candidate, choose
from consult.summaries.claims.claim import Claim, Kind, Value
from consult.summaries.claims.evidence import Index
from consult.summaries.disclosure import SMALLEST_BASE
from consult.summaries.paper import ConsultationResult, Paper, QuestionResult, Row, Table
from consult.summaries.stated import CrossTable, ThemeLine, ThemeResult

#: Percentage points from which two groups are told apart, and how many such contrasts at most.
APART, MOST_CONTRASTS = 10, 12
#: Points from which a region or language should be heard in a quote (SUMMARIES.md).
HEARD_APART = 5
#: Strata of participation that a sentence is made of, one each.
_TOLD = ("region", "age_band", "language", "mode", "stratum")
#: Those of them in which somebody can be missing.
_MISSED = ("region", "age_band", "language")
#: Kinds whose lines are no answers that somebody chose.
_NO_HEADLINE = frozenset({"number"})


def draft(paper: Paper, candidates: Sequence[Candidate] = ()) -> tuple[Claim, ...]:
    """Return the claims in their order: who took part, then question by question.

    Args:
        paper: the released tables; its own findings are not looked at.
        candidates: texts that may be quoted, confirmed by two people.
    """
    known = evidence.index(paper)
    apart = contrasts(paper)
    told = {claim.key for claim in apart}
    chosen = choose(candidates, list(_to_hear(paper.crossed)))
    found: list[Claim] = []
    for consultation in paper.consultations:
        found += _participation(consultation, known)
    for consultation in paper.consultations:
        for question in consultation.questions:
            under = evidence.question_id(consultation.slug, question.code)
            found += _headlines(consultation.slug, question)
            found += [claim for claim in apart if claim.under == under and claim.key in told]
            found += _themes(paper.themes, consultation.slug, question)
            found += _quotes(chosen, consultation.slug, question)
    return tuple(found)


def _participation(one: ConsultationResult, known: Index) -> Iterator[Claim]:
    under = evidence.consultation_id(one.slug)
    title = Value("title", text=one.title)
    if one.responses is not None:
        cell = evidence.responses_cell(one.slug)
        values = (title, Value("count", one.responses, cell=cell))
        yield Claim(f"took_part:{one.slug}", Kind.COUNT, "took_part", under, values, (under,))
    tables = dict(one.participation)
    for stratum in _TOLD:
        if stratum not in tables:
            continue
        table = tables[stratum]
        name = Value("table", text=_inside(table.caption))
        shown = [row for row in table.rows if row.count]
        if len(shown) > 1:
            groups = tuple(
                Value(
                    f"groups:{row.code}",
                    row.count,
                    _name(stratum, row.label),
                    evidence.participation_cell(one.slug, stratum, f"{row.code}/count"),
                )
                for row in shown
            )
            key = f"groups:{one.slug}/{stratum}"
            yield Claim(key, Kind.TABLE, "groups", under, (title, name, *groups), (under,))
        if stratum in _MISSED and known.resolves(evidence.responses_cell(one.slug)):
            yield from _missed(one.slug, stratum, table, (title, name))


def _missed(slug: str, stratum: str, table: Table, about: tuple[Value, Value]) -> Iterator[Claim]:
    """Yield who was not heard, and whose number is hidden: a hidden one need not be small."""
    under = evidence.consultation_id(slug)
    nobody = tuple(
        Value(
            f"groups:{row.code}",
            text=_name(stratum, row.label),
            cell=evidence.participation_cell(slug, stratum, f"{row.code}/count"),
        )
        for row in table.rows
        if row.count == 0
    )
    if nobody:
        key = f"silent:{slug}/{stratum}"
        yield Claim(key, Kind.NOTE, "silent", under, (*about, *nobody), (under,))
    hidden = tuple(
        Value(f"groups:{row.code}", text=_name(stratum, row.label))
        for row in table.rows
        if row.count is None
    )
    if hidden:
        key = f"hidden:{slug}/{stratum}"
        yield Claim(key, Kind.NOTE, "hidden", under, (*about, *hidden), (under,))


def _inside(text: Localized) -> Localized:
    """Return words as they stand inside a sentence: without the large letter they begin with."""
    return {tag: said[:1].lower() + said[1:] for tag, said in text.items()}


def _name(stratum: str, label: Localized) -> Localized:
    """Return the name of a group inside a sentence; regions keep their letters."""
    if stratum == "language":  # only English writes them with a capital inside a sentence
        return _inside(label) | {tag: said for tag, said in label.items() if tag == "en"}
    return _inside(label) if stratum in {"age_band", "mode", "stratum"} else label


def _headlines(slug: str, question: QuestionResult) -> Iterator[Claim]:
    if question.kind in _NO_HEADLINE:
        return
    # Of a ranking only the first place says what young people want most.
    ranked = question.kind == "ranking"
    tables = question.tables[:1] if ranked else question.tables
    for place, table in enumerate(tables):
        most = _most_often(table)
        if not most or table.base is None:
            continue

        def cell(part: str, place: int = place) -> str:
            return evidence.question_cell(slug, question.code, place, part)

        under = evidence.question_id(slug, question.code)
        percent = most[0].percent
        common = (
            Value("question", text=question.text if ranked else _asked(question, table)),
            Value("asked", text=question.text if ranked else table.caption),
            Value("percent", percent, cell=cell(f"row/{most[0].code}/percent")),
            Value("base", table.base, cell=cell("base")),
        )
        key = f"most_often:{slug}/{question.code}/{place}"
        if len(most) == 1:
            answer = Value("answer", text=_answer(question, table, most[0]))
            sentence = "most_often_first" if ranked else "most_often"
            yield Claim(key, Kind.TABLE, sentence, under, (*common, answer), (under,))
        else:
            answers = tuple(
                Value(f"answers:{row.code}", text=row.label, cell=cell(f"row/{row.code}/count"))
                for row in most
            )
            yield Claim(key, Kind.TABLE, "tied", under, (*common, *answers), (under,))


def _most_often(table: Table) -> list[Row]:
    """Return the line chosen most often, or those that share that place.

    None where a hidden line could be as large. Lines that share the base between them leave it to
    be seen how many the hidden ones have together; of others nothing is known.
    """
    if table.base is None or table.base < SMALLEST_BASE or len(table.rows) < 2:
        return []
    counts = [row.count for row in table.rows if row.count is not None]
    most = max(counts, default=0)
    if len(counts) < len(table.rows) and not (table.adds_up and table.base - sum(counts) < most):
        return []
    found = [row for row in table.rows if row.count == most]
    return found if most and len(found) < len(table.rows) else []


def _asked(question: QuestionResult, table: Table) -> Localized:
    """Return the words of the question, with the row or place that the table is about."""
    if table.caption == question.text:
        return question.text
    return table.caption


def _answer(question: QuestionResult, table: Table, row: Row) -> Localized:
    """Return an answer in words; a number of a scale says nothing without its ends."""
    if question.kind != "scale":
        return row.label
    ends = f"{table.rows[0].code}–{table.rows[-1].code}"
    return {tag: f"{text} ({ends})" for tag, text in row.label.items()}


def contrasts(paper: Paper) -> list[Claim]:
    """Return where two groups are far apart, the farthest of each table, most telling first."""
    found = [*_between_groups(paper), *_between_phases(paper)]
    found.sort(key=lambda pair: (-pair[0], pair[1].key))
    return [claim for _points, claim in found[:MOST_CONTRASTS]]


def _between_groups(paper: Paper) -> Iterator[tuple[int, Claim]]:
    questions = {
        (one.slug, question.code): question
        for one in paper.consultations
        for question in one.questions
    }
    tables: dict[tuple[str, str, int, str], list[CrossTable]] = {}
    for one in paper.crossed:
        tables.setdefault((one.slug, one.question, one.place, one.stratum), []).append(one)
    for (slug, code, place, stratum), groups in tables.items():
        question = questions[slug, code]
        sides = [
            _Side(
                _name(stratum, one.label),
                one.table,
                evidence.crossed_cell(one, "").rstrip("/"),
            )
            for one in groups
        ]
        key = f"apart:{slug}/{code}/{place}/{stratum}"
        found = _widest(sides, key, question, place, evidence.question_id(slug, code))
        if found:
            yield found


def _between_phases(paper: Paper) -> Iterator[tuple[int, Claim]]:
    """Yield what was asked in the same words before and during the meeting, answered otherwise."""
    before, during = (
        [one for one in paper.consultations if one.phase == phase] for phase in ("before", "during")
    )
    names = {row.code: row.label for row in paper.phases.rows}
    for first in before:
        for second in during:
            later = {question.code: question for question in second.questions}
            for question in first.questions:
                again = later.get(question.code)
                if again is None or again.text != question.text or again.kind != question.kind:
                    continue
                for place, pair in enumerate(zip(question.tables, again.tables, strict=False)):
                    sides = [
                        _Side(
                            _inside(names[one.phase]),
                            table,
                            evidence.question_cell(one.slug, question.code, place, "").rstrip("/"),
                        )
                        for one, table in zip((first, second), pair, strict=True)
                    ]
                    key = f"apart:{first.slug}/{question.code}/{place}/phase/{second.slug}"
                    under = evidence.question_id(first.slug, question.code)
                    found = _widest(sides, key, question, place, under)
                    if found:
                        yield found


class _Side:
    """One group with its table, and the id of its counts."""

    def __init__(self, label: Localized, table: Table, cell: str) -> None:
        self.label, self.table, self.cell = label, table, cell

    def percent(self, code: str) -> int | None:
        """Return the share of one line; absent below 30 answers or where it is hidden."""
        if self.table.base is None or self.table.base < SMALLEST_BASE:
            return None
        return next((row.percent for row in self.table.rows if row.code == code), None)


def _widest(
    sides: Sequence[_Side], key: str, question: QuestionResult, place: int, under: str
) -> tuple[int, Claim] | None:
    """Return the line on which two of the groups are farthest apart, if far enough."""
    best: tuple[int, Row, _Side, _Side] | None = None
    for row in sides[0].table.rows if sides else ():
        told = [(p, side) for side in sides if (p := side.percent(row.code)) is not None]
        if len(told) < 2:
            continue
        high, low = max(told, key=lambda one: one[0]), min(told, key=lambda one: one[0])
        points = high[0] - low[0]
        if points >= APART and (best is None or points > best[0]):
            best = (points, row, high[1], low[1])
    if best is None:
        return None
    points, row, more, less = best
    values = [
        Value("question", text=_asked(question, question.tables[place])),
        Value("answer", text=_answer(question, question.tables[place], row)),
    ]
    for name, side in (("high", more), ("low", less)):
        values += [
            Value(name, text=side.label),
            Value(
                f"{name}_percent",
                side.percent(row.code),
                cell=f"{side.cell}/row/{row.code}/percent",
            ),
            Value(f"{name}_base", side.table.base, cell=f"{side.cell}/base"),
        ]
    return points, Claim(key, Kind.CONTRAST, "apart", under, tuple(values), (under,))


def _themes(results: Sequence[ThemeResult], slug: str, question: QuestionResult) -> Iterator[Claim]:
    for result in results:
        if result.slug == slug and result.text_code.removesuffix("-other") == question.code:
            for line in result.themes:
                if line.count:
                    yield _theme(result, line, evidence.question_id(slug, question.code))


def _theme(result: ThemeResult, line: ThemeLine, under: str) -> Claim:
    """Return how many answers carry a theme; of how many only where that number is told."""

    def value(name: str, number: int | None, part: str) -> Value:
        return Value(name, number, cell=evidence.theme_cell(result, part))

    values = [
        Value("question", text=result.question),
        Value("theme", text=line.label),
        value("count", line.count, f"{line.theme}/count"),
    ]
    if result.total is not None:
        values.append(value("total", result.total, "total"))
    if result.kind == "estimated":
        values += [
            value("read", result.read, "read"),
            value("low", line.low, f"{line.theme}/low"),
            value("high", line.high, f"{line.theme}/high"),
        ]
    rests_on = (under, evidence.theme_id(result, line.theme))
    key = f"theme:{result.slug}/{result.text_code}/{line.theme}"
    sentence = f"theme_{result.kind}"
    return Claim(key, Kind.THEME, sentence, under, tuple(values), rests_on)


def _quotes(chosen: Sequence[Candidate], slug: str, question: QuestionResult) -> Iterator[Claim]:
    for one in chosen:
        if (one.slug, one.question) == (slug, question.code):
            under = evidence.question_id(slug, question.code)
            name = evidence.quote_id(one.review)
            values = (Value("question", text=question.text),)
            yield Claim(name, Kind.QUOTE, "quoted", under, values, (under, name))


def _to_hear(crossed: Sequence[CrossTable]) -> Iterator[tuple[str, str, str]]:
    """Yield consultation, stratum and group where a region or language differs from another."""
    tables: dict[tuple[str, str, int, str], list[CrossTable]] = {}
    for one in crossed:
        if one.stratum in {"region", "language"}:
            tables.setdefault((one.slug, one.question, one.place, one.stratum), []).append(one)
    for groups in tables.values():
        for row in groups[0].table.rows:
            told = [
                (percent, one)
                for one in groups
                if (percent := _Side({}, one.table, "").percent(row.code)) is not None
            ]
            if len(told) < 2:
                continue
            high, low = max(told, key=lambda t: t[0]), min(told, key=lambda t: t[0])
            if high[0] - low[0] >= HEARD_APART:
                for _percent, one in (high, low):
                    yield (one.slug, one.stratum, one.group)
