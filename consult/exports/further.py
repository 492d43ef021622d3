"""What newer papers tell beside the method: themes, machines, proof of the signature, assessment.

A paper that was signed before these were told has none of it, and keeps its bytes.
"""

from collections.abc import Iterator

from consult.core.locales import N_, pick
from consult.exports.edition import Edition
from consult.exports.figures import Figures
from consult.exports.outline import Block, Bullets, Grid, Heading, Paragraph
from consult.exports.words import HIDDEN, Words
from consult.summaries import strata
from consult.summaries.claims.assessment import REQUIREMENTS, SOURCES
from consult.summaries.claims.drafting import APART
from consult.summaries.claims.sentences import SURE_PERCENT
from consult.summaries.disclosure import SMALLEST_BASE
from consult.summaries.paper import ConsultationResult, Row, Table
from consult.summaries.stated import CrossTable, ThemeLine, ThemeResult
from consult.themes.agreement import FIRM, LEAST

#: What programs did, by code (TRUST.md R49).
MACHINES = {
    "screening": N_(
        "Rules pointed reviewers at personal data and at signs of harm in what young people wrote."
        " They miss some, so two people read every text before it was quoted."
    ),
    "drafting": N_(
        "A program drafted sentences from the released tables with fixed templates. It adds no"
        " knowledge of its own: each sentence names the counts it was made from. People kept,"
        " dropped, reworded and ordered them, and the chair signed."
    ),
    "suggestions": N_(
        "A program suggested themes to those who read. Its suggestions are not counted: themes were"
        " counted by people, or estimated from what people read, with an interval. Left alone, such"
        " a program was wrong by up to 23 percentage points in our trials."
    ),
}
_NOBODY = N_("No program judged or scored any person, and none decided anything.")


def regions(edition: Edition, words: Words, figures: Figures) -> Iterator[Block]:
    """Yield how many answered from each of the six regions, nobody among them."""
    told = [
        (one, dict(one.participation)["region"])
        for one in edition.paper.consultations
        if "region" in dict(one.participation)
    ]
    for consultation, table in told:
        yield Paragraph(_representative(consultation, table, edition.language, words))
        rows = tuple(
            (pick(row.label, edition.language), words.count(row.count)) for row in table.rows
        )
        caption = words.gettext(
            "%(name)s: %(value)s",
            name=pick(consultation.title, edition.language),
            value=pick(table.caption, edition.language),
        )
        yield Grid(
            figures.table_caption(caption),
            (words.gettext("Region"), words.gettext("How many")),
            rows,
            tuple(_untold(consultation, words)),
        )


def _representative(
    consultation: ConsultationResult, table: Table, language: str, words: Words
) -> str:
    """Say from how many of the six regions answers are shown, and that this is no sample."""
    title = pick(consultation.title, language)
    heard = [row for row in table.rows if row.count]
    said = [
        words.gettext(
            "“%(title)s”: the table shows answers from %(heard)s of the %(all)s regions of the"
            " Union.",
            title=title,
            heard=words.number(len(heard)),
            all=words.number(len(table.rows)),
        )
    ]
    shares = [row for row in heard if row.percent is not None]
    if shares:
        most = max(shares, key=lambda row: row.percent or 0)
        said.append(
            words.gettext(
                "The most came from %(region)s: %(percent)s of those who told their region.",
                region=pick(most.label, language),
                percent=words.percent(most.percent),
            )
        )
    said.append(
        words.gettext(
            "These shares say who answered. They do not say how many young people live in a region,"
            " and the paper does not speak for a region."
        )
    )
    return ("" if language == "zh" else " ").join(said)


def limits(edition: Edition, words: Words) -> Iterator[Block]:
    """Yield what the statements of a paper cannot say."""
    if not edition.paper.findings:
        return
    yield Heading(2, words.gettext("Limits"))
    yield Bullets(
        (
            words.gettext(
                "Groups are compared only where each has at least %(base)s answers and they are"
                " at least %(points)s percentage points apart. Many groups were compared, so some"
                " of these differences may be chance.",
                base=words.number(SMALLEST_BASE),
                points=words.number(APART),
            ),
            words.gettext(
                "Where a count is hidden, nothing is said of it: the answer given most often is"
                " named only where no hidden count could be as large."
            ),
            words.gettext(
                "Quotes were chosen so that different voices are heard. They show what was said,"
                " not how many said it."
            ),
        )
    )


def groups(edition: Edition, words: Words, figures: Figures) -> Iterator[Block]:
    """Yield the tables by group that statements rest on."""
    together: dict[tuple[str, str, int, str], list[CrossTable]] = {}
    for one in edition.paper.crossed:
        together.setdefault((one.slug, one.question, one.place, one.stratum), []).append(one)
    if together:
        yield Heading(2, words.gettext("Tables by group"))
    for tables in together.values():
        first, language = tables[0], edition.language
        asked, by = first.table.caption, strata.caption(first.stratum)
        caption = f"{pick(asked, language)} – {pick(by, language)}"
        yield Grid(
            figures.table_caption(caption),
            (words.gettext("Answer given"), *(pick(one.label, language) for one in tables)),
            tuple(
                (pick(row.label, language), *(_share(one.table.rows[n], words) for one in tables))
                for n, row in enumerate(first.table.rows)
            ),
            tuple(
                words.gettext(
                    "%(name)s: %(value)s",
                    name=pick(one.label, language),
                    value=words.gettext("Answers: %(count)s.", count=words.count(one.table.base)),
                )
                for one in tables
            ),
        )


def _share(row: Row, words: Words) -> str:
    if row.percent is None:
        return words.count(row.count)
    return f"{words.count(row.count)} ({words.percent(row.percent)})"


def _untold(consultation: ConsultationResult, words: Words) -> Iterator[str]:
    table = dict(consultation.participation)["region"]
    yield words.gettext("Did not tell their region: %(count)s.", count=words.count(table.no_answer))


def coding(edition: Edition, words: Words, figures: Figures) -> Iterator[Block]:
    """Yield how themes were coded, with the agreement of those who read and the error."""
    _ = words.gettext
    if not edition.paper.themes:
        return
    yield Heading(2, _("How themes were found"))
    yield Paragraph(
        _(
            "People wrote the themes and read the answers. A fifth was read by two people who did"
            " not see each other's work; alpha says how far they agreed (Krippendorff; from"
            " %(firm)s firm, under %(least)s not to be relied on).",
            firm=FIRM,
            least=LEAST,
        )
    )
    for result in edition.paper.themes:
        yield Paragraph(_kind(result, edition.language, words))
        yield Grid(
            figures.table_caption(pick(result.question, edition.language)),
            (
                _("Theme"),
                _("How many"),
                _("%(sure)s interval", sure=words.percent(SURE_PERCENT)),
                _("Alpha"),
            ),
            tuple(_theme(line, edition.language, words) for line in result.themes),
        )


def _kind(result: ThemeResult, language: str, words: Words) -> str:
    question = pick(result.question, language)
    if result.kind == "read":
        return words.gettext(
            "“%(question)s”: read by people, every answer (%(total)s). Codebook version"
            " %(version)s.",
            question=question,
            total=words.count(result.total),
            version=result.codebook,
        )
    return words.gettext(
        "“%(question)s”: estimated from %(read)s answers that were drawn by lot and read by people,"
        " out of %(total)s. Codebook version %(version)s.",
        question=question,
        read=words.count(result.read),
        total=words.count(result.total),
        version=result.codebook,
    )


def _theme(line: ThemeLine, language: str, words: Words) -> tuple[str, ...]:
    interval = HIDDEN
    if line.low is not None and line.high is not None:
        interval = f"{words.number(line.low)}–{words.number(line.high)}"
    return (pick(line.label, language), words.count(line.count), interval, line.alpha or HIDDEN)


def bound_to(edition: Edition, words: Words) -> Iterator[Block]:
    """Yield what the paper is bound to, for whoever checks it."""
    if edition.paper.machines and edition.digest:
        yield Heading(2, words.gettext("What this paper is bound to"))
        counted = tuple(
            words.gettext(
                "%(title)s: counts from the snapshot of closed answers with the SHA-256 %(digest)s",
                title=pick(one.title, edition.language),
                digest=one.snapshot,
            )
            for one in edition.paper.consultations
            if one.snapshot
        )
        if counted:
            yield Bullets(counted)
        yield Paragraph(
            words.gettext(
                "Everything in it, in all languages, was frozen when the chair signed on %(day)s."
                " SHA-256: %(digest)s",
                day=words.day(edition.paper.signed_on),
                digest=edition.digest,
            )
        )


def machines(edition: Edition, words: Words) -> Iterator[Block]:
    """Yield how machines were used."""
    used = [words.gettext(MACHINES[code]) for code in edition.paper.machines if code in MACHINES]
    if used:
        yield Heading(2, words.gettext("How machines were used"))
        yield Bullets((*used, words.gettext(_NOBODY)))


def annexes(edition: Edition, words: Words, _figures: Figures) -> Iterator[Block]:
    """Yield the self-assessment of each consultation that has one."""
    if not edition.paper.assessment:
        return
    yield Heading(1, words.gettext("Annex: how we look at our own work"))
    for one in edition.paper.assessment:
        yield Heading(2, pick(one.title, edition.language))
        said = dict(one.statements)
        for source, requirements in SOURCES.values():
            rows = tuple(
                (
                    words.gettext(REQUIREMENTS[requirement.code].title),
                    pick(said[requirement.code], edition.language),
                )
                for requirement in requirements
                if requirement.code in said
            )
            if rows:
                header = (words.gettext("Requirement"), words.gettext("What we say of it"))
                yield Grid(words.gettext(source), header, rows, figures=False)
