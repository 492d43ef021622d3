"""The annex on method: how people were reached, who is missing, what is hidden, how to read it."""

from collections.abc import Iterator

from consult.core.locales import N_, pick
from consult.exports import further
from consult.exports.edition import Edition
from consult.exports.figures import Figures, hidden_cells
from consult.exports.outline import Block, Bullets, Grid, Heading, Paragraph
from consult.exports.words import Words
from consult.summaries import strata
from consult.summaries.paper import ConsultationResult, Paper, Table

_PHASE_NAMES = {"before": N_("Before the meeting"), "during": N_("During the meeting")}

#: Who is missing cannot be told where nobody was asked.
_NOT_ASKED = {
    "region": N_(
        "%(title)s did not ask where young people live: we cannot tell which regions are missing."
    ),
    "age_band": N_(
        "%(title)s did not ask how old young people are: we cannot tell which ages are missing."
    ),
}
#: How the number per way of answering, and with and without invitation, is told.
_BY_WAY = {
    "mode": N_("%(title)s, by way of answering: %(ways)s."),
    "stratum": N_("%(title)s, by invitation: %(ways)s."),
}


def annex(edition: Edition, words: Words, figures: Figures) -> Iterator[Block]:
    """Yield the annex."""
    _ = words.gettext
    yield Heading(1, _("Annex: how this was done"))
    yield Heading(2, _("How young people were reached"))
    yield Paragraph(
        _(
            "Anybody with the link could answer, and groups could answer together with an adult"
            " or on paper. Those who were invited with a code, or by a partner who holds the"
            " consents of a group, are counted apart from all others. Nobody was drawn by chance:"
            " those who answered chose to. So the figures speak for them and not for all young"
            " people, and no margins of error are given."
        )
    )
    yield _reach(edition, words, figures)
    ways = tuple(_ways(edition, words))
    if ways:
        yield Bullets(ways)
    yield Heading(2, _("Who we did not hear from"))
    yield from _silence(edition, words)
    if edition.paper.machines:
        yield from further.regions(edition, words, figures)
    yield from further.groups(edition, words, figures)
    yield Heading(2, _("What is hidden, and why"))
    yield from _hidden(edition.paper, words)
    yield from further.coding(edition, words, figures)
    yield from further.limits(edition, words)
    yield Heading(2, _("How to read the figures and quotes"))
    yield Bullets(_reading(edition, words))
    yield from further.bound_to(edition, words)
    yield from further.machines(edition, words)


def _reach(edition: Edition, words: Words, figures: Figures) -> Grid:
    _ = words.gettext
    rows = tuple(
        (
            pick(one.title, edition.language),
            _(
                "%(phase)s: %(opens)s – %(closes)s",
                phase=_(_PHASE_NAMES[one.phase]),
                opens=words.moment(one.opens_at),
                closes=words.moment(one.closes_at),
            ),
            words.count(one.responses),
        )
        for one in edition.paper.consultations
    )
    return Grid(
        figures.table_caption(_("The consultations this paper draws on")),
        (_("Consultation"), _("When it was open"), _("Responses")),
        rows,
        figures=False,
    )


def _ways(edition: Edition, words: Words) -> Iterator[str]:
    for consultation in edition.paper.consultations:
        tables = dict(consultation.participation)
        for stratum, sentence in _BY_WAY.items():
            if stratum not in tables:
                continue  # a paper signed before this was told apart
            counts = (
                (pick(row.label, edition.language), words.count(row.count))
                for row in tables[stratum].rows
            )
            yield words.gettext(
                sentence,
                title=pick(consultation.title, edition.language),
                ways=words.pairs(counts),
            )


def _silence(edition: Edition, words: Words) -> Iterator[Block]:
    """Yield who is missing, computed from the tables of participation."""
    found: list[str] = []
    for consultation in edition.paper.consultations:
        title = pick(consultation.title, edition.language)
        for stratum, table in consultation.participation:
            if stratum in strata.OF_WAYS:
                continue  # an unused way of answering is nobody who is missing
            found.extend(_silent(title, table, edition.language, words))
        told = dict(consultation.participation)
        for stratum, sentence in _NOT_ASKED.items():
            if stratum not in told:
                found.append(words.gettext(sentence, title=title))
    if found:
        yield Bullets(tuple(found))
    else:
        yield Paragraph(
            words.gettext("Every region, age band and language that was asked for gave answers.")
        )


def _silent(title: str, table: Table, language: str, words: Words) -> Iterator[str]:
    caption = pick(table.caption, language)
    none = [pick(row.label, language) for row in table.rows if row.count == 0]
    few = [pick(row.label, language) for row in table.rows if row.count is None]
    if none:
        yield words.gettext(
            "%(title)s, %(table)s: nobody from %(groups)s.",
            title=title,
            table=caption,
            groups=words.listing(none),
        )
    if few:
        yield words.gettext(
            "%(title)s, %(table)s: few or hidden: %(groups)s.",
            title=title,
            table=caption,
            groups=words.listing(few),
        )


def _hidden(paper: Paper, words: Words) -> Iterator[Block]:
    hidden = [cells for table in _tables(paper) if (cells := hidden_cells(table))]
    if not hidden:
        yield Paragraph(words.gettext("Nothing had to be hidden."))
    else:
        yield Paragraph(
            words.gettext(
                "Hidden counts: %(cells)s. Tables they are in: %(tables)s.",
                cells=words.number(sum(hidden)),
                tables=words.number(len(hidden)),
            )
        )
    for smallest in sorted({one.smallest_cell for one in paper.consultations}):
        yield Paragraph(
            words.gettext(
                "A count from 1 to %(most)s could point at one person, so it is hidden. Where it"
                " could be worked out from the other counts and the total, some of those are"
                " hidden as well, even large ones. All formats and pages hide the same.",
                most=words.number(smallest - 1),
            )
        )


def _reading(edition: Edition, words: Words) -> tuple[str, ...]:
    _ = words.gettext
    found = [
        _(
            "Percentages are whole numbers of those who answered the question, and stand only"
            " where at least 30 did."
        ),
        _("Those who left a question out, and those who preferred not to say, are counted apart."),
        _(
            "A quote is printed only when its author agreed and people reviewed it. […] marks what"
            " was taken out to protect somebody. Quotes show what was said, not how many said it."
        ),
    ]
    if edition.paper.demonstration:
        found.append(_("The answers were made up to show how the product works."))
    return tuple(found)


def _tables(paper: Paper) -> Iterator[Table]:
    yield paper.phases
    yield from (one.table for one in paper.crossed)
    for consultation in paper.consultations:
        yield from _tables_of(consultation)


def _tables_of(consultation: ConsultationResult) -> Iterator[Table]:
    yield from (table for _stratum, table in consultation.participation)
    for question in consultation.questions:
        yield from question.tables
