"""Forms of a theme and of one reading."""

from typing import Any
from uuid import UUID

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from consult.core.forms import BaseForm, LocalizedField
from consult.core.i18n import _, _l
from consult.themes.models import Codebook, Outcome, Reading, Stance, Theme
from consult.themes.service import Coded, Wording

OUTCOMES = {
    Outcome.THEMES: _l("It says one or more of the themes"),
    Outcome.NONE: _l("None of the themes"),
    Outcome.UNCLEAR: _l("Unclear"),
}
STANCES = {
    Stance.FOR: _l("for"),
    Stance.AGAINST: _l("against"),
    Stance.MIXED: _l("for and against"),
}
_LONGEST = 2000


class BeginForm(BaseForm):
    """Whether the themes of another question are copied."""

    like = SelectField(_l("Copy the themes of"), choices=[], default="")

    @classmethod
    def of(cls, others: list[Codebook]) -> "BeginForm":
        """Return the form with the codebooks of the same meeting to choose from."""
        form = cls()
        form.like.choices = [
            SelectChoice("", _("Nothing: begin empty")),
            *(
                SelectChoice(str(one.id), f"{one.consultation.slug}: {one.text_code}")
                for one in others
            ),
        ]
        return form


class ThemeForm(BaseForm):
    """What a theme is."""

    label = LocalizedField(_l("Name of the theme"))
    definition = TextAreaField(_l("What it means"), validators=[Length(max=_LONGEST)])
    included = TextAreaField(_l("What belongs to it"), validators=[Length(max=_LONGEST)])
    excluded = TextAreaField(_l("What does not belong to it"), validators=[Length(max=_LONGEST)])
    examples = TextAreaField(
        _l("Examples, one on each line"),
        description=_l("Copy them out of reviewed texts that may be quoted."),
        validators=[Length(max=_LONGEST)],
    )

    @classmethod
    def of(cls, theme: Theme | None, examples: list[str]) -> "ThemeForm":
        """Return the form with what is stored."""
        return cls(obj=theme, examples="\n".join(examples)) if theme else cls()

    def wording(self) -> Wording:
        """Return what was written."""
        return Wording(
            self.label.data,
            self.definition.data or "",
            self.included.data or "",
            self.excluded.data or "",
            (self.examples.data or "").splitlines(),
        )


class ReadingForm(BaseForm):
    """What a person found in one answer; per theme a tick, a stance and the words."""

    outcome = RadioField(
        _l("What did you find?"),
        choices=[SelectChoice(outcome.value, name) for outcome, name in OUTCOMES.items()],
        default=Outcome.THEMES.value,
        validators=[InputRequired(_l("Choose one of the three."))],
    )

    def rows(self, themes: list[Theme]) -> list[tuple[Theme, Any, Any, Any]]:
        """Return each theme with its three fields."""
        return [
            (theme, *(self[f"{part}-{theme.id}"] for part in ("theme", "stance", "words")))
            for theme in themes
        ]

    def found(self, themes: list[Theme]) -> list[Coded]:
        """Return the themes that are ticked."""
        return [
            Coded(theme.id, Stance(stance.data) if stance.data else None, words.data or "")
            for theme, tick, stance, words in self.rows(themes)
            if tick.data
        ]


def reading_form(book: Codebook, stored: Reading | None, text: str) -> ReadingForm:
    """Return the form for a codebook's themes, with what this person stored before."""
    fields: dict[str, Any] = {}
    given: dict[str, Any] = {"outcome": stored.outcome.value} if stored else {}
    codes = {code.theme_id: code for code in stored.codes} if stored else {}
    stances = [
        SelectChoice("", _l("not said")),
        *(SelectChoice(stance.value, name) for stance, name in STANCES.items()),
    ]
    for theme in book.themes:
        fields[f"theme-{theme.id}"] = BooleanField()
        fields[f"stance-{theme.id}"] = SelectField(_l("For or against"), choices=stances)
        fields[f"words-{theme.id}"] = StringField(
            _l("The words that say it"), validators=[Length(max=_LONGEST)]
        )
        code = codes.get(theme.id)
        if code is not None:
            given[f"theme-{theme.id}"] = True
            given[f"stance-{theme.id}"] = code.stance.value if code.stance else ""
            spans = [text[one["start"] : one["end"]] for one in code.spans]
            given[f"words-{theme.id}"] = " ".join(" ".join(spans).split())
    made: type[ReadingForm] = type("ReadingForm", (ReadingForm,), fields)
    return made(data=given)


def chosen(value: str) -> UUID | None:
    """Return the key of the codebook that was chosen, if one was."""
    return UUID(value) if value else None
