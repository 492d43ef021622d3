"""The forms of claims: words in six languages, comments, notes, plain words, assessment."""

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from consult.core.forms import BaseForm, LocalizedField
from consult.core.i18n import _l
from consult.core.locales import pick
from consult.summaries.claims import evidence
from consult.summaries.paper import Paper


class ActForm(BaseForm):
    """Carries the token of a button."""


class RevisedForm(BaseForm):
    """Words somebody may have changed since the page was opened."""

    revision = IntegerField(widget=HiddenInput(), default=0)

    def starts_from(self, revision: int) -> None:
        """Let the next saving be one that has seen this revision."""
        self.revision.data, self.revision.raw_data = revision, None

    def seen_revision(self) -> int:
        """Return the revision the writer started from; one that nothing has when it is absent."""
        return -1 if self.revision.data is None else int(self.revision.data)


class WordingForm(RevisedForm):
    """A claim's words."""

    wording = LocalizedField(
        _l("Words"),
        rows=4,
        description=_l(
            "Where it is left empty, the sentence above stands. Numbers may only be those of the"
            " evidence."
        ),
    )


class CommentForm(BaseForm):
    """A comment on a claim."""

    comment = TextAreaField(_l("Your comment"), validators=[InputRequired(_l("Fill this in."))])


class NoteForm(BaseForm):
    """A statement that people write."""

    under = SelectField(
        _l("What it rests on"),
        description=_l("A question, or who took part in a consultation."),
        validators=[InputRequired(_l("Choose one."))],
    )
    text = LocalizedField(
        _l("Statement"),
        rows=4,
        description=_l("Numbers may only be those that the tables of this question show."),
    )

    def offer(self, paper: Paper, language: str) -> None:
        """Offer what a paper draws on."""
        choices = []
        for one in paper.consultations:
            title = _in(one.title, language)
            choices.append(SelectChoice(evidence.consultation_id(one.slug), title))
            for question in one.questions:
                name = evidence.question_id(one.slug, question.code)
                choices.append(SelectChoice(name, f"{title} – {_in(question.text, language)}"))
        self.under.choices = choices


def _in(text: dict[str, str], language: str) -> str:
    tag = language if text.get(language, "").strip() else next(iter(text), language)
    return pick(text, tag)


class RecomputeForm(BaseForm):
    """Takes over the changes that the page showed."""

    seen = HiddenField()


class YoungForm(RevisedForm):
    """The summary in plain words."""

    text = LocalizedField(
        _l("For young people"),
        rows=12,
        description=_l("One paragraph on each line. Where it is left empty, our own words stand."),
    )


class ApproveForm(BaseForm):
    """Approves the plain words that the page showed."""

    seen = HiddenField()


class StatementForm(RevisedForm):
    """What staff say of one requirement."""

    statement = LocalizedField(
        _l("Statement"),
        rows=4,
        description=_l("One to three sentences: what was done, and what was not."),
    )
