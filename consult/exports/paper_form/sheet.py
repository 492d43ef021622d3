"""What stands on a paper form, in one language, before anybody draws it."""

from collections.abc import Iterator, Mapping
from typing import Any

from consult.core.locales import N_, Localized, Speaker
from consult.exports import clean
from consult.questionnaires import piping, types, words
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Choice, Definition, Page, Question
from consult.questionnaires.types import kind
from consult.questionnaires.types.base import OTHER, PREFER_NOT

Sheet = dict[str, Any]

_HOW = {
    "one": N_("Tick one answer."),
    "scale": N_("Tick one answer."),
    "several": N_("Tick every answer that fits."),
    "grid": N_("Tick one answer in each row."),
    "places": N_("Give 1 to what matters most, then 2, and so on. You may leave some out."),
}
_PARTS = {"day": N_("Day"), "month": N_("Month"), "year": N_("Year")}


def sheet(definition: Definition, language: str, number: int | None = None) -> Sheet:
    """Return the form as JSON values, every text in one language.

    Questions are numbered, and rules are told by these numbers; the codes stand beside them for
    whoever types the answers in, and at the foot the version they are to.

    Args:
        definition: the questionnaire.
        language: of the form.
        number: of the version it is; ``None`` for a draft.
    """
    drawing = _Drawing(piping.neutral(definition), language)
    return clean.tree({**drawing.whole(), "version": drawing.version(number)})


class _Drawing:
    def __init__(self, definition: Definition, language: str) -> None:
        self.definition = definition
        self.language = language
        self.speaker = Speaker(language)
        asked = (q for q in definition.questions() if types.of(q).asks)
        self.numbers = {question.code: n for n, question in enumerate(asked, 1)}

    def whole(self) -> Sheet:
        return {
            "language": self.language,
            "title": self._text(self.definition.title),
            "introduction": self._text(self.definition.introduction),
            "note": self.speaker.gettext(
                N_("The small letters are codes for whoever types the answers in.")
            ),
            "pages": [self._page(page) for page in self.definition.pages],
        }

    def version(self, number: int | None) -> str:
        if number is None:
            return self.speaker.gettext(N_("Draft"))
        return self.speaker.gettext(N_("Version %(number)s"), number=number)

    def _page(self, page: Page) -> Sheet:
        return {
            "title": self._text(page.title),
            "only_if": self._only_if(page.show_if),
            "questions": [self._question(question) for question in page.questions],
        }

    def _question(self, question: Question) -> Sheet:
        found = types.of(question)
        needs = self.speaker.gettext(N_("please answer if you can"))
        text = self._text(question.text)
        return {
            "code": question.code,
            "number": self.numbers.get(question.code, 0),
            "text": f"{text} ({needs})" if question.required else text,
            "hint": self._text(question.hint),
            "only_if": self._only_if(question.show_if),
            "how": self._how(question),
            "paper": found.paper,
            "options": [self._option(option) for option in found.options(question)],
            "rows": [self._choice(row) for row in types.rows(question)],
            "other": self._text(kind.label((), OTHER)) if question.other else "",
            "prefer_not": self._text(kind.label((), PREFER_NOT)) if question.prefer_not else "",
            "ends": [
                self._text(question.settings.get(f"{end}_label", {})) for end in ("low", "high")
            ],
            "parts": list(self._parts(question)),
        }

    def _how(self, question: Question) -> str:
        most = question.settings.get("at_most")
        if most:
            return self.speaker.gettext(N_("Choose at most %(most)s."), most=most)
        message = _HOW.get(types.of(question).paper)
        return self.speaker.gettext(message) if message else ""

    def _parts(self, question: Question) -> Iterator[str]:
        wanted = {"day": 3, "month": 2, "year": 1}[question.settings.get("precision", "day")]
        for part in list(_PARTS.values())[-wanted:] if types.of(question).paper == "parts" else ():
            yield self.speaker.gettext(part)

    def _only_if(self, rule: Condition | None) -> str:
        if rule is None:
            return ""
        said = words.rule(rule, self.definition, self.language, self._named)
        return self.speaker.gettext(N_("Only if %(rule)s."), rule=said)

    def _named(self, question: Question) -> str:
        number = self.numbers.get(question.code, 0)
        return self.speaker.gettext(N_("question %(number)s"), number=number)

    def _option(self, option: Choice) -> Mapping[str, str]:
        """Return a choice; where it is offered after certain answers only, its text says so."""
        only_if = self._only_if(option.show_if)
        told = self._text(option.text)
        return {"code": option.code, "text": f"{told} ({only_if})" if only_if else told}

    def _choice(self, choice: Choice) -> Mapping[str, str]:
        return {"code": choice.code, "text": self._text(choice.text)}

    def _text(self, text: Localized) -> str:
        return text.get(self.language, "")
