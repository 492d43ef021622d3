"""The base of every form that staff fill in, and a field for text in six languages."""

from collections.abc import Iterator
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, Form

from consult.core import i18n, locales
from consult.core.errors import DomainError, Problem
from consult.core.locales import N_

# WTForms' own messages in our plainer words, which our catalogues have in six languages.
_PLAINER = {
    "This field is required.": N_("Fill this in."),
    "Not a valid integer value.": N_("This is not a whole number."),
    "Not a valid date value.": N_("This is not a date. Write it like 2026-01-19."),
    "Not a valid datetime value.": N_("This is not a date with a time, like 2026-01-19T08:00."),
    "Not a valid choice.": N_("Choose one of the list."),
    "'%(value)s' is not a valid choice for this field.": N_("Choose only from the list."),
    "Number must be between %(min)s and %(max)s.": N_(
        "The number must be from %(min)s to %(max)s."
    ),
    "Field cannot be longer than %(max)d character.": N_(
        "This is too long. Characters it may have: %(max)d"
    ),
}


class _Catalogue:
    """WTForms' own messages from our catalogue: its own is incomplete in ar, zh and ru."""

    def gettext(self, string: str) -> str:
        """Return the translated message."""
        text = _PLAINER.get(string, string)
        return str(locales.catalogue(i18n.language()).ugettext(text))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the plural form that fits ``n``."""
        if singular in _PLAINER:
            return self.gettext(singular)
        return str(locales.catalogue(i18n.language()).ungettext(singular, plural, n))


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form of staff, with its token and messages in the page's language."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types
        """Where the form's messages come from."""

        def get_translations(self, _form: Form) -> Any:
            """Return our catalogue."""
            return _Catalogue()

    #: What is wrong with the form as a whole.
    form_errors: list[str]

    def take(self, refusal: DomainError) -> None:
        """Show a refusal at the fields its problems name, and on top what names none."""
        if not refusal.problems:
            self.form_errors = [*self.form_errors, i18n.told(refusal)]
        for problem in refusal.problems:
            self._take_problem(problem)

    def _take_problem(self, problem: Problem) -> None:
        name, _hyphen, language = problem.where.partition("-")
        field = self._fields.get(name)
        if isinstance(field, LocalizedField):
            field.blame(language, i18n.told(problem))
        elif field is not None:
            field.errors = [*field.errors, i18n.told(problem)]
        else:
            where = f"{problem.where}: " if problem.where else ""
            self.form_errors = [*self.form_errors, where + i18n.told(problem)]


class LocalizedField(Field):
    """One text in each of the six languages; sent as ``name-ar``, ``name-zh`` and so on.

    ``data`` is the text by language. The macro ``by_language`` of ``core/localized.html`` shows
    it, one fieldset per language.
    """

    def __init__(self, label: Any = None, *, rows: int = 1, **given: Any) -> None:
        super().__init__(label, **given)
        #: Height of each input, in lines.
        self.rows = rows
        self.data: locales.Localized = {}
        #: Messages by language.
        self.wrong: dict[str, list[str]] = {}

    def process(
        self,
        formdata: Any,
        data: Any = None,
        extra_filters: Any = None,  # noqa: ARG002 - WTForms passes it by name
    ) -> None:
        """Take what was sent, or else the stored text."""
        stored = data if isinstance(data, dict) else {}
        self.errors = ()
        self.wrong = {}
        sent = formdata or {}
        self.data = {
            tag: str(sent.get(self.name_in(tag), "" if formdata else stored.get(tag, "")))
            for tag in locales.LANGUAGES
        }

    def name_in(self, language: str) -> str:
        """Return the name and id of the input for one language."""
        return f"{self.name}-{language}"

    def blame(self, language: str, message: str) -> None:
        """Show a message at the input of one language."""
        self.wrong.setdefault(language, []).append(message)
        self.errors = [*self.errors, message]

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield the id of each wrong input and what is wrong with it."""
        for language, messages in self.wrong.items():
            yield self.name_in(language), messages[0]

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing is written in any language."""
        return not any(text.strip() for text in self.data.values())
