"""The numbered sections of a paper: what was said, who took part, each question and its tables."""

from collections.abc import Iterator

from consult.core.locales import N_, pick
from consult.exports import further, method
from consult.exports.edition import Edition
from consult.exports.figures import Figures
from consult.exports.front import front, lines
from consult.exports.outline import (
    Block,
    Excerpt,
    Heading,
    Outline,
    Paragraph,
)
from consult.exports.words import Words
from consult.summaries.paper import ConsultationResult, QuestionResult, Quote

#: When a consultation was held, seen from the meeting.
PHASES = {"before": N_("before the meeting"), "during": N_("during the meeting")}

#: Stands in drafts until a person signs (TRUST.md R49).
DRAFTED_BY_PROGRAM = N_(
    "A program drafted sentences below from the released tables. Nobody has signed them yet."
)


def outline(edition: Edition) -> Outline:
    """Return everything a paper shows, in order, in its language."""
    words = Words(edition.language)
    return Outline(
        edition.language, front(edition, words), tuple(_Sections(edition, words).blocks())
    )


class _Sections:
    """Writes the sections one after another and counts them."""

    def __init__(self, edition: Edition, words: Words) -> None:
        self._edition = edition
        self._language = edition.language
        self._words = words
        self._figures = Figures(edition.language, words)
        self._section = self._paragraphs = 0

    def blocks(self) -> Iterator[Block]:
        """Yield the paper from the first section to the annex."""
        yield from self._findings()
        yield from self._participation()
        for consultation in self._edition.paper.consultations:
            yield self._heading(pick(consultation.title, self._language))
            for question in consultation.questions:
                yield from self._question(question)
        yield from method.annex(self._edition, self._words, self._figures)
        yield from further.annexes(self._edition, self._words, self._figures)

    def _heading(self, text: str) -> Heading:
        self._section, self._paragraphs = self._section + 1, 0
        return Heading(1, text, str(self._section))

    def _paragraph(self, text: str) -> Paragraph:
        self._paragraphs += 1
        return Paragraph(text, f"{self._section}.{self._paragraphs}")

    def _findings(self) -> Iterator[Block]:
        paper = self._edition.paper
        narrative = lines(paper.narrative, self._language)
        if narrative or paper.findings:
            yield self._heading(self._words.gettext("What young people said"))
        if self._edition.draft and any(not finding.reworded for finding in paper.findings):
            yield Paragraph(self._words.gettext(DRAFTED_BY_PROGRAM))
        for line in narrative:
            yield self._paragraph(line)
        quotes = paper.quotes()
        for finding in paper.findings:
            for line in lines(finding.text, self._language):
                yield self._paragraph(line)
            if finding.quote in quotes:
                yield self._excerpt(quotes[finding.quote])

    def _participation(self) -> Iterator[Block]:
        say, paper = self._words, self._edition.paper
        yield self._heading(say.gettext("Who took part"))
        if paper.phases.base is not None:
            sentence = say.ngettext(
                "%(count)s young person answered.",
                "%(count)s young people answered.",
                paper.phases.base,
                count=say.number(paper.phases.base),
            )
            yield self._paragraph(sentence)
        yield from self._figures.tables(paper.phases, groups=True)
        for consultation in paper.consultations:
            yield Heading(2, pick(consultation.title, self._language))
            yield self._paragraph(self._window(consultation))
            for _stratum, table in consultation.participation:
                yield from self._figures.tables(table, groups=True)

    def _window(self, consultation: ConsultationResult) -> str:
        say = self._words
        return say.gettext(
            "Young people could answer from %(opens)s to %(closes)s, %(phase)s, in these"
            " languages: %(languages)s.",
            opens=say.moment(consultation.opens_at),
            closes=say.moment(consultation.closes_at),
            phase=say.gettext(PHASES[consultation.phase]),
            languages=say.languages(consultation.languages),
        )

    def _question(self, question: QuestionResult) -> Iterator[Block]:
        yield Heading(2, pick(question.text, self._language))
        for table in question.tables:
            yield from self._figures.chart(table)
            yield from self._figures.tables(table)
        if question.texts is not None:
            counted = self._words.number(question.texts)
            yield self._paragraph(
                self._words.gettext("Answers in own words: %(count)s.", count=counted)
            )
        told = {finding.quote for finding in self._edition.paper.findings if finding.quote}
        quotes = [quote for quote in question.quotes if quote.reference not in told]
        if quotes:
            yield self._paragraph(
                self._words.gettext(
                    "Some of them, each in the language it was written in. Their authors agreed to"
                    " be quoted, and people reviewed every text before it was printed."
                )
            )
        for quote in quotes:
            yield self._excerpt(quote)

    def _excerpt(self, quote: Quote) -> Excerpt:
        return Excerpt(quote.text, quote.language, self._source(quote))

    def _source(self, quote: Quote) -> str:
        say = self._words
        parts = [say.gettext("A young person")]
        if quote.region:
            parts.append(say.region(quote.region))
        if quote.age_band:
            parts.append(say.ages(quote.age_band))
        if quote.language and quote.language != self._language:
            parts.append(say.language_name(quote.language))
        return " · ".join(parts)
