"""What differs between a paper and the one that follows it, for the box on its first page."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from consult.core.locales import LANGUAGES, Localized
from consult.summaries.paper import Changed, Paper, Table

#: Stands for a hidden count, as in papers.
_HIDDEN = "–"

Place = tuple[str, ...]
Figure = tuple[Localized, Localized, int | None]


def changes(before: Paper, after: Paper) -> tuple[Changed, ...]:
    """Return every text and figure that differs, in the order of the paper.

    Paragraphs are told apart by their place in all languages at once: one that is changed in a
    single language is told.
    """
    return (
        *_texts(before, after),
        *_paragraphs(before, after),
        *_figures(before, after),
        *_quotes(before, after),
    )


def _texts(before: Paper, after: Paper) -> Iterator[Changed]:
    if before.title != after.title:
        yield Changed("title", {}, before.title, after.title)
    if before.abstract != after.abstract:
        yield Changed("abstract", {}, before.abstract, after.abstract)
    if before.purpose != after.purpose:
        yield Changed("purpose", {}, _same(before.purpose), _same(after.purpose))


def _paragraphs(before: Paper, after: Paper) -> Iterator[Changed]:
    was, now = _by_place(before.narrative), _by_place(after.narrative)
    old_keys, new_keys = ([tuple(sorted(one.items())) for one in side] for side in (was, now))
    matcher = SequenceMatcher(a=old_keys, b=new_keys, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        for step in range(max(i2 - i1, j2 - j1)):
            old = was[i1 + step] if i1 + step < i2 else {}
            new = now[j1 + step] if j1 + step < j2 else {}
            place = j1 + step if new else i1 + step
            yield Changed("paragraph", _same(str(place + 1)), old, new)


def _by_place(narrative: Localized) -> list[Localized]:
    """Return the paragraphs, each in the languages it is there in."""
    lines = {
        tag: [line.strip() for line in text.split("\n") if line.strip()]
        for tag, text in narrative.items()
    }
    longest = max((len(found) for found in lines.values()), default=0)
    return [
        {tag: found[place] for tag, found in lines.items() if place < len(found)}
        for place in range(longest)
    ]


def _figures(before: Paper, after: Paper) -> Iterator[Changed]:
    was, now = dict(_counts(before)), dict(_counts(after))
    for place in dict.fromkeys([*was, *now]):
        old, new = was.get(place), now.get(place)
        if (old and old[2]) == (new and new[2]) and bool(old) == bool(new):
            continue
        caption, label, _count = new or old or ({}, {}, None)
        name = {tag: f"{caption.get(tag, '')} – {label.get(tag, '')}" for tag in LANGUAGES}
        yield Changed("figure", name, _told(old), _told(new))


def _counts(paper: Paper) -> Iterator[tuple[Place, Figure]]:
    for place, table in _tables(paper):
        for row in table.rows:
            yield (*place, row.code), (table.caption, row.label, row.count)


def _tables(paper: Paper) -> Iterator[tuple[Place, Table]]:
    yield ("phases",), paper.phases
    for one in paper.consultations:
        for stratum, table in one.participation:
            yield (one.slug, stratum), table
        for question in one.questions:
            for number, table in enumerate(question.tables):
                yield (one.slug, question.code, str(number)), table


def _quotes(before: Paper, after: Paper) -> Iterator[Changed]:
    was, now = (
        [q for c in paper.consultations for one in c.questions for q in one.quotes]
        for paper in (before, after)
    )
    gone = len([quote for quote in was if quote not in now])
    if gone:
        yield Changed("quotes", _same(str(gone)), {}, {})


def _told(figure: Figure | None) -> Localized:
    if figure is None:
        return {}
    return _same(_HIDDEN if figure[2] is None else str(figure[2]))


def _same(text: str) -> Localized:
    return dict.fromkeys(LANGUAGES, text)
